"""Taking the raw rows of a file in: what each row says, given what its columns mean."""
