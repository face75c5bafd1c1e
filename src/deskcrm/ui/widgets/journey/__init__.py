"""The picture of a journey, painted by hand."""
