"""The replay of a matter: what was so, was known or was written down at any of its events and moments."""

from services.case_service.http.replay.page import replay_pages

__all__ = ["replay_pages"]
