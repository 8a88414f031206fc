"""XES (IEEE 1849-2016): one trace for each case. An event that concerns several cases stands in its own alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from services.case_service.process_export.log import ObjectType, ProcessEvent, ProcessLog, Value, time_text, type_name

EXTENSIONS: Final = (
    ("Concept", "concept", "http://www.xes-standard.org/concept.xesext"),
    ("Time", "time", "http://www.xes-standard.org/time.xesext"),
    ("Organizational", "org", "http://www.xes-standard.org/org.xesext"),
    ("Lifecycle", "lifecycle", "http://www.xes-standard.org/lifecycle.xesext"),
)
MISSING: Final = "MISSING"
"""The value that a reader is to take where an event has none; every event of ours has one."""

TAGS: Final = {"boolean": "boolean", "integer": "int", "time": "date", "string": "string"}


def xes(log: ProcessLog) -> bytes:
    """The file. Traces stand by the name of their case, and events in each by when they happened."""
    root = Element("log", {"xes.version": "1849-2016", "xes.features": "", "xmlns": "http://www.xes-standard.org/"})
    for name, prefix, uri in EXTENSIONS:
        SubElement(root, "extension", {"name": name, "prefix": prefix, "uri": uri})
    SubElement(SubElement(root, "global", {"scope": "trace"}), "string", {"key": "concept:name", "value": MISSING})
    every = SubElement(root, "global", {"scope": "event"})
    for key in ("concept:name", "lifecycle:transition", "org:role"):
        SubElement(every, "string", {"key": key, "value": MISSING})
    SubElement(every, "date", {"key": "time:timestamp", "value": "1970-01-01T00:00:00.000Z"})
    SubElement(root, "classifier", {"name": "Activity", "scope": "event", "keys": "concept:name"})
    traces: dict[str, list[ProcessEvent]] = {}
    for event in log.events:
        traces.setdefault(event.trace, []).append(event)
    for name, events in sorted(traces.items()):
        trace = SubElement(root, "trace")
        SubElement(trace, "string", {"key": "concept:name", "value": name})
        for event in sorted(events, key=lambda one: one.at):
            _event(trace, event)
    indent(root, "")
    written: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return written + b"\n"


def _event(trace: Element, event: ProcessEvent) -> None:
    made = SubElement(trace, "event")
    named: Mapping[str, Value] = {
        "concept:name": event.type,
        "lifecycle:transition": "complete",
        "time:timestamp": event.at,
        "org:role": event.attributes["role"],
        "event_id": event.id,
        **{name: value for name, value in event.attributes.items() if name != "role"},
    }
    for key, value in named.items():
        SubElement(made, TAGS[type_name(value)], {"key": key, "value": _text(value)})
    others: dict[str, list[str]] = {}
    for relation in event.relations:
        if not relation.object_id.startswith(f"{ObjectType.CASE.value}-"):
            others.setdefault(relation.qualifier, []).append(relation.object_id)
    for qualifier, ids in others.items():
        SubElement(made, "string", {"key": f"object:{qualifier}", "value": ";".join(ids)})


def _text(value: Value) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, int | str) else time_text(value)
