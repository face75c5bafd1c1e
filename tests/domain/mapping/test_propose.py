"""How columns of files of unknown origin are understood: by their words, their values, and each other."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deskcrm.domain.mapping.model import SHAPES, Column, FileMapping, is_single, is_target
from deskcrm.domain.mapping.propose import propose

COUNTED = [("1", "a"), ("2", "b"), ("3", "c"), ("4", "d")]


def column(mapping: FileMapping, header: str) -> Column:
    return next(c for c in mapping.columns if c.header == header)


def target_of(header: str, *others: str, rows: Sequence[Sequence[str]] = (), shape: str | None = None) -> str:
    return propose([header, *others], rows, shape=shape).columns[0].target


# Words ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("header", "target"),
    [
        ("Vorname", "given"),
        ("Nachname", "family"),
        ("E-Mail-Adresse", "emails"),
        ("Geburtsdatum", "birthday"),
        ("PLZ", "addresses.default.postcode"),
        ("Straße", "addresses.default.street"),
        ("Strasse", "addresses.default.street"),
        ("Geschäftstelefon", "phones.work"),
        ("Geschaeftstelefon", "phones.work"),
        ("Telefon geschäftlich", "phones.work"),
        ("Rechnungsort", "addresses.billing.city"),
        ("Kundennummer", "source_id"),
        ("Prénom", "given"),
        ("Adresse e-mail", "emails"),
        ("Code postal", "addresses.default.postcode"),
        ("Téléphone portable", "phones.mobile"),
        ("Société", "organization"),
        ("Date de naissance", "birthday"),
        ("Apellidos", "family"),
        ("Correo electrónico", "emails"),
        ("Teléfono móvil", "phones.mobile"),
        ("Código postal", "addresses.default.postcode"),
        ("Cognome", "family"),
        ("Indirizzo e-mail", "emails"),
        ("Cellulare", "phones.mobile"),
        ("Ragione sociale", "organization"),
        ("Achternaam", "family"),
        ("E-mailadres", "emails"),
        ("Woonplaats", "addresses.default.city"),
        ("Geboortedatum", "birthday"),
        ("Nazwisko", "family"),
        ("Kod pocztowy", "addresses.default.postcode"),
        ("Telefon służbowy", "phones.work"),
        ("Sobrenome", "family"),
        ("Telemóvel", "phones.mobile"),
        ("Data de nascimento", "birthday"),
        ("Příjmení", "family"),
        ("E-mailová adresa", "emails"),
        ("PSČ", "addresses.default.postcode"),
        ("first_name", "given"),
        ("lastName", "family"),
        ("EMAIL_ADDRESS", "emails"),
        ("E-mail 2 Address", "emails"),
        ("primaryEmail", "emails"),
        ("Work E-Mail", "emails.work"),
        ("Phone (home)", "phones.home"),
        ("billing_postCode", "addresses.billing.postcode"),
        ("Shipping City", "addresses.shipping.city"),
        ("Customer email", "emails"),
        ("Company phone", "phones.work"),
        ("Company name", "organization"),
        ("Newsletter", "consent.email"),
        ("SMS consent", "consent.phone"),
        ("Unsubscribed", "optout.email"),
        ("Customer since", "created_at"),
        ("Lifecycle stage", "stage"),
        ("Tags", "tags"),
        ("Job title", "title"),
        ("Mailing Zip/Postal Code", "addresses.default.postcode"),
        ("Person - Phone - Mobile", "phones.mobile"),
        ("Person - Email - Work", "emails.work"),
        ("Customer #", "source_id"),
        ("emails.work", "emails.work"),
        ("addresses.home.city", "addresses.home.city"),
    ],
)
def test_headers_are_known_in_many_words_and_spellings(header: str, target: str) -> None:
    assert target_of(header, "Firstname of row", shape="people") == target


@pytest.mark.parametrize(
    "header", ["Email status", "Assistant's email", "Phone type", "Emergency contact phone", "Name of dog"]
)
def test_words_that_change_the_meaning_are_heeded(header: str) -> None:
    assert target_of(header, "Email") == "-"


def test_an_unknown_header_is_kept_with_the_record() -> None:
    only = propose(["Qwrtz"], [["blah blah blah and so on"]]).columns[0]
    assert (only.target, only.why, only.sure) == ("-", "nothing like it here", True)


def test_reasons_are_words() -> None:
    mapping = propose(["First name", "Surname", "Miasto", "Telefon praca"], [])
    assert [c.why for c in mapping.columns] == [
        "same name",
        "another word for last name",
        "Polish for city",
        "reads as phone (work)",
    ]


def test_words_of_two_languages_go_by_the_rest_of_the_file() -> None:
    assert target_of("Kraj", "Imię", "Nazwisko", "Miasto") == "addresses.default.country"
    assert target_of("Kraj", "Jméno", "Příjmení", "Město") == "addresses.default.region"


def test_a_bare_name_beside_a_first_name_is_the_last_name() -> None:
    assert target_of("Nom", "Prénom", "Courriel", rows=[["Durand", "Camille", "c@example.fr"]]) == "family"
    assert target_of("Nombre", "Apellidos", rows=[["Ana", "Pérez"]]) == "given"
    assert target_of("Name", "Email", rows=[["Ada Okafor", "a@example.org"]]) == "name"


def test_a_first_name_column_of_whole_names_is_the_name() -> None:
    assert target_of("Jméno", "E-mail", rows=[["Jan Novák", ""], ["Eva Malá", ""]]) == "name"
    assert target_of("Jméno", "E-mail", rows=[["Jan", ""], ["Eva", ""]]) == "given"


def test_a_customer_column_of_numbers_is_their_key() -> None:
    assert target_of("Customer", "City", rows=[["10023", "Leeds"], ["10031", "York"]]) == "source_id"


def test_an_address_beside_a_city_is_the_street() -> None:
    assert target_of("Address", "City") == "addresses.default.street"
    assert target_of("Address") == "addresses"
    mapping = propose(["Address 1", "Address 2", "City", "Billing address"], [])
    assert [c.target for c in mapping.columns] == [
        "addresses.default.street",
        "addresses.default.extended",
        "addresses.default.city",
        "addresses.billing",
    ]


def test_a_title_is_a_job_unless_its_values_address_people() -> None:
    assert target_of("Title", "Name", rows=[["Buyer", "Ada"], ["Director", "Ben"]]) == "title"
    assert target_of("Title", "Name", rows=[["Mr", "Ada"], ["Dr.", "Ben"], ["Mrs.", "Cy"]]) == "prefix"


# Values ---------------------------------------------------------------------------------------------------------------


def test_values_name_a_column_whose_header_says_nothing() -> None:
    rows = [[f"p{n}@example.com", f"+49 30 90182{n}", f"https://p{n}.example"] for n in range(5)]
    mapping = propose(["c1", "c2", "c3"], rows)
    assert [c.target for c in mapping.columns] == ["emails", "phones", "urls"]
    assert mapping.columns[0].why == "100 % look like emails"


def test_an_email_column_without_emails_is_not_sure() -> None:
    doubted = propose(["Email"], [["maybe"], ["later"]]).columns[0]
    assert not doubted.sure
    assert "no email in it" in doubted.why


def test_a_site_that_is_no_web_address_is_not_sure() -> None:
    assert not propose(["Site", "Name"], [["North", "Ada"], ["South", "Ben"]]).columns[0].sure
    assert propose(["Site", "Name"], [["acme.shop", "Ada"], ["www.b.example", "Ben"]]).columns[0].sure


def test_a_mostly_right_column_says_how_right() -> None:
    rows = [[f"p{n}@example.com"] for n in range(49)] + [["unknown"]]
    assert propose(["Email"], rows).columns[0].why == "same name, 98 % look like emails"


def test_plain_figures_and_choices_become_own_fields_to_be_confirmed() -> None:
    rows = [["12.50", "red", "no"], ["99.00", "blue", "no"], ["7.25", "red", "no"], ["8.00", "blue", "no"]]
    mapping = propose(["Kegs drunk", "Colour", "Zorp"], rows)
    assert [c.target for c in mapping.columns] == ["custom.Kegs drunk", "custom.Colour", "-"]
    assert not mapping.columns[0].sure
    assert mapping.columns[0].why == "amounts; orders give them exactly"
    assert "red, blue" in mapping.columns[1].why


def test_machine_columns_are_not_imported() -> None:
    rows = [[f"{n:032x}", f"192.0.2.{n}", "45.1"] for n in range(5)]
    assert {c.target for c in propose(["zz", "yy", "Latitude"], rows).columns} == {"-"}


def test_a_column_that_counts_the_rows_is_no_key() -> None:
    assert propose(["No", "Name"], COUNTED).columns[0].why == "counts the rows"
    assert propose(["id", "Name"], COUNTED).columns[0].target == "source_id"


def test_years_and_months_are_no_days() -> None:
    rows = [["2019", "a@example.org"], ["2022", "b@example.org"], ["05/2023", "c@example.org"]]
    since = propose(["Kunde seit", "Email"], rows).columns[0]
    assert (since.target, since.why) == ("custom.Kunde seit", "years and months; becomes a field of your own")


def test_a_part_of_the_total_is_not_the_total() -> None:
    line = "Rechnungsnr.;Rechnungsdatum;Kundenname;Netto;MwSt;Versandkosten;Brutto;Fällig am"
    mapping = propose(line.split(";"), [])
    assert [c.target for c in mapping.columns[3:]] == ["-", "-", "-", "activity.amount", "-"]


def test_a_price_is_what_was_paid_where_nothing_else_is() -> None:
    assert target_of("Price", "Appointment date", "Client name", "Service", shape="appointments") == "activity.amount"
    assert target_of("Price", "Order", "Date", "Email", "Qty", shape="orders") == "item.price"


@pytest.mark.parametrize(
    ("values", "order", "why"),
    [
        (["03.04.1984", "13.04.1984"], "dmy", "dates, day first (13.04.1984 decides)"),
        (["03/04/1984", "04/13/1984"], "mdy", "dates, month first (04/13/1984 decides)"),
        (["1984-04-13"], "ymd", "same name"),
        (["03.04.1984"], "dmy", "dates, day first (03.04.1984 decides)"),
    ],
)
def test_one_date_decides_the_order_of_its_column(values: Sequence[str], order: str, why: str) -> None:
    only = propose(["Birthday"], [[v] for v in values]).columns[0]
    assert (only.options["order"], only.why, only.sure) == (order, why, True)


def test_dates_that_nothing_decides_are_asked_about() -> None:
    mapping = propose(["Birthday"], [["03/04/1984"], ["05/06/1990"]])
    assert "order" not in mapping.columns[0].options
    assert not mapping.columns[0].sure
    assert "Dates in “Birthday” could be day first or month first: 03/04/1984" in mapping.questions


def test_dates_that_nothing_decides_follow_another_column_of_the_file() -> None:
    mapping = propose(["Birthday", "Customer since"], [["03/04/1984", "13/05/2020"]])
    assert mapping.columns[0].options["order"] == "dmy"
    assert mapping.columns[0].why == "dates, day first as in “Customer since”"
    assert not any("day first or month first" in question for question in mapping.questions)


def test_several_values_in_a_cell_are_split() -> None:
    mapping = propose(["Email", "Tags"], [["a@example.org; b@example.org", "VIP, wholesale"], ["c@example.org", "x"]])
    assert [c.options["split"] for c in mapping.columns] == [";", ","]
    assert mapping.columns[1].why == "several in a cell, split at the comma"


def test_phones_without_a_country_say_how_they_are_read() -> None:
    rows = [["030 901820"], ["+48 600 100 200"]]
    assert "1 of 2 sampled without a country: read as Germany" in propose(["Phone"], rows, country="DE").columns[0].why
    assert any("Which country" in q for q in propose(["Phone"], rows).questions)


def test_amounts_say_their_currency_and_decimal_mark() -> None:
    rows = [["1", "01.02.2026", "a@example.org", "1.234,56 €"]]
    amount = column(propose(["Bestellnummer", "Bestelldatum", "E-Mail", "Betrag"], rows), "Betrag")
    assert (amount.target, amount.why) == ("activity.amount", "money in euro")
    assert dict(amount.options) == {"decimal": ",", "currency": "EUR"}


def test_an_apostrophe_that_guards_numbers_is_taken_off() -> None:
    assert propose(["Phone"], [["'+16175550123"]]).columns[0].options["guard"] == "'"


# Shapes ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("headers", "shape"),
    [
        ("First name,Last name,Email,City", "people"),
        ("Name,Email,Phone,Total spent,Last order", "people"),
        ("Company,Website,Phone,City", "companies"),
        ("Company,Contact,Email", "people"),
        ("Email,First name,Subscribed", "subscribers"),
        ("Order number,Order date,Email,Total", "orders"),
        ("Bestellnummer,Datum,Kunde,Betrag", "orders"),
        ("Numéro de commande,Date,Client,Montant", "orders"),
        ("Rechnungsnummer,Rechnungsdatum,Kunde,Betrag", "invoices"),
        ("Invoice number,Date,Customer,Amount", "invoices"),
        ("Transaction ID,Date,Email,Amount,Currency", "payments"),
        ("Ticket ID,Created at,Requester email,Subject,Status", "tickets"),
        ("Appointment date,Service,Client name,Phone", "appointments"),
        ("Attendee,Email,Event name,Event date", "attendees"),
        ("Event Type Name,Start Date & Time,Invitee Name,Invitee Email", "appointments"),
        ("Id,Requester,Requester email,Subject,Status,Created at", "tickets"),
        ("Date,Email,Type,Message", "activities"),
        ("Datum,Kunde,Betreff,Nachricht", "activities"),
    ],
)
def test_the_headers_tell_what_kind_of_file_it_is(headers: str, shape: str) -> None:
    assert propose(headers.split(","), []).shape == shape


def test_the_owner_has_the_last_word_on_the_shape() -> None:
    assert propose(["Name", "Email"], [], shape="attendees").shape == "attendees"


def test_an_orders_file_names_its_parts() -> None:
    line = "Order,Date,Name,Email,Product,Qty,Unit price,Total,Currency,Status,Notes"
    mapping = propose(line.split(","), [])
    assert [c.target for c in mapping.columns] == [
        "activity.key",
        "activity.at",
        "name",
        "emails",
        "item.name",
        "item.quantity",
        "item.price",
        "activity.amount",
        "activity.currency",
        "activity.status",
        "activity.text",
    ]


def test_in_a_list_of_companies_the_name_is_the_companys() -> None:
    assert target_of("Name", "Website", shape="companies") == "organization"


# All of them ----------------------------------------------------------------------------------------------------------


def test_a_single_field_takes_the_better_column_and_the_other_says_who_has_it() -> None:
    mapping = propose(["Firma", "Company"], [["", "Acme"], ["", "Weber"]])
    assert [c.target for c in mapping.columns] == ["-", "organization"]
    assert mapping.columns[0].why == "“Company” gives the company already"


def test_where_a_file_comes_from_is_asked_when_nobody_knows() -> None:
    assert "Where does this file come from?" in propose(["Name"], []).questions


def test_a_file_about_nobody_is_asked_about() -> None:
    assert any("who a row is about" in q for q in propose(["Open", "High", "Low"], [["1", "2", "3"]]).questions)


WORDS = st.sampled_from(
    [
        "Email",
        "Name",
        "First Name",
        "Phone",
        "Datum",
        "Order ID",
        "Total",
        "Tags",
        "Notes",
        "Id",
        "City",
        "Address",
        "Title",
        "",
    ]
)
CELLS = st.sampled_from(
    [
        "",
        " ",
        "a@example.org",
        "+49 30 901820",
        "03/04/1984",
        "31.12.2024",
        "yes",
        "12,50 €",
        "'0123",
        "x; y",
        "1",
        "Ada Okafor",
    ]
)


@settings(max_examples=150, deadline=None)
@given(
    headers=st.lists(WORDS | st.text(max_size=12), max_size=12),
    rows=st.lists(st.lists(CELLS | st.text(max_size=12), max_size=14), max_size=8),
    shape=st.none() | st.sampled_from(SHAPES),
)
def test_every_header_gets_one_column_and_single_fields_one_header(
    headers: list[str], rows: list[list[str]], shape: str | None
) -> None:
    mapping = propose(headers, rows, shape=shape)
    assert [c.header for c in mapping.columns] == headers
    assert all(is_target(c.target) and c.why for c in mapping.columns)
    single = [c.target for c in mapping.columns if is_single(c.target)]
    assert len(single) == len(set(single))
    assert mapping.shape in SHAPES


def test_day_numbers_under_a_date_are_dates_and_other_numbers_are_not() -> None:
    rows = [("Ada", "32874"), ("Ben", "29221.5"), ("Cleo", "12/31/1979")]
    found = column(propose(["Name", "Birthday"], rows), "Birthday")
    assert (found.target, found.options["serial"], found.options["order"], found.sure) == (
        "birthday",
        "1900",
        "mdy",
        True,
    )
    for other in ("7", "20240131", "1979", "99999"):
        found = column(propose(["Name", "Birthday"], [("Ada", "32874"), ("Ben", other)]), "Birthday")
        assert "serial" not in found.options


# Times in a column of their own ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("headers", "row", "targets"),
    [
        (["Email", "Date", "Start time", "End time", "Service"], ["a@b.de", "2026-05-01", "14:30", "15:00", "Cut"],
         ["activity.at", "activity.time", "-"]),
        (["E-Mail", "Datum", "Uhrzeit", "Dauer", "Betrag"], ["a@b.de", "13.05.2026", "9:05 Uhr", "0:45", "12,00 €"],
         ["activity.at", "activity.time", "-"]),
        (["Email", "Order no", "Time", "Response time", "Total"], ["a@b.de", "1", "2026-05-13 14:30", "0:45", "9.00"],
         ["activity.key", "activity.at", "-"]),
    ],
)  # fmt: skip
def test_a_time_beside_a_date_is_joined_to_it_and_a_length_is_not(
    headers: list[str], row: list[str], targets: list[str]
) -> None:
    mapping = propose(headers, [row] * 3)
    assert [c.target for c in mapping.columns[1:4]] == targets
    if "activity.time" in targets:
        assert mapping.columns[2].why == "a time, joined to the date of its row"


def test_a_time_without_a_date_says_so_and_a_second_time_says_who_has_it() -> None:
    alone = propose(["Email", "Time", "Note"], [["a@b.de", "14:30", "x"]], shape="appointments").columns[1]
    assert (alone.target, alone.why, alone.sure) == ("-", "a time without a date", False)
    headers = ["Email", "Date", "Start time", "Time", "Note"]
    two = propose(headers, [["a@b.de", "2026-05-01", "14:30", "14:35", "x"]], shape="appointments").columns
    assert [c.target for c in two[2:4]] == ["-", "activity.time"]
    assert two[2].why == "“Time” gives the time already"


# Forms of address and titles ------------------------------------------------------------------------------------------


def test_a_form_of_address_and_a_title_both_go_to_the_prefix_and_the_words_of_a_letter_do_not() -> None:
    headers = ["Anrede", "Titel", "Nachname", "Salutation"]
    rows = [["Herr", "Dr.", "Weber", "Dear Mr Weber, my friend"], ["Frau", "", "Vogel", "Dear Anna, good morning"]]
    columns = propose(headers, rows).columns
    assert [c.target for c in columns] == ["prefix", "prefix", "family", "-"]
    assert columns[1].why == "joined to “Anrede”"
    assert columns[3].why == "“Anrede” gives the title of address already"


def test_beside_a_country_phones_are_said_to_be_read_by_it() -> None:
    rows = [["0664 1234567", "Österreich"]]
    said = propose(["Telefon", "Land"], rows, country="DE").columns[0].why
    assert said.endswith("without a country: read by the country of their address, else as Germany")
    assert propose(["Telefon"], rows, country="DE").columns[0].why.endswith("without a country: read as Germany")
