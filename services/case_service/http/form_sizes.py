"""How large a form may be: more than other pages take where it has to be, and as large as files only where it brings files."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from flask import Blueprint, Flask, request

PLAIN = "application/x-www-form-urlencoded"


def make_room(
    group: Blueprint, largest: int, *, at: Collection[str] = (), text: int | None = None, fields: int | None = None
) -> None:
    """Let a group of pages, or those ``at`` some of its endpoints, take more than other pages do.

    ``largest`` counts the bytes of a whole request and ``text`` those of its fields without files; ``fields`` is how many they
    may be. It holds before anything reads the form.
    """
    widened = {f"{group.name}.{endpoint}" for endpoint in at}

    @group.url_value_preprocessor
    def widen(endpoint: str | None, _values: dict[str, Any] | None) -> None:
        if widened and endpoint not in widened:
            return
        request.max_content_length = largest
        if text is not None:
            request.max_form_memory_size = text
        if fields is not None:
            request.max_form_parts = fields


def limit_plain_forms(app: Flask) -> None:
    """Hold a form without files to what its page takes of text.

    Werkzeug holds the text fields of a multipart form to that itself. A plain one it reads whole and takes apart at once:
    a million fields in what a photo may weigh keep a worker busy for ten seconds.
    """

    @app.before_request
    def limit() -> None:
        text, whole = request.max_form_memory_size, request.max_content_length
        if request.mimetype == PLAIN and text is not None and (whole is None or text < whole):
            request.max_content_length = text
