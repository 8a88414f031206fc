"""The steps of the work in each kind of matter, with what is recorded by hand in each, from order.toml."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

import msgspec

from events.base import Stream


class Step(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A step of the work, under the text ``record.step.<key>``."""

    key: str
    topics: tuple[str, ...]


@cache
def order() -> dict[Stream, tuple[Step, ...]]:
    """The steps of each kind of matter, from order.toml."""
    written = (files("services.case_service.http.record") / "order.toml").read_text(encoding="utf-8")
    return msgspec.convert(tomllib.loads(written), dict[Stream, tuple[Step, ...]])
