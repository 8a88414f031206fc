"""Style sheets, scripts, pictures and letters: kept by the browser for good, because their address changes with their content."""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from http import HTTPStatus
from pathlib import Path
from typing import Any

from flask import Flask, Response, request

ENDPOINT = "static"
VERSION = "v"
FOR_GOOD = "public, max-age=31536000, immutable"
A_WEEK = "public, max-age=604800"

COMPONENTS = "vendor/designsystemet/components.css"
STYLE_SHEETS = (
    "css/tokens.css",
    "css/fonts.css",
    "vendor/designsystemet/theme.css",
    COMPONENTS,
    "css/base.css",
    "css/shell.css",
    "css/page.css",
    "css/fields.css",
    "css/show.css",
    "css/signing_in.css",
)
"""What every page loads, in this order. Designsystemet lies in a layer, so Varde's own rules win over it."""

STYLE_SHEETS_WITH_CHARTS = tuple("vendor/designsystemet/with-charts.css" if name == COMPONENTS else name for name in STYLE_SHEETS)
"""What a page with charts loads: of Designsystemet the button alone (see tools/frontend.sh)."""


def version_static_files(app: Flask) -> None:
    """Let addresses of static files name the content, and let browsers keep what they have got by such an address."""
    folder = Path(app.static_folder or "")

    @cache
    def digest(name: str, changed: int) -> str:
        del changed  # a part of the key: a file that changes while the server runs gets a new address
        return sha256((folder / name).read_bytes()).hexdigest()[:12]

    @app.url_defaults
    def name_the_content(endpoint: str, values: dict[str, Any]) -> None:
        if endpoint == ENDPOINT and VERSION not in values:
            file = folder / str(values["filename"])
            if file.is_file():
                values[VERSION] = digest(str(values["filename"]), file.stat().st_mtime_ns)

    @app.after_request
    def keep(response: Response) -> Response:
        if request.endpoint == ENDPOINT and response.status_code in {HTTPStatus.OK, HTTPStatus.NOT_MODIFIED}:
            if VERSION in request.args:
                response.headers["Cache-Control"] = FOR_GOOD
            elif response.mimetype == "font/woff2":  # named by a style sheet, which knows no version
                response.headers["Cache-Control"] = A_WEEK
        return response
