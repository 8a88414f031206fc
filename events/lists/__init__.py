"""The closed lists of the field: every value is a permanent code, and its text stands in the text catalogue."""
