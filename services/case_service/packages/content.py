"""All that a package says, put together from the copies of the events; the preview, the documents and the JSON are made of this."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from hashlib import sha256
from typing import Any

import msgspec

from services.case_service.letters.markup import Block, Heading, Paragraph, Points, blocks
from services.case_service.packages.ahead import next_part
from services.case_service.packages.asked import Asked
from services.case_service.packages.best_interest import best_interest_part
from services.case_service.packages.duties import Requirement, duty_blocks, requirements
from services.case_service.packages.files import PackedFile, chosen, files_of
from services.case_service.packages.known import Known
from services.case_service.packages.masks import rules_of
from services.case_service.packages.names import NamesInCopy
from services.case_service.packages.order import Answer, Order
from services.case_service.packages.parts import MADE, Part, part_of
from services.case_service.packages.plans import measures_part, plan_part
from services.case_service.packages.redaction import Copy, Treatment, Why, copies_of, masked_text, passage_mask, unfound_passages
from services.case_service.packages.school import prevention_part
from services.case_service.packages.selection import own_pupil
from services.case_service.packages.statement import proposal, short_answer
from services.case_service.packages.telling import chronology, told
from services.compliance.explain import day_text
from texts import Language, label, text


class Section(msgspec.Struct, frozen=True, kw_only=True):
    """One part of the package: its title and what it says."""

    part: Part
    title: str
    blocks: tuple[Block, ...]


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """A question of the request with its answer."""

    number: int
    question: str
    text: str
    parts: tuple[Part, ...]


class Content:
    """One package as it would be made now."""

    def __init__(self, known: Known, order: Order, asked: Asked) -> None:
        self.known = known
        self.order = order
        self.asked = asked
        self.language: Language = order.language
        self._rules = rules_of(known, order)

    @cached_property
    def copies(self) -> tuple[Copy, ...]:
        """Every event of the matter as the recipient gets it, also those that are left out."""
        return copies_of(self.known.recorded, self._rules, self.order.by_hand)

    @cached_property
    def shown(self) -> tuple[Copy, ...]:
        """The events that go, whole or with something masked."""
        return tuple(one for one in self.copies if one.why is None)

    @cached_property
    def names(self) -> NamesInCopy:
        """What ids are called in this copy."""
        own = own_pupil(self.known, self.order)
        everywhere = passage_mask(self.order.by_hand.everywhere, text("package.stand_in", self.language))
        return NamesInCopy(self.known, self.copies, own=own, named=self.order.names_others, language=self.language, mask=everywhere)

    @cached_property
    def requirements(self) -> tuple[Requirement, ...]:
        """How the duties stand; nothing for those who do not get the school's account."""
        if not self.order.receiving.whole:
            return ()
        numbers = {str(one.id): one.number for one in self.shown}
        return requirements(self.known, numbers, self.language)

    @cached_property
    def files(self) -> tuple[PackedFile, ...]:
        """The attachments that can go along."""
        return files_of(self.copies, self.order, address_is_secret=self.known.address_is_secret)

    @property
    def chosen_files(self) -> tuple[PackedFile, ...]:
        """Those that do."""
        return chosen(self.files, self.order)

    @cached_property
    def unfound(self) -> tuple[str, ...]:
        """Passages that were to be masked and stand nowhere."""
        return unfound_passages(self.known.recorded, self.order.by_hand)

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """The questions of the request, each with what answers it."""
        answers = (*self.order.answers, *(Answer() for _ in self.asked.questions))
        pairs = zip(self.asked.questions, answers, strict=False)
        return tuple(
            Question(
                number=number,
                question=question,
                text=self.own_words(answer.text),
                parts=tuple(part for part in answer.parts if part in self.order.included),
            )
            for number, (question, answer) in enumerate(pairs, start=1)
        )

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        """The parts that go, in their order. A part in which nothing stands is left out, but the account."""
        found = ((part, self._blocks(part)) for part in self.order.included)
        return tuple(
            Section(part=part, title=text(f"package.part.{part.value}", self.language), blocks=made)
            for part, made in found
            if made or part is Part.STATEMENT
        )

    @cached_property
    def summary(self) -> Mapping[Why, int]:
        """How many events are left out and how many texts are masked, by reason."""
        found: dict[Why, int] = {}
        for one in self.copies:
            reasons = (one.why,) if one.why is not None else tuple(dict.fromkeys(mask.why for mask in one.masked))
            for why in reasons:
                found[why] = found.get(why, 0) + 1
        return found

    @property
    def redacted(self) -> bool:
        """Whether anything is left out or masked."""
        return any(one.treatment is not Treatment.SHOWN for one in self.copies)

    def own_words(self, written: str) -> str:
        """What a person wrote for this package, as the recipient may read it."""
        return masked_text(written, self._rules, self.order.by_hand)

    def proposed_statement(self) -> str:
        """The account as the events give it."""
        if not self.order.receiving.whole:
            return short_answer(self.language)
        return proposal(self.known, self.copies, self.requirements, self.language)

    @cached_property
    def digest(self) -> str:
        """SHA-256 in hex over all that the package says and how far its streams have come, without what the clock alone changes."""
        said = [(one.part, one.title, one.blocks) for one in self.sections if one.part not in {Part.DUTIES, Part.NEXT}]
        treated = [(one.id, one.why, one.masked) for one in self.copies]
        verdicts = [(one.id, one.verdict) for one in self.requirements]
        files = [(one.name, one.attachment.sha256) for one in self.chosen_files]
        versions = sorted((str(stream), version) for stream, version in self.known.versions.items())
        order = self.order
        about = (order.receiving.key, order.provision, order.language, order.names_others, order.party)
        return sha256(msgspec.json.encode([about, said, treated, verdicts, files, versions])).hexdigest()

    def _blocks(self, part: Part) -> tuple[Block, ...]:
        language = self.language
        own = [one for one in self.shown if part_of(one.recorded.topic) is part]
        makers: dict[Part, Callable[[], tuple[Block, ...]]] = {
            Part.STATEMENT: self._statement,
            Part.CHRONOLOGY: lambda: chronology(self.shown, self.names, language),
            Part.DUTIES: lambda: duty_blocks(self.requirements, language),
            Part.PLAN: lambda: self._plan(own),
            Part.MEASURES: lambda: measures_part(own, self.names, language),
            Part.BEST_INTEREST: lambda: best_interest_part(own, self.names, language),
            Part.PREVENTION: lambda: prevention_part(self.known, language),
            Part.NEXT: lambda: next_part(self.known, self.shown, language),
        }
        if not own and part not in MADE | {Part.PLAN, Part.BEST_INTEREST}:
            return ()
        if not self.order.receiving.whole and not own and part not in MADE:
            return ()
        return makers[part]() if part in makers else told(own, self.names, language)

    def _plan(self, own: Sequence[Copy]) -> tuple[Block, ...]:
        versions = plan_part(self.known, self.shown, self.names, own_pupil(self.known, self.order), self.language)
        heading = Heading(text("package.plan.events", self.language))
        return (*versions, heading, *told(own, self.names, self.language, level=2)) if own else versions

    def _statement(self) -> tuple[Block, ...]:
        words = blocks(self.own_words(self.order.statement))
        return (Points(tuple(self._about())), *words, *self._answers(), *self._left_out())

    def _about(self) -> list[str]:
        asked, language = self.asked, self.language
        lines = [text("package.about.case", language, number=self.known.number)]
        lines.append(text("package.about.request", language, basis=label(asked.basis, language), day=day_text(asked.at, language)))
        if asked.answer_by is not None:
            lines.append(text("package.about.answer_by", language, day=day_text(asked.answer_by, language)))
        lines.append(text("package.about.provision", language, provision=self.order.provision))
        lines.append(text("package.about.events", language, shown=len(self.shown), all=len(self.copies)))
        return lines

    def _answers(self) -> tuple[Block, ...]:
        found: list[Block] = []
        for one in self.questions:
            found.append(Heading(text("package.question", self.language, number=one.number, question=one.question)))
            found.extend(blocks(one.text))
            if one.parts:
                found.append(Paragraph(text("package.question.see", self.language)))
                found.append(Points(tuple(text(f"package.part.{part.value}", self.language) for part in one.parts)))
        return tuple(found)

    def _left_out(self) -> tuple[Block, ...]:
        language = self.language
        title = Heading(text("package.left_out.title", language))
        if not self.summary:
            return (title, Paragraph(text("package.left_out.nothing", language)))
        lines = (
            text("package.left_out.line", language, why=text(f"package.why.{why.value}", language), n=number)
            for why, number in self.summary.items()
        )
        return (title, Paragraph(text("package.left_out.about", language)), Points(tuple(lines)))


def readable(content: Content, made: Mapping[str, Any]) -> bytes:
    """The content as JSON for people and programs, with ``made``: who made it when, for whom."""
    return msgspec.json.format(
        msgspec.json.encode(
            {
                "format": "varde-package-content/1",
                **made,
                "questions": content.questions,
                "parts": [{"part": one.part, "title": one.title, "blocks": one.blocks} for one in content.sections],
                "duties": content.requirements,
                "events": [_event(content, one) for one in content.shown],
                "left_out": {why.value: number for why, number in content.summary.items()},
                "files": [
                    {"name": one.name, "event": one.event_number, "sha256": one.attachment.sha256} for one in content.chosen_files
                ],
            }
        ),
        indent=2,
    )


def _event(content: Content, one: Copy) -> dict[str, Any]:
    envelope = one.recorded.envelope
    return {
        "number": one.number,
        "event_id": envelope.event_id,
        "topic": one.recorded.topic,
        "title": text(f"event.{one.recorded.topic}", content.language),
        "occurred_at": envelope.occurred_at,
        "known_at": envelope.known_at,
        "recorded_at": envelope.recorded_at,
        "by": content.names.actor(envelope.actor),
        "masked": [{"field": ".".join(mask.path), "why": mask.why} for mask in one.masked],
        "part": part_of(one.recorded.topic),
    }
