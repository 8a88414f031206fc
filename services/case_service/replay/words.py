"""The values of a state in words, as far as no name of a person is needed for them."""

from __future__ import annotations

from datetime import date, datetime
from enum import Enum
from typing import Any

from services.case_service.stage_words import stage_words
from services.compliance.explain import day_text, moment_text
from texts import Language, label, text


def value_text(value: Any, path: str, language: Language) -> str:
    """One value of the line with this path; an id as it stands."""
    match value:
        case bool():
            return text("reading.yes" if value else "reading.no", language)
        case datetime():
            return moment_text(value, language)
        case date():
            return day_text(value, language)
        case Enum() if type(value).__name__ != "Stage":
            return label(value, language)
    written = str(value)
    if path == "stage" or isinstance(value, Enum):
        return stage_words(written, language)
    return text(f"replay.state.{written}", language) if path.endswith(".stands") else written
