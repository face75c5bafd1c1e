"""Bytes to source rows and back. Knows the domain and nothing of windows or stores."""
