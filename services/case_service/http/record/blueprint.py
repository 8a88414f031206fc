"""The group of pages on which something is recorded in a matter."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from flask import Blueprint, request

from events.local_time import OSLO

record_pages = Blueprint("record", __name__)

LARGEST_FORM: Final = 1024 * 1024
"""Bytes of a form without files: several texts of the greatest length, each letter escaped."""


@record_pages.url_value_preprocessor
def give_room(_endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """Long minutes are longer than what other pages take. This runs before anything reads the form."""
    request.max_content_length = LARGEST_FORM
    request.max_form_memory_size = LARGEST_FORM
    request.max_form_parts = 2000


@record_pages.app_template_filter("clock_and_day")
def clock_and_day(moment: datetime) -> str:
    """A moment on Norwegian clocks, as 03.09.2026 kl. 10.45."""
    return moment.astimezone(OSLO).strftime("%d.%m.%Y kl. %H.%M")
