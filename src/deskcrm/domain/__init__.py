"""What the words mean: fields, facts, unify, matching, changes and errors. Pure: no I/O, no Qt, no SQL."""
