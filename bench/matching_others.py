"""Splink and recordlinkage on the rows that the matcher is judged by, with settings that somebody who knows them uses.

Both get what the matcher's own cleaning makes of emails, phones, names and addresses: only the matching differs.
Runs in an environment with the `matching-bench` dependency group; nothing of it is part of DeskCRM.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from deskcrm.domain.matching.subjects import Subject

Scored = list[tuple[int, int, float]]
"""Pairs of places with a score, in any order."""


def table(subjects: Sequence[Subject]) -> Any:
    """The subjects as a data frame: one row each, blanks as None."""
    import pandas as pd

    rows = []
    for place, one in enumerate(subjects):
        address = one.addresses[0] if one.addresses else None
        row = {
            "unique_id": place, "given": one.given, "family": one.family, "email": one.emails[0] if one.emails else "",
            "phone": one.phones[0] if one.phones else "", "birthday": one.birthday, "company": one.company,
            "street": f"{address.street} {address.house}".strip() if address else "",
            "extended": address.extended if address else "", "postcode": address.postcode if address else "",
            "city": address.city if address else "", "state": address.region if address else "",
        }  # fmt: skip
        rows.append({key: value if value != "" else None for key, value in row.items()})
    return pd.DataFrame(rows)


def splink_pairs(subjects: Sequence[Subject]) -> Scored:
    """Splink with term frequencies, several blocking rules and EM from three sides, as its documentation advises."""
    import splink.comparison_library as cl
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on

    frame = table(subjects)
    filled = {name for name in frame.columns if frame[name].notna().any()}
    comparisons: dict[str, Callable[[], Any]] = {
        "given": lambda: cl.NameComparison("given").configure(term_frequency_adjustments=True),
        "family": lambda: cl.NameComparison("family").configure(term_frequency_adjustments=True),
        "email": lambda: cl.EmailComparison("email").configure(term_frequency_adjustments=True),
        "phone": lambda: cl.ExactMatch("phone").configure(term_frequency_adjustments=True),
        "birthday": lambda: cl.LevenshteinAtThresholds("birthday", [1, 2]),
        "city": _place,
        "company": lambda: cl.JaroWinklerAtThresholds("company", [0.92]).configure(term_frequency_adjustments=True),
    }
    rules = [
        ("email",), ("phone",), ("given", "family"), ("family", "postcode"), ("given", "postcode"), ("birthday",),
        ("family", "city"), ("street", "postcode"),
    ]  # fmt: skip
    blocking = [block_on(*rule) for rule in rules if filled.issuperset(rule)]
    settings = SettingsCreator(
        link_type="dedupe_only",
        comparisons=[make() for name, make in comparisons.items() if name in filled],
        blocking_rules_to_generate_predictions=blocking,
    )
    api = DuckDBAPI()
    linker = Linker(api.register(frame), settings, log_level=40)
    sure = [block_on(name) for name in ("email", "phone") if name in filled] or [
        block_on("given", "family", "birthday")
    ]
    linker.training.estimate_probability_two_random_records_match(sure, recall=0.7)
    linker.training.estimate_u_using_random_sampling(max_pairs=2_000_000, seed=1)
    for rule in (("given", "family"), ("email",), ("phone",), ("postcode", "street"), ("birthday",)):
        if filled.issuperset(rule):
            linker.training.estimate_parameters_using_expectation_maximisation(block_on(*rule))
    found = linker.inference.predict(threshold_match_probability=0.01).as_pandas_dataframe()
    return [
        (int(a), int(b), float(score))
        for a, b, score in zip(found.unique_id_l, found.unique_id_r, found.match_probability, strict=True)
    ]


def _place() -> Any:
    """Street, postcode and town as one comparison, as somebody does who knows that they go together."""
    import splink.comparison_level_library as cll
    import splink.comparison_library as cl

    same_town = "(postcode_l = postcode_r OR city_l = city_r)"
    unknown = " AND ".join(f"({name}_l IS NULL OR {name}_r IS NULL)" for name in ("street", "postcode", "city"))
    return cl.CustomComparison(
        output_column_name="place",
        comparison_levels=[
            cll.CustomLevel(unknown, "unknown").configure(is_null_level=True),
            cll.CustomLevel(f"street_l = street_r AND {same_town}", "same house"),
            cll.CustomLevel(f"jaro_winkler_similarity(street_l, street_r) >= 0.88 AND {same_town}", "house alike"),
            cll.CustomLevel("postcode_l = postcode_r", "same postcode"),
            cll.CustomLevel("city_l = city_r", "same town"),
            cll.ElseLevel(),
        ],
    )


def recordlinkage_pairs(subjects: Sequence[Subject]) -> Scored:
    """recordlinkage with its ECM classifier on string likenesses, on blocks like Splink's."""
    import recordlinkage as rl

    frame = table(subjects)
    filled = {name for name in frame.columns if frame[name].notna().any()}
    index = rl.Index()
    for rule in (
        ("email",),
        ("phone",),
        ("given", "family"),
        ("family", "postcode"),
        ("birthday",),
        ("street", "postcode"),
    ):
        if filled.issuperset(rule):
            index.block(list(rule))
    pairs = index.index(frame)
    compare = rl.Compare()
    for name in ("given", "family", "street", "city", "company", "extended"):
        if name in filled:
            compare.string(name, name, method="jarowinkler", threshold=0.88, label=name)
    for name in ("email", "phone", "birthday", "postcode", "state"):
        if name in filled:
            compare.exact(name, name, label=name)
    likenesses = compare.compute(pairs, frame)
    model = rl.ECMClassifier()
    model.fit(likenesses)
    scores = model.prob(likenesses)
    return [(min(a, b), max(a, b), float(score)) for (a, b), score in scores.items() if score > 0.01]


OTHERS: dict[str, Callable[[Sequence[Subject]], Scored]] = {
    "splink": splink_pairs,
    "recordlinkage": recordlinkage_pairs,
}
