"""A context in which a given fact can be told: everything that it points at can be picked, everything it is given is known."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from html.parser import HTMLParser
from typing import Any
from uuid import UUID

import msgspec
from builders import person

from events.base import Event
from services.case_service.forms import Choice, Field, FormContext, FormSpec, Origin, Refers

RECORDER = person("recorder")


def context_of(spec: FormSpec, fact: Event) -> FormContext:
    values = msgspec.to_builtins(fact)
    offered: dict[Refers, set[str]] = defaultdict(set)
    for refers, value in _pointed_at((*spec.asked, *spec.unasked), values):
        offered[refers].add(value)
    return FormContext(
        recorder=RECORDER,
        new_id=lambda name: UUID(values[name]),
        given={field.name: values[field.name] for field in spec.unasked if field.origin is Origin.CONTEXT and field.name in values},
        choices={refers: tuple(Choice(value=value, text=value) for value in sorted(found)) for refers, found in offered.items()},
    )


def as_recorded(spec: FormSpec, fact: Event) -> Event:
    """The fact as it becomes when the recorder vouches for it herself."""
    own = {field.name: RECORDER for field in spec.unasked if field.origin is Origin.RECORDER}
    return msgspec.structs.replace(fact, **own)


def _pointed_at(fields: Sequence[Field], values: Any) -> Iterator[tuple[Refers, str]]:
    for field in fields:
        value = values.get(field.name)
        if value is None:
            continue
        if field.refers is not None:
            for each in value if isinstance(value, list | tuple) else (value,):
                yield field.refers, each
        for row in value if isinstance(value, list | tuple) else (value,):
            if isinstance(row, dict):
                yield from _pointed_at(field.fields, row)


class Posting(HTMLParser):
    """What a browser without scripts posts from a page, as it stands; and the ids and labels on it."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.posted: dict[str, list[str]] = {}
        self.ids: list[str] = []
        self.labelled: set[str] = set()
        self.fields: set[str] = set()
        self._select: str | None = None
        self._chosen: str | None = None
        self._textarea: str | None = None
        self._text = ""
        self._templates = 0
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "template":
            self._templates += 1
        if self._templates:
            return
        if "id" in given:
            self.ids.append(given["id"])
        if tag == "label" and "for" in given:
            self.labelled.add(given["for"])
        if tag == "option":
            self._option(given)
        elif "name" in given:
            self._field(tag, given["name"], given)

    def _field(self, tag: str, name: str, given: dict[str, str]) -> None:
        if tag in {"input", "select", "textarea"} and given.get("type") != "hidden":
            self.fields.add(given.get("id", ""))
        if tag == "input":
            self._input(name, given)
        elif tag == "select":
            self._select, self._chosen = name, None
        elif tag == "textarea":
            self._textarea, self._text = name, ""

    def _option(self, given: dict[str, str]) -> None:
        if self._chosen is None or "selected" in given:
            self._chosen = given.get("value", "")

    def _input(self, name: str, given: dict[str, str]) -> None:
        if given.get("type") == "file":
            return
        if given.get("type") not in {"radio", "checkbox"} or "checked" in given:
            self.posted.setdefault(name, []).append(given.get("value", ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "template":
            self._templates -= 1
        if self._templates:
            return
        if tag == "select" and self._select is not None:
            self.posted.setdefault(self._select, []).append(self._chosen or "")
            self._select = None
        if tag == "textarea" and self._textarea is not None:
            self.posted.setdefault(self._textarea, []).append(self._text.removeprefix("\n"))
            self._textarea = None

    def handle_data(self, data: str) -> None:
        if self._textarea is not None:
            self._text += data
