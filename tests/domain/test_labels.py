"""Address labels: each sheet lies on its paper, and addresses stand as their country writes them."""

from __future__ import annotations

import pytest

from deskcrm.domain.labels import BY_KEY, PAPERS, SHEETS, block, is_enough


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.key)
def test_the_labels_of_a_sheet_lie_on_its_paper_evenly_and_apart(sheet):
    width, height = PAPERS[sheet.paper]
    first, last = sheet.place(0), sheet.place(sheet.count - 1)
    assert first[0] == pytest.approx(width - last[0] - sheet.width)
    assert first[1] == pytest.approx(height - last[1] - sheet.height)
    assert min(first) > 0
    assert len({sheet.place(number) for number in range(sheet.count)}) == sheet.count
    if sheet.columns > 1:
        assert sheet.place(1)[0] - first[0] >= sheet.width
    assert sheet.place(sheet.count) == first


@pytest.mark.parametrize(
    ("key", "count", "left", "top"),
    [  # what the maker prints on the packet, in millimetres
        ("L7160", 21, 7.2, 15.15),
        ("L7163", 14, 4.65, 15.15),
        ("L7165", 8, 4.65, 13.1),
        ("L7651", 65, 4.75, 10.7),
        ("5160", 30, 4.76, 12.7),
        ("5163", 10, 3.97, 12.7),
    ],
)
def test_sheets_are_as_their_maker_says(key, count, left, top):
    sheet = BY_KEY[key]
    assert sheet.count == count
    assert sheet.place(0) == pytest.approx((left, top), abs=0.15)


@pytest.mark.parametrize(
    ("address", "lines"),
    [
        (
            {"street": "Lindenweg 3", "city": "Berlin", "postcode": "12045", "country": "DE"},
            ("Anna Weber", "Weber GmbH", "Lindenweg 3", "12045 Berlin"),
        ),
        (
            {"street": "1 High St", "city": "Leeds", "postcode": "LS1 1AA", "country": "GB"},
            ("Anna Weber", "Weber GmbH", "1 High St", "Leeds", "LS1 1AA", "UNITED KINGDOM"),
        ),
        (
            {"street": "5 Main", "extended": "B", "city": "Austin", "region": "TX", "postcode": "733", "country": "US"},
            ("Anna Weber", "Weber GmbH", "5 Main", "B", "Austin, TX 733", "UNITED STATES"),
        ),
        ({"street": "Somewhere 1", "city": "Atlantis"}, ("Anna Weber", "Weber GmbH", "Somewhere 1", "Atlantis")),
    ],
)  # fmt: skip
def test_an_address_stands_as_its_country_writes_it(address, lines):
    names = {"GB": "United Kingdom", "US": "United States"}
    assert block("Anna Weber", "Weber GmbH", address, "DE", names.get(address.get("country", ""), "")) == lines


def test_a_company_is_named_once():
    assert block("Weber GmbH", "Weber GmbH", {"street": "a", "city": "b"}, "DE", "")[0:2] == ("Weber GmbH", "a")


def test_an_address_needs_a_street_and_a_town():
    assert is_enough({"street": "Lindenweg 3", "city": "Berlin"})
    assert not is_enough({"city": "Berlin"})
    assert not is_enough({"street": "Lindenweg 3"})
