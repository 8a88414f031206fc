"""How long a browser keeps the dashboards' scripts and style sheets: so that five megabytes come once and not with every page."""

from __future__ import annotations

from http import HTTPStatus

from flask import Flask, Response, request

from dashboards.kit.links import PREFIX

FOR_GOOD = "private, max-age=31536000, immutable"
ASK_FIRST = "private, no-cache"
"""Kept, and asked for at each use whether it is still the same."""

CHANGED = "m"
"""The part of an address in which Dash says when the file was changed: another file has another address."""


def keep_files(server: Flask) -> None:
    """Let browsers keep what makes the pages, not what stands on them; also when they asked again and nothing had changed."""

    @server.after_request
    def keep(response: Response) -> Response:
        if response.status_code in {HTTPStatus.OK, HTTPStatus.NOT_MODIFIED}:
            if request.path.startswith(f"{PREFIX}assets/") and CHANGED in request.args:
                response.headers["Cache-Control"] = FOR_GOOD
            elif request.path.startswith(f"{PREFIX}_dash-component-suites/"):
                response.headers.setdefault("Cache-Control", ASK_FIRST)
        return response
