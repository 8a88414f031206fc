"""The rulebooks: law, guidance and plans to read, and plans of the municipality's own to write, try and adopt."""

from services.case_service.http.rulebooks import adopting, reading_pages, writing
from services.case_service.http.rulebooks.blueprint import rulebooks

__all__ = ["adopting", "reading_pages", "rulebooks", "writing"]
