"""A case with Statsforvalteren on one page: what is asked and ordered, by when, how it stands, and what a fine amounts to."""
