"""The pieces of the import wizard: its steps, pages, tables and the picker of fields."""
