"""Letters and plans on paper: a text that the municipality can change, filled in from the case, set as tagged PDF."""
