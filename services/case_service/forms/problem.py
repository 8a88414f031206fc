"""What is wrong with what somebody wrote in a form: with which field, and why."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec


class FieldProblem(msgspec.Struct, frozen=True, kw_only=True):
    """Something to put right. ``path`` is the field as posted (``moments.0.weight``); ``key`` the text for it, with its values."""

    path: str
    key: str
    values: Mapping[str, object] = {}


class ForeignFieldsError(ValueError):
    """The form holds fields that it was never given with: nobody filled in this form by hand."""

    def __init__(self, names: frozenset[str]) -> None:
        super().__init__(f"{len(names)} foreign fields")
        self.names = names
