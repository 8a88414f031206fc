"""From a letter to a PDF that a screen reader can read and an archive can keep (PDF/A-2a and PDF/UA-1)."""

from __future__ import annotations

from datetime import UTC, datetime, time
from functools import cache
from importlib.resources import files

import msgspec
import typst

from services.case_service.letters.letter import Letter
from services.compliance.explain import day_text
from texts import text

WORDS = ("page", "of", "reference", "draft", "regards")


def pdf(letter: Letter) -> bytes:
    """The letter as PDF. The same letter always gives the same bytes."""
    data = {
        **msgspec.to_builtins(letter),
        "lang": letter.language.value,
        "date_text": day_text(letter.dated, letter.language),
        "dated": {"year": letter.dated.year, "month": letter.dated.month, "day": letter.dated.day},
        "words": {word: text(f"letter.{word}", letter.language) for word in WORDS},
    }
    return typst.compile(
        _template(),
        sys_inputs={"letter": msgspec.json.encode(data).decode()},
        format="pdf",
        pdf_standards=["a-2a", "ua-1"],
        ignore_system_fonts=True,
        timestamp=int(datetime.combine(letter.dated, time(12), UTC).timestamp()),
    )


@cache
def _template() -> bytes:
    return (files("services.case_service.letters") / "letter.typ").read_bytes()
