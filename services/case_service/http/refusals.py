"""Every refusal is logged: which view, about what and to whom. Ids alone: what was sent stands in no log."""

from __future__ import annotations

import logging
from typing import Final
from uuid import UUID

from flask import Flask, Response, g, request

log = logging.getLogger(__name__)

REFUSED: Final = frozenset({400, 403, 404, 405, 413, 415, 429})
"""What people do wrong in a form (422), what changed meanwhile (412) and who has to log in first (401) are no refusals."""


def log_refusals(app: Flask) -> None:
    """Log what ``app`` refuses. An address that is nowhere is no view, and is not told of."""

    @app.after_request
    def tell(response: Response) -> Response:
        if response.status_code in REFUSED and request.endpoint is not None:
            log.warning("%d: %s %s%s to %s", response.status_code, request.method, request.endpoint, _about(), _whom())
        return response


def _about() -> str:
    values = request.view_args or {}
    return "".join(f" {name}={value}" for name, value in values.items() if isinstance(value, UUID))


def _whom() -> str:
    """The person, when the request got as far as asking who it is."""
    login = g.get("signed_in")
    return "nobody" if login is None else str(login.account.person)
