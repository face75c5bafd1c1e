"""Pure functions that understand the value of one cell: text, emails, phones, dates, money, names, addresses."""
