"""Closed lists as choices of a form, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from services.case_service.http.languages import current_language
from texts import label


def options(values: Iterable[StrEnum]) -> list[tuple[str, str]]:
    """Value and text of each, in the order given; the text begins with a capital letter."""
    language = current_language()
    return [(one.value, _capital(label(one, language))) for one in values]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
