"""Texts that a spreadsheet would run as formulas get an apostrophe before them."""

from __future__ import annotations

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")
"""A spreadsheet runs a cell that begins so, also behind spaces (CWE-1236)."""
SPACES = " \u00a0\u202f\u2007\u3000\ufeff"


def defused(value: str) -> str:
    """The text, safe in a spreadsheet. A fullwidth sign counts as the sign: some programs take it for one."""
    begins = value.lstrip(SPACES).translate({0xFF1D: "=", 0xFF0B: "+", 0xFF0D: "-", 0xFF20: "@"})
    return f"'{value}" if begins.startswith(FORMULA_STARTS) or value.startswith(FORMULA_STARTS) else value
