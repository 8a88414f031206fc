"""The pages of the case service: login, language, errors, and the frame in which other pages are shown."""
