"""Where a table starts in a file and whether its first row names the columns."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from deskcrm.formats import cells

_LOOKED_AT = 60
_COMPARED = 100
_LEAST_COMPARED = 10
_COMPARED_CELLS = 10_000
# How many rows below the first likely one may hold the names, and by how much they must be more like names.
_TITLE_ROWS = 10
_CLEARLY = 0.5

_WORDS = frozenset(
    # Words that name columns, by language.
    """
    id key code ref reference nr no number num index type status label labels group groups tag tags category categories
    name names first last middle given family full nickname surname forename prefix suffix title salutation gender sex
    email mail e-mail emails address addresses street city town state province region county country zip postal postcode
    phone phones telephone tel mobile cell fax pager website web url link site company organization organisation firm
    employer department job position role birthday birth date dob day month year time created updated modified
    age anniversary note notes comment comments description text language currency amount total price sum quantity qty
    order orders product sku item items paid refunded customer client member contact owner source channel consent
    subscribed latitude longitude lat lon rating value values user username login password author publisher
    vorname nachname familienname anrede titel firma unternehmen abteilung straße strasse plz ort stadt land telefon
    telefonnummer handy mobil geburtstag geburtsdatum datum notiz notizen bemerkung betrag preis menge kunde
    kundennummer kundennr alter gruppe bestellung rechnung anzahl
    nom prénom prenom société societe entreprise rue adresse ville pays téléphone portable courriel naissance remarque
    remarques montant prix client commande quantité
    nombre apellido apellidos empresa calle dirección direccion ciudad provincia país pais teléfono telefono móvil movil
    correo fecha nacimiento nota notas importe precio pedido cliente código codigo
    nome cognome azienda via indirizzo città citta cap paese cellulare telefono data nascita note importo prezzo ordine
    sobrenome apelido rua endereço endereco cidade telefone telemóvel celular
    voornaam achternaam bedrijf straat plaats postcode telefoon mobiel geboortedatum opmerking bedrag klant
    imię imie nazwisko firma ulica miasto kraj telefon adres data kwota zamówienie uwagi
    jméno jmeno příjmení prijmeni ulice město mesto psč psc země mobil poznámka poznamka částka
    förnamn efternamn företag gata adress ort telefon mobil fornavn efternavn etternavn virksomhed gade by land
    имя фамилия отчество телефон адрес город компания дата почта 名前 氏名 姓 名 年齢 電話
    電話番号 住所 メール 会社 姓名 电话 邮箱 地址 公司
    """.split()  # noqa: SIM905 - a list of quoted words would be ten times as long
)


@dataclass(frozen=True, slots=True)
class Table:
    """header_row: physical line from 0, or None. width: how many columns most rows have, at least 0."""

    header_row: int | None
    width: int


def is_comment(line: str, row: list[str], width: int) -> bool:
    """Whether a line is a remark: it starts with `#` and has not the columns that rows have."""
    if width < 2 or len(row) == width:
        return False
    return line.startswith("# ") or (line.startswith("#") and len(row) == 1)


def find_table(starts: list[int], rows: list[list[str]], lines: list[str]) -> Table:
    """Judge the first records of a file; `starts` are the physical lines on which they begin, within `lines`."""
    rough = _usual_width([row for row in rows if _filled(row)])
    records = [
        (start, row)
        for start, row in zip(starts, rows, strict=True)
        if row and not is_comment(lines[start], row, rough)
    ]
    written = [index for index, (_, row) in enumerate(records) if _filled(row)]
    if not written:
        return Table(None, 0)
    width = _usual_width([records[index][1] for index in written])
    usual = median(_filled(records[index][1]) for index in written if len(records[index][1]) >= width)
    least = 1 if width == 1 else max(2, usual * 0.4)
    wanted = max(_extent(records[index][1]) for index in written if len(records[index][1]) == width)
    for index in written[:_LOOKED_AT]:
        start, row = records[index]
        if len(row) >= wanted and _filled(row) >= least:
            break
    else:
        index = written[0]
        start, row = records[index]
    index = _fuller_names(records, written, index)
    start, row = records[index]
    data = [records[later][1] for later in written if later > index][:_COMPARED]
    if _names_columns(row, data, preamble=index > written[0]):
        return Table(start, width)
    narrow = written.index(index) - 1
    if narrow >= 0 and _is_narrow_header(records[written[narrow]][1], [row, *data], wanted):
        return Table(records[written[narrow]][0], width)
    above = index - 1
    if above >= 0 and above < written[0] and 1 < width == len(records[above][1]):
        # Only separators, as wide as the table: names that were left blank.
        return Table(records[above][0], width)
    return Table(None, max(width, max(_extent(records[later][1]) for later in written[:_COMPARED])))


def _fuller_names(records: list[tuple[int, list[str]]], written: list[int], index: int) -> int:
    """The row within the next few that is fuller and clearly more like names: what stands above it is a title block."""
    place = best = written.index(index)
    for number in range(place + 1, min(place + 1 + _TITLE_ROWS, len(written) - 1)):
        if _filled(records[written[number]][1]) > _filled(records[written[best]][1]):
            weights = [
                _names_weight(records[written[row]][1], [records[at][1] for at in written[row + 1 :]])
                for row in (best, number)
            ]
            if weights[1] > max(0.0, weights[0]) + _CLEARLY:
                best = number
    return written[best]


def _is_narrow_header(row: list[str], data: list[list[str]], wanted: int) -> bool:
    """Whether the row above a table without names has them after all, only fewer than there are columns."""
    return _filled(row) > 1 and len(row) * 2 >= wanted and _names_columns(row, data, preamble=False)


def filled_width(rows: list[list[str]]) -> int:
    """The number of columns that more than half of the rows have content in or behind; 0 without rows."""
    extents = sorted((_extent(row) for row in rows if _filled(row)), reverse=True)
    return extents[len(extents) // 2] if len(extents) > 2 else 0


def known_share(names: tuple[str, ...]) -> float:
    """How many of the names are such as address books and shops have, 0 to 1."""
    return sum(map(_known_word, names)) / len(names) if names else 0.0


def _filled(row: list[str]) -> int:
    return sum(1 for cell in row if cell.strip())


def _extent(row: list[str]) -> int:
    """Cells up to the last one with content."""
    return next((number for number in range(len(row), 0, -1) if row[number - 1].strip()), 0)


def _usual_width(rows: list[list[str]]) -> int:
    """The commonest number of cells; rows of one cell only count where all are."""
    counts = Counter(len(row) for row in rows)
    if not counts:
        return 0
    several = {width: count for width, count in counts.items() if width > 1}
    chosen = several if several and sum(several.values()) * 4 >= sum(counts.values()) else counts
    most = max(chosen.values())
    return min(width for width, count in chosen.items() if count == most)


# --- Does this row name the columns?


def _names_columns(row: list[str], data: list[list[str]], preamble: bool) -> bool:
    """Weigh what speaks for and against names; without any evidence, the first of several rows is taken for them."""
    if not data:
        known = sum(_known_word(cell) for cell in row if cell.strip())
        return len(row) > 1 and known * 2 >= _filled(row)
    if any(_same(row, other) for other in data):
        return False
    prior = 0.1 if len(data) > 1 else -0.1
    if preamble:
        prior += 0.3
    return _names_weight(row, data) + prior > 0


def _names_weight(row: list[str], data: list[list[str]]) -> float:
    """How much a row's cells speak for being names of the columns of the rows below (positive), or values."""
    below = data[: min(_COMPARED, max(_LEAST_COMPARED, _COMPARED_CELLS // len(row)))]
    years = _ascending_years(row)
    run = _is_run(row)
    weights = [
        _weigh(cell, [other[column] for other in below if column < len(other)], years, run)
        for column, cell in enumerate(row)
        if cell.strip()
    ]
    return sum(weights) / len(weights) + (0.5 if years else 0.0)


def _same(row: list[str], other: list[str]) -> bool:
    return [cell.strip() for cell in row] == [cell.strip() for cell in other]


def _weigh(cell: str, below: list[str], years: bool, run: bool) -> float:
    """How much one cell speaks for being a column's name (positive) or a value (negative)."""
    kind = cells.kind(cell)
    if kind in {"number", "date", "email", "link", "phone"} and not (years and cells.is_year(cell)):
        return -4.0 if kind == "email" else -3.0
    weight = 0.0
    values = [value for value in below if value.strip()]
    kinds = Counter(cells.kind(value) for value in values)
    if kinds:
        usual, count = kinds.most_common(1)[0]
        if usual not in {"text", "blank"} and usual != kind and count * 5 >= len(values) * 4:
            weight += 1.5
        text = cell.strip().casefold()
        same = sum(value.strip().casefold() == text for value in values)
        weight -= 2.0 * same / len(below)
        if kind != "long" and median(map(len, values)) > 2 * len(cell) + 10:
            weight += 0.3
    if kind in {"long", "boolean"}:
        weight -= 0.7
    if _known_word(cell):
        weight += 1.5
    if cells.is_column_name(cell):
        weight += 0.7
    if run:
        weight += 0.8
    return weight


def _known_word(cell: str) -> bool:
    """Whether a cell holds a word that names columns in address books and shops."""
    if len(cell) > 60 or "@" in cell:
        return False
    words = re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)?", re.sub(r"([a-z])([A-Z])", r"\1 \2", cell))
    return bool(words) and any(word.casefold() in _WORDS for word in words) and len(words) <= 6


def _ascending_years(row: list[str]) -> bool:
    """Whether a row has three and more years, each later than the one before."""
    years = [int(cell) for cell in row if cells.is_year(cell)]
    return len(years) >= 3 and all(a < b for a, b in pairwise(years))


def _is_run(row: list[str]) -> bool:
    """Whether cells count on, as `a, b, c` or `col1, col2` do."""
    texts = [cell.strip().casefold() for cell in row if cell.strip()]
    if len(texts) < 2:
        return False
    if all(len(text) == 1 and text.isascii() and text.isalpha() for text in texts):
        return all(ord(b) - ord(a) == 1 for a, b in pairwise(texts))
    found = [re.fullmatch(r"([^\W\d]+[ _-]?)(\d+)", text) for text in texts]
    parts = [match.groups() for match in found if match]
    return (
        len(parts) == len(texts)
        and len({stem for stem, _ in parts}) == 1
        and all(int(b) - int(a) == 1 for (_, a), (_, b) in pairwise(parts))
    )
