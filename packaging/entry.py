"""Where the packaged DeskCRM begins: what `python -m` does from a checkout, one executable does for all."""

import multiprocessing
import runpy
import sys

from deskcrm.formats.confined import FROZEN_CHILD

READERS = ("deskcrm.formats.workbook",)
"""What may be asked of the executable as a child of limited memory: nothing else can be started this way."""


def main() -> int:
    """Runs a reader in a child, or the command `deskcrm`."""
    multiprocessing.freeze_support()
    if sys.argv[1:2] == [FROZEN_CHILD] and sys.argv[2:3] and sys.argv[2] in READERS:
        module = sys.argv[2]
        del sys.argv[1:3]
        runpy.run_module(module, run_name="__main__", alter_sys=True)
        return 0
    from deskcrm.cli import main as command

    return command()


if __name__ == "__main__":
    raise SystemExit(main())
