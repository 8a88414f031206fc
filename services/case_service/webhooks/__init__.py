"""Telling other systems that something happened, signed and without content; they come and ask for the rest themselves."""
