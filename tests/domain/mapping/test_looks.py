"""What the shape of a value says about it."""

from __future__ import annotations

import pytest

from deskcrm.domain.mapping import looks


@pytest.mark.parametrize("text", ["10/2022", "2022", "1.234,50", "2026-05-01"])
def test_months_years_amounts_and_dates_are_no_phones(text: str) -> None:
    assert not looks.is_phone(text)


@pytest.mark.parametrize("text", ["030 5550128", "+49 30 23125001", "(030) 23125043", "0171/3920017"])
def test_phones_in_usual_spellings_are(text: str) -> None:
    assert looks.is_phone(text)
