"""The services from a terminal: `main` is the command `deskcrm`; one module for each group of commands."""

from deskcrm.cli.program import main

__all__ = ["main"]
