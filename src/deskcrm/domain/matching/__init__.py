"""The matcher: what makes two people, or two companies, probably one, with its evidence in words (docs/matching.md)."""
