"""Telling people that something waits for them, in Varde and by e-mail, and never what it is about."""
