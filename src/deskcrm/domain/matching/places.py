"""Where two people are to be found, as one fact: street, postcode, town and company go together and count once."""

from __future__ import annotations

from functools import lru_cache
from math import log2

from rapidfuzz.distance import OSA, JaroWinkler

from deskcrm.domain.matching import weights as w
from deskcrm.domain.matching.commonness import Commonness
from deskcrm.domain.matching.mailboxes import is_at
from deskcrm.domain.matching.reasons import Reason
from deskcrm.domain.matching.subjects import Address, Subject

_ALIKE_STREET = 0.88
_ALIKE_TOWN = 0.9
_ALIKE_COMPANY = 0.92


def place_reason(a: Subject, b: Subject, common: Commonness) -> Reason | None:
    """What the places of two people say together."""
    address = _best_address(a, b, common)
    company = _company(a, b, common)
    if address is None or company is None:
        return address or company
    if address.weight > 0 and company.weight > 0:
        best, other = (address, company) if address.weight >= company.weight else (company, address)
        weight = best.weight + min(w.BOTH_PLACES, other.weight)
        return Reason("company and address", weight, f"{company.a}, {address.a}", f"{company.b}, {address.b}")
    # Somebody's company and home differ: what agrees counts, what doesn't takes a little off.
    best, other = (address, company) if address.weight >= company.weight else (company, address)
    if best.weight <= 0:
        return best._replace(weight=best.weight + other.weight / 2)
    return best._replace(weight=max(0.3, best.weight + other.weight / 2))


def _best_address(a: Subject, b: Subject, common: Commonness) -> Reason | None:
    best = None
    for one in a.addresses:
        for other in b.addresses:
            found = _address(one, other, common)
            if found is not None and (best is None or found.weight > best.weight):
                best = found
    return best


def _address(one: Address, other: Address, common: Commonness) -> Reason | None:
    if one.key and one.key == other.key:
        return _same_house(one, other, common)
    street = _street(one, other)
    town = _town(one, other)
    if street is None and town is None:
        if one.country and other.country and one.country != other.country:
            return Reason("country differs", w.COUNTRY_DIFFERS / 2, one.country.upper(), other.country.upper())
        return None
    weight = min(w.MOST_PLACE, (street or 0.0) + (town or 0.0) + _rest(one, other))
    if street is not None and street > 0:
        kind = "address alike"
    elif town is not None and town > 0:
        near = "postcode" if one.postcode and one.postcode == other.postcode else "town"
        kind = near if street is None else "address differs"
    else:
        kind = "town differs" if town is not None else "address differs"
    if weight < 0 and (_is_office(one, common) or _is_office(other, common)):
        weight = 0.0  # where one works is not where one lives
    if kind == "postcode":
        return Reason(kind, weight, _part_of_town(one), _part_of_town(other))
    shown = (one.shown, other.shown) if street is not None else (one.town, other.town)
    return Reason(kind, weight, *shown)


def _part_of_town(one: Address) -> str:
    return one.shown.rpartition(", ")[2]


def _same_house(one: Address, other: Address, common: Commonness) -> Reason:
    names = common.houses.names(one.key)
    weight = min(w.MOST_PLACE, w.STREET + w.HOUSE + w.POSTCODE + _rest(one, other))
    if names > w.CROWD:
        return Reason("address crowd", max(0.0, weight - 1.5 * log2(names / w.CROWD)), one.shown, other.shown, names)
    return Reason("address", weight, one.shown, other.shown)


def _is_office(one: Address, common: Commonness) -> bool:
    return bool(one.key) and common.houses.names(one.key) > w.HOUSEHOLD_NAMES


def _street(one: Address, other: Address) -> float | None:
    if not one.street or not other.street:
        return None
    likeness = _likeness(one.street, other.street)
    if likeness < _ALIKE_STREET and one.extended and other.extended:  # lines one and two change places
        likeness = max(likeness, min(_likeness(one.street, other.extended), _likeness(one.extended, other.street)))
    if likeness < _ALIKE_STREET:
        return w.STREET_DIFFERS
    weight = w.STREET * (1 - (1 - likeness) * 3)
    if one.house and other.house:
        if one.house == other.house:
            weight += w.HOUSE
        elif OSA.distance(one.house, other.house) > 1 or len(one.house) < 2 or len(other.house) < 2:
            weight += w.HOUSE_DIFFERS
    return weight


@lru_cache(maxsize=65_536)
def _likeness(a: str, b: str) -> float:
    return JaroWinkler.similarity(a, b)


def _town(one: Address, other: Address) -> float | None:
    weight = 0.0
    known = False
    if one.postcode and other.postcode:
        known = True
        if one.postcode == other.postcode:
            weight = w.POSTCODE
        elif OSA.distance(one.postcode, other.postcode, score_cutoff=1) == 1:
            weight = w.POSTCODE_SLIP
        else:
            weight = w.CITY_DIFFERS / 2
    if one.city and other.city:
        likeness = 1.0 if one.city == other.city else _likeness(one.city, other.city)
        same = likeness >= _ALIKE_TOWN or one.city in other.city or other.city in one.city
        if known:  # a postcode says its town
            if not same:
                weight += w.CITY_DIFFERS / 2
            elif one.postcode == other.postcode:
                weight += 0.3
            else:
                weight = w.NEXT_TO if weight > 0 else w.OTHER_END
        else:
            weight = w.CITY if same else w.CITY_DIFFERS
        known = True
    return weight if known else None


def _rest(one: Address, other: Address) -> float:
    weight = 0.0
    if one.extended and other.extended:
        weight += w.EXTENDED if _likeness(one.extended, other.extended) >= _ALIKE_STREET else -0.3
    if one.region and other.region:
        weight += w.REGION if one.region == other.region else -0.5
    if one.country and other.country and one.country != other.country:
        weight += w.COUNTRY_DIFFERS
    return weight


def _company(a: Subject, b: Subject, common: Commonness) -> Reason | None:
    if not a.company or not b.company:
        return _company_by_mail(a, b, common) if a.company or b.company else None
    likeness = 1.0 if a.company == b.company else _likeness(a.company, b.company)
    if likeness < _ALIKE_COMPANY:
        return Reason("company differs", w.COMPANY_DIFFERS, a.shown_company, b.shown_company)
    people = max(common.companies[a.company], common.companies[b.company])
    return _worth_of_company(people, a.shown_company, b.shown_company)


def _company_by_mail(a: Subject, b: Subject, common: Commonness) -> Reason | None:
    """The company that only a mailbox of one of them tells of, beside the other's company."""
    for one, other in ((a, b), (b, a)):
        for email in one.emails if other.company else ():
            if is_at(email, other.company):
                shown = (email, other.shown_company) if one is a else (other.shown_company, email)
                return _worth_of_company(common.companies[other.company], *shown)
    return None


def _worth_of_company(people: int, one: str, other: str) -> Reason:
    return Reason("company", max(0.5, w.COMPANY - 0.5 * log2(max(1, people / 4))), one, other)
