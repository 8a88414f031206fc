"""A form of a matter while one request works on it: what was posted, what stands beside the fact, and how the page is shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, Self
from uuid import UUID

import msgspec
from flask import abort, request

from events.base import UnknownTopicError, by_topic
from events.lists.concern import Channel
from services.case_service.domain import COMMAND_FOR
from services.case_service.domain.command import Command
from services.case_service.drafts import DraftPlace
from services.case_service.forms import (
    ADD_ROW,
    FieldProblem,
    ForeignFieldsError,
    FormContext,
    FormSpec,
    Read,
    ShownForm,
    form_of,
    read,
    shown,
)
from services.case_service.http.attachments.kept import KEPT, FormFiles, files_of_form
from services.case_service.http.case_access import Matter
from services.case_service.http.languages import current_language
from services.case_service.http.moments import KNOWN_ON, KNOWN_TIME, OCCURRED_ON, OCCURRED_TIME, MomentProblem, When, read_when
from services.case_service.http.problems import FormProblem, moment_problem
from services.case_service.http.record.context import form_context
from services.case_service.http.record.steps import order
from services.case_service.http.recording import KEY_FIELD, VERSION_FIELD, Entry
from services.case_service.http.web import the_web

SAVE_DRAFT: Final = "save_draft"
CHANNEL: Final = "channel"

TIMES: Final = (OCCURRED_ON, OCCURRED_TIME, KNOWN_ON, KNOWN_TIME)
BESIDE: Final = frozenset({"csrf_token", KEY_FIELD, VERSION_FIELD, CHANNEL, ADD_ROW, SAVE_DRAFT, KEPT, *TIMES})
"""What stands in every form beside the fact."""

NOT_WRITTEN: Final = frozenset({"csrf_token", KEY_FIELD, VERSION_FIELD, ADD_ROW, SAVE_DRAFT})
"""What is no part of what somebody wrote: it is not kept in a draft."""

CHANNELS: Final = tuple(each for each in Channel if each not in {Channel.IMPORT, Channel.REPORT_BUTTON})
"""How something can have been said to somebody who writes it down."""

BESIDE_AN_EVENT: Final = frozenset({"access.InformationCorrected", "access.DisagreementRegistered"})
"""What has a page of its own, on the event that it is about."""

Posted = dict[str, tuple[str, ...]]


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """What a form tells: the command, and when and how it happened."""

    command: Command[Any]
    when: When
    channel: Channel | None


class Asking(msgspec.Struct, frozen=True, kw_only=True):
    """One form in one matter."""

    matter: Matter
    spec: FormSpec
    context: FormContext
    posted: Mapping[str, Sequence[str]]
    files: FormFiles = FormFiles()

    @classmethod
    def of(
        cls,
        matter: Matter,
        topic: str,
        key: str,
        posted: Mapping[str, Sequence[str]],
        given: Mapping[str, Any] | None = None,
        *,
        seen: int | None = None,
        files: FormFiles = FormFiles(),  # noqa: B008 - frozen
    ) -> Self:
        """The form of ``topic``, as it follows from its own ``key`` and the version ``seen``."""
        spec = form_of(topic)
        return cls(matter=matter, spec=spec, context=form_context(matter, spec, key, given, seen=seen), posted=posted, files=files)

    @classmethod
    def sent(cls, matter: Matter, topic: str, key: str, given: Mapping[str, Any] | None = None, *, seen: int | None = None) -> Self:
        """The form as this request posts it, with its files laid down."""
        files = files_of_form(matter.row.case_id, key)
        posted = posted_form() | {KEPT: tuple(one.mark for one in files.kept)}
        return cls.of(matter, topic, key, posted, given, seen=seen, files=files)

    @property
    def draft(self) -> DraftPlace:
        """Where the recorder's draft of this form is kept."""
        return DraftPlace(writer=self.matter.person.id, matter=self.matter.row.stream_id, form=self.spec.topic)

    def told(self) -> tuple[Told | None, tuple[FieldProblem, ...], tuple[FormProblem, ...]]:
        """What the form tells, or all that is wrong with its fields and with its times. Aborts 400 for a forged form."""
        try:
            found = read(self.spec, self.posted, self.context, beside=BESIDE)
        except ForeignFieldsError:
            abort(400)
        problems: tuple[FieldProblem, ...] = () if isinstance(found, Read) else found.problems
        others: tuple[FormProblem, ...] = ()
        when: When | None = None
        try:
            when = read_when(self.single(), the_web().clock())
        except MomentProblem as problem:
            others = (moment_problem(problem),)
        others = (*others, *self.files.problems)
        if not isinstance(found, Read) or when is None or others:
            return None, problems, others
        command = COMMAND_FOR[self.spec.topic](fact=found.fact)
        return Told(command=command, when=when, channel=self.channel()), (), ()

    def single(self) -> dict[str, str]:
        """The fields of the form that have one value."""
        return {name: values[0] for name, values in self.posted.items() if values}

    def channel(self) -> Channel | None:
        """How it was said. Aborts 400 for what the form does not offer."""
        written = self.single().get(CHANNEL, "")
        if not written:
            return None
        if written not in CHANNELS:
            abort(400)
        return Channel(written)

    def entry(self, told: Told, seen_version: int, *, corrects: UUID | None = None) -> Entry:
        """What is recorded; ``corrects`` is the event that it puts right."""
        return Entry.of(
            self.matter,
            told.command,
            when=told.when,
            channel=told.channel,
            seen_version=seen_version,
            corrects=corrects,
            attachments=self.files.attachments,
        )

    def shown(self, problems: Sequence[FieldProblem] = (), others: Sequence[FormProblem] = ()) -> ShownForm:
        """The form as the page shows it."""
        messages = {problem.field or "": problem.message for problem in reversed(others)}
        added = self.single().get(ADD_ROW)
        return shown(
            self.spec,
            self.posted,
            self.context,
            current_language(),
            problems=problems,
            messages=messages,
            more_rows={added: 1} if added else {},
        )


def posted_form() -> Posted:
    """What this request posts: every name with its values."""
    return {name: tuple(values) for name, values in request.form.to_dict(flat=False).items()}


def written(posted: Mapping[str, Sequence[str]]) -> Posted:
    """What a person wrote, without tokens and buttons."""
    return {name: tuple(values) for name, values in posted.items() if name not in NOT_WRITTEN}


def require_topic(topic: str) -> None:
    """Abort 404 for what is no fact."""
    try:
        by_topic(topic)
    except UnknownTopicError:
        abort(404)


def require_recordable(matter: Matter, topic: str) -> None:
    """Abort 404 for what does not belong in such a matter, or what she may not record there."""
    if not is_recordable(matter, topic):
        abort(404)


def is_recordable(matter: Matter, topic: str) -> bool:
    """Whether the person can record a fact in the matter with a form."""
    by_hand = {each for step in order().get(matter.row.stream, ()) for each in step.topics} | BESIDE_AN_EVENT
    return topic in by_hand and matter.may_record(topic)
