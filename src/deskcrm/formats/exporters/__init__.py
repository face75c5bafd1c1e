"""The profiles of known exporters, a TOML file each beside this one (`domain.mapping.exporters` says what is in it)."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from deskcrm.domain.mapping.exporters import Exporter, exporter_of


@cache
def known() -> tuple[Exporter, ...]:
    """All of them in the order in which they are tried; read when first asked for."""
    stated = profiles()
    made: dict[str, Exporter] = {}
    for name in sorted(stated, key=lambda name: "like" in stated[name]):
        like = stated[name].get("like")
        made[name] = exporter_of(stated[name], made[like] if like else None)
    return tuple(made[name] for name in sorted(made, key=lambda name: (made[name].rank, name)))


def profiles() -> dict[str, dict[str, Any]]:
    """What the files state, by their names."""
    here = files(__name__)
    return {
        file.name.removesuffix(".toml"): tomllib.loads(file.read_text(encoding="utf-8"))
        for file in here.iterdir()
        if file.name.endswith(".toml")
    }
