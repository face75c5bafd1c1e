"""`python -m deskcrm`: the same as the command `deskcrm`."""

from deskcrm.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
