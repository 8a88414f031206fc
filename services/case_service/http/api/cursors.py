"""Where the next page of a list begins: a mark that only this server can make. Whoever gets it can read it."""

from __future__ import annotations

from typing import Annotated, Any, Final

import msgspec
from flask import url_for
from itsdangerous import BadSignature, URLSafeSerializer

from services.case_service.http.api.refusing import ApiProblem
from services.case_service.http.web import the_web

MOST: Final = 200
USUAL: Final = 50

Limit = Annotated[int, msgspec.Meta(ge=1, le=MOST, description="The most items on a page.")]
Cursor = Annotated[str, msgspec.Meta(min_length=1, max_length=500, description="The next page's mark, from the page before.")]


def mark(place: object, of: str) -> str:
    """The mark of a place in the list named ``of``."""
    return str(_signer(of).dumps(place))


def place(cursor: str | None, of: str) -> Any:
    """The place that a mark stands for; None without one. Raises ApiProblem 400 for a mark that was not made for this list."""
    if cursor is None:
        return None
    try:
        return _signer(of).loads(cursor)
    except BadSignature:
        raise ApiProblem("cursor", 400, parameter="cursor") from None


def link(operation: str, cursor: str | None, **given: object) -> dict[str, str]:
    """The header that leads to the next page (RFC 8288)."""
    if cursor is None:
        return {}
    url = url_for(f"api.{operation}", cursor=cursor, **{name: value for name, value in given.items() if value is not None})  # type: ignore[arg-type]
    return {"Link": f'<{url}>; rel="next"'}


def _signer(of: str) -> URLSafeSerializer:
    return URLSafeSerializer(the_web().settings.secret_key, salt=f"varde api cursor {of}")
