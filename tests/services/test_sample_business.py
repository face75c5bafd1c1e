"""The sample business: files as their programs write them, about people of whom we know the truth."""

import csv
import hashlib
import io
import re
from collections import Counter, defaultdict
from datetime import date, datetime, timedelta
from pathlib import Path

import phonenumbers
import pytest
from email_validator import validate_email

from deskcrm.services import samplebusiness
from deskcrm.services.samplebusiness import FILES, System, Truth
from deskcrm.services.samplebusiness.people import plain

TODAY = date(2026, 3, 18)
SYSTEMS = [name for name in FILES if name not in ("webshop_orders.csv", "visits.csv")]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    where = tmp_path_factory.mktemp("juniper")
    samplebusiness.write_files(where, today=TODAY)
    return where


@pytest.fixture(scope="module")
def truth() -> Truth:
    return samplebusiness.truth(today=TODAY)


def text_of(folder: Path, name: str) -> str:
    encoding = "cp1252" if name == "customer_list.csv" else "utf-8"
    return (folder / name).read_bytes().decode(encoding)


def rows_of(folder: Path, name: str) -> list[tuple[int, dict[str, str]]]:
    """Each row with the physical line on which it begins."""
    delimiter = ";" if name == "customer_list.csv" else ","
    reader = csv.reader(io.StringIO(text_of(folder, name), newline=""), delimiter=delimiter)
    header, rows, line = next(reader), [], 2
    for cells in reader:
        assert len(cells) == len(header)
        rows.append((line, dict(zip(header, cells, strict=True))))
        line = reader.line_num + 1
    return rows


def digest(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}


# the files as such


def test_it_is_seven_files_in_the_order_of_import(tmp_path: Path) -> None:
    paths = samplebusiness.write_files(tmp_path / "new folder", customers=30, today=TODAY)
    assert [path.name for path in paths] == list(FILES)
    assert all(path.is_file() for path in paths)


def test_the_same_arguments_give_the_same_bytes_and_others_give_others(folder: Path, tmp_path: Path) -> None:
    usual = (7, 300, TODAY)
    for seed, customers, today in (usual, (8, 300, TODAY), (7, 299, TODAY), (7, 300, TODAY + timedelta(days=1))):
        again = tmp_path / f"{seed} {customers} {today}"
        samplebusiness.write_files(again, seed=seed, customers=customers, today=today)
        assert (digest(again) == digest(folder)) is ((seed, customers, today) == usual)


@pytest.mark.parametrize("customers", [1, 7, 40, 900])
def test_any_size_of_business_can_be_made(customers: int, tmp_path: Path) -> None:
    samplebusiness.write_files(tmp_path, customers=customers, today=TODAY)
    told = samplebusiness.truth(customers=customers, today=TODAY)
    assert len(told.people) == customers
    assert len(set(told.rows.values())) >= customers * 0.98


@pytest.mark.parametrize("seed", range(5))
def test_other_seeds_are_as_believable(seed: int) -> None:
    told = samplebusiness.truth(seed=seed, today=TODAY)
    in_several = sum(len(told.files_of(p.number) & set(SYSTEMS)) > 1 for p in told.people)
    assert 0.7 < in_several / 300 < 0.92


def test_headers_are_those_that_the_programs_write(folder: Path) -> None:
    first = {name: text_of(folder, name).splitlines()[0] for name in FILES}
    assert first["webshop_customers.csv"] == (
        "Customer ID,First Name,Last Name,Email,Accepts Email Marketing,Default Address Company,"
        "Default Address Address1,Default Address Address2,Default Address City,Default Address Province Code,"
        "Default Address Country Code,Default Address Zip,Default Address Phone,Phone,Accepts SMS Marketing,"
        "Total Spent,Total Orders,Note,Tax Exempt,Tags"
    )
    orders = first["webshop_orders.csv"].split(",")
    assert len(orders) == 73
    assert orders[:4] == ["Name", "Email", "Financial Status", "Paid at"]
    assert orders[-2:] == ["Payment Terms Name", "Next Payment Due At"]
    assert first["newsletter_subscribed.csv"] == (
        "Email Address,First Name,Last Name,Address,Phone Number,Birthday,MEMBER_RATING,OPTIN_TIME,OPTIN_IP,"
        "CONFIRM_TIME,CONFIRM_IP,LATITUDE,LONGITUDE,GMTOFF,DSTOFF,TIMEZONE,CC,REGION,LAST_CHANGED,LEID,EUID,NOTES,TAGS"
    )
    assert first["newsletter_unsubscribed.csv"] == (
        first["newsletter_subscribed.csv"] + ",UNSUB_TIME,UNSUB_CAMPAIGN_TITLE,UNSUB_REASON"
    )
    phone = first["phone_contacts.csv"]
    assert phone.startswith("First Name,Middle Name,Last Name,Phonetic First Name,")
    assert "Labels,E-mail 1 - Label,E-mail 1 - Value" in phone
    assert first["customer_list.csv"] == (
        "Anrede;Vorname;Nachname;Firma;Straße;PLZ;Ort;Telefon;Mobil;E-Mail;Geburtstag;Kunde seit;Bemerkung"
    )
    assert first["visits.csv"] == "Date,Kind,Name,Email,Phone,Text"


def test_the_hand_kept_list_has_windows_letters_and_line_ends(folder: Path) -> None:
    raw = (folder / "customer_list.csv").read_bytes()
    assert b"Stra\xdfe" in raw
    assert b"\r\n" in raw
    with pytest.raises(UnicodeDecodeError):
        raw.decode("utf-8")
    assert any("\n" in row["Bemerkung"] for _, row in rows_of(folder, "customer_list.csv"))


# the web shop


def test_order_cells_stand_on_the_first_row_of_an_order_only(folder: Path) -> None:
    seen: set[str] = set()
    for _, row in rows_of(folder, "webshop_orders.csv"):
        begins = row["Name"] not in seen
        seen.add(row["Name"])
        for cell in ("Financial Status", "Total", "Currency", "Billing Name", "Id"):
            assert bool(row[cell]) is begins, (row["Name"], cell)
        assert row["Email"]
        assert row["Lineitem name"]
    assert sorted(int(name[1:]) for name in seen) == list(range(1001, 1001 + len(seen)))


def test_amounts_add_up_to_what_customers_are_said_to_have_spent(folder: Path, truth: Truth) -> None:
    spent: Counter[int] = Counter()
    lines: Counter[str] = Counter()
    totals: dict[str, int] = {}
    for line, row in rows_of(folder, "webshop_orders.csv"):
        lines[row["Name"]] += int(row["Lineitem quantity"]) * cents(row["Lineitem price"])
        if row["Total"]:
            totals[row["Name"]] = cents(row["Subtotal"]) + cents(row["Discount Amount"])
            assert cents(row["Total"]) == cents(row["Subtotal"]) + cents(row["Shipping"])
            assert cents(row["Refunded Amount"]) <= cents(row["Total"])
            spent[truth.rows["webshop_orders.csv", line]] += cents(row["Total"]) - cents(row["Refunded Amount"])
    assert lines == totals
    for line, row in rows_of(folder, "webshop_customers.csv"):
        person = truth.rows.get(("webshop_customers.csv", line))
        assert cents(row["Total Spent"]) == (0 if person is None else spent[person])


def test_some_orders_were_refunded_and_all_times_have_berlins_offset(folder: Path) -> None:
    rows = [row for _, row in rows_of(folder, "webshop_orders.csv")]
    assert {"paid", "refunded", "partially_refunded"} <= {row["Financial Status"] for row in rows}
    for row in rows:
        at = datetime.strptime(row["Created at"], "%Y-%m-%d %H:%M:%S %z")
        if at.month in (5, 6, 7, 8, 9):
            assert row["Created at"].endswith("+0200")
        if at.month in (11, 12, 1, 2):
            assert row["Created at"].endswith("+0100")


def test_shop_and_newsletter_know_each_email_once(folder: Path) -> None:
    shop = [row["Email"] for _, row in rows_of(folder, "webshop_customers.csv") if row["Email"]]
    assert len(set(shop)) == len(shop)
    news = [
        row["Email Address"].lower()
        for name in ("newsletter_subscribed.csv", "newsletter_unsubscribed.csv")
        for _, row in rows_of(folder, name)
    ]
    assert len(set(news)) == len(news)


# newsletter and phone


def test_newsletter_tags_are_csv_inside_a_cell(folder: Path) -> None:
    tags = [row["TAGS"] for _, row in rows_of(folder, "newsletter_subscribed.csv") if row["TAGS"]]
    words = {word for cell in tags for word in next(csv.reader([cell]))}
    assert "Gravel, and touring" in words
    assert len(words) == 5


def test_nobody_leaves_the_newsletter_before_joining_it(folder: Path) -> None:
    rows = rows_of(folder, "newsletter_unsubscribed.csv")
    assert len(rows) > 10
    assert all(row["OPTIN_TIME"] < row["UNSUB_TIME"] < TODAY.isoformat() for _, row in rows)


def test_the_phone_joins_several_numbers_in_a_cell_and_has_labels(folder: Path) -> None:
    rows = [row for _, row in rows_of(folder, "phone_contacts.csv")]
    assert any(" ::: " in row["Phone 1 - Value"] for row in rows)
    assert any(row["Phone 2 - Label"] == "Work" for row in rows)
    assert any(" ::: Kunden" in row["Labels"] for row in rows)
    assert any(row["Birthday"].startswith("--") for row in rows)


# time


def test_things_happen_until_today_and_no_further(folder: Path) -> None:
    days = {
        name: sorted(
            found[0]
            for _, row in rows_of(folder, name)
            for cell in row.values()
            if (found := re.match(r"20\d\d-\d\d-\d\d", cell))
        )
        for name in ("webshop_orders.csv", "visits.csv", "newsletter_subscribed.csv", "newsletter_unsubscribed.csv")
    }
    assert days["webshop_orders.csv"][-1] == days["visits.csv"][-1] == TODAY.isoformat()
    assert max(one[-1] for one in days.values()) == TODAY.isoformat()
    assert days["webshop_orders.csv"][0] < (TODAY - timedelta(days=700)).isoformat()


def test_customers_have_different_rhythms(folder: Path, truth: Truth) -> None:
    orders: defaultdict[int, set[str]] = defaultdict(set)
    last: dict[int, str] = {}
    for line, row in reversed(rows_of(folder, "webshop_orders.csv")):
        person = truth.rows["webshop_orders.csv", line]
        orders[person].add(row["Name"])
        last[person] = row["Created at"][:10]
    counts = Counter(len(one) for one in orders.values())
    assert counts[1] > 30
    assert sum(n for size, n in counts.items() if size >= 4) > 20
    lapsed = [p for p, day in last.items() if day < (TODAY - timedelta(days=400)).isoformat() and len(orders[p]) > 1]
    assert len(lapsed) > 15


# who is who


def test_the_truth_points_at_rows_that_begin_on_that_line(folder: Path, truth: Truth) -> None:
    begins = {(name, line) for name in FILES for line, _ in rows_of(folder, name)}
    assert set(truth.rows) <= begins
    assert len(begins - set(truth.rows)) < 15
    for line, row in rows_of(folder, "webshop_customers.csv"):
        if (person := truth.rows.get(("webshop_customers.csv", line))) is not None:
            assert row["First Name"] == truth.people[person].given


def test_three_customers_of_four_stand_in_several_files(truth: Truth) -> None:
    among = Counter(len(truth.files_of(p.number) & set(SYSTEMS)) for p in truth.people)
    assert among[0] == 0
    assert 200 <= 300 - among[1] <= 276
    assert among[3] + among[4] >= 75


def test_systems_disagree_about_the_same_person(folder: Path, truth: Truth) -> None:
    names: defaultdict[int, set[str]] = defaultdict(set)
    emails: defaultdict[int, set[str]] = defaultdict(set)
    columns = {
        "webshop_customers.csv": ("First Name", "Last Name", "Email"),
        "newsletter_subscribed.csv": ("First Name", "Last Name", "Email Address"),
        "phone_contacts.csv": ("First Name", "Last Name", "E-mail 1 - Value"),
        "customer_list.csv": ("Vorname", "Nachname", "E-Mail"),
    }
    for name, (given, family, email) in columns.items():
        for line, row in rows_of(folder, name):
            person = truth.rows.get((name, line))
            if person is not None:
                names[person] |= {f"{row[given]} {row[family]}"} if row[given] and row[family] else set()
                emails[person] |= {row[email].lower()} if row[email] else set()
    assert 40 < sum(len(one) > 1 for one in names.values()) < 130
    assert 5 < sum(len(one) > 1 for one in emails.values()) < 80


def test_namesakes_families_colleagues_and_new_surnames_are_among_them(truth: Truth) -> None:
    people = truth.people
    assert sum(n > 1 for n in Counter(p.name for p in people).values()) >= 3
    assert sum(n > 1 for n in Counter(p.office for p in people if p.office).values()) >= 5
    assert sum(n > 1 for n in Counter((p.family, p.landline) for p in people if p.landline).values()) >= 5
    assert sum(n > 1 for n in Counter(p.email for p in people if p.email).values()) >= 1
    assert sum(bool(p.former_family) for p in people) >= 3


def test_no_two_people_have_both_a_name_and_an_identifier_in_common(truth: Truth) -> None:
    owners: defaultdict[tuple[str, str], set[int]] = defaultdict(set)
    for person in truth.people:
        for identifier in {person.email, person.old_email, *(p.e164 for p in person.phones)} - {""}:
            owners[plain(person.name).lower(), identifier].add(person.number)
    assert all(len(one) == 1 for one in owners.values())


def test_some_have_only_a_phone_and_some_only_an_email(truth: Truth) -> None:
    assert sum(bool(p.phones) and not p.email for p in truth.people) > 5
    assert sum(bool(p.email) and not p.phones for p in truth.people) > 20
    assert all(p.email or p.phones for p in truth.people)


def test_every_number_and_address_is_valid_and_reserved(truth: Truth) -> None:
    free = re.compile(
        r"\+49(3023125|4066969|2214710|6990009|8999998|17139200|176040690)|\+3346571|\+442079460|\+468465004|\+467017406"
    )
    for person in truth.people:
        for phone in person.phones:
            assert free.match(phone.e164)
            assert phonenumbers.is_valid_number(phonenumbers.parse(phone.e164))
        for email in {person.email, person.old_email} - {""}:
            assert re.search(r"(\.example|@example\.(com|org|net))$", email)
            validate_email(email, check_deliverability=False)


def test_every_spelling_of_a_number_means_that_number(folder: Path, truth: Truth) -> None:
    for name, columns in (("customer_list.csv", ("Telefon", "Mobil")), ("visits.csv", ("Phone",))):
        for line, row in rows_of(folder, name):
            person = truth.rows.get((name, line))
            for cell in (row[column] for column in columns if row[column] and person is not None):
                read = phonenumbers.format_number(phonenumbers.parse(cell, "DE"), phonenumbers.PhoneNumberFormat.E164)
                assert read in {p.e164 for p in truth.people[person or 0].phones}, cell


def test_rows_that_need_a_human_are_there(folder: Path, truth: Truth) -> None:
    rows = [row for line, row in rows_of(folder, "customer_list.csv") if ("customer_list.csv", line) not in truth.rows]
    assert {"31.02.1971", "um Ostern"} <= {row["Geburtstag"] for row in rows}
    assert any(row["E-Mail"] and "@" not in row["E-Mail"] for row in rows)
    assert any(not any(row.values()) for row in rows)
    assert any(row["Date"] == "before Easter" for _, row in rows_of(folder, "visits.csv"))


def test_a_system_is_a_file(truth: Truth) -> None:
    found = {System.SHOP: "webshop_customers.csv", System.LIST: "customer_list.csv", System.PHONE: "phone_contacts.csv"}
    for person in truth.people:
        for system, name in found.items():
            assert (system in person.systems) is (name in truth.files_of(person.number))


def cents(amount: str) -> int:
    euros, rest = amount.split(".")
    return int(euros) * 100 + int(rest)
