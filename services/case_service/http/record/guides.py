"""The help beside a form: a heading and a few points, from the text catalogue."""

from __future__ import annotations

from itertools import count, takewhile
from typing import Final

import msgspec

from events.lists.investigation import ConversationKind
from texts import Language, catalogue, text

CONVERSATION: Final = "conversation"


class Guide(msgspec.Struct, frozen=True):
    """What stands beside a form."""

    heading: str
    points: tuple[str, ...]


def guides_of_choices(guide: str | None, language: Language) -> tuple[tuple[str, Guide], ...]:
    """The guides that belong to one answer each, by the value of the answer: a conversation is held differently with each."""
    values = tuple(kind.value for kind in ConversationKind) if guide == CONVERSATION else ()
    found = ((value, guide_points(value, language)) for value in values if f"guide.{value}" in catalogue())
    return tuple((value, one) for value, one in found if one is not None)


def guide_points(name: str | None, language: Language) -> Guide | None:
    """The guide of a form; None when it has none."""
    if name is None:
        return None
    keys = takewhile(lambda key: key in catalogue(), (f"guide.{name}.{number}" for number in count(1)))
    return Guide(text(f"guide.{name}", language), tuple(text(key, language) for key in keys))
