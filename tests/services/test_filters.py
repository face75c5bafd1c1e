"""Filters mean in SQL what they mean in plain Python, on a real workspace, whatever is filtered for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from deskcrm.domain import filters
from deskcrm.domain.columns import COLUMNS, CONSENTS, FIGURES, MEASURES, OUTLOOKS, ColumnKind
from deskcrm.domain.columns import values as column_values
from deskcrm.domain.errors import Cancelled, InvalidValue
from deskcrm.domain.filters import All, AnyOf, Condition, Node, Not
from deskcrm.domain.patches import Patch
from deskcrm.domain.unify import unify
from deskcrm.domain.views import ImportResult, ListQuery
from deskcrm.services import checking, contacts, history, importing, measures, merging, reads
from deskcrm.services.workspace import Workspace
from deskcrm.store import filters as store_filters
from deskcrm.store import shown
from deskcrm.store.loading import Loader

TODAY = date(2026, 3, 1)
OWN = {"custom.Spent": ColumnKind.NUMBER, "custom.Since": ColumnKind.DATE}
ROWS = (
    "Customer ID,First name,Last name,Email,Company,City,Birthday,Tags,Spent,Since,Note",
    "1,Anna,Weber,anna@x.example,Acme,Köln,1980-03-02,vip;new,12.50,2026-02-20,50% off_now",
    '2,Zoë,O\'Brien,zoe@x.example,acme,Koln,--12-31,VIP,"1,200",2025-01-01,',
    "3,Robert'; DROP TABLE profile,Müller,,Zeta,Berlin,1990-05-06,,n/a,,%",
    "4,Дмитрий,Иванов,d@y.example,,,,new,-3,2026-03-05,",
    "5,Anna,,,,Berlin,2000-02-29,,0,2026-03-01,",
)
ORDERS = (
    "Order ID,Customer ID,Order date,Total,Item",
    "701,1,2026-02-25,10.00,Köln mug",
    "702,1,2025-02-25,20.00,Köln mug",
    "703,4,2026-03-01,5,Anna's book",
)
CONSENT_ROWS = (
    "Name,Email,Accepts Email Marketing\nAnna Weber,anna@x.example,yes\nZoë O'Brien,zoe@x.example,no\n"
    "Дмитрий Иванов,d@y.example,yes\n"
)
TARGETS = {"Spent": "custom.Spent", "Since": "custom.Since", "Note": "notes", "City": "addresses.home.city"}
ALL_COLUMNS = [*COLUMNS, *(filters.column(key, OWN) for key in OWN)]


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """Five people, one of them from two sources, one joined with another."""
    folder = tmp_path_factory.mktemp("filters")
    ws = Workspace.open(folder / "w.deskcrm")
    fill(ws, folder)
    yield ws
    ws.close()


def fill(ws: Workspace, folder: Path) -> None:
    (folder / "shop.csv").write_text("\n".join(ROWS), encoding="utf-8")
    (folder / "orders.csv").write_text("\n".join(ORDERS), encoding="utf-8")
    (folder / "news.csv").write_text("Name,Email\nAnna Weber,anna@x.example\n", encoding="utf-8")
    (folder / "mail.csv").write_text(CONSENT_ROWS, encoding="utf-8")
    sources = {"shop.csv": "Web shop", "orders.csv": "Web shop", "news.csv": "Newsletter", "mail.csv": "Mail"}
    for name, source in sources.items():
        report = importing.examine(ws, folder / name, source=source, country="DE")
        report = importing.replace(report, mapping=importing.with_columns(report.mapping, TARGETS))
        importing.run(ws, [report])
    (zoe, dmitri) = (1 + n for n in (1, 3))
    merging.merge(ws, zoe, [dmitri])
    with ws.database.write() as connection:
        shown.gather(connection, {c.key for c in ALL_COLUMNS if c} - MEASURES - CONSENTS.keys() - FIGURES)
    measures.renew_outlook(ws)


def meant(ws: Workspace, node: Node) -> list[int]:
    sql, bound = store_filters.compiled(node, TODAY, OWN)
    with ws.database.read() as connection:
        return sorted(r for (r,) in connection.execute(f"SELECT root FROM profile WHERE {sql}", bound))


def oracle(ws: Workspace, node: Node) -> list[int]:
    found = []
    with ws.database.read() as connection:
        names = shown.source_names(connection)
        cursor = connection.execute("SELECT * FROM profile")
        rows = {row[0]: dict(zip([c[0] for c in cursor.description], row, strict=True)) for row in cursor.fetchall()}
        for root, facts in Loader(connection).facts(list(rows)).items():
            unified = unify(facts)
            sources = [names[r.source] for m in facts.members for r in m.records]

            def values(key: str, row=rows[root], unified=unified, sources=sources):
                if key in MEASURES:
                    return [str(row[key])] if row[key] != "" else []
                if key in FIGURES:
                    return figure_of(ws, row["root"], key)
                if key in CONSENTS:
                    return consent_of(ws, row["root"], key)
                return column_values(unified, sources, key)

            if filters.matches(node, values, TODAY, OWN):
                found.append(root)
    return sorted(found)


def figure_of(ws: Workspace, root: int, key: str) -> list[str]:
    """As the measures of the profile have it."""
    one = measures.of(ws, root)
    found = getattr(one, key, None) if key not in OUTLOOKS else getattr(one.outlook, key, None)
    if key == "average" and not one.first_order:
        return []
    return [str(found)] if found not in (None, "") else []


def consent_of(ws: Workspace, root: int, key: str) -> list[str]:
    """As the profile has it: no where any of its points says so."""
    points = reads.profile(ws, root).fields.get({"email": "emails", "phone": "phones"}[CONSENTS[key]], [])
    said = {point["consent"] for point in points if "consent" in point}
    return ["out"] if "out" in said else ["in"] if said else []


TEXTS = st.sampled_from(
    ["in", "out", "anna", "Anna", "koln", "Köln", "o'brien", "berlin", "vip", "x.example", "%", "_", "50% off_now",
     "Web shop", "'; DROP TABLE profile", '"', "иванов", "acme", "a", "—", "customer"]
) | st.text(min_size=1, max_size=5)  # fmt: skip
DAYS = st.dates(date(1970, 1, 1), date(2030, 1, 1)).map(date.isoformat) | st.sampled_from(
    ["2026-02-25", "2026-03-01", "1980-03-02", "0001-01-01", "9999-12-31"]
)
NUMBERS = st.sampled_from([0, 1, 2, 12.5, 1200, -3, 3000, 500]) | st.floats(-1e6, 1e6)


@st.composite
def condition(draw: st.DrawFn) -> Condition:
    found = draw(st.sampled_from(ALL_COLUMNS))
    assert found is not None
    test = draw(st.sampled_from(filters.TESTS[found.kind]))
    if test in ("empty", "filled"):
        return Condition(found.key, test)
    if test in ("last_days", "not_last_days", "next_days", "yearly"):
        return Condition(found.key, test, draw(st.integers(1, 500)))
    one = {
        ColumnKind.TEXT: TEXTS, ColumnKind.CHOICE: TEXTS, ColumnKind.DATE: DAYS, ColumnKind.NUMBER: NUMBERS,
        ColumnKind.MONEY: NUMBERS,
    }[found.kind]  # fmt: skip
    return Condition(found.key, test, (draw(one), draw(one)) if test == "between" else draw(one))


trees = st.recursive(
    condition(),
    lambda parts: (
        st.lists(parts, max_size=3).map(tuple).map(All)
        | st.lists(parts, max_size=3).map(tuple).map(AnyOf)
        | parts.map(Not)
    ),
    max_leaves=6,
)


@given(node=trees)
@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_sql_and_python_mean_the_same(book: Workspace, node: Node) -> None:
    assert meant(book, filters.checked(node, OWN)) == oracle(book, node)
    assert filters.from_plain(filters.to_plain(node), OWN) == node


NOT_IN_NEWSLETTER = Condition("sources", "is_not", "Newsletter")


@pytest.mark.parametrize(
    ("node", "who"),
    [
        (Condition("email_consent", "is", "out"), ["Zoe"]),
        (Condition("email_consent", "is", "in"), ["Anna Weber"]),
        (Condition("email_consent", "is_not", "out"), ["Anna Weber", "Robert", "Anna", "companies"]),
        (Condition("city", "is", "KOLN"), ["Anna Weber", "Zoe"]),
        (Condition("city", "is_not", "Berlin"), ["Anna Weber", "Zoe", "companies"]),
        (Condition("tags", "is", "vip"), ["Anna Weber", "Zoe"]),
        (All((Condition("sources", "is", "Web shop"), NOT_IN_NEWSLETTER)), ["Zoe", "Robert", "Anna"]),
        (Condition("custom.Spent", "more", 100), ["Zoe"]),
        (Condition("birthday", "yearly", 10), ["Anna Weber"]),
        (Condition("last_at", "last_days", 7), ["Anna Weber", "Zoe"]),
        (Condition("value", "between", (2000, 4000)), ["Anna Weber"]),
    ],
)  # fmt: skip
def test_filters_find_whom_an_owner_means(book: Workspace, node: Node, who: list[str]) -> None:
    names = {1: "Anna Weber", 2: "Zoe", 3: "Robert", 5: "Anna"}
    assert {names.get(root, "companies") for root in meant(book, node)} >= set(who)
    assert {names[root] for root in meant(book, node) if root in names} == {w for w in who if w != "companies"}


@pytest.mark.parametrize(
    "data",
    [
        {"column": "name; DROP TABLE x", "test": "is", "value": "a"},
        {"column": "city", "test": "or 1=1", "value": "a"},
        {"column": "city", "test": "is", "value": ["a"]},
        {"column": "city", "test": "is", "value": ""},
        {"column": "orders", "test": "more", "value": True},
        {"column": "orders", "test": "more", "value": float("nan")},
        {"column": "birthday", "test": "on", "value": "31.12.2020"},
        {"column": "birthday", "test": "last_days", "value": 0},
        {"all": "x"},
        {"column": "city", "test": "is"},
        [],
        "city",
    ],
)
def test_a_filter_that_makes_no_sense_is_refused(data: object) -> None:
    with pytest.raises(InvalidValue):
        filters.from_plain(data)


def test_what_is_watched_follows_every_change(ws: Workspace, bring_in: Callable[..., ImportResult]) -> None:
    with ws.database.write() as connection:
        shown.gather(connection, {"city", "tags"})
    anna = contacts.add(ws, "person", {"given": "Anna", "tags": ["vip"]}).value
    bring_in("shop.csv", "Customer ID,First name,City", "1,Béla,Berlin", "2,Carla,Köln")
    assert suggested(ws, "city") == [("Berlin", 1), ("Köln", 1)]
    contacts.edit(ws, anna, [Patch("tags", "add", "New")])
    assert suggested(ws, "tags") == [("New", 1), ("vip", 1)]
    contacts.remove(ws, anna)
    assert suggested(ws, "tags") == []
    history.undo(ws)
    history.undo(ws)
    assert suggested(ws, "tags") == [("vip", 1)]
    assert suggested(ws, "city", "k") == [("Köln", 1)]


def test_a_column_is_gathered_some_at_a_time_and_goes_on_where_it_stopped(
    ws: Workspace, bring_in: Callable[..., ImportResult], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shown, "AT_ONCE", 2)
    rows = (f"{n},Guest {n},{city}" for n, city in enumerate(["Ulm", "", "Ulm", "Köln", "Ulm", "Ulm", "Köln"], 1))
    bring_in("shop.csv", "Customer ID,First name,City", *rows)
    first, *_, last = everybody = sorted(reads.list_ids(ws, ListQuery()))
    in_ulm = ListQuery(where=Condition("city", "is", "Ulm"))
    told: list[tuple[int, int]] = []
    with pytest.raises(Cancelled):
        reads.list_ids(ws, in_ulm, progress=lambda *far: told.append(far), cancelled=lambda: len(told) == 2)
    assert told == [(everybody[1], last), (everybody[3], last)]
    merging.merge(ws, everybody[1], [everybody[4]])
    for contact in (first, last):
        contacts.edit(ws, contact, [Patch("addresses", "add", {"city": "Jena", "label": "home"})])
    assert checking.check(ws) == []
    assert sorted(reads.list_ids(ws, in_ulm)) == [first, everybody[1], everybody[2], everybody[5]]
    assert suggested(ws, "city") == [("Ulm", 4), ("Jena", 2), ("Köln", 2)]


def test_of_whom_nothing_is_said_in_a_column_is_seen_by_what_others_and_the_owner_say(
    ws: Workspace, bring_in: Callable[..., ImportResult]
) -> None:
    bring_in("shop.csv", "Customer ID,First name,Language", "1,Anna,de", "2,Bo,", "3,Cleo,", "4,Dora,", source="Shop")
    bring_in("club.csv", "Name,Language", "Emil,fr", source="Club")
    anna, bo, cleo, dora, emil = sorted(reads.list_ids(ws, ListQuery()))
    merging.merge(ws, bo, [emil])
    contacts.edit(ws, cleo, [Patch("language", "set", "it")])
    merging.move(ws, next(one.id for one in reads.records(ws, "Shop") if one.contact == anna), dora)
    assert {reads.holders(ws, "language", said)[0] for said in ("fr", "it", "de")} == {bo, cleo, dora}


def suggested(ws: Workspace, column: str, typed: str = "") -> list[tuple[str, int]]:
    with ws.database.read() as connection:
        return shown.suggestions(connection, column, "person", typed, 10)


def test_conditions_are_said_in_words() -> None:
    said = [
        (Condition("city", "is", "Berlin"), "City is Berlin"),
        (Condition("last_at", "not_last_days", 90), "Last contact not in the last 90 days"),
        (Condition("value", "between", (1000, 250000)), "Value is between 10.00 and 2,500.00"),
        (Condition("stage", "is", "repeat"), "Stage is Repeat customer"),
        (Condition("custom.Size", "empty"), "Size is empty"),
    ]
    assert [filters.in_words(condition) for condition, _ in said] == [words for _, words in said]
