"""The witness: a small program that another organisation runs, and that remembers how a municipality's log stood."""
