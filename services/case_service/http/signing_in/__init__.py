"""Coming in: through a login provider or with a password, and the second factor that opens what is confidential."""
