"""Steps that bring the stored form of an old event version up to today's class. The log itself is never rewritten."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from events.base import by_topic

if TYPE_CHECKING:
    from collections.abc import Callable

Step: TypeAlias = "Callable[[dict[str, Any]], dict[str, Any]]"

_STEPS: dict[tuple[str, int], Step] = {}


class MissingStepError(LookupError):
    """A stored version has no way up to today's class."""


class NewerVersionError(LookupError):
    """The event was written by a later program, as a version of its class that this one does not know."""


class StepTakenError(ValueError):
    """Two steps lead up from the same version; which of them is right cannot be known."""


def upcaster(topic: str, *, from_version: int) -> Callable[[Step], Step]:
    """Register the step from ``from_version`` to the next. Raises StepTakenError.

    A step gets the data with the sealed fields, or facts alone where a reader has no key; it must take both.
    A sealed field that is new with the version is set to None by its step, or it would read as destroyed.
    """

    def register(step: Step) -> Step:
        if (topic, from_version) in _STEPS:
            raise StepTakenError(f"{topic} v{from_version}")
        _STEPS[topic, from_version] = step
        return step

    return register


def upcast(topic: str, version: int, data: dict[str, Any]) -> dict[str, Any]:
    """Bring ``data`` from ``version`` to today's class version, one step at a time.

    Raises MissingStepError or NewerVersionError.
    """
    today = by_topic(topic).cls.class_version
    if version > today:
        raise NewerVersionError(f"{topic} v{version}")
    for step_from in range(version, today):
        step = _STEPS.get((topic, step_from))
        if step is None:
            raise MissingStepError(f"{topic} v{step_from}")
        data = step(data)
    return data
