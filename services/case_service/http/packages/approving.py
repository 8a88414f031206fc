"""Handing the package over: approved by a person who has just shown her second factor, on the preview that she saw."""

from __future__ import annotations

import logging
from hmac import compare_digest
from uuid import UUID, uuid5

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue

from events.disclosure import DisclosureAnswered
from events.enforcement import AccountApproved
from events.lists.access import DisclosureOutcome
from services.case_service.attachments.vault import AttachmentChangedError, AttachmentLostError
from services.case_service.domain.enforcement.commands import ApproveAccount
from services.case_service.http.languages import t
from services.case_service.http.letters.known import school_name, staff_name
from services.case_service.http.packages.blueprint import REQUEST, package_pages, packages_address
from services.case_service.http.packages.entries import answer_entries, answered_before
from services.case_service.http.packages.opening import opened_for_packages
from services.case_service.http.packages.order_of import Work, work_on
from services.case_service.http.packages.preview_page import SEEN, new_since, preview_page
from services.case_service.http.problems import FormProblem
from services.case_service.http.recording import Entry, NotRecorded, key_of, record
from services.case_service.http.rights import Right, needs
from services.case_service.http.web import the_desk, the_web
from services.case_service.packages.content import Content
from services.case_service.packages.documents import Approval, FileGoneError
from services.case_service.packages.drafted import place_of
from services.case_service.packages.making import Made, make
from services.case_service.packages.problems import problems_of
from services.case_service.proven.anchor import NotSignedError
from services.case_service.rights import Action
from services.integrity.checkpoints import KeyFileError
from services.integrity.keeping.keeper import LogNotItselfError
from texts import label

ZIP = "application/zip"

log = logging.getLogger(__name__)


@package_pages.post(f"{REQUEST}/godkjenn")
@needs(Right.SIGNED_IN)
def approve(matter: UUID, asked: UUID) -> ResponseReturnValue:
    """Make the package and write down that it was handed over. A preview that no longer holds is refused, with what is new."""
    opened = opened_for_packages(matter, Action.DISCLOSE)
    key = key_of(request.form)
    if answered_before(opened, key):
        return redirect(packages_address(opened.row), code=303)
    work = work_on(opened, asked)
    return _refused(work) or _carried_out(work, key)


def _refused(work: Work) -> ResponseReturnValue | None:
    """What keeps it from being handed over now; None when nothing does."""
    content = work.content
    if not compare_digest(request.form.get("digest", ""), content.digest):
        return preview_page(work, new=new_since(work.opened, content, request.form.getlist(SEEN)), status=412)
    if "confirmed" not in request.form:
        problem = FormProblem(field="confirmed", message=t("packages.problem.confirm"))
        return preview_page(work, problems=(problem,), status=422)
    return preview_page(work, status=422) if problems_of(content) else None


def _carried_out(work: Work, key: str) -> ResponseReturnValue:
    opened, content = work.opened, work.content
    problem, status = "", 422
    try:
        made = make(content, approval_of(work))
        record(*_entries(work, content, made, key), idempotency_key=key, matter=(opened.matter, *opened.beside.values()))
    except NotRecorded as refused:
        return preview_page(work, problems=refused.problems, status=refused.status)
    except (FileGoneError, AttachmentLostError, AttachmentChangedError):
        problem = "packages.problem.file_gone"
    except (NotSignedError, KeyFileError, LogNotItselfError) as error:
        log.exception("no package of %s can be proven: %s", opened.row.stream_id, type(error).__name__)
        problem, status = "packages.problem.not_signed", 503
    if problem:
        return preview_page(work, problems=(FormProblem(field=None, message=t(problem)),), status=status)
    the_desk().drafts.drop(place_of(opened.row.stream_id, work.asked))
    flash(t("packages.made"), "success")
    return redirect(packages_address(opened.row), code=303)


def approval_of(work: Work) -> Approval:
    """Who hands over, as it is signed."""
    matter = work.opened.matter
    municipality = the_web().settings.municipality
    role = matter.role
    return Approval(
        name=staff_name(matter, matter.person.id),
        role=label(role, work.order.language) if role is not None else "",
        at=the_web().clock(),
        municipality=municipality,
        school=municipality if matter.row.led_by_owner else school_name(matter) or municipality,
    )


def _entries(work: Work, content: Content, made: Made, key: str) -> tuple[Entry, ...]:
    opened, asked, order = work.opened, work.asked, work.order
    file = the_desk().vault.keep_made(made.content, ZIP, subject=opened.row.case_id, id_=uuid5(UUID(key), f"package:{made.sha256}"))
    answer = DisclosureAnswered(
        request=asked.request,
        outcome=DisclosureOutcome.PARTLY if content.redacted else DisclosureOutcome.GRANTED,
        redacted=content.redacted,
        recipient=order.receiving.recipient,
        provision=order.provision,
        package_sha256=made.sha256,
        log_position=made.log_position,
    )
    return (*_approved(work), *answer_entries(opened, asked, answer, file))


def _approved(work: Work) -> tuple[Entry, ...]:
    """That the account was approved, in the case with Statsforvalteren where it was asked for."""
    asked, opened = work.asked, work.opened
    case = None if asked.enforcement is None else opened.beside.get(asked.enforcement)
    if case is None or not case.may_record("enforcement.AccountApproved"):
        return ()
    fact = AccountApproved(request=asked.request, approved_by=opened.matter.person.id)
    return (Entry.of(case, ApproveAccount(fact=fact), seen_version=case.version),)
