"""DeskCRM: every customer once, with their whole story."""
