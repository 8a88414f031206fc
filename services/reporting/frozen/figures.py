"""Which figures there are: every question that a dashboard can put, by its permanent name."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Any, Final, get_args

import msgspec

from services.reporting.questions import AnyQuestion, Freshness, LogPosition, NationFigures, NationMembers, NationWithheld, Question

UNFREEZABLE: Final[Mapping[type, str]] = MappingProxyType(
    {
        Freshness: "measures the running warehouse and not the log",
        LogPosition: "is the position itself",
        NationFigures: "comes from what municipalities delivered and not from this log",
        NationMembers: "comes from what municipalities delivered and not from this log",
        NationWithheld: "comes from what municipalities delivered and not from this log",
    }
)
"""Questions whose answer no position of the log gives, and why."""


class FigureError(ValueError):
    """There is no such figure, or it is not asked so. The message says what is wrong, and is for whoever runs the machine."""


class Figure(msgspec.Struct, frozen=True, kw_only=True):
    """A figure: its name, what it tells, and the parameters that it takes with their types."""

    name: str
    says: str
    parameters: Mapping[str, str]
    question: type[Question]


@cache
def figures() -> Mapping[str, Figure]:
    """Every figure that can be frozen, by its name."""
    found = [kind for kind in get_args(AnyQuestion) if kind not in UNFREEZABLE]
    return MappingProxyType({str(kind.__struct_config__.tag): _figure(kind) for kind in sorted(found, key=_tag)})


def question_of(name: str, parameters: Mapping[str, Any]) -> AnyQuestion:
    """The question of a figure. Raises FigureError for an unknown name, and for parameters that it does not take."""
    if name not in figures():
        raise FigureError(f"there is no figure called {name}")
    try:
        found: AnyQuestion = msgspec.convert({**parameters, "question": name}, AnyQuestion, strict=False)
    except msgspec.ValidationError as error:
        raise FigureError(str(error)) from error
    return found


def _tag(kind: type[Any]) -> str:
    return str(kind.__struct_config__.tag)


def _figure(kind: type[Any]) -> Figure:
    said = inspect.getdoc(kind) or ""
    common = set(Question.__struct_fields__)
    parameters = {field.encode_name: str(field.type) for field in msgspec.structs.fields(kind) if field.name not in common}
    return Figure(name=_tag(kind), says=" ".join(said.partition("\n\n")[0].split()), parameters=parameters, question=kind)
