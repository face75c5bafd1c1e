"""The workspace file: tables, reads as pages, bulk writes. All SQL is here; domain objects leave, rows never do."""
