"""The measure library: measures that Udir and the municipal plans describe, as templates for a case's own measures.

A template is a reminder, not an answer: whether a measure suits a pupil is for people to judge. ``MeasureAdded.template``
holds the id of the template it was made from.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Annotated

import msgspec

from events.lists.concern import Arena
from events.lists.measures import MeasureLevel, Target
from texts import Text

Positive = Annotated[int, msgspec.Meta(ge=1)]


class Source(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where the measure is described: the document and its section."""

    document: str
    section: str


class MeasureTemplate(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A measure as the sources describe it.

    ``weeks_*`` is how long it lasts, ``minutes_*`` how long each meeting takes, ``times_per_week_min`` how often it is at
    least; a limit that the source does not name is None. ``max_group_size`` counts the pupils besides the one it is for.
    """

    id: Annotated[str, msgspec.Meta(pattern=r"^[a-z]+(-[a-z]+)*$")]
    title: Text
    level: MeasureLevel
    arenas: tuple[Arena, ...]
    targets: tuple[Target, ...]
    suitable_when: Text
    source: Source
    caution: Text | None = None
    prerequisites: tuple[Text, ...] = ()
    reflection: tuple[Text, ...] = ()
    weeks_min: Positive | None = None
    weeks_max: Positive | None = None
    minutes_min: Positive | None = None
    minutes_max: Positive | None = None
    times_per_week_min: Positive | None = None
    min_group_size: Positive | None = None
    max_group_size: Positive | None = None
    consent_needed: bool = False


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    measure: tuple[MeasureTemplate, ...]


class DuplicateMeasureError(ValueError):
    """Two templates have the same id."""


class UnknownMeasureError(LookupError):
    """No template has the id."""


@cache
def templates() -> tuple[MeasureTemplate, ...]:
    """Every template, in the order of the files. Raises DuplicateMeasureError."""
    folder = files("services.compliance") / "measures"
    sources = sorted((file for file in folder.iterdir() if file.name.endswith(".toml")), key=lambda file: file.name)
    found = tuple(
        template for file in sources for template in msgspec.convert(tomllib.loads(file.read_text(encoding="utf-8")), _File).measure
    )
    ids = [template.id for template in found]
    if twice := sorted({id_ for id_ in ids if ids.count(id_) > 1}):
        raise DuplicateMeasureError(", ".join(twice))
    return found


def template(id_: str) -> MeasureTemplate:
    """The template with the id. Raises UnknownMeasureError."""
    for found in templates():
        if found.id == id_:
            return found
    raise UnknownMeasureError(id_)
