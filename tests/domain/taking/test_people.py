"""A row of people: which slot each cell goes to, and what is left out."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.domain.taking.files import mapping, take, take_one, taker

from deskcrm.domain.taking.taken import NOBODY
from deskcrm.domain.taking.taker import Taker


def test_single_fields_go_under_their_key_and_blanks_nowhere() -> None:
    row = take_one({"First": "given", "Firm": "organization", "Job": "title"}, "  Anna  Maria ", "Weber GmbH", " ")
    assert row.data == {"given": "Anna Maria", "organization": "Weber GmbH"}


def test_list_fields_keep_their_label_and_column() -> None:
    row = take_one(
        {"Mail": "emails.work", "Tel": "phones", "Web": "urls", "Tags": ("tags", {"split": ","}), "Shop": "source_ids"},
        "Anna <anna@example.com>", "030 901820", "example.com", "VIP, Berlin,VIP,", "4711",
    )  # fmt: skip
    assert row.data == {
        "emails.work|Mail": ["anna@example.com"],
        "phones|Tel": ["+4930901820"],
        "urls|Web": ["example.com"],
        "tags|Tags": ["VIP", "Berlin"],
        "source_ids|Shop": ["4711"],
    }
    assert row.points == ("email:anna@example.com", "phone:+4930901820")


def test_a_column_that_is_not_imported_says_nothing() -> None:
    assert take_one({"Name": "given", "Photo": "-", "More": ""}, "Anna", "x", "y").data == {"given": "Anna"}


def test_fillers_are_blank() -> None:
    columns = {"Name": "given", "Mail": "emails", "Tel": "phones", "Town": "addresses.default.city", "X": "custom.X"}
    assert take_one(columns, "Anna", "n/a", "-", "unknown", "none").data == {"given": "Anna"}


def test_odd_emails_phones_and_birthdays_are_kept_as_text_without_points() -> None:
    row = take_one({"E": "emails", "P": "phones", "B": "birthday"}, "anna at work", "ask Ben", "in spring")
    assert row.data == {"emails|E": ["anna at work"], "phones|P": ["ask Ben"], "birthday": "in spring"}
    assert row.points == ()
    assert row.problem is None


@pytest.mark.parametrize(
    ("cell", "emails"),
    [
        ("a@example.com; b@example.com", ["a@example.com", "b@example.com"]),
        ("a@example.com / b@example.com", ["a@example.com", "b@example.com"]),
        ("a@example.com or b@example.com", ["a@example.com", "b@example.com"]),
        ("a@example.com b@example.com\nc@example.com", ["a@example.com", "b@example.com", "c@example.com"]),
        ("a@example.com, b@", ["a@example.com, b@"]),
        ("a@example.com, ask@Ben", ["a@example.com, ask@Ben"]),
    ],
)
def test_one_cell_of_a_column_may_hold_several_emails(cell: str, emails: list[str]) -> None:
    assert take_one({"E": "emails"}, cell).data == {"emails|E": emails}


@pytest.mark.parametrize(
    ("cell", "phones"),
    [
        ("030 901820 / 030 901821", ["+4930901820", "+4930901821"]),
        ("030 901820; 0171 2345678", ["+4930901820", "+491712345678"]),
        ("030 901820 oder 0171 2345678", ["+4930901820", "+491712345678"]),
        ("030/901820", ["+4930901820"]),
        ("030 901820 / only mornings", ["030 901820 / only mornings"]),
    ],
)
def test_one_cell_of_a_column_may_hold_several_phones(cell: str, phones: list[str]) -> None:
    assert take_one({"P": "phones"}, cell).data == {"phones|P": phones}


def test_day_numbers_of_spreadsheets_are_days_where_the_column_has_them() -> None:
    columns = {"B": ("birthday", {"serial": "1900"}), "S": ("created_at", {"serial": "1900"})}
    assert take_one(columns, "32874", "44197.5").data == {
        "birthday": "1990-01-01",
        "created_at": "2021-01-01T12:00:00Z",
    }
    assert take_one(columns, "1990-01-02", "2021-01-01").data["birthday"] == "1990-01-02"
    assert take_one({"B": "birthday"}, "32874").data == {"birthday": "32874"}


def test_junk_identifies_nobody_but_is_kept() -> None:
    row = take_one({"E": "emails", "P": "phones"}, "noreply@example.com", "+49 1111 111111")
    assert row.data["emails|E"] == ["noreply@example.com"]
    assert row.points == ()


def test_the_same_point_counts_once() -> None:
    row = take_one({"E": "emails", "E2": "emails.work"}, "Anna@example.com", "anna@example.com")
    assert row.points == ("email:anna@example.com",)


def test_two_columns_with_one_header_stay_apart() -> None:
    from deskcrm.domain.mapping.model import Column, FileMapping

    columns = tuple(Column("Phone", "phones", "", True) for _ in range(2))
    reader = Taker(FileMapping("people", "", "", columns), ["Phone", "Phone"], country="DE", currency="EUR")
    row = reader.take([["+4930901820", "+4940901820"]])[0]
    assert row.data == {"phones|Phone": ["+4930901820"], "phones|Phone [2]": ["+4940901820"]}


def test_a_mapping_finds_its_columns_in_a_file_that_has_them_in_another_order() -> None:
    from tests.domain.taking.files import mapping

    told = mapping({"First": "given", "Last": "family", "Gone": "title"})
    row = Taker(told, ["Last", "New", "First"], country="DE", currency="EUR").take([["Weber", "x", "Anna"]])[0]
    assert row.data == {"given": "Anna", "family": "Weber"}


class TestNames:
    def test_a_whole_name_counts_where_the_parts_are_blank(self) -> None:
        columns = {"Display": "name", "First": "given", "Last": "family"}
        both, whole = take(columns, ["Annie W.", "Anna", "Weber"], ["Ben Vogel", "", ""])
        assert both.data == {"given": "Anna", "family": "Weber"}
        assert whole.data == {"name": "Ben Vogel"}

    def test_a_form_of_address_alone_does_not_push_the_whole_name_out(self) -> None:
        row = take_one({"Display": "name", "Title": "prefix", "First": "given"}, "Ben Vogel", "Dr.", "")
        assert row.data == {"name": "Ben Vogel", "prefix": "Dr."}

    def test_degrees_behind_a_family_name_are_a_suffix_where_the_row_has_none(self) -> None:
        columns = {"First": "given", "Last": "family", "Suffix": "suffix"}
        bare, with_one = take(columns, ["Zhang", "Wei, MBA", ""], ["Sam", "Hill, MBA", "Jr."])
        assert bare.data == {"given": "Zhang", "family": "Wei", "suffix": "MBA"}
        assert with_one.data == {"given": "Sam", "family": "Hill, MBA", "suffix": "Jr."}

    def test_a_comma_without_names_is_none(self) -> None:
        weber, nobody = take({"Name": "name"}, ["Weber, "], [" , "])
        assert weber.data == {"name": "Weber"}
        assert nobody.problem == ("", "", NOBODY)

    def test_of_two_columns_of_one_field_the_first_filled_counts(self) -> None:
        columns = {"Company": "organization", "Firm": "organization"}
        first, second = take(columns, ["Weber GmbH", "Vogel AG"], ["", "Vogel AG"])
        assert (first.data, second.data) == ({"organization": "Weber GmbH"}, {"organization": "Vogel AG"})


class TestCompanies:
    def test_the_name_of_a_company_is_its_organization(self) -> None:
        reader = taker({"Name": "name", "First": "given", "Site": "urls"}, "companies")
        assert reader.kind == "company"
        assert reader.take([["Weber GmbH", "Anna", "weber.example"]])[0].data == {
            "organization": "Weber GmbH",
            "urls|Site": ["weber.example"],
        }

    def test_its_own_column_goes_before_the_name(self) -> None:
        columns = {"Contact": "name", "Company": "organization"}
        rows = take(columns, ["Anna Weber", "Weber GmbH"], ["Vogel AG", ""], shape="companies")
        assert [row.data["organization"] for row in rows] == ["Weber GmbH", "Vogel AG"]

    def test_people_are_people(self) -> None:
        assert taker({"Name": "name"}).kind == "person"


class TestDays:
    @pytest.mark.parametrize(
        ("cell", "order", "day"),
        [
            ("1980-05-03", "", "1980-05-03"),
            ("03.05.1980", "dmy", "1980-05-03"),
            ("03/15", "mdy", "--03-15"),
            (" --03-15", "", "--03-15"),
            ("04/03/1980", "", "04/03/1980"),
            ("31.02.1980", "dmy", "31.02.1980"),
        ],
    )
    def test_birthdays_are_iso_days_or_the_text_as_written(self, cell: str, order: str, day: str) -> None:
        row = take_one({"B": ("birthday", {"order": order} if order else {}), "N": "given"}, cell, "Anna")
        assert row.data["birthday"] == day

    @pytest.mark.parametrize(
        ("cells", "day"),
        [
            (("1988", "2", "9"), "1988-02-09"),
            (("", "2", "9"), "--02-09"),
            (("1988", "May", "9"), "1988-05-09"),
            (("1988", "", ""), "1988"),
            (("1988", "2", "31"), "1988-2-31"),
        ],
    )
    def test_a_birthday_in_three_columns_is_one_day(self, cells: tuple[str, str, str], day: str) -> None:
        columns = {"Birth Year": "birthday.year", "Birth Month": "birthday.month", "Birth Day": "birthday.day"}
        assert take_one(columns, *cells).data == {"birthday": day}

    def test_known_since_is_a_moment_of_the_zone_and_left_out_where_it_is_none(self) -> None:
        columns = {"N": "given", "Since": ("created_at", {"zone": "Europe/Berlin"})}
        good, bad = take(columns, ["Anna", "2024-05-01 10:00"], ["Ben", "long ago"])
        assert good.data["created_at"] == "2024-05-01T08:00:00Z"
        assert "created_at" not in bad.data


class TestAddresses:
    def test_parts_of_a_group_are_one_address(self) -> None:
        columns = {
            "St": "addresses.home.street", "St 2": "addresses.home.extended", "Box": "addresses.home.extended",
            "City": "addresses.home.city",
        }  # fmt: skip
        row = take_one(columns, "Hauptstr. 5", "Hinterhof", "PO 7", "Berlin")
        address = {"street": "Hauptstr. 5", "extended": "Hinterhof, PO 7", "city": "Berlin"}
        assert row.data == {"addresses.home|addresses.home": [address]}

    @pytest.mark.parametrize("group", ["default", "2"])
    def test_default_and_numbers_are_no_labels(self, group: str) -> None:
        row = take_one({"City": f"addresses.{group}.city"}, "Berlin")
        assert row.data == {f"addresses|addresses.{group}": [{"city": "Berlin"}]}

    def test_a_whole_address_is_taken_apart(self) -> None:
        row = take_one({"Address": "addresses.work"}, "Ring 5\n50667 Köln\nGermany")
        parts = {"street": "Ring 5", "city": "Köln", "postcode": "50667", "country": "Germany"}
        assert row.data == {"addresses.work|Address": [parts]}

    def test_its_lines_may_be_parted_by_a_sign(self) -> None:
        row = take_one({"Address": ("addresses", {"lines": "|"})}, "Ring 5|50667 Köln")
        assert row.data == {"addresses|Address": [{"street": "Ring 5", "city": "Köln", "postcode": "50667"}]}

    def test_a_whole_address_gives_way_to_the_parts_of_the_same_group(self) -> None:
        columns = {"Whole": "addresses.work", "City": "addresses.work.city"}
        parts, whole = take(columns, ["Ring 5, 50667 Köln", "Köln"], ["Ring 5, 50667 Köln", ""])
        assert list(parts.data) == ["addresses.work|addresses.work"]
        assert list(whole.data) == ["addresses.work|Whole"]

    def test_several_in_a_row_stand_side_by_side(self) -> None:
        options = {"split": " ::: "}
        columns = {"City": ("addresses.default.city", options), "Zip": ("addresses.default.postcode", options)}
        row = take_one(columns, "Berlin ::: Köln", "12045 ::: 50667")
        assert row.data["addresses|addresses.default"] == [
            {"city": "Berlin", "postcode": "12045"},
            {"city": "Köln", "postcode": "50667"},
        ]


class TestConsent:
    @pytest.mark.parametrize(
        ("target", "cell", "word"),
        [
            ("consent.email", "yes", "in"),
            ("consent.email", "no", "out"),
            ("consent.email", "pending", None),
            ("optout.email", "TRUE", "out"),
            ("optout.email", "FALSE", None),
            ("consent.phone", "ja", "in"),
        ],
    )
    def test_yes_and_no_say_in_and_out(self, target: str, cell: str, word: str | None) -> None:
        row = take_one({"N": "given", "C": target}, "Anna", cell)
        assert row.data.get(f"consent.{target.partition('.')[2]}") == word

    def test_an_opt_out_beats_an_opt_in_of_the_same_row(self) -> None:
        for columns in ({"C": "consent.email", "O": "optout.email"}, {"O": "optout.email", "C": "consent.email"}):
            assert take_one(columns, "yes", "yes").data["consent.email"] == "out"

    def test_a_file_speaks_for_the_emails_in_it_and_says_since_when(self) -> None:
        columns = {"E": ("emails", {"consent": "yes", "consent_at": "When"}), "N": "given", "When": "-"}
        with_email, without = take(columns, ["a@example.com", "", "2024-05-01 10:00:00"], ["", "Ben", "2024-05-01"])
        assert with_email.data["consent.email"] == "in"
        assert with_email.data["consent.email.at"] == "2024-05-01T10:00:00Z"
        assert without.data == {"given": "Ben"}

    def test_the_column_with_its_time_is_read_in_its_own_way(self) -> None:
        columns = {
            "E": ("emails", {"consent": "no", "consent_at": "When"}),
            "When": ("-", {"order": "dmy", "zone": "Europe/Berlin"}),
        }
        row = take_one(columns, "a@example.com", "03.04.2024 10:00")
        assert row.data["consent.email.at"] == "2024-04-03T08:00:00Z"

    def test_a_file_of_the_unsubscribed_says_out(self) -> None:
        assert take_one({"E": ("emails", {"consent": "no"})}, "a@example.com").data["consent.email"] == "out"


class TestOptions:
    def test_several_values_in_a_cell_are_split(self) -> None:
        row = take_one({"E": ("emails", {"split": ";"})}, "a@example.com; b@example.com ;")
        assert row.data == {"emails|E": ["a@example.com", "b@example.com"]}
        assert row.points == ("email:a@example.com", "email:b@example.com")

    def test_quotes_hold_the_sign_that_splits(self) -> None:
        row = take_one({"N": "given", "T": ("tags", {"split": ",", "quote": '"'})}, "A", '"Event, Lyon","VIP", plain')
        assert row.data["tags|T"] == ["Event, Lyon", "VIP", "plain"]

    def test_values_that_are_no_data_are_skipped(self) -> None:
        columns = {"N": "given", "T": ("tags", {"split": ";", "skip": "myContacts|starred", "skip_prefix": "* "})}
        assert take_one(columns, "A", "MyContacts;VIP;* friends; starred").data["tags|T"] == ["VIP"]

    def test_a_guard_is_stripped_once(self) -> None:
        columns = {
            "Id": ("source_id", {"guard": "'"}), "P": ("phones", {"guard": "'"}),
            "Zip": ("addresses.default.postcode", {"guard": "'"}),
        }  # fmt: skip
        row = take_one(columns, "''007", "'+4930901820", "'02108")
        assert row.given_key == "'007"
        assert row.data == {"phones|P": ["+4930901820"], "addresses|addresses.default": [{"postcode": "02108"}]}

    def test_the_label_may_stand_beside_the_value(self) -> None:
        columns = {"L": "-", "E": ("emails", {"label_column": "L", "label_prefix": "* "})}
        rows = take(columns, ["* Work", "a@example.com"], ["", "b@example.com"], ["A|B", "c@example.com"])
        assert [list(row.data) for row in rows] == [["emails.work|E"], ["emails|E"], ["emails.a b|E"]]

    def test_an_email_is_looked_for_in_another_column_where_there_is_none(self) -> None:
        columns = {"E": ("emails", {"else_from": "Shown"}), "N": "given", "Shown": "-"}
        own, shown, none = take(
            columns,
            ["a@example.com", "", "B (b@example.com)"],
            ["/o=ExchangeLabs/cn=ann", "", "Ann <ann@example.com>"],
            ["/o=ExchangeLabs/cn=ben", "Ben", "Ben"],
        )
        assert own.data == {"emails|E": ["a@example.com"]}
        assert shown.data == {"emails|E": ["ann@example.com"]}
        assert none.data == {"given": "Ben"}

    def test_a_value_may_be_the_key_too(self) -> None:
        columns = {"U": ("urls.linkedin", {"key": "yes"}), "Id": "source_id"}
        by_url, by_id = take(columns, ["https://example.com/in/anna", ""], ["https://example.com/in/ben", "7"])
        assert by_url.given_key == "https://example.com/in/anna"
        assert by_url.data == {"urls.linkedin|U": ["https://example.com/in/anna"]}
        assert by_id.given_key == "7"


def test_notes_of_several_columns_stand_below_each_other_with_their_lines() -> None:
    row = take_one({"N": "notes", "M": "notes", "G": "given"}, "one\r\n  two ", "three", "A")
    assert row.data["notes"] == "one\ntwo\nthree"


def test_a_stage_is_known_by_its_words() -> None:
    rows = take({"N": "given", "S": "stage"}, ["A", "LEAD"], ["B", "Repeat customer"], ["C", "Friend"])
    assert [row.data["stage"] for row in rows] == ["lead", "repeat", "Friend"]


class TestRowsThatAreNotTakenIn:
    def test_a_row_without_anybody(self) -> None:
        row = take_one({"E": "emails", "T": "tags", "C": "addresses.default.city"}, "", "VIP", "Berlin")
        assert row.problem == ("", "", NOBODY)

    @pytest.mark.parametrize("target", ["given", "name", "organization", "emails", "phones", "source_id", "source_ids"])
    def test_one_identifying_cell_is_enough(self, target: str) -> None:
        assert take_one({"X": target}, "4711").problem is None

    def test_cells_beyond_the_header(self) -> None:
        fine, slipped = take({"N": "given"}, ["Anna", "", " "], ["Ben", "", "Bonn"])
        assert fine.problem is None
        assert slipped.problem == ("", "Bonn", "more cells than the header has: check quotes and separators")

    def test_a_short_row_is_filled_up(self) -> None:
        long, short = take({"N": "given", "E": "emails"}, ["Anna", "a@example.com"], ["Ben"])
        assert (long.problem, short.problem) == (None, None)
        assert short.data == {"given": "Ben"}


def test_no_rows_say_nothing() -> None:
    assert take({"N": "given"}) == []


def test_what_a_cell_says_does_not_depend_on_what_was_read_before() -> None:
    columns = {"N": "name", "E": "emails", "B": "birthday"}
    rows = [[f"Person {n}", f"p{n}@example.com", f"19{n % 90 + 10}-01-02"] for n in range(12_000)]
    reader = taker(columns)
    in_chunks = [row for start in range(0, len(rows), 3_000) for row in reader.take(rows[start : start + 3_000])]
    alone = [taker(columns).take([row])[0] for row in rows[::1_000]]
    assert in_chunks[::1_000] == alone


@pytest.mark.parametrize(
    ("cells", "data"),
    [
        (("Birds & More", "Birds & More"), {"organization": "Birds & More"}),
        (("Talleres Ruiz S.L.", ""), {"organization": "Talleres Ruiz S.L."}),
        (("Talleres Ruiz S.L.", "Talleres Ruiz"), {"organization": "Talleres Ruiz"}),
        (("Anna Ruiz", "Talleres Ruiz"), {"name": "Anna Ruiz", "organization": "Talleres Ruiz"}),
    ],
)
def test_a_companys_name_in_the_column_of_names_is_nobodys(cells: tuple[str, str], data: dict[str, str]) -> None:
    assert take_one({"Customer": "name", "Company": "organization", "Mail": "emails"}, *cells, "").data == data


@pytest.mark.parametrize(
    ("cells", "prefix"),
    [
        (("Herr", "Dr."), "Herr Dr."),
        (("Frau", ""), "Frau"),
        (("", "Prof. Dr."), "Prof. Dr."),
        (("Herr Dr.", "Dr."), "Herr Dr."),
        (("Firma", "Dr."), "Dr."),
    ],
)
def test_a_form_of_address_and_a_title_are_joined_in_the_order_of_their_columns(
    cells: tuple[str, str], prefix: str
) -> None:
    columns = {"Anrede": ("prefix", {"skip": "Firma"}), "Name": "family", "Titel": "prefix"}
    assert take_one(columns, cells[0], "Weber", cells[1]).data == {"family": "Weber", "prefix": prefix}


ADDRESSED = {"P": "phones", "Land": "addresses.default.country", "Delivery": "addresses.shipping.country"}
"""Columns of people in Germany and elsewhere, for a workspace in Germany."""


@pytest.mark.parametrize(
    ("cells", "phones"),
    [
        (("0664 1234567", "Österreich", ""), ["+436641234567"]),
        (("0664 1234567", "", "AT"), ["+436641234567"]),
        (("0664 1234567", "Austria", "at"), ["+436641234567"]),
        (("0664 1234567", "Austria", "France"), ["+496641234567"]),
        (("0664 1234567", "Nowhere", ""), ["+496641234567"]),
        (("0664 1234567", "", ""), ["+496641234567"]),
        (("+33 6 12 34 56 78", "Austria", ""), ["+33612345678"]),
        (("030 901820", "Deutschland", ""), ["+4930901820"]),
    ],
)
def test_phones_without_a_country_take_that_of_their_rows_address_where_it_names_one(
    cells: tuple[str, str, str], phones: list[str]
) -> None:
    abroad = ["020 7946 0123", "UK", ""]  # read first, so that a number is not known by another row's country
    row = take(ADDRESSED, abroad, ["0664 1234567", "", ""], cells)[2]
    assert row.data["phones|P"] == phones
    assert row.points == (f"phone:{phones[0]}",)


def test_a_whole_address_says_its_phones_country_and_the_own_export_is_left_as_it_is() -> None:
    columns = {"P": "phones", "A": "addresses"}
    vienna, berlin = "Ring 1, 1010 Wien, Österreich", "Ring 1, 12045 Berlin"
    rows = take(columns, ["01 5127540", vienna], ["030 901820", berlin], ["01 5127540", berlin])
    assert [row.data["phones|P"] for row in rows] == [["+4315127540"], ["+4930901820"], ["01 5127540"]]
    own = replace(mapping(columns), source="DeskCRM")
    [row] = Taker(own, ["P", "A"], country="DE", currency="EUR").take([["01 5127540", vienna]])
    assert row.data["phones|P"] == ["01 5127540"]
