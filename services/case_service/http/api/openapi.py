"""The OpenAPI 3.1 document, made from the operations and the types of what they take and answer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from http import HTTPStatus
from typing import Any, Final

import msgspec

from events.base import by_topic
from services.case_service.http.api.operation import OPERATIONS, Operation
from services.case_service.http.problem_details import MEDIA_TYPE, Problem
from services.case_service.http.rights import Right

VERSION: Final = "1.0.0"
REF: Final = "#/components/schemas/{name}"
RULE: Final = re.compile(r"<(?:(?P<kind>\w+):)?(?P<name>\w+)>")

HEADERS: Final = {
    "Idempotency-Key": (
        {"type": "string", "pattern": "^[!-~]{8,200}$"},
        "Made by the sender for this act; sent again, it gets the first answer and records nothing.",
    ),
    "If-Match": ({"type": "string", "pattern": '^"[0-9]{1,9}"$'}, "The ETag of the matter as it was read (RFC 9110 § 13.1.1)."),
}
ETAG: Final = {"ETag": {"description": "The matter's version.", "schema": {"type": "string", "pattern": '^"[0-9]+"$'}}}

DESCRIPTION: Final = """\
The same commands, rights and refusals as the pages. Refusals are RFC 9457 problems with a permanent `code`; sentences are in the
language of `Accept-Language` (nb, nn, en). A matter that one may not see is answered like one that does not exist.
"""


def document() -> dict[str, Any]:
    """The document, ready to be written as JSON."""
    types = [one for each in OPERATIONS for one in (each.answer, each.body) if one is not None]
    facts = {topic: by_topic(topic).cls for each in OPERATIONS if each.topics for topic in each.topics()}
    _, schemas = msgspec.json.schema_components([*types, Problem, *facts.values()], ref_template=REF)
    paths: dict[str, Any] = {}
    for each in OPERATIONS:
        for path, described in _described(each):
            paths.setdefault(path, {})[each.method.lower()] = described
    return {
        "openapi": "3.1.0",
        "info": {"title": "Varde", "version": VERSION, "description": DESCRIPTION},
        "servers": [{"url": "/api/v1"}],
        "security": [{"token": []}, {"session": []}],
        "paths": dict(sorted(paths.items())),
        "components": {
            "schemas": dict(sorted(msgspec.to_builtins(schemas).items())),
            "securitySchemes": {
                "token": {"type": "http", "scheme": "bearer", "description": "A token of `varde token issue`."},
                "session": {
                    "type": "apiKey",
                    "in": "cookie",
                    "name": "__Host-varde",
                    "description": "The session of the pages; what records also needs the form's token as X-CSRF-Token.",
                },
            },
        },
    }


def _described(each: Operation) -> Iterator[tuple[str, dict[str, Any]]]:
    """The operation under its address; where facts are named in the address, once for each, with the fact's own schema."""
    for topic in each.topics() if each.topics else (None,):
        path = RULE.sub(r"{\g<name>}", each.path)
        path = path if topic is None else path.replace("{topic}", topic)
        suffix = "" if topic is None else f".{topic}"
        described: dict[str, Any] = {
            "operationId": f"{each.name}{suffix}",
            "summary": each.summary if topic is None else f"{by_topic(topic).summary} {each.summary}",
            "parameters": [*_in_path(each, topic), *_in_query(each), *_in_headers(each)],
            "responses": _responses(each),
        }
        if each.body is not None:
            described["requestBody"] = {"required": True, "content": {"application/json": {"schema": _body(each.body, topic)}}}
        if each.right is Right.ANYONE:
            described["security"] = []
        yield path, described


def _in_path(each: Operation, topic: str | None) -> Iterator[dict[str, Any]]:
    for found in RULE.finditer(each.path):
        if found["name"] == "topic" and topic is not None:
            continue
        schema = {"type": "string", "format": "uuid"} if found["kind"] == "uuid" else {"type": "string", "minLength": 1}
        yield {"name": found["name"], "in": "path", "required": True, "schema": schema}


def _in_query(each: Operation) -> Iterator[dict[str, Any]]:
    if each.query is None:
        return
    (_,), parts = msgspec.json.schema_components([each.query])
    schema = parts[each.query.__name__]
    for name, field in schema["properties"].items():
        yield {"name": name, "in": "query", "required": False, "schema": _without_null(field)}


def _in_headers(each: Operation) -> Iterator[dict[str, Any]]:
    if each.method != "POST":
        return
    for name, (schema, text) in HEADERS.items():
        if name == "Idempotency-Key" or "<uuid:" in each.path:
            yield {"name": name, "in": "header", "required": True, "schema": schema, "description": text}


def _responses(each: Operation) -> dict[str, Any]:
    good: dict[str, Any] = {
        "description": HTTPStatus(each.status).phrase,
        "content": {"application/json": {"schema": _ref(each.answer) if each.answer else {"type": "object"}}},
    }
    if each.etag:
        good["headers"] = ETAG
    problem = {"content": {MEDIA_TYPE: {"schema": _ref(Problem)}}}
    bad = {str(status): {"description": HTTPStatus(status).phrase} | problem for status in each.refusals}
    return {str(each.status): good} | bad


def _body(kind: type[msgspec.Struct], topic: str | None) -> dict[str, Any]:
    if topic is None:
        return _ref(kind)
    _, parts = msgspec.json.schema_components([kind], ref_template=REF)
    schema: dict[str, Any] = msgspec.to_builtins(parts[kind.__name__])
    schema.pop("title", None)
    schema["properties"]["fact"] = _ref(by_topic(topic).cls)
    return schema


def _ref(kind: type[msgspec.Struct]) -> dict[str, Any]:
    return {"$ref": REF.format(name=kind.__name__)}


def _without_null(field: dict[str, Any]) -> dict[str, Any]:
    """What a query can hold: a parameter that is not wanted is left out, not null."""
    field = {name: value for name, value in field.items() if name != "default" or value is not None}
    if "anyOf" not in field:
        return field
    kinds = [kind for kind in field.pop("anyOf") if kind != {"type": "null"}]
    enum = [{**kind, "enum": [value for value in kind["enum"] if value is not None]} if "enum" in kind else kind for kind in kinds]
    return field | (enum[0] if len(enum) == 1 else {"anyOf": enum})
