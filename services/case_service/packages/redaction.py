"""From the events of a matter to the copy that somebody gets: what is left out, what is masked, and why. Pure.

Everything that a package says is made of the copies, so that what is masked here stands nowhere.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from typing import Final
from uuid import UUID

import msgspec
from msgspec.structs import replace

from events.envelope import Recorded
from events.sealing import RetentionClass
from services.case_service.rights.family_copy import PUPILS_OWN, Path, rewritten

Mask = Callable[[str], str]
"""Gives a text without what the recipient may not read; the same text where there is nothing to mask."""


class Why(StrEnum):
    """Why something does not go, or not as it stands. The text is ``package.why.<value>``; the code stands in the package."""

    WORKING_NOTE = "working_note"
    CONFIDENCE = "confidence"
    ANOTHER_PUPIL = "another_pupil"
    THIRD_PERSON = "third_person"
    PROTECTED_ADDRESS = "protected_address"
    BY_HAND = "by_hand"
    NOT_THE_RECIPIENTS = "not_the_recipients"
    LEFT_OUT_BY_HAND = "left_out_by_hand"


class Treatment(StrEnum):
    """How much of an event goes. The text is ``package.treatment.<value>``."""

    SHOWN = "shown"
    MASKED = "masked"
    LEFT_OUT = "left_out"


class Masked(msgspec.Struct, frozen=True):
    """A text that does not go as it stands: where in the event, and why. ``whole``: nothing of it goes."""

    path: Path
    why: Why
    whole: bool


class Copy(msgspec.Struct, frozen=True, kw_only=True):
    """One event as the recipient gets it. ``number`` is its place among all events of the package, from 1.

    ``why`` says why it is left out; then ``recorded`` is for those who make the package alone.
    """

    number: int
    recorded: Recorded
    masked: tuple[Masked, ...] = ()
    why: Why | None = None

    @property
    def treatment(self) -> Treatment:
        """How much of it goes."""
        if self.why is not None:
            return Treatment.LEFT_OUT
        return Treatment.MASKED if self.masked else Treatment.SHOWN

    @property
    def id(self) -> UUID:
        """The event's id."""
        return self.recorded.envelope.event_id


class ByHand(msgspec.Struct, frozen=True, kw_only=True):
    """What a person decided: passages masked in single events, words masked wherever they stand, events left out."""

    passages: Mapping[UUID, tuple[str, ...]] = {}
    everywhere: tuple[str, ...] = ()
    left_out: frozenset[UUID] = frozenset()


class Rules(msgspec.Struct, frozen=True, kw_only=True):
    """What is masked by rule, each with its reason, in the order in which it is done. ``shown`` are the events that go at all."""

    shown: frozenset[UUID]
    masks: tuple[tuple[Why, Mask], ...]
    confidences: bool
    stand_in: str


def copies_of(recorded: Sequence[Recorded], rules: Rules, by_hand: ByHand) -> tuple[Copy, ...]:
    """Each event as the recipient gets it, in the order given."""
    everywhere = passage_mask(by_hand.everywhere, rules.stand_in)
    return tuple(_copy(number, one, rules, by_hand, everywhere) for number, one in enumerate(recorded, start=1))


def unfound_passages(recorded: Sequence[Recorded], by_hand: ByHand) -> tuple[str, ...]:
    """The passages that stand nowhere in the event that they were to be masked in: most likely mistyped, so nothing was masked."""
    lost: list[str] = []
    for one in recorded:
        wanted = by_hand.passages.get(one.envelope.event_id, ())
        texts = texts_of(one)
        lost.extend(passage for passage in wanted if not any(_pattern([passage]).search(text) for text in texts))
    return tuple(lost)


def texts_of(one: Recorded) -> tuple[str, ...]:
    """The sealed texts of an event."""
    found: list[str] = []

    def keep(_: Path, __: RetentionClass, text: str) -> str:
        found.append(text)
        return text

    rewritten(one.event, keep)
    return tuple(found)


def masked_text(text: str, rules: Rules, by_hand: ByHand) -> str:
    """Words that a person wrote into the package herself, by the same rules as those of events."""
    for _, mask in rules.masks:
        text = mask(text)
    return passage_mask(by_hand.everywhere, rules.stand_in)(text)


def passage_mask(passages: Sequence[str], stand_in: str) -> Mask:
    """A mask for passages as they stand, whatever the letters' case and however the lines break."""
    wanted = [passage for passage in passages if passage.strip()]
    if not wanted:
        return str
    pattern = _pattern(wanted)
    return lambda text: pattern.sub(stand_in, text)


def _pattern(passages: Sequence[str]) -> re.Pattern[str]:
    longest_first = sorted(passages, key=len, reverse=True)
    return re.compile("|".join(r"\s+".join(re.escape(word) for word in one.split()) for one in longest_first), re.IGNORECASE)


def _copy(number: int, one: Recorded, rules: Rules, by_hand: ByHand, everywhere: Mask) -> Copy:
    id_ = one.envelope.event_id
    if id_ not in rules.shown:
        return Copy(number=number, recorded=one, why=Why.NOT_THE_RECIPIENTS)
    if id_ in by_hand.left_out:
        return Copy(number=number, recorded=one, why=Why.LEFT_OUT_BY_HAND)
    passages = passage_mask(by_hand.passages.get(id_, ()), rules.stand_in)
    steps = (*rules.masks, (Why.BY_HAND, passages), (Why.BY_HAND, everywhere))
    masked: list[Masked] = []

    def change(path: Path, retention: RetentionClass, text: str) -> str | None:
        whole = _withheld(path, retention, rules)
        if whole is not None:
            masked.append(Masked(path, whole, whole=True))
            return None
        for why, mask in steps:
            left = mask(text)
            if left != text:
                masked.append(Masked(path, why, whole=False))
                text = left
        return text

    event = rewritten(one.event, change)
    return Copy(number=number, recorded=replace(one, event=event), masked=tuple(masked))


def _withheld(path: Path, retention: RetentionClass, rules: Rules) -> Why | None:
    if retention is RetentionClass.WORKING_NOTE:
        return Why.WORKING_NOTE
    return Why.CONFIDENCE if not rules.confidences and not PUPILS_OWN.isdisjoint(path) else None


ADDRESS: Final = re.compile(
    r"\b\w*(?:veien|vegen|gata|gaten|gate|vei|veg|stien|bakken|svingen|tunet|kollen|haugen)\s+\d{1,4}\s?[A-Za-z]?\b"
    r"|\b\d{4}\s+[A-ZÆØÅ][a-zæøå]+\b"
    r"|(?<!\d)(?:\+47\s?)?(?:\d{2}\s?\d{2}\s?\d{2}\s?\d{2}|\d{3}\s\d{2}\s\d{3})(?!\d)"
    r"|[\w.+-]+@[\w-]+\.[\w.-]*\w"
)
"""What looks like a street address, a post code with its place, a telephone number or an e-mail address.

Rather too much than too little is masked where somebody lives at an address that is kept secret.
"""


def address_mask(known: Sequence[str], stand_in: str) -> Mask:
    """Masks what is ``known`` of where somebody lives and is reached, and whatever looks like an address or a number."""
    exact = passage_mask(known, stand_in)
    return lambda text: ADDRESS.sub(stand_in, exact(text))
