"""Item models over arrays of ids."""
