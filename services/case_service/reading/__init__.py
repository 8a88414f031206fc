"""From any fact to lines that people read: labels, values in words, names for ids. Pure."""

from services.case_service.reading.line import Line, Shown, Whom
from services.case_service.reading.lines import lines_of

__all__ = ["Line", "Shown", "Whom", "lines_of"]
