"""Published figures: fixed cubes, released once per period from what was recorded by then, with small numbers protected."""
