"""What screens are told of a profile."""

from __future__ import annotations

from deskcrm.domain.views import ListQuery
from deskcrm.services import contacts, reads


def only(ws, kind: str, text: str) -> int:
    (contact,) = reads.list_ids(ws, ListQuery(kind=kind, text=text))
    return contact


def test_a_profile_tells_when_its_last_order_was(ws, bring_in):
    bring_in(
        "orders.csv",
        "Order,Email,First Name,Last Name,Company,Date,Total,Currency,Status",
        "1,anna@weber.example,Anna,Weber,Weber Bau,2026-01-05,20.00,EUR,paid",
        "2,anna@weber.example,Anna,Weber,Weber Bau,2026-02-05,30.00,EUR,paid",
        "3,anna@weber.example,Anna,Weber,Weber Bau,2026-02-20,10.00,EUR,cancelled",
        "4,ben@weber.example,Ben,Weber,Weber Bau,2026-02-25,10.00,EUR,paid",
        "5,carmen@ruiz.example,Carmen,Ruiz,,2026-02-25,10.00,EUR,cancelled",
    )
    anna, ben, carmen = (only(ws, "person", name) for name in ("anna", "ben", "carmen"))
    company = only(ws, "company", "weber bau")

    def last_order(contact: int) -> str | None:
        return reads.profile(ws, contact).measures["last_order_at"]

    assert last_order(anna).startswith("2026-02-05")
    assert last_order(company).startswith("2026-02-25")
    assert last_order(carmen) is None
    contacts.remove(ws, ben)
    assert last_order(company).startswith("2026-02-05"), "a company's figures are those of its listed people"


def test_a_timeline_read_by_the_page_is_the_timeline_read_at_once(ws, bring_in):
    bring_in(
        "orders.csv",
        "Order,Email,First Name,Last Name,Company,Date,Total,Currency,Status",
        *(
            f"{n},{who}@weber.example,{who.capitalize()},Weber,Weber Bau,2026-01-{1 + n * 5 % 12:02d},20.00,EUR,paid"
            for n in range(30)
            for who in (("anna", "ben")[n % 2],)
        ),
    )
    for contact in (only(ws, "company", "weber bau"), only(ws, "person", "ben")):
        whole = reads.timeline(ws, contact)
        pages = [entry for at in range(0, 35, 7) for entry in reads.timeline(ws, contact, 7, at)]
        assert pages == whole
        assert [entry.at for entry in whole] == sorted((entry.at for entry in whole), reverse=True)
    assert {entry.contact for entry in reads.timeline(ws, only(ws, "company", "weber bau"))} > {contact}
