"""The pages on which something is reported."""

from __future__ import annotations

from datetime import datetime

from flask import Blueprint

from events.local_time import OSLO

reporting = Blueprint("reporting", __name__)


@reporting.app_template_filter("local_moment")
def local_moment(at: datetime) -> str:
    """A moment as the clocks in Norway showed it: ``02.03.2026 kl. 10.15``."""
    return at.astimezone(OSLO).strftime("%d.%m.%Y kl. %H.%M")
