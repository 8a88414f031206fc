"""What a program is told when something is refused: RFC 9457, with a permanent code and a sentence in its reader's language."""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any, Final

import msgspec
from flask import Response, request

API: Final = "/api/"
MEDIA_TYPE: Final = "application/problem+json"

CODES: Final = {413: "content_too_large", 422: "unprocessable_content"}
"""The statuses that versions of Python name differently."""


class Fault(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One thing that is wrong with what was sent.

    ``pointer`` is where in the body it stands (RFC 6901), ``parameter`` the name of the query's or the header's field.
    ``code`` never changes and is never used for anything else.
    """

    code: str
    detail: str
    pointer: str | None = None
    parameter: str | None = None


class Problem(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Why nothing was done (RFC 9457). ``code`` never changes; ``version`` is the matter's version now, when that is the reason."""

    type: str
    status: int
    title: str
    detail: str
    code: str
    errors: tuple[Fault, ...] = ()
    version: int | None = None


def asks_api() -> bool:
    """Whether a program asks: it is answered with JSON, whatever it says it would like."""
    return request.path.startswith(API)


def problem_response(
    status: HTTPStatus,
    *,
    title: str,
    detail: str,
    code: str | None = None,
    errors: Sequence[Fault] = (),
    version: int | None = None,
    headers: dict[str, Any] | None = None,
) -> Response:
    """The answer. Where no ``code`` is given it is the name of the status."""
    problem = Problem(
        type="about:blank",
        status=status.value,
        title=title,
        detail=detail,
        code=code or CODES.get(status.value, status.name.lower()),
        errors=tuple(errors),
        version=version,
    )
    answer = Response(msgspec.json.encode(problem), status=status.value, mimetype=MEDIA_TYPE, headers=headers)
    if status is HTTPStatus.UNAUTHORIZED and asks_api():
        answer.headers["WWW-Authenticate"] = "Bearer"
    return answer
