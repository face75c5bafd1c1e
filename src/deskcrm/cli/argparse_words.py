"""argparse's own sentences in the owner's language: it looks them up in gettext's text domain, which is ours then."""

from __future__ import annotations

import gettext
import os
from pathlib import Path
from typing import Final

from deskcrm import languages
from deskcrm.languages import english, language, trn

_DOMAIN: Final = "deskcrm"

SENTENCES: Final = (
    english("usage: "),
    english("positional arguments"),
    english("options"),
    english("show this help message and exit"),
    english("argument %(argument_name)s: %(message)s"),
    english("the following arguments are required: %s"),
    english("unrecognized arguments: %s"),
    english("invalid choice: %(value)r (choose from %(choices)s)"),
    english("invalid %(type)s value: %(value)r"),
    english("expected one argument"),
    english("expected at least one argument"),
    english("expected at most one argument"),
    trn("expected %s argument", "expected %s arguments", 1),
    english("not allowed with argument %s"),
    english("one of the arguments %s is required"),
    english("ambiguous option: %(option)s could match %(matches)s"),
    english("ignored explicit argument %r"),
)
"""What argparse says of a command line (CPython, Lib/argparse.py), here so that it is gathered for translation."""


def speak() -> None:
    """Have argparse speak the language of this process; English it speaks by itself."""
    spoken = language()
    if spoken == "en":
        return
    os.environ["LANGUAGE"] = spoken  # from where gettext takes it (Python documentation, gettext.find)
    gettext.bindtextdomain(_DOMAIN, str(Path(languages.__file__).parent))
    gettext.textdomain(_DOMAIN)
