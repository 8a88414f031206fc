"""/integrity/*: checkpoint, keys, proof of consistency; and where a witness hands its cosignature over.

Text as in C2SP tlog-checkpoint and signed-note: no event, case or person can be read from it, only how many events there are.
"""

from __future__ import annotations

import base64
from http import HTTPStatus
from typing import Final

from flask import Response, abort, request

from services.case_service.http.integrity.blueprint import integrity
from services.case_service.http.rights import Right, needs
from services.case_service.http.web import the_desk
from services.integrity.keeping.keeper import UnknownWitnessError, take_cosignature
from services.integrity.merkle import NoSuchProofError
from services.integrity.notes.errors import NoteError

TEXT: Final = "text/plain; charset=utf-8"
MOST_DIGITS: Final = 15


@integrity.get("/checkpoint")
@needs(Right.ANYONE)
def checkpoint() -> Response:
    """The newest checkpoint with all its signatures. 404 before the log was signed."""
    kept = the_desk().integrity.book.last()
    if kept is None:
        abort(404)
    return Response(kept.note.encoded(), content_type=TEXT)


@integrity.get("/keys")
@needs(Right.ANYONE)
def keys() -> Response:
    """The list of the log's public keys. Whoever relies on it asks for it by another way, too."""
    try:
        return Response(the_desk().integrity.files.keys().text, content_type=TEXT)
    except NoteError:
        abort(404)


@integrity.get("/consistency")
@needs(Right.ANYONE)
def consistency() -> Response:
    """The proof that the log of ``new`` events, as it was signed, begins with ``old``: a hash in base64 on each line."""
    old, new = _size("old"), _size("new")
    desk = the_desk()
    if desk.integrity.book.of_size(new) is None:
        abort(404)
    try:
        proof = desk.store.consistency(old, new)
    except NoSuchProofError:
        abort(404)
    return Response("".join(f"{base64.b64encode(one).decode()}\n" for one in proof), content_type=TEXT)


@integrity.post("/cosignature")
@needs(Right.ANYONE)
def cosignature() -> tuple[str, int]:
    """Take the cosignature of a witness that this municipality knows; 403 for any other. No other login is asked for."""
    size, desk = _size("size"), the_desk()
    try:
        witnesses = [one.key for one in desk.integrity.witnesses()]
        take_cosignature(desk.integrity.book, witnesses, size, request.get_data(as_text=True), desk.clock())
    except (UnknownWitnessError, NoteError):
        abort(403)
    return "", HTTPStatus.NO_CONTENT


def _size(name: str) -> int:
    given = request.args.get(name, "")
    if not (given.isascii() and given.isdigit() and len(given) <= MOST_DIGITS):
        abort(400)
    return int(given)
