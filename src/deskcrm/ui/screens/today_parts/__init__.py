"""The parts of the screen Today."""
