"""The benchmarks' files: the same for the same arguments, overlapping as they say, with valid numbers."""

import csv
import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import phonenumbers
import pytest

ROWS = 4_000


@pytest.fixture(scope="module")
def data() -> ModuleType:
    spec = importlib.util.spec_from_file_location("bench_data", Path(__file__).parents[2] / "bench" / "data.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def e164(phone: str, country: str) -> str:
    if not phone:
        return ""
    number = phonenumbers.parse(phone, country)
    assert phonenumbers.is_valid_number(number), (phone, country)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def test_people_have_twelve_columns_and_valid_numbers_in_both_spellings(data: ModuleType, tmp_path: Path) -> None:
    data.people_csv(tmp_path / "people.csv", ROWS)
    rows = rows_of(tmp_path / "people.csv")
    assert len(rows) == ROWS
    assert {len(row) for row in rows} == {12}
    assert not any(None in row or None in row.values() for row in rows)
    assert all(row["Email"] or row["Phone"] for row in rows)
    for row in rows:
        e164(row["Phone"], row["Country"])
    spelled_with_country = sum(row["Phone"].startswith("+") for row in rows)
    assert 0.35 < spelled_with_country / ROWS < 0.6
    emails = [row["Email"] for row in rows if row["Email"]]
    assert 0.97 < len(set(emails)) / len(emails) < 1


def test_half_have_a_company_and_there_is_one_for_about_eight_people(data: ModuleType, tmp_path: Path) -> None:
    data.people_csv(tmp_path / "people.csv", ROWS)
    companies = [row["Company"] for row in rows_of(tmp_path / "people.csv")]
    assert 0.45 < sum(map(bool, companies)) / ROWS < 0.55
    assert ROWS / 9 < len(set(companies)) < ROWS / 7


def test_files_are_the_same_for_the_same_arguments_and_go_on_from_start(data: ModuleType, tmp_path: Path) -> None:
    for name, arguments in {"one": {}, "again": {}, "other": {"seed": 2}, "later": {"start": 300}}.items():
        data.people_csv(tmp_path / name, 500, **arguments)
    written = {path.name: path.read_text(encoding="utf-8").splitlines() for path in tmp_path.iterdir()}
    assert written["one"] == written["again"] != written["other"]
    assert written["later"][1:201] == written["one"][301:]


@pytest.mark.parametrize("overlap", [0.0, 0.6, 1.0])
def test_the_second_source_overlaps_by_an_identifier_with_a_name_that_fits(
    data: ModuleType, tmp_path: Path, overlap: float
) -> None:
    data.people_csv(tmp_path / "people.csv", ROWS)
    known = data.second_source_csv(tmp_path / "second.csv", ROWS, overlap=overlap)
    owners: dict[str, set[str]] = {}
    names = {}
    for row in rows_of(tmp_path / "people.csv"):
        names[row["ID"]] = (row["First Name"], row["Last Name"])
        for identifier in {row["Email"], e164(row["Phone"], row["Country"])} - {""}:
            owners.setdefault(identifier, set()).add(row["ID"])
    rows = rows_of(tmp_path / "second.csv")
    recognised = [
        fits
        for row in rows
        if (fits := fitting(row["Full Name"], {row["Email"], e164(row["Mobile"], row["Country"])}, owners, names))
    ]
    assert {len(row) for row in rows} == {12}
    assert len(rows) == ROWS
    assert known == len(recognised) == int(ROWS * overlap)
    assert len({next(iter(fits)) for fits in recognised}) == known
    assert sum(len(fits) > 1 for fits in recognised) <= ROWS * 0.002


def fitting(
    name: str, identifiers: set[str], owners: dict[str, set[str]], names: dict[str, tuple[str, str]]
) -> list[str]:
    """Who has one of the identifiers and that family name, and that given name or its initial."""
    found = {one for identifier in identifiers for one in owners.get(identifier, ())}
    return sorted(
        one for one in found for given, family in [names[one]] if name in (f"{given} {family}", f"{given[0]}. {family}")
    )


def test_orders_are_by_people_of_the_first_file(data: ModuleType, tmp_path: Path) -> None:
    data.people_csv(tmp_path / "people.csv", 200)
    data.orders_csv(tmp_path / "orders.csv", 1_000, 200)
    emails = {row["Email"] for row in rows_of(tmp_path / "people.csv")}
    orders = rows_of(tmp_path / "orders.csv")
    assert len({row["Order Number"] for row in orders}) == 1_000
    assert {row["Email"] for row in orders} <= emails
    assert {row["Status"] for row in orders} == {"paid", "refunded"}


def test_more_people_than_can_be_told_apart_are_refused(data: ModuleType, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="4,000,000"):
        data.people_csv(tmp_path / "people.csv", 2, start=3_999_999)
    with pytest.raises(ValueError, match="more rows"):
        data.second_source_csv(tmp_path / "second.csv", 100, people=10)
    assert not list(tmp_path.iterdir())
