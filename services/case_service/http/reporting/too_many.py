"""What somebody reads who is asked to wait: a kind sentence, and whom to turn to meanwhile. Never a dead end for a child."""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus
from math import ceil

from flask import Response, abort, make_response, render_template

from services.case_service.http.reporting.flooding import Limit, the_limits
from services.case_service.http.web import the_web


def let_in_or_ask_to_wait(limits: Sequence[Limit]) -> None:
    """Abort with the page that asks to wait when one of the limits is full."""
    wait = the_limits().wait(limits, the_web().clock())
    if wait is None:
        return
    minutes = max(1, ceil(wait.total_seconds() / 60))
    answer: Response = make_response(render_template("reporting/too_many.html", minutes=minutes), HTTPStatus.TOO_MANY_REQUESTS)
    answer.headers["Retry-After"] = str(ceil(wait.total_seconds()))
    abort(answer)


def count(limits: Sequence[Limit]) -> None:
    """Count one more of each."""
    the_limits().count(limits, the_web().clock())
