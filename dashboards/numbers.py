"""Numbers and dates as people write them: ``1 234,5``, ``31.12.2026`` in Norwegian, ``1,234.5`` and ``31 Dec 2026`` in English."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from texts import Language, text

NARROW_SPACE = "\u202f"
HARD_SPACE = "\u00a0"
DASH = "\u2013"
OSLO = ZoneInfo("Europe/Oslo")
HOURS_PER_DAY = 24


def number(value: float, language: Language, decimals: int = 0) -> str:
    """A number with ``decimals`` and its thousands set apart."""
    plain = f"{value:,.{decimals}f}"
    if language is Language.ENGLISH:
        return plain
    return plain.replace(",", NARROW_SPACE).replace(".", ",")


def percent(share: float, language: Language) -> str:
    """A share from 0 to 1 in whole per cent. Less than everything never reads as 100, and something never as 0."""
    whole = round(share * 100)
    if whole == 100 and share < 1:  # noqa: PLR2004  (per cent)
        whole = 99
    if whole == 0 and share > 0:
        whole = 1
    return f"{whole}%" if language is Language.ENGLISH else f"{whole}{HARD_SPACE}%"


def kroner(amount: float, language: Language) -> str:
    """An amount in whole kroner."""
    written = number(amount, language)
    return f"NOK{HARD_SPACE}{written}" if language is Language.ENGLISH else f"{written}{HARD_SPACE}kr"


def day(value: date, language: Language) -> str:
    """A day."""
    if language is Language.ENGLISH:
        return f"{value.day} {text(f'page.month.short.{value.month}', language)} {value.year}"
    return value.strftime("%d.%m.%Y")


def moment(value: datetime, language: Language) -> str:
    """A moment in Norwegian time, to the minute."""
    local = value.astimezone(OSLO)
    return f"{day(local.date(), language)} {text('dashboard.at', language)} {local:%H:%M}"
