"""What duties, steps, kinds and months are called."""

from __future__ import annotations

from datetime import date

from dashboards.pages.wording import listed
from texts import Language, text


def duty_name(duty: str, language: Language) -> str:
    """A duty as it stands above a column."""
    return text(f"dashboard.responses.duty.{duty}", language)


def step_name(step: str, language: Language) -> str:
    """A step from first knowledge."""
    return text(f"dashboard.responses.step.{step}", language)


def avvik_kind(kind: str, language: Language) -> str:
    """A kind of avvik as it begins a line."""
    return listed("AvvikKind", kind, language)


def signal(*, is_silent: bool | None, language: Language) -> str:
    """What a school's few cases say beside those of others; None where there are no others."""
    name = {True: "silent", False: "not_silent", None: "not_compared"}[is_silent]
    return text(f"dashboard.responses.{name}", language)


def month_name(month: date, language: Language) -> str:
    """A month, short: ``aug. 25``."""
    return f"{text(f'page.month.short.{month.month}', language)} {month.year % 100:02d}"
