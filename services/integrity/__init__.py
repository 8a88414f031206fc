"""Proof: what was stored is still there and unchanged, and anyone can check it without trusting who keeps it."""
