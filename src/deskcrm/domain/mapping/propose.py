"""The proposal: what each column of a file means, from its exporter, its header's words and the look of its values."""

from __future__ import annotations

from collections.abc import Sequence

from deskcrm.domain.mapping.details import add_details
from deskcrm.domain.mapping.doubts import check_values
from deskcrm.domain.mapping.drafts import Draft
from deskcrm.domain.mapping.exporters import Exporter, recognise
from deskcrm.domain.mapping.guesses import by_exporter, by_own_name, by_values, by_words
from deskcrm.domain.mapping.looks import look_at
from deskcrm.domain.mapping.model import Column, FileMapping, split_target
from deskcrm.domain.mapping.questions import SUBSCRIBED, WHENCE
from deskcrm.domain.mapping.senses import LOOSE, senses_of
from deskcrm.domain.mapping.settling import (
    settle_addresses,
    settle_birthday,
    settle_clocks,
    settle_keys,
    settle_labels,
    settle_missing_key,
    settle_names,
    settle_numbered_streets,
    settle_own,
    settle_prefixes,
    settle_prices,
    settle_rivals,
    settle_whole_addresses,
)
from deskcrm.domain.mapping.shapes import detect_shape
from deskcrm.languages import tr


def propose(
    headers: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    country: str = "",
    shape: str | None = None,
    file_name: str = "",
    exporters: Sequence[Exporter] = (),
) -> FileMapping:
    """What each column of a file means, with the reason in words.

    `rows` are sample rows, ragged ones welcome; `country` is the workspace's two-letter country for phones without one;
    a `shape` given is kept. `exporters` are those that are known (`formats.exporters`), of which `file_name` tells some
    apart. One column for each header, in order.
    """
    drafts = [
        Draft(header, look_at([row[i] if i < len(row) else "" for row in rows])) for i, header in enumerate(headers)
    ]
    exporter = recognise(exporters, headers, file_name)
    senses = senses_of(headers)
    meanings = [sense.target for sense in senses if sense is not None and sense.score > LOOSE]
    meanings += ["emails" for draft in drafts if draft.look.share("email") >= 0.8]
    shape = shape or (exporter.shape if exporter else detect_shape(meanings, headers))
    for draft, sense in zip(drafts, senses, strict=True):
        if not (exporter and by_exporter(draft, exporter, headers)) and not by_own_name(draft, sense, exporter):
            by_words(draft, sense, shape)
            check_values(draft)
    settle_numbered_streets(drafts)
    settle_addresses(drafts)
    settle_names(drafts, shape)
    settle_birthday(drafts)
    settle_keys(drafts, shape)
    settle_prices(drafts)
    for draft in drafts:
        if draft.target == "":
            by_values(draft, shape)
    settle_clocks(drafts)
    settle_own(drafts)
    settle_rivals(drafts)
    settle_prefixes(drafts)
    settle_whole_addresses(drafts)
    settle_missing_key(drafts, shape)
    settle_labels(drafts)
    questions = add_details(drafts, country)
    columns = tuple(Column(d.header, d.target, d.why, d.sure, d.look.samples, dict(d.options)) for d in drafts)
    return FileMapping(
        shape=shape,
        exporter=exporter.words if exporter else "",
        source=exporter.source if exporter else "",
        columns=columns,
        questions=tuple(_who_and_whence(columns, exporter) + questions),
    )


def _who_and_whence(columns: Sequence[Column], exporter: Exporter | None) -> list[str]:
    questions = []
    if exporter is None:
        questions.append(WHENCE)
    elif exporter.words == "Mailchimp audience":
        questions.append(SUBSCRIBED)
    told = {split_target(c.target)[0] for c in columns}
    if columns and not told & {"emails", "phones", "name", "given", "family", "organization", "source_id", "handles"}:
        questions.append(tr("Which column says who a row is about? None holds a name, an email, a phone or an id."))
    return questions
