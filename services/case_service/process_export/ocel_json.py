"""OCEL 2.0 as JSON (ocel-standard.org, version 2.0): types with their attributes, objects, events, and who concerns whom."""

from __future__ import annotations

from typing import Any

import msgspec

from services.case_service.process_export.log import ProcessEvent, ProcessLog, ProcessObject, Relation, Value, time_text


def ocel_json(log: ProcessLog) -> bytes:
    """The file."""
    return msgspec.json.encode(
        {
            "objectTypes": [{"name": kind.value, "attributes": []} for kind in log.object_types()],
            "eventTypes": [
                {"name": kind, "attributes": [{"name": name, "type": type_} for name, type_ in types.items()]}
                for kind, types in log.attributes_of().items()
            ],
            "objects": [_object(one) for one in log.objects],
            "events": [_event(one) for one in log.events],
        }
    )


def _object(one: ProcessObject) -> dict[str, Any]:
    return {"id": one.id, "type": one.type.value, "attributes": [], "relationships": _relations(one.relations)}


def _event(one: ProcessEvent) -> dict[str, Any]:
    return {
        "id": one.id,
        "type": one.type,
        "time": time_text(one.at),
        "attributes": [{"name": name, "value": _value(value)} for name, value in one.attributes.items()],
        "relationships": _relations(one.relations),
    }


def _relations(relations: tuple[Relation, ...]) -> list[dict[str, str]]:
    return [{"objectId": one.object_id, "qualifier": one.qualifier} for one in relations]


def _value(value: Value) -> str | int | bool:
    return value if isinstance(value, bool | int | str) else time_text(value)
