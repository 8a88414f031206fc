"""The best interest of each child, on its own: one heading for each child that was assessed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from uuid import UUID

from services.case_service.letters.markup import Block, Heading, Paragraph
from services.case_service.packages.names import NamesInCopy
from services.case_service.packages.redaction import Copy
from services.case_service.packages.telling import told
from texts import Language, text


def best_interest_part(copies: Sequence[Copy], names: NamesInCopy, language: Language) -> tuple[Block, ...]:
    """Each child's assessments under the child's own heading; that none was made is said."""
    return tuple(_blocks(copies, names, language))


def _blocks(copies: Sequence[Copy], names: NamesInCopy, language: Language) -> Iterator[Block]:
    if not copies:
        yield Paragraph(text("package.best_interest.none", language))
        return
    children: dict[UUID | None, list[Copy]] = {}
    for one in copies:
        children.setdefault(getattr(one.recorded.event, "pupil", None), []).append(one)
    for number, (child, own) in enumerate(children.items(), start=1):
        name = names.pupil(child) if child is not None else ""
        yield Heading(text("package.best_interest.child", language, number=number, name=name))
        yield from told(own, names, language, level=2)
