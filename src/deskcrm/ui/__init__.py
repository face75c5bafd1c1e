"""The window. It reaches the rest through desk.py only."""
