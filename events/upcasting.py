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


def upcaster(topic: str, *, from_version: int) -> Callable[[Step], Step]:
    """Register the step from ``from_version`` to the next. It must accept facts alone, without the sealed fields."""

    def register(step: Step) -> Step:
        _STEPS[topic, from_version] = step
        return step

    return register


def upcast(topic: str, version: int, data: dict[str, Any]) -> dict[str, Any]:
    """Bring ``data`` from ``version`` to today's class version, one step at a time. Raises MissingStepError."""
    for step_from in range(version, by_topic(topic).cls.class_version):
        try:
            data = _STEPS[topic, step_from](data)
        except KeyError:
            raise MissingStepError(f"{topic} v{step_from}") from None
    return data
