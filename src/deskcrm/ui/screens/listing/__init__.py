"""The parts of the lists of people and companies."""
