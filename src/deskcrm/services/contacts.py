"""People and companies by hand: add, edit, remove, archive, bring back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from deskcrm.domain import editing
from deskcrm.domain.changes import Changes
from deskcrm.domain.editing import MemberEdit
from deskcrm.domain.errors import InvalidValue
from deskcrm.domain.facts import Edit, Facts, MemberFacts
from deskcrm.domain.fields import BY_KEY
from deskcrm.domain.hiding import Hidden, hiding
from deskcrm.domain.patches import Patch
from deskcrm.languages import tr
from deskcrm.services import typed
from deskcrm.services.outcome import Outcome
from deskcrm.services.workspace import Workspace
from deskcrm.store import derived, operations, writes

_KINDS = frozenset({"contacts", "history"})


def add(ws: Workspace, kind: str, fields: dict[str, Any]) -> Outcome[int]:
    """A new person or company; `fields` as a profile shows them (lists for plural fields, `custom` a dict).

    Raises InvalidValue when nothing is said, or a field does not exist; nothing is written then.
    """
    wanted = [patch for patch in typed.normalised(ws, patches_of(fields)) if patch.verb != "clear"]
    if not wanted:
        raise InvalidValue(tr("A new contact needs a name, an email, a phone or something else to be known by."))
    with ws.database.write() as connection:
        operation = operations.begin(connection, "add", ws.now(), {"kind": kind})
        contact = writes.add_contact(connection, operation, kind, str(fields.get("organization", "")))
        edits = [MemberEdit(contact, p.field, p.verb, p.value) for p in wanted]
        writes.add_edits(connection, operation, edits)
        roots = derived.refresh(connection, [contact], operation)
    return Outcome(contact, Changes(operation, _KINDS, frozenset(roots), summary=tr("Added"), undoable=True))


def patches_of(fields: dict[str, Any]) -> list[Patch]:
    """The patches that make a new contact of fields as a profile shows them."""
    patches: list[Patch] = []
    for key, value in fields.items():
        if key == "custom":
            patches += [Patch(f"custom.{name}", "set", text) for name, text in value.items()]
        elif key in BY_KEY and BY_KEY[key].plural:
            patches += [Patch(key, "add", item) for item in (value if isinstance(value, list) else [value])]
        else:
            patches.append(Patch(key, "set", value))
    return [p for p in patches if editing.bare(p.value)]


def edit(ws: Workspace, contact: int, patches: Sequence[Patch]) -> Outcome[int]:
    """Changes what a profile shows; answers the profile's id. Raises NotFound, InvalidValue."""
    wanted = typed.normalised(ws, patches)

    def edits(facts: Facts) -> list[MemberEdit]:
        found: list[MemberEdit] = []
        for patch in wanted:
            found += editing.distribute(_after(facts, found), patch)
        return found

    return _change(ws, contact, "edit", edits, tr("Changed"))


def _after(facts: Facts, edits: Sequence[MemberEdit]) -> Facts:
    """The facts with edits that are about to be made, so that patches of one change build on each other."""
    later = 1 << 62
    more = [(e.contact, Edit(later + n, later, e.field, e.verb, e.value, e.old)) for n, e in enumerate(edits)]
    members = [
        MemberFacts(m.contact, m.kind, m.records, m.edits + [e for contact, e in more if contact == m.contact], m.busy)
        for m in facts.members
    ]
    return Facts(facts.root, members, facts.edges)


def remove(ws: Workspace, contact: int) -> Outcome[int]:
    """Hides a contact from lists and search; everything known stays, and it can be brought back."""
    return _change(ws, contact, "remove", lambda facts: hiding(facts, Hidden.REMOVED), tr("Removed"))


def archive(ws: Workspace, contact: int) -> Outcome[int]:
    """Takes a contact out of the lists; search still finds it, and it can be brought back."""
    return _change(ws, contact, "archive", lambda facts: hiding(facts, Hidden.ARCHIVED), tr("Archived"))


def bring_back(ws: Workspace, contact: int) -> Outcome[int]:
    """Shows a removed or archived contact in the lists again."""
    return _change(ws, contact, "bring_back", lambda facts: hiding(facts, Hidden.NOT), tr("Brought back"))


def _change(
    ws: Workspace, contact: int, kind: str, edits: Callable[[Facts], list[MemberEdit]], word: str
) -> Outcome[int]:
    with ws.database.write() as connection:
        facts = writes.facts_of(connection, contact)
        rows = edits(facts)
        if not rows:
            return Outcome(facts.root, Changes(summary=tr("Nothing changed")))
        operation = operations.begin(connection, kind, ws.now())
        touched = writes.add_edits(connection, operation, rows)
        roots = derived.refresh(connection, touched, operation)
    return Outcome(facts.root, Changes(operation, _KINDS, frozenset(roots), summary=word, undoable=True))
