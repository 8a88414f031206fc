"""Reading what a request says: its body by the type that is asked for, its query by another."""

from __future__ import annotations

import re
from typing import Any, Final, TypeVar

import msgspec
from flask import abort, request

from services.case_service.http.api.refusing import ApiProblem
from services.case_service.http.api.strict_json import LONGEST_POINTER, NotStrictError, parse

StructT = TypeVar("StructT", bound=msgspec.Struct)

MEDIA_TYPE: Final = "application/json"
PLACE: Final = re.compile(r" - at (?:key in )?`\$(?P<path>[^`]*)`$")
STEP: Final = re.compile(r"\.(?P<name>[^.\[]+)|\[(?P<number>\d+)\]")
MISSING: Final = re.compile(r"Object missing required field `(?P<name>[a-z_]+)`")
EXPECTED: Final = re.compile(r"Expected `(?P<expected>[a-z0-9_| ]+)`")


def read_body(kind: type[StructT]) -> StructT:
    """The body of this request as a ``kind``.

    Raises ApiProblem: 415 for another media type, 400 for what is no plain JSON, 422 for what does not fit.
    """
    if request.mimetype != MEDIA_TYPE:
        raise ApiProblem("media_type", 415)
    try:
        found = parse(_whole_body())
    except NotStrictError as error:
        raise ApiProblem(error.code, 400, pointer=error.pointer) from error
    return convert(found, kind)


def _whole_body() -> bytes:
    """The bytes of the body. One that does not state its length is cut off at the limit: it is refused, and not read in part."""
    body = request.get_data(cache=False)
    if len(body) == request.max_content_length:
        abort(413)
    return body


def read_query(kind: type[StructT]) -> StructT:
    """The query of this request as a ``kind``. Raises ApiProblem 400 that names the parameter."""
    given = request.args.to_dict()
    try:
        return msgspec.convert(given, kind, strict=False)
    except msgspec.ValidationError as error:
        code, pointer, values = _what_is_wrong(error, "")
        raise ApiProblem(code, 400, parameter=pointer.removeprefix("/"), values=values) from error


def convert(found: Any, kind: type[StructT], under: str = "") -> StructT:
    """``found`` as a ``kind``; ``under`` is the pointer to where it stands in the body. Raises ApiProblem 422."""
    try:
        return msgspec.convert(found, kind)
    except msgspec.ValidationError as error:
        code, pointer, values = _what_is_wrong(error, under)
        raise ApiProblem(code, 422, pointer=pointer, values=values) from error


def _what_is_wrong(error: msgspec.ValidationError, under: str) -> tuple[str, str, dict[str, str]]:
    """The code, the pointer and the values of the text. What was sent is not repeated in it."""
    message = str(error)
    place = PLACE.search(message)
    steps = STEP.finditer(place["path"]) if place else iter(())
    pointer = under + "".join(f"/{step['name'] or step['number']}" for step in steps)
    if missing := MISSING.match(message):
        return "missing", f"{pointer}/{missing['name']}"[:LONGEST_POINTER], {}
    if message.startswith("Object contains unknown field"):
        return "unknown_field", pointer[:LONGEST_POINTER], {}
    if expected := EXPECTED.match(message):
        return "wrong_type", pointer[:LONGEST_POINTER], {"expected": expected["expected"].strip()}
    return "wrong_value", pointer[:LONGEST_POINTER], {}
