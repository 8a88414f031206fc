"""The log for process analysis, for those who lead."""

from __future__ import annotations

from services.case_service.http.process_export.pages import process_export

__all__ = ["process_export"]
