"""A log in which one event concerns several objects (OCEL 2.0): the form that every file is written from.

Names of types, attributes and qualifiers are ASCII: OCEL's SQLite form makes tables of them, and readers drop other letters.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import TypeAlias

import msgspec

Value: TypeAlias = bool | int | str | datetime


class ObjectType(StrEnum):
    """What an event can concern."""

    CASE = "case"
    HEIGHTENED_CASE = "heightened_case"
    ENFORCEMENT = "enforcement"
    AVVIK = "avvik"
    PHYSICAL_INTERVENTION = "physical_intervention"
    PUPIL = "pupil"
    SCHOOL = "school"
    PLAN = "plan"
    MEASURE = "measure"
    AVVIK_MEASURE = "avvik_measure"
    ORDER_ITEM = "order_item"
    DECISION = "decision"
    REFERRAL = "referral"
    REQUEST = "request"


class Relation(msgspec.Struct, frozen=True):
    """To which object, and how: ``qualifier`` says what the object is in it."""

    object_id: str
    qualifier: str


class ProcessObject(msgspec.Struct, frozen=True, kw_only=True):
    """A thing that events concern. Its relations are to other objects."""

    id: str
    type: ObjectType
    relations: tuple[Relation, ...] = ()


class ProcessEvent(msgspec.Struct, frozen=True, kw_only=True):
    """Something that happened at ``at`` (UTC): a fact's name, its attributes, and the objects that it concerns.

    ``trace`` is the case that it belongs to, for formats that know one case alone.
    """

    id: str
    type: str
    at: datetime
    trace: str
    attributes: Mapping[str, Value]
    relations: tuple[Relation, ...]


class ProcessLog(msgspec.Struct, frozen=True, kw_only=True):
    """Events in the order in which they were recorded, and every object that one of them concerns.

    ``position`` is how far the tenant's log was read.
    """

    events: tuple[ProcessEvent, ...]
    objects: tuple[ProcessObject, ...]
    position: int

    def attributes_of(self) -> dict[str, dict[str, str]]:
        """The attributes of each type of event that there is, by name, with OCEL's names of their types."""
        found: dict[str, dict[str, str]] = {}
        for event in self.events:
            types = found.setdefault(event.type, {})
            for name, value in event.attributes.items():
                types.setdefault(name, type_name(value))
        return {kind: dict(sorted(types.items())) for kind, types in sorted(found.items())}

    def object_types(self) -> tuple[ObjectType, ...]:
        """The types of which there are objects: readers lose a type without any."""
        there = {one.type for one in self.objects}
        return tuple(kind for kind in ObjectType if kind in there)


def type_name(value: Value) -> str:
    """What OCEL 2.0 calls the type of a value."""
    match value:
        case bool():
            return "boolean"
        case int():
            return "integer"
        case datetime():
            return "time"
        case str():
            return "string"


def time_text(moment: datetime) -> str:
    """A moment as these formats write it: ISO 8601 in UTC, to the millisecond."""
    return moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03}Z"
