"""/admin/kassasjon/sletting: somebody asks for erasure and is answered by a letter with reasons. Nothing is destroyed here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from http import HTTPStatus
from uuid import UUID

import msgspec
from flask import Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from events.archive import ErasureAnswered, ErasureRequested
from events.envelope import Attachment
from events.lists.access import ErasureOutcome
from events.sealing import UNREADABLE, RetentionClass
from services.case_service.disposal import Standing, disposal_stream
from services.case_service.disposal.erasure_letter import PROVISIONS, Answer, erasure_letter
from services.case_service.disposal.judging import months_after
from services.case_service.domain.access.commands import AnswerErasure, RequestErasure
from services.case_service.http.admin.history import name_of
from services.case_service.http.admin.office import today
from services.case_service.http.cases.by_number import case_of_number
from services.case_service.http.disposal.blueprint import LONGEST, acting, disposal_pages, entry_for, standing_or_404
from services.case_service.http.disposal.written import Written
from services.case_service.http.languages import current_language, t
from services.case_service.http.letters.previewing import shown_pdf
from services.case_service.http.moments import KNOWN_ON, OCCURRED_ON, MomentProblem, When, read_day, read_when
from services.case_service.http.problems import FormProblem, NotRecorded, moment_problem
from services.case_service.http.recording import id_from, key_of, new_key, record
from services.case_service.http.rights import Right, needs
from services.case_service.http.signing_in.demanding import require_second_factor
from services.case_service.http.web import the_desk, the_web
from services.case_service.letters.letter import Letter as Paper
from services.case_service.letters.typesetting import pdf
from services.compliance.calendar import local_day
from services.compliance.explain import day_text
from texts import Language, label
from texts.case_number import case_number

LONGEST_NAME = 500


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """A request for erasure with its words, how it was answered (None: not yet), and the letter that was sent."""

    id: UUID
    fact: ErasureRequested
    came_on: date
    outcome: ErasureOutcome | None
    letter: Attachment | None
    standing: Standing

    @property
    def would_be(self) -> ErasureOutcome:
        """What the answer is, as it stands with the case: Varde keeps what it must."""
        if RetentionClass.PRESERVED not in self.standing.has_text:
            return ErasureOutcome.DISPOSED_EARLIER
        return ErasureOutcome.REFUSED_LEGAL_CLAIM if self.standing.held else ErasureOutcome.REFUSED_PRESERVED


@disposal_pages.get("/admin/kassasjon/sletting")
@needs(Right.DISPOSE)
def new_erasure() -> str:
    """The form for a new request."""
    return _new_page({}, new_key(), ())


@disposal_pages.post("/admin/kassasjon/sletting")
@needs(Right.DISPOSE)
def record_erasure() -> ResponseReturnValue:
    """Register it."""
    key, form = key_of(request.form), Written(request.form)
    requester = form.words("requester", "disposal.problem.requester", most=LONGEST_NAME)
    about = form.words("about", "disposal.problem.about", most=LONGEST, optional=True)
    came_on = _day(form)
    found = case_of_number(request.form.get("number", ""))
    if isinstance(found, FormProblem):
        form.problems.insert(0, found)
    if form.problems or isinstance(found, FormProblem) or came_on is None:
        return _new_page(request.form, key, form.problems), HTTPStatus.UNPROCESSABLE_ENTITY
    fact = ErasureRequested(
        request=id_from(key, "erasure"),
        of_subject=found,
        answer_by=months_after(came_on, 1),
        requester=requester,
        about=about or None,
    )
    try:
        record(
            entry_for(standing_or_404(found), RequestErasure(fact=fact), when=_when(came_on)), idempotency_key=key, actor=acting()
        )
    except NotRecorded as refused:
        return _new_page(request.form, key, refused.problems), refused.status
    flash(t("disposal.erasure.registered"), "success")
    return redirect(url_for("disposal.erasure", asked=fact.request), code=303)


@disposal_pages.get("/admin/kassasjon/sletting/<uuid:asked>")
@needs(Right.DISPOSE)
def erasure(asked: UUID) -> str:
    """The request, and the letter that answers it."""
    require_second_factor()
    return _page(_asked(asked), new_key(), ())


@disposal_pages.get("/admin/kassasjon/sletting/<uuid:asked>/brev.pdf")
@needs(Right.DISPOSE)
def erasure_letter_pdf(asked: UUID) -> Response:
    """The letter: as it was sent, or as it would be in the language that is asked for."""
    require_second_factor()
    found = _asked(asked)
    name = case_number(found.fact.of_subject)
    if found.letter is None:
        return shown_pdf(_paper(found, _language(request.args.get("sprak", ""))), name)
    content = the_desk().vault.open(found.letter, subject=_sealed_for(found.standing)) or abort(404)
    answer = Response(content, mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return answer


@disposal_pages.post("/admin/kassasjon/sletting/<uuid:asked>")
@needs(Right.DISPOSE)
def answer_erasure(asked: UUID) -> ResponseReturnValue:
    """Record the answer, with the letter. Nothing is destroyed."""
    require_second_factor()
    found, key = _asked(asked), key_of(request.form)
    if found.outcome is not None:
        abort(404)
    outcome = found.would_be
    fact = ErasureAnswered(request=asked, of_subject=found.fact.of_subject, outcome=outcome, provision=PROVISIONS[outcome])
    letter = pdf(_paper(found, _language(request.form.get("sprak", ""))))
    attachments = (the_desk().vault.keep(letter, subject=_sealed_for(found.standing), id_=id_from(key, "letter")),)
    try:
        record(entry_for(found.standing, AnswerErasure(fact=fact), attachments=attachments), idempotency_key=key, actor=acting())
    except NotRecorded as refused:
        return _page(found, key, refused.problems), refused.status
    flash(t("disposal.erasure.answered"), "success")
    return redirect(url_for("disposal.erasure", asked=asked), code=303)


def _asked(asked: UUID) -> Asked:
    desk = the_desk()
    row = next((row for row in desk.read_model.retained() if asked in row.erasures), None)
    if row is None:
        abort(404)
    standing = standing_or_404(row.erasures[asked].of_subject)
    fact, came_on, letter = None, None, None
    for one in desk.store.read(row.stream_id):
        if isinstance(one.event, ErasureRequested) and one.event.request == asked:
            fact, came_on = one.event, local_day(one.envelope.occurred_at)
        elif isinstance(one.event, ErasureAnswered) and one.event.request == asked:
            letter = next(iter(one.envelope.attachments), None)
    assert fact is not None  # noqa: S101 - the read model says so
    assert came_on is not None  # noqa: S101 - set together with it
    return Asked(id=asked, fact=fact, came_on=came_on, outcome=row.erasures[asked].outcome, letter=letter, standing=standing)


def _sealed_for(standing: Standing) -> UUID:
    """Whose key seals the letter: the case's, or once that is destroyed the key of what is asked and answered about it."""
    whole = standing.is_case and RetentionClass.PRESERVED in standing.has_text
    return standing.subject if whole else disposal_stream(standing.subject)


def _paper(found: Asked, language: Language) -> Paper:
    actor = acting()
    answer = Answer(
        subject=found.fact.of_subject,
        requester="" if found.fact.requester == UNREADABLE else found.fact.requester,
        came_on=found.came_on,
        outcome=found.would_be,
        dated=local_day(the_web().clock()),
        signed_by=(name_of(actor.ref), label(actor.role, language)),
    )
    return erasure_letter(answer, the_web().settings.municipality, language)


def _language(written: str) -> Language:
    return Language(written) if written in set(Language) else current_language()


def _day(form: Written) -> date | None:
    written = form.form.get("came", "").strip()
    try:
        found = read_day("came", written) if written else None
    except MomentProblem as slip:
        form.problems.append(moment_problem(slip))
        return None
    if found is None or found > today():
        form.wrong("came", "disposal.problem.day")
        return None
    return found


def _when(came_on: date) -> When:
    day = came_on.isoformat()
    return read_when({OCCURRED_ON: day, KNOWN_ON: day}, the_web().clock())


def _new_page(written: Mapping[str, str], key: str, problems: Sequence[FormProblem]) -> str:
    return render_template(
        "disposal/erasure_new.html",
        written=written,
        key=key,
        problems=[(one.field or "number", one.message) for one in problems],
        errors={one.field: one.message for one in problems},
        today=today().isoformat(),
        longest=LONGEST,
    )


def _state(found: Asked, language: Language) -> tuple[tuple[str, str], ...]:
    """The answer; before it is given that it is waited for, and what the letter would say."""
    if found.outcome is not None:
        return ((t("disposal.column.state"), label(found.outcome, language).capitalize()),)
    return (
        (t("disposal.column.state"), t("disposal.erasure.waits").capitalize()),
        (t("disposal.erasure.would_be"), label(found.would_be, language).capitalize()),
    )


def _page(found: Asked, key: str, problems: Sequence[FormProblem]) -> str:
    language = current_language()
    return render_template(
        "disposal/erasure.html",
        found=found,
        case=case_number(found.fact.of_subject),
        facts=[
            (t("disposal.erasure.requester"), found.fact.requester),
            *([(t("disposal.erasure.about"), found.fact.about)] if found.fact.about else []),
            (t("disposal.erasure.came"), day_text(found.came_on, language)),
            (t("disposal.erasure.answer_by"), day_text(found.fact.answer_by, language)),
            *_state(found, language),
        ],
        letter_languages=[(one.value, t(f"letters.language.{one.value}")) for one in Language],
        chosen=language.value,
        key=key,
        problems=[("sprak", one.message) for one in problems],
    )
