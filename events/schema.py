"""JSON Schemas (draft 2020-12) of all facts, made from their classes.

Every field says in ``x-content`` whether it is a fact, sealed text or both; ``x-sealed`` names the retention class.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final, TypeAlias, get_args, get_origin, get_type_hints

import msgspec

from events.base import by_topic
from events.envelope import Envelope
from events.meanings import meaning
from events.sealing import RetentionClass, Shape, sealed_shape

Schema: TypeAlias = dict[str, Any]

DRAFT: Final = "https://json-schema.org/draft/2020-12/schema"
REF: Final = "#/$defs/{name}"
REFERENCE: Final[Schema] = {"type": "string", "minLength": 1, "maxLength": 200}
"""A reference of another system: the same text means the same person or thing."""


def schema_of(topic: str) -> Schema:
    """The schema of an event in today's version. Raises UnknownTopicError."""
    kind = by_topic(topic)
    head: Schema = {
        "$schema": DRAFT,
        "$id": f"urn:varde:event:{topic}:{kind.cls.class_version}",
        "title": kind.name,
        "description": kind.summary,
        "x-topic": topic,
        "x-class-version": kind.cls.class_version,
        "x-streams": [stream.value for stream in kind.streams],
        "x-duty": kind.duty.value if kind.duty else None,
        "x-source": kind.provision,
    }
    return head | _body(kind.cls)


def envelope_schema() -> Schema:
    """The schema of what stands around every event."""
    return {"$schema": DRAFT, "$id": "urn:varde:envelope:1", "title": "Envelope"} | _body(Envelope)


def import_schema_of(topic: str) -> Schema:
    """The schema of ``data`` in a line of an import file. Raises UnknownTopicError.

    Ids are the references of the source. The pupil may be left out: it is the one of the line.
    """
    schema: Schema = _with_references(schema_of(topic))
    schema["$id"] = f"urn:varde:import:{topic}:{schema['x-class-version']}"
    schema["required"] = [name for name in schema.get("required", ()) if name != "pupil"]
    return schema


def structs_of(cls: type[msgspec.Struct]) -> tuple[type[msgspec.Struct], ...]:
    """``cls`` and every struct that its fields hold, each once."""
    found: dict[type[msgspec.Struct], None] = {cls: None}
    for hint in get_type_hints(cls).values():
        for inner in _structs_in(hint):
            found |= dict.fromkeys(structs_of(inner))
    return tuple(found)


def _structs_in(hint: Any) -> Iterator[type[msgspec.Struct]]:
    if isinstance(hint, type) and get_origin(hint) is None and issubclass(hint, msgspec.Struct):
        yield hint
    for arg in get_args(hint):
        yield from _structs_in(arg)


def _body(cls: type[msgspec.Struct]) -> Schema:
    _, components = msgspec.json.schema_components([cls], ref_template=REF)
    parts: Schema = msgspec.json.decode(msgspec.json.encode(components))
    for struct in structs_of(cls):
        _describe(parts[struct.__name__], struct)
    body: Schema = parts.pop(cls.__name__)
    for replaced in ("title", "description"):
        if cls is not Envelope:
            body.pop(replaced, None)
    return body | ({"$defs": parts} if parts else {})


def _describe(part: Schema, cls: type[msgspec.Struct]) -> None:
    shape = sealed_shape(cls) or {}
    for name, field in part["properties"].items():
        part["properties"][name] = {"description": meaning(cls, name)} | _content(shape.get(name)) | field


def _content(shape: Shape) -> Schema:
    while isinstance(shape, tuple):
        (shape,) = shape
    match shape:
        case None:
            return {"x-content": "fact"}
        case RetentionClass():
            return {"x-content": "sealed", "x-sealed": shape.value}
        case _:
            return {"x-content": "mixed"}


def _with_references(schema: Any) -> Any:
    if isinstance(schema, list):
        return [_with_references(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    if schema.get("format") == "uuid":
        return {key: value for key, value in schema.items() if key != "format"} | REFERENCE
    return {key: _with_references(value) for key, value in schema.items()}
