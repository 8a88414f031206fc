"""How each form is laid out: sections in the order people think, and what is asked only when it matters. From layouts/*.toml."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

import msgspec


class SectionLayout(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A heading (``section.<key>``) and the fields under it."""

    key: str
    fields: tuple[str, ...]


class Layout(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The layout of one form.

    ``given`` are fields that the case itself knows and nobody is asked for. ``each`` names, for a list of rows, the field
    of a row that goes through its whole closed list; ``every`` the lists of which every row must be answered.
    ``when`` says, by field, for which values of other fields it is worth asking. ``needed`` are lists that must hold something,
    and fields that a person has to answer though a fact could do without; ``optional`` are lists that may be empty. ``rows`` is
    how many empty rows a list is shown with, ``order`` in which order the fields of a row are asked for.
    """

    sections: tuple[SectionLayout, ...]
    given: frozenset[str] = frozenset()
    each: dict[str, str] = {}
    every: frozenset[str] = frozenset()
    when: dict[str, dict[str, tuple[str, ...]]] = {}
    needed: frozenset[str] = frozenset()
    optional: frozenset[str] = frozenset()
    rows: dict[str, int] = {}
    order: dict[str, tuple[str, ...]] = {}
    guide: str | None = None


@cache
def layouts() -> dict[str, Layout]:
    """Every layout, by the topic of its fact. Raises ValueError when two files lay out the same form."""
    folder = files("services.case_service.forms") / "layouts"
    found: dict[str, Layout] = {}
    for file in sorted((one for one in folder.iterdir() if one.name.endswith(".toml")), key=lambda one: one.name):
        for topic, layout in msgspec.convert(tomllib.loads(file.read_text(encoding="utf-8")), dict[str, Layout]).items():
            if topic in found:
                raise ValueError(f"{topic} is laid out twice")
            found[topic] = layout
    return found
