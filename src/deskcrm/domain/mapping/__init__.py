"""What the columns of a file mean: proposed from its headers and sample rows, with the reason in words."""
