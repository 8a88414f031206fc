"""Law and plans as data: rulebooks, the calendar, and what they make of a history."""
