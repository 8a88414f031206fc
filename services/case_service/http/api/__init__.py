"""The JSON API: the same commands, the same rights and the same refusals as the pages. Its OpenAPI document is made from it."""

from services.case_service.http.api import catalogues, lists, matters, replay, writing
from services.case_service.http.api.blueprint import api
from services.case_service.http.api.openapi import document

__all__ = ["api", "catalogues", "document", "lists", "matters", "replay", "writing"]
