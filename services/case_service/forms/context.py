"""What a form is filled in about: whom and what can be picked, and what is known without asking."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final
from uuid import UUID

import msgspec

from services.case_service.forms.field import Field, Refers

ANYBODY: Final = (Refers.ANY_PUPIL, Refers.GUARDIAN, Refers.STAFF)

STAFF_FIRST: Final = frozenset({"executor"})
"""What is done by those who work at the school as a rule, whoever else it can be."""


class Choice(msgspec.Struct, frozen=True, kw_only=True):
    """One thing to pick: what is posted, and what people read. ``group`` is the heading it stands under."""

    value: str
    text: str
    help: str | None = None
    group: str | None = None


class FormContext(msgspec.Struct, frozen=True, kw_only=True):
    """Where and by whom a form is filled in.

    ``choices`` is what each picker offers; nothing else is accepted. ``given`` are values of fields that nobody is asked for, as
    JSON would hold them; ``suggested`` is what fields start from, as a browser would post it. ``new_id`` makes the id of
    what the fact brings into the world, the same for every repetition of a form.
    """

    recorder: UUID
    new_id: Callable[[str], UUID]
    choices: Mapping[Refers, tuple[Choice, ...]] = {}
    given: Mapping[str, Any] = {}
    suggested: Mapping[str, tuple[str, ...]] = {}

    def offers(self, field: Field) -> tuple[Choice, ...]:
        """What the picker of a field offers. Anybody is any pupil, the guardians and the staff, where nothing else is said."""
        if field.refers is None:
            return ()
        if field.refers is Refers.ANYBODY and Refers.ANYBODY not in self.choices:
            kinds = sorted(ANYBODY, key=lambda kind: kind is not Refers.STAFF) if field.name in STAFF_FIRST else ANYBODY
            return tuple(choice for kind in kinds for choice in self.choices.get(kind, ()))
        return self.choices.get(field.refers, ())
