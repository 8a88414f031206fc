"""Open data: the released cubes as files that others read, with a description, and read-only SQL over them."""
