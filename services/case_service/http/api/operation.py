"""One operation of the API: declared once, it becomes the route and its part of the OpenAPI document."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, Final, Literal

import msgspec
from flask import Response

from services.case_service.http.api.blueprint import api
from services.case_service.http.rights import Right, needs

Method = Literal["GET", "POST"]

OF_ALL: Final = (400, 401, 403, 404, 405, 500, 503)
"""What any operation can answer."""

OF_WRITING: Final = (412, 413, 415, 422, 428)


class Reply(msgspec.Struct, frozen=True, kw_only=True):
    """What an operation answers, with headers."""

    body: msgspec.Struct | Mapping[str, Any]
    headers: Mapping[str, str] = {}


class Operation(msgspec.Struct, frozen=True, kw_only=True):
    """One operation.

    ``path`` is Flask's rule below /api/v1. ``answer`` is the type of its answer (None: any JSON object), ``status`` what comes
    with it; ``query`` the type of its query, ``body`` that of its body. ``topics``: the facts that the address can name; the
    body's ``fact`` is of that kind.
    """

    name: str
    method: Method
    path: str
    summary: str
    right: Right
    answer: type[msgspec.Struct] | None
    status: int
    query: type[msgspec.Struct] | None
    body: type[msgspec.Struct] | None
    topics: Callable[[], tuple[str, ...]] | None
    etag: bool

    @property
    def refusals(self) -> tuple[int, ...]:
        """The statuses it can refuse with."""
        return tuple(sorted((*OF_ALL, *(OF_WRITING if self.method == "POST" else ()))))


OPERATIONS: Final[list[Operation]] = []


def operation(
    method: Method,
    path: str,
    *,
    right: Right,
    answer: type[msgspec.Struct] | None,
    query: type[msgspec.Struct] | None = None,
    body: type[msgspec.Struct] | None = None,
    topics: Callable[[], tuple[str, ...]] | None = None,
    etag: bool = False,
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Serve a function as an operation. Its docstring's first sentence is what the document says of it."""

    def register(view: Callable[..., Any]) -> Callable[..., Any]:
        one = Operation(
            name=view.__name__,
            method=method,
            path=path,
            summary=(view.__doc__ or "").partition("\n")[0],
            right=right,
            answer=answer,
            status=201 if method == "POST" else 200,
            query=query,
            body=body,
            topics=topics,
            etag=etag,
        )
        OPERATIONS.append(one)

        @wraps(view)
        def served(**path_values: Any) -> Response:
            found = view(**path_values)
            reply = found if isinstance(found, Reply) else Reply(body=found)
            return Response(
                msgspec.json.encode(reply.body), status=one.status, mimetype="application/json", headers=dict(reply.headers)
            )

        api.add_url_rule(path, endpoint=one.name, view_func=needs(right)(served), methods=[method])
        return view

    return register


def etag_of(version: int) -> dict[str, str]:
    """The version as the header that a later ``If-Match`` repeats."""
    return {"ETag": f'"{version}"'}
