"""Alembic's scripts, which never import the live tables, and the one place that runs them."""
