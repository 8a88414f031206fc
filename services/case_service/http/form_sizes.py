"""Only a form that brings files may be as large as files are."""

from __future__ import annotations

from flask import Flask, request

PLAIN = "application/x-www-form-urlencoded"


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
