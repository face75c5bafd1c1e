"""Where the packaged DeskCRM begins: what `python -m` does from a checkout, one executable does for all.

What only a child needs is imported there: the window's first paint waits for every module.
"""

import re
import sys

READERS = ("deskcrm.formats.workbook",)
"""What may be asked of the executable as a child of limited memory: nothing else can be started this way."""

_TRACKER = re.compile(r"from multiprocessing\.resource_tracker import main;\s*main\((\d+)\)")
"""How `multiprocessing` has Python keep account of what its children share: resource_tracker.ensure_running."""


def main() -> int:
    """Runs a reader in a child, a child of `multiprocessing`, or the command `deskcrm`."""
    words = sys.argv[1:]
    if words[1:2] and words[1] in READERS and _is_asked_to_read(words[0]):
        _read(words[1])
    elif words[:1] == ["--multiprocessing-fork"]:
        from multiprocessing.spawn import freeze_support

        freeze_support()
    elif "-c" in words and (asked := _TRACKER.fullmatch(words[-1])):
        from multiprocessing.resource_tracker import main as track

        track(int(asked[1]))
    else:
        from deskcrm.cli import main as command

        return command()
    return 0


def _is_asked_to_read(word: str) -> bool:
    from deskcrm.formats.confined import FROZEN_CHILD

    return word == FROZEN_CHILD


def _read(module: str) -> None:
    import runpy

    del sys.argv[1:3]
    runpy.run_module(module, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    raise SystemExit(main())
