"""Style sheets, scripts, pictures and letters: kept by the browser for good, because their address changes with their content."""

from __future__ import annotations

import re
from functools import cache
from hashlib import sha256
from http import HTTPStatus
from pathlib import Path
from typing import Any, Final

from flask import Flask, Response, abort, request

ENDPOINT = "static"
VERSION = "v"
FOR_GOOD = "public, max-age=31536000, immutable"
A_WEEK = "public, max-age=604800"

SCRIPTS = "js"
IMPORTED: Final = re.compile(r'(?<= from "\./)\w+\.js(?=";)')
"""The name of a script in what another says of it."""

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


class Scripts:
    """A folder of scripts as they are sent: what one of them imports, it asks for by an address that names the content.

    By their bare names a browser would ask for each of them anew with every page. None may import one that imports it.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._written = cache(lambda name, _changed: (folder / name).read_text(encoding="utf-8"))

    def sent(self, name: str) -> bytes:
        """The script of that name. Raises OSError when there is none."""
        written = self._written(name, _changed(self.folder / name))
        return IMPORTED.sub(lambda other: f"{other.group()}?{VERSION}={_digest(self.sent(other.group()))}", written).encode()

    def answer(self, name: str) -> Response:
        """The script as an answer to a browser, which may have it already; 404 when there is none."""
        try:
            script = Response(self.sent(name), mimetype="text/javascript")
        except (OSError, ValueError):  # the latter of a name that no file can have
            abort(HTTPStatus.NOT_FOUND)
        script.cache_control.no_cache = True
        script.add_etag()
        script.make_conditional(request)
        return script


def version_static_files(app: Flask) -> None:
    """Let addresses of static files name the content, and let browsers keep what they have got by such an address."""
    folder = Path(app.static_folder or "")
    scripts = Scripts(folder / SCRIPTS)
    digest_of = cache(lambda file, _changed: _digest(file.read_bytes()))

    @app.url_defaults
    def name_the_content(endpoint: str, values: dict[str, Any]) -> None:
        if endpoint == ENDPOINT and VERSION not in values:
            file = folder / str(values["filename"])
            if file.is_file():
                is_script = file.parent == scripts.folder
                values[VERSION] = _digest(scripts.sent(file.name)) if is_script else digest_of(file, _changed(file))

    def send(filename: str) -> Response:
        file = folder / filename
        return scripts.answer(file.name) if file.parent == scripts.folder else app.send_static_file(filename)

    app.view_functions[ENDPOINT] = send
    app.after_request(_keep)


def _keep(response: Response) -> Response:
    if request.endpoint == ENDPOINT and response.status_code in {HTTPStatus.OK, HTTPStatus.NOT_MODIFIED}:
        if VERSION in request.args:
            response.headers["Cache-Control"] = FOR_GOOD
        elif response.mimetype == "font/woff2":  # named by a style sheet, which knows no version
            response.headers["Cache-Control"] = A_WEEK
    return response


def _changed(file: Path) -> int:
    """When a file was changed: a part of what is remembered of it, so one that changes while the server runs gets a new address."""
    return file.stat().st_mtime_ns


def _digest(content: bytes) -> str:
    return sha256(content).hexdigest()[:12]
