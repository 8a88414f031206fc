"""The help beside a form: a heading and a few points, from the text catalogue."""

from __future__ import annotations

from itertools import count, takewhile

import msgspec

from texts import Language, catalogue, text


class Guide(msgspec.Struct, frozen=True):
    """What stands beside a form."""

    heading: str
    points: tuple[str, ...]


def guide_points(name: str | None, language: Language) -> Guide | None:
    """The guide of a form; None when it has none."""
    if name is None:
        return None
    keys = takewhile(lambda key: key in catalogue(), (f"guide.{name}.{number}" for number in count(1)))
    return Guide(text(f"guide.{name}", language), tuple(text(key, language) for key in keys))
