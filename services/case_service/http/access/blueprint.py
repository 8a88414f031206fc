"""The group of pages about access."""

from __future__ import annotations

from datetime import datetime

from flask import Blueprint

from events.local_time import OSLO

access = Blueprint("access", __name__)


@access.app_template_filter("local_day")
def local_day(moment: datetime) -> str:
    """The day on Norwegian calendars, as 03.09.2026."""
    return moment.astimezone(OSLO).strftime("%d.%m.%Y")


@access.app_template_filter("local_time")
def local_time(moment: datetime) -> str:
    """Day and time on Norwegian clocks, as 03.09.2026 kl. 10.45."""
    return moment.astimezone(OSLO).strftime("%d.%m.%Y kl. %H.%M")
