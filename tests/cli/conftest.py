"""The command `deskcrm` as a program calls it: words in, status, standard output and standard error out."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from deskcrm.cli import main


@dataclass(frozen=True)
class Answer:
    """What a call of the command came to."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The one JSON document of standard output."""
        return json.loads(self.out)


Call = Callable[..., Answer]


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    return tmp_path / "w.deskcrm"


@pytest.fixture
def call(workspace: Path, capsys: pytest.CaptureFixture[str]) -> Call:
    """Runs one command on the test's own workspace: `call("list", "--json")`."""

    def run(*words: object) -> Answer:
        capsys.readouterr()
        status = main(["--workspace", str(workspace), *map(str, words)])
        said = capsys.readouterr()
        return Answer(status, said.out, said.err)

    return run


@pytest.fixture
def ask(call: Call) -> Callable[..., Any]:
    """Runs one command that must go well, and answers its document."""

    def run(*words: object) -> Any:
        answer = call(*words, "--json")
        assert (answer.status, answer.err) == (0, "")
        return answer.json

    return run


@pytest.fixture
def customers(tmp_path: Path) -> Path:
    """A file of three customers, the last with a cell too many."""
    path = tmp_path / "customers.csv"
    path.write_text(
        "Customer ID,First name,Last name,Email,Phone\n"
        "C1,Anna,Weber,anna@example.com,030 23125043\n"
        "C2,Béla,Nagy,bela@example.com,\n"
        ",,,,\n"
        "C3,Cleo,Roy,,,slipped\n",
        encoding="utf-8",
    )
    return path
