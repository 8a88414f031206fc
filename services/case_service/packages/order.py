"""What a person chose and wrote for one package: to whom, on what basis, which parts, the account, and what she masked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, Self
from uuid import UUID

import msgspec

from events.lists.access import DisclosureBasis
from services.case_service.letters.filling import MARK
from services.case_service.packages.parts import OF_THE_SCHOOLS_ACCOUNT, Part
from services.case_service.packages.receiving import Receiving, receivings_of
from services.case_service.packages.redaction import ByHand
from texts import Language

LONGEST_TEXT: Final = 100_000
LONGEST_LINE: Final = 300
_LINES: Final = re.compile(r"[^\r\n]+")


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """What answers one question of a request: own words, and parts of the package."""

    text: str = ""
    parts: tuple[Part, ...] = ()

    @property
    def given(self) -> bool:
        """Whether anything answers it."""
        return bool(self.text.strip() or self.parts)


class Order(msgspec.Struct, frozen=True, kw_only=True):
    """One package as it was ordered.

    ``party`` is the other pupil whose part of the matter it is; ``beside`` are the ids of further streams of the case
    (enforcement, avvik, physical intervention) that go along, ``files`` the ids of attachments.
    """

    receiving: Receiving
    provision: str
    language: Language = Language.BOKMAL
    party: UUID | None = None
    name_others: bool = False
    statement: str = ""
    answers: tuple[Answer, ...] = ()
    parts: frozenset[Part] = frozenset(Part)
    beside: frozenset[UUID] = frozenset()
    files: frozenset[UUID] = frozenset()
    by_hand: ByHand = ByHand()

    @property
    def gaps(self) -> tuple[str, ...]:
        """What is still to be filled in by hand."""
        words = "\n".join((self.statement, *(answer.text for answer in self.answers)))
        return tuple(dict.fromkeys(MARK.findall(words)))

    @property
    def included(self) -> tuple[Part, ...]:
        """The parts that go, in their order: those that were chosen and that this recipient may have."""
        return tuple(part for part in Part if part in self.parts and (self.receiving.whole or part not in OF_THE_SCHOOLS_ACCOUNT))

    @property
    def names_others(self) -> bool:
        """Whether other pupils are named: chosen, and allowed."""
        return self.name_others and self.receiving.named

    @classmethod
    def of(cls, posted: Mapping[str, Sequence[str]], basis: DisclosureBasis, questions: int) -> Self:
        """The order that a form holds. Whatever is no choice of the form is left out; nothing is refused here."""
        receiving = _receiving(posted, basis)
        return cls(
            receiving=receiving,
            provision=_line(posted, "provision") or receiving.provision,
            language=Language(_one(posted, "language")) if _one(posted, "language") in set(Language) else Language.BOKMAL,
            party=_uuid(_one(posted, "party")),
            name_others=bool(_one(posted, "name_others")),
            statement=_text(posted, "statement"),
            answers=tuple(_answer(posted, number) for number in range(questions)),
            parts=frozenset(Part(one) for one in posted.get("part", ()) if one in set(Part)) | {Part.STATEMENT},
            beside=frozenset(_uuids(posted.get("beside", ()))),
            files=frozenset(_uuids(posted.get("file", ()))),
            by_hand=ByHand(
                passages={
                    event: passages
                    for name in posted
                    if name.startswith("mask:") and (event := _uuid(name.removeprefix("mask:"))) is not None
                    if (passages := _lines(_one(posted, name)))
                },
                everywhere=_lines(_one(posted, "everywhere")),
                left_out=frozenset(_uuids(posted.get("leave_out", ()))),
            ),
        )

    def as_posted(self) -> dict[str, tuple[str, ...]]:
        """The order as its form would post it, to be kept as a draft and read again."""
        kept = {
            "receiving": (self.receiving.key,),
            "provision": (self.provision,),
            "language": (self.language.value,),
            "party": (str(self.party),) if self.party else (),
            "name_others": ("1",) if self.name_others else (),
            "statement": (self.statement,),
            "part": tuple(part.value for part in Part if part in self.parts),
            "beside": tuple(sorted(map(str, self.beside))),
            "file": tuple(sorted(map(str, self.files))),
            "leave_out": tuple(sorted(map(str, self.by_hand.left_out))),
            "everywhere": ("\n".join(self.by_hand.everywhere),),
            **{f"mask:{event}": ("\n".join(passages),) for event, passages in self.by_hand.passages.items()},
        }
        for number, answer in enumerate(self.answers):
            kept[f"answer:{number}"] = (answer.text,)
            kept[f"answer_part:{number}"] = tuple(part.value for part in answer.parts)
        return kept


def _receiving(posted: Mapping[str, Sequence[str]], basis: DisclosureBasis) -> Receiving:
    offered = receivings_of(basis)
    return next((one for one in offered if one.key == _one(posted, "receiving")), offered[0])


def _answer(posted: Mapping[str, Sequence[str]], number: int) -> Answer:
    chosen = posted.get(f"answer_part:{number}", ())
    return Answer(text=_text(posted, f"answer:{number}"), parts=tuple(part for part in Part if part.value in chosen))


def _one(posted: Mapping[str, Sequence[str]], name: str) -> str:
    return next(iter(posted.get(name, ())), "")


def _text(posted: Mapping[str, Sequence[str]], name: str) -> str:
    return _one(posted, name).replace("\r\n", "\n").strip()[:LONGEST_TEXT]


def _line(posted: Mapping[str, Sequence[str]], name: str) -> str:
    return " ".join(_one(posted, name).split())[:LONGEST_LINE]


def _lines(written: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(stripped for line in _LINES.findall(written) if (stripped := line.strip())))


def _uuid(written: str) -> UUID | None:
    try:
        return UUID(written)
    except ValueError:
        return None


def _uuids(written: Sequence[str]) -> Iterator[UUID]:
    return (found for one in written if (found := _uuid(one)) is not None)
