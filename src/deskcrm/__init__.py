"""DeskCRM: every customer once, with their whole story."""

__version__ = "0.1.0"
