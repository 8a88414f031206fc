"""How schools respond: what the pages of the municipality and of a school have in common."""
