"""Which encoding a file has, without being told, and that no letter of it is lost on the way."""

from __future__ import annotations

import codecs

import pytest

from deskcrm.domain.errors import UnreadableFile
from deskcrm.formats import registry
from deskcrm.formats.table import ReadOptions

WESTERN = "name;note\nJosé Álvarez;François à Zürich\nSøren Møller;“5 €” – it’s\nJürgen Groß;Ångström\n"
CZECH = "jméno;poznámka\nJiří Dvořák;Příliš žluťoučký kůň\nŠárka Ťuková;úpěl ďábelské ódy\n"
POLISH = "imię;miasto\nŁukasz Wiśniewski;Łódź\nŻaneta Ćwik;Gdańsk\nPaweł Król;Świętochłowice\n"
RUSSIAN = "имя;город\nИван Петров;Москва\nОльга Сидорова;Санкт-Петербург\n"
GREEK = "όνομα;πόλη\nΓιώργος Παπαδόπουλος;Αθήνα\nΕλένη;Θεσσαλονίκη\n"
JAPANESE = "名前;年齢\n山田太郎;30\n佐藤花子;28\nすずき;41\n田中;29\n"
CHINESE = "姓名;城市\n王小明;北京\n李红;上海\n张伟;广州\n"
KOREAN = "이름;도시\n김민수;서울\n이영희;부산\n박지훈;대구\n"


@pytest.fixture
def opened(tmp_path):
    def open_it(content: bytes, options: ReadOptions | None = None):
        path = tmp_path / "file.csv"
        path.write_bytes(content)
        inspection = registry.inspect(path, options or ReadOptions())
        chunks = list(registry.read(path, inspection))
        return (
            inspection,
            [row for chunk in chunks for row in chunk.rows],
            [w for chunk in chunks for w in chunk.warnings],
        )

    return open_it


def cells(text: str) -> list[list[str]]:
    return [line.split(";") for line in text.splitlines()[1:]]


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (WESTERN, "utf-8"),
        (WESTERN, "utf-8-sig"),
        (WESTERN, "utf-16"),
        (WESTERN, "utf-32"),
        (WESTERN, "utf-16-le"),
        (WESTERN, "utf-16-be"),
        (WESTERN, "utf-32-le"),
        (WESTERN, "utf-32-be"),
        (WESTERN, "cp1252"),
        (WESTERN.replace("“5 €” – it’s", "x"), "mac_roman"),
        (WESTERN.replace("“5 €” – it’s", "x"), "cp850"),
        (CZECH, "cp1250"),
        (CZECH, "iso8859-2"),
        (POLISH, "cp1250"),
        (POLISH, "iso8859-2"),
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8-r"),
        (RUSSIAN, "cp866"),
        (RUSSIAN, "utf-16-le"),
        (GREEK, "cp1253"),
        (JAPANESE, "shift_jis"),
        (JAPANESE, "euc_jp"),
        (JAPANESE, "utf-16-be"),
        (CHINESE, "gb18030"),
        (KOREAN, "euc_kr"),
    ],
)
def test_encoding_is_found(opened, text, encoding):
    inspection, rows, _ = opened(text.encode(encoding))
    assert inspection.encoding == encoding
    assert rows == cells(text)
    assert inspection.headers == tuple(text.splitlines()[0].split(";"))


@pytest.mark.parametrize("mark", [codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE])
def test_either_byte_order_is_read_after_its_mark(opened, mark):
    encoding = "utf-16-le" if mark == codecs.BOM_UTF16_LE else "utf-16-be"
    _, rows, _ = opened(mark + WESTERN.encode(encoding))
    assert rows == cells(WESTERN)


def test_plain_ascii_is_utf8(opened):
    inspection, _, _ = opened(b"id,name\n1,Ada\n")
    assert (inspection.encoding, inspection.warnings) == ("utf-8", ())


def test_a_lone_sign_says_western(opened):
    inspection, rows, _ = opened(b"a,b,c\n1,2,3\n4,5,\xa9\n")
    assert (inspection.encoding, rows[1][2]) == ("cp1252", "©")


def test_one_bad_byte_does_not_switch_a_utf8_file(opened):
    inspection, rows, warnings = opened(
        "name,city\nJosé,Zürich\nSøren,Århus\nAnn\udce9,Cork\n".encode(errors="surrogateescape")
    )
    assert inspection.encoding == "utf-8"
    assert rows == [["José", "Zürich"], ["Søren", "Århus"], ["Anné", "Cork"]]
    assert warnings
    assert inspection.warnings


def test_bytes_that_are_letters_of_nothing_leave_utf8(opened):
    inspection, rows, _ = opened(b"id,state\n1,valid\n2,in\xff\xffvalid\n")
    assert inspection.encoding == "utf-8"
    assert len(rows) == 2


def test_a_bad_byte_deep_in_a_file_is_read_and_told(opened):
    good = "".join(f"{number},Zoë\n" for number in range(60_000)).encode()
    inspection, rows, warnings = opened(b"id,name\n" + good[:300_003] + b"x,Ren\xe9\n" + good[300_003:])
    assert inspection.encoding == "utf-8"
    assert any(row[1] == "René" for row in rows)
    assert len(warnings) == 1


def test_letters_split_between_blocks_stay_whole(opened):
    text = "id;name\n" + "".join(f"{number};{'ü€😀' * 5}\n" for number in range(40_000))
    for encoding in ("utf-8", "utf-16"):
        _, rows, warnings = opened(text.encode(encoding))
        assert {row[1] for row in rows} == {"ü€😀" * 5}
        assert not warnings


def test_the_guess_is_told_and_the_owner_may_choose_another(opened):
    inspection, rows, _ = opened(CZECH.encode("cp1250"))
    assert any("choose another" in warning for warning in inspection.warnings)
    inspection, rows, _ = opened(CZECH.encode("cp1250"), ReadOptions(encoding="iso8859-2"))
    assert inspection.encoding == "iso8859-2"
    assert rows != cells(CZECH)


def test_a_mark_is_no_part_of_the_first_header_whatever_the_owner_chose(opened):
    inspection, _, _ = opened(b"\xef\xbb\xbfid,name\n1,Ada\n", ReadOptions(encoding="utf-8"))
    assert inspection.headers == ("id", "name")


@pytest.mark.parametrize("name", ["no such thing", "rot13", "base64", ""])
def test_an_encoding_that_is_none_is_refused(opened, name):
    with pytest.raises(UnreadableFile, match="encoding"):
        opened(b"a,b\n1,2\n", ReadOptions(encoding=name))


def test_utf_16_that_the_owner_names_needs_no_mark(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes("name,city\nJörg,Köln\n".encode("utf-16-le"))
    inspection = registry.inspect(path, ReadOptions(encoding="utf-16"))
    assert [row for chunk in registry.read(path, inspection) for row in chunk.rows] == [["Jörg", "Köln"]]


def test_a_word_of_a_million_letters_is_looked_at_once(opened):
    """Looked at anew from each of its letters, it would take for ever."""
    inspection, rows, _ = opened(b"id,note\n1," + b"x" * 1_000_000 + b"\n2,Ren\xe9\n3,Zo\xeb\n")
    assert inspection.encoding == "cp1252"
    assert [row[1] for row in rows[1:]] == ["René", "Zoë"]
