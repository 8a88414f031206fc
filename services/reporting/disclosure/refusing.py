"""What is refused to whoever may see protected figures alone."""

from __future__ import annotations


class PeriodNotPublishedError(ValueError):
    """Protected figures are given for whole school years, of what is released; other cuts could be subtracted."""
