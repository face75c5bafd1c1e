"""People and companies as the matcher sees them, written in one line, and a book of strangers around them."""

from __future__ import annotations

from deskcrm.domain.matching.commonness import Commonness
from deskcrm.domain.matching.reasons import Verdict
from deskcrm.domain.matching.scan import judge
from deskcrm.domain.matching.subjects import Subject, subject

_next = iter(range(1, 1_000_000))


def person(
    name: str = "", email: str = "", phone: str = "", street: str = "", postcode: str = "", city: str = "",
    company: str = "", born: str = "", suffix: str = "",
) -> Subject:  # fmt: skip
    """`name` is the given name and the family name, parted by the first blank; "| Weber" has no given name."""
    given, _, family = name.partition("|") if "|" in name else name.partition(" ")
    parts = {"given": given.strip(), "family": family.strip(), "suffix": suffix}
    address = {"street": street, "postcode": postcode, "city": city}
    lists = {
        "emails": email.split(),
        "phones": phone.split(),
        "addresses": [{key: text for key, text in address.items() if text}] if any(address.values()) else [],
    }
    parts = {part: text for part, text in parts.items() if text}
    return subject(next(_next), "person", parts, company, born, lists, name.replace("|", "").strip())


def company(name: str, email: str = "", phone: str = "", url: str = "", street: str = "", city: str = "") -> Subject:
    address = {key: text for key, text in {"street": street, "city": city}.items() if text}
    lists = {
        "emails": email.split(),
        "phones": phone.split(),
        "urls": url.split(),
        "addresses": [address] * bool(address),
    }
    return subject(next(_next), "company", {}, name, "", lists, name)


GIVEN = ("Otto", "Ida", "Karl", "Nora", "Emil", "Vera", "Hugo", "Lina", "Oskar", "Clara")
FAMILIES = ("Zander", "Quast", "Uhlig", "Ritter", "Pabst", "Lorenz", "Kirsch", "Hummel", "Geiger", "Ebert")
STRANGERS = [
    person(
        f"{given} {family}{n}",
        f"{given}.{family}{n}@post.example",
        f"0301{n:03}{i}{j}67",
        f"Weg {n}",
        f"1{n:04}",
        "Ulm",
    )
    for n in range(10)
    for i, given in enumerate(GIVEN)
    for j, family in enumerate(FAMILIES)
]
"""A thousand people who are nobody's double."""


def book(*people: Subject) -> Commonness:
    """The figures of a book with these people in it, and the strangers."""
    strangers = STRANGERS if not people or people[0].kind == "person" else []
    return Commonness.of([*strangers, *people])


def verdict(a: Subject, b: Subject, *others: Subject) -> Verdict:
    """What two come to, in a book with others."""
    found = judge(a, b, book(a, b, *others))
    assert found is not None
    return found


def score(a: Subject, b: Subject, *others: Subject) -> float:
    return verdict(a, b, *others).score


def kinds(found: Verdict) -> set[str]:
    return {reason.kind for reason in found.reasons}
