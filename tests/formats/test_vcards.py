"""vCards as programs really write them: what a card says, what its columns are, and what breaks and must not."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from deskcrm.domain.errors import UnreadableFile
from deskcrm.formats import registry, vcard
from deskcrm.formats.table import Inspection


def opened(path: Path) -> tuple[Inspection, list[dict[str, str]]]:
    inspection = registry.inspect(path)
    rows = [row for chunk in registry.read(path, inspection) for row in chunk.rows]
    return inspection, [
        {header: cell for header, cell in zip(inspection.headers, row, strict=True) if cell} for row in rows
    ]


@pytest.fixture
def card(tmp_path):
    """What one card with these lines says."""

    def read(*lines: str | bytes, version: str = "3.0") -> dict[str, str]:
        path = tmp_path / "a.vcf"
        whole = [b"BEGIN:VCARD", f"VERSION:{version}".encode()]
        whole += [line.encode() if isinstance(line, str) else line for line in lines]
        path.write_bytes(b"\r\n".join([*whole, b"END:VCARD", b""]))
        _, (row,) = opened(path)
        return row

    return read


def test_a_name_goes_to_its_parts_and_lists_within_them_are_joined(card):
    row = card("N:Perreault;Simon;Jean,Paul;;ing. jr,M.Sc.", "FN:Simon\\, the first")
    assert row == {
        "Whole name": "Simon, the first", "First name": "Simon", "Middle name": "Jean Paul", "Last name": "Perreault",
        "Suffix": "ing. jr, M.Sc.",
    }  # fmt: skip


def test_emails_and_phones_keep_their_order_and_have_their_labels(card):
    row = card(
        "EMAIL;TYPE=INTERNET,HOME:a@example.com", "item1.EMAIL:b@example.com", "item1.X-ABLabel:_$!<SchoolMail>!$_",
        "TEL;TYPE=CELL;TYPE=VOICE:+49 151 1", "TEL;TYPE=WORK;TYPE=FAX:+49 30 2", "TEL;TYPE=PAGER:3",
        "WORK.TEL:+49 30 4", "TEL;TYPE=\"work,voice\":tel:+1-418-656-9254;ext=102",
    )  # fmt: skip
    assert [row[f"Email {n}"] + "/" + row[f"Email {n} label"] for n in (1, 2)] == [
        "a@example.com/home",
        "b@example.com/school mail",
    ]
    assert [row[f"Phone {n} label"] for n in range(1, 6)] == ["mobile", "work fax", "pager", "work", "work"]
    assert row["Phone 5"] == "+1-418-656-9254;ext=102"


def test_what_vcard_2_1_writes_without_names_for_its_parameters(card):
    row = card(
        "N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=C3=84rger;J=C3=B6r=\r\ng", "TEL;WORK;VOICE:1",
        "NOTE;ENCODING=QUOTED-PRINTABLE:Two=0D=0Alines", "ADR;HOME:;;Weg 1;Kiel;;24103;Deutschland", version="2.1",
    )  # fmt: skip
    assert (row["Last name"], row["First name"]) == ("Ärger", "Jörg")
    assert row["Phone 1 label"] == "work"
    assert row["Notes"].splitlines() == ["Two", "lines"]
    assert [row[f"Address 1 {part}"] for part in ("label", "street", "city", "postcode", "country")] == [
        "home", "Weg 1", "Kiel", "24103", "Deutschland",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("N;CHARSET=SHIFT_JIS:安藤".encode("shift_jis"), "安藤"),
        ("N;CHARSET=ISO-8859-1:Größe".encode("latin-1"), "Größe"),
        ("N;CHARSET=no-such-thing:Größe".encode(), "Größe"),
        ("N:Größe".encode("cp1252"), "Größe"),
        (b"N:Gr\xc3\r\n \xb6\xc3\x9fe", "Größe"),  # folded within a letter
    ],
)
def test_letters_come_out_whatever_the_line_is_written_in(card, line, name):
    assert card(line)["Last name"] == name


@pytest.mark.parametrize("end", ["\n", "\r", "\r\r\n"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "utf-32"])
def test_any_line_end_in_any_unicode(tmp_path, end, encoding):
    lines = ["BEGIN:VCARD", "VERSION:3.0", "N:Größe;Jörg", "NOTE:one", "  two", "END:VCARD", ""]
    path = tmp_path / "a.vcf"
    path.write_bytes(end.join(lines * 3).encode(encoding))
    inspection, rows = opened(path)
    assert rows == [{"Last name": "Größe", "First name": "Jörg", "Notes": "one two"}] * 3
    assert inspection.sample[1][0] == 8


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("BDAY:19800321", "1980-03-21"),
        ("BDAY;VALUE=date:1980-03-21", "1980-03-21"),
        ("BDAY:1980-03-21T00:00:00Z", "1980-03-21"),
        ("BDAY:--0321", "--03-21"),
        ("BDAY:--03-21", "--03-21"),
        ("BDAY;X-APPLE-OMIT-YEAR=1604:1604-03-21", "--03-21"),
        ("BDAY:1604-03-21", "--03-21"),
        ("BDAY;VALUE=text:in spring", "in spring"),
    ],
)
def test_days_with_and_without_a_year(card, line, day):
    assert card("FN:A", line)["Birthday"] == day


def test_pictures_are_told_and_not_kept_and_what_follows_them_is_read(card):
    picture = b"\r\n".join([b"PHOTO;ENCODING=b;TYPE=JPEG:/9j/4AAQ", *[b" " + b"A" * 74] * 100, b"AAAA=="])
    row = card(picture, "EMAIL:a@example.com")
    assert row["Photo"] == "a picture of about 5 kB"
    assert row["Email 1"] == "a@example.com"


def test_what_has_no_column_stays_with_the_row_in_its_own_words(card):
    row = card("FN:A", "X-PHONETIC-FIRST-NAME:Ei", "item1.X-ABRELATEDNAMES:Jo", "item1.X-ABLabel:_$!<Spouse>!$_")
    assert row["Not placed"].splitlines() == ["X-PHONETIC-FIRST-NAME: Ei", "X-ABRELATEDNAMES (spouse): Jo"]


def test_a_whole_address_counts_where_there_is_none_in_parts(card):
    assert card("LABEL;TYPE=HOME:Weg 1\\n24103 Kiel")["Address 1"] == "Weg 1\n24103 Kiel"
    both = card("ADR;TYPE=HOME:;;Weg 1;Kiel;;24103;", "LABEL;TYPE=HOME:Weg 1\\n24103 Kiel")
    assert "Address 1" not in both


def test_handles_tags_gender_and_company(card):
    row = card(
        "IMPP;X-SERVICE-TYPE=Skype:skype:jo", "X-AIM:joaim", "IMPP:xmpp:jo@example.com",
        "CATEGORIES:VIP,myContacts,a;b",
        "GENDER:F", "ORG:Weber\\; Sohn GmbH;Lager;Nord", "ROLE:Boss",
    )  # fmt: skip
    assert [row[f"Handle {n}"] + "/" + row[f"Handle {n} label"] for n in (1, 2, 3)] == [
        "jo/skype", "joaim/aim", "jo@example.com/jabber",
    ]  # fmt: skip
    assert (row["Tags"], row["Gender"]) == ('VIP;"a;b"', "female")
    assert (row["Company"], row["Department"], row["Job title"]) == ("Weber; Sohn GmbH", "Lager, Nord", "Boss")


def test_lines_that_were_never_folded_and_remarks(card):
    row = card("NOTE:first", "second line without a name", "# a remark", "FN:A")
    assert row == {"Notes": "first\nsecond line without a name", "Whole name": "A"}


def test_a_card_within_a_card_is_not_a_card_of_its_own(tmp_path):
    path = tmp_path / "a.vcf"
    path.write_text("BEGIN:VCARD\nFN:A\nAGENT:\nBEGIN:VCARD\nFN:Agent\nEND:VCARD\nTITLE:Boss\nEND:VCARD\n")
    assert opened(path)[1] == [{"Whole name": "A", "Job title": "Boss"}]


def test_a_card_that_is_not_ended_ends_where_the_next_begins_or_the_file(tmp_path):
    path = tmp_path / "a.vcf"
    path.write_text("BEGIN:VCARD\nFN:A\nBEGIN:VCARD\nFN:B\nNOTE;ENCODING=QUOTED-PRINTABLE:cut off=\nEND:VCARD\n"
                    "BEGIN:VCARD\nFN:C\nNOTE:an unclosed\n fo")  # fmt: skip
    inspection, rows = opened(path)
    assert [row["Whole name"] for row in rows] == ["A", "B", "C"]
    assert rows[1]["Notes"] == "cut off"
    assert inspection.warnings == ("2 cards are not ended properly; what is there was read. Check the last lines.",)


@pytest.mark.parametrize(
    ("line", "exporter", "source"),
    [
        ("PRODID:-//Apple Inc.//iOS 17.4//EN", "Apple Contacts", "Apple Contacts"),
        ("X-MS-OL-DEFAULT-POSTAL-ADDRESS:2", "Outlook contacts", "Outlook"),
        ("CATEGORIES:myContacts", "Google Contacts", "Google Contacts"),
        ("X-ANDROID-CUSTOM:a;b", "Android contacts", "Android"),
        ("NOTE:hello", "vCard contacts", ""),
    ],
)
def test_who_wrote_it_is_said_in_words(tmp_path, line, exporter, source):
    path = tmp_path / "a.vcf"
    path.write_text(f"BEGIN:VCARD\nFN:A\n{line}\nEND:VCARD\n")
    inspection = registry.inspect(path)
    assert (inspection.exporter, inspection.source, inspection.noun) == (exporter, source, "card")


def big(path: Path, parts: Iterator[bytes]) -> None:
    with path.open("wb") as file:
        file.writelines(parts)


def peak_of_reading(path: Path) -> int:
    tracemalloc.start()
    try:
        opened(path)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("folded", [True, False])
def test_a_picture_without_end_is_streamed_and_the_next_card_is_read(tmp_path, folded):
    path = tmp_path / "a.vcf"
    piece = (b" " + b"A" * 74 + b"\r\n") * 700 if folded else b"A" * 52_500
    big(path, iter([b"BEGIN:VCARD\r\nFN:A\r\nPHOTO;ENCODING=b:", *[piece] * 400, b"\r\nEND:VCARD\r\n",
                    b"BEGIN:VCARD\r\nFN:B\r\nEND:VCARD\r\n"]))  # fmt: skip
    assert path.stat().st_size > 20_000_000
    assert peak_of_reading(path) < 12_000_000
    assert [row["Whole name"] for row in opened(path)[1]] == ["A", "B"]


def test_lines_that_are_all_parameters_do_not_stay_in_memory(tmp_path):
    path = tmp_path / "a.vcf"
    big(path, (b"BEGIN:VCARD\nFN:A\nX%d;T=%s:1\nEND:VCARD\n" % (n, b"x" * 100_000) for n in range(300)))
    assert peak_of_reading(path) < 25_000_000


def test_a_card_of_as_many_emails_as_it_has_lines_takes_no_longer_than_others(card):
    row = card("FN:A", *[f"EMAIL:a{n}@example.com" for n in range(4900)], *[f"CATEGORIES:t{n}" for n in range(50)])
    assert len(row["Not placed"].splitlines()) == 4860
    assert row["Tags"].startswith("t0; t1")


def test_a_card_of_too_many_lines_is_cut_and_says_so(tmp_path):
    path = tmp_path / "a.vcf"
    big(path, iter([b"BEGIN:VCARD\r\nFN:A\r\n", *[b"X-Y:1\r\n" * 1000] * 50, b"END:VCARD\r\n"]))
    inspection, (row,) = opened(path)
    assert row["Not placed"].splitlines()[-1] == "45,001 more lines of this card were left out"
    assert inspection.warnings == ("1 card has more than 5,000 lines; the rest is left out.",)
    assert row["Whole name"] == "A"


def test_a_text_without_end_is_cut_and_says_so(tmp_path):
    path = tmp_path / "a.vcf"
    big(path, iter([b"BEGIN:VCARD\nFN:A\nNOTE:", *[b"x" * 100_000] * 30, b"\nEND:VCARD\n"]))
    inspection, (row,) = opened(path)
    assert len(row["Notes"]) <= 1024 * 1024
    assert inspection.warnings == ("1 card has a text of over a million letters, of which only the start is kept.",)


def test_more_values_than_columns_stay_with_the_row(card):
    row = card("FN:A", *[f"EMAIL:a{n}@example.com" for n in range(45)])
    assert row["Email 40"] == "a39@example.com"
    assert row["Not placed"].splitlines() == [f"Email {n}: a{n - 1}@example.com" for n in range(41, 46)]


def test_a_book_that_is_too_big_to_be_seen_whole_keeps_what_it_shows_later(tmp_path, monkeypatch):
    monkeypatch.setattr("deskcrm.formats.addressbook.SCANNED", 1000)
    path = tmp_path / "a.vcf"
    plain = "BEGIN:VCARD\r\nFN:A\r\nEND:VCARD\r\n"
    path.write_text(plain * 40_000 + "BEGIN:VCARD\r\nFN:B\r\nNICKNAME:Bee\r\nEND:VCARD\r\n")
    inspection, rows = opened(path)
    assert not inspection.counted
    assert rows[-1] == {"Whole name": "B", "Not placed": "Nickname: Bee"}


PIECES = st.one_of(
    st.binary(max_size=30),
    st.sampled_from(
        [b"\r\n", b"\n ", b"=\r\n", b"BEGIN:VCARD\n", b"END:VCARD\n", b"VERSION:2.1\n", b"N:", b"ADR;", b"TEL;TYPE=\"",
         b"EMAIL:", b"item1.X-ABLabel:", b"PHOTO;ENCODING=b:", b";ENCODING=QUOTED-PRINTABLE:=C3", b"\\", b";",
         b",", b"\"",
         b";CHARSET=utf-7:", b"BDAY:", b"X-ANDROID-CUSTOM:", b"AGENT:\n", b"IMPP:", b"GENDER:", b"\0", b"\xff\xfe"]
    ),
)  # fmt: skip


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(PIECES, max_size=40))
def test_whatever_stands_in_a_file_it_is_read_or_refused(tmp_path, pieces):
    path = tmp_path / "a.vcf"
    path.write_bytes(b"BEGIN:VCARD\r\n" + b"".join(pieces))
    try:
        inspection, rows = opened(path)
    except UnreadableFile:
        return
    assert inspection.format != vcard.FORMAT or rows
