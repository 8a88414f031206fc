"""The offline verifier: one file that needs nothing of Varde, and is handed out as it is."""
