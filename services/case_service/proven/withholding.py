"""A copy without working notes, or without any text: what the one who runs the machine can hand out without a case handler."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from events.envelope import Recorded
from events.sealing import RetentionClass
from services.case_service.packages.redaction import Copy, Masked, Why
from services.case_service.rights.family_copy import Path, rewritten


def copies_without(recorded: Sequence[Recorded], *, text: bool) -> tuple[Copy, ...]:
    """The events as copies: working notes never go, and other text only where ``text`` is set."""
    return tuple(_copy(number, one, text=text) for number, one in enumerate(recorded, start=1))


def _copy(number: int, one: Recorded, *, text: bool) -> Copy:
    masked: list[Masked] = []

    def change(path: Path, retention: RetentionClass, said: str) -> str | None:
        if text and retention is not RetentionClass.WORKING_NOTE:
            return said
        why = Why.WORKING_NOTE if retention is RetentionClass.WORKING_NOTE else Why.NOT_THE_RECIPIENTS
        masked.append(Masked(path, why, whole=True))
        return None

    return Copy(number=number, recorded=replace(one, event=rewritten(one.event, change)), masked=tuple(masked))
