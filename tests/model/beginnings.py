"""People and files that the stories of merging begin with."""

from __future__ import annotations

from deskcrm.services import merging, reads

SHOP = "Customer ID,First name,Last name,Email,City\n{}\n"
ANNA = SHOP.format("1,anna,weber,a@x.example,berlin")
ANNIE = "First name,Last name,Email,Tags\nannie,weber-king,n@x.example,vip\n"
ORDERS = {"Order ID": "activity.key", "Date": "activity.at", "Total": "activity.amount"}


def orders(desk, *lines, source="Till"):
    text = "\n".join(["Order ID,Email,Date,Total", *lines]) + "\n"
    return desk.imports(text, source, shape="orders", targets=ORDERS)


def a_pair(desk):
    """Anna of the shop, and Annie of the newsletter."""
    desk.imports(ANNA)
    desk.imports(ANNIE, "Newsletter")
    return desk.the("anna weber"), desk.the("annie weber-king")


def people(desk, *names):
    return [desk.adds(given=name, emails=[f"{name}@x.example"]) for name in names]


def kept_apart(desk, a, b):
    return merging.compare(desk.ws, [a, b]).not_same


def record_of(desk, source):
    return next(r.id for r in reads.records(desk.ws) if r.source == source)
