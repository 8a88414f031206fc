"""Putting documents into a matter: photos, PDFs and recordings, with what they are and what they show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final
from uuid import UUID

from flask import abort, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from events.base import by_topic
from events.documents import DocumentAdded
from events.lists.documents import DocumentKind
from services.case_service.domain.shared_commands import AddDocument
from services.case_service.http.attachments.blueprint import MOST_FILES, attachment_pages
from services.case_service.http.attachments.kept import ACCEPTED, FILES, FormFiles, files_of_form
from services.case_service.http.case_access import Matter, open_matter
from services.case_service.http.languages import t
from services.case_service.http.problems import FormProblem
from services.case_service.http.record.places import MATTER, page_of
from services.case_service.http.recording import Entry, NotRecorded, key_of, new_key, seen_version_of
from services.case_service.http.recording import record as record_entries
from services.case_service.http.rights import Right, needs
from services.case_service.rights import Action

TOPIC: Final = "case.DocumentAdded"
LONGEST_TITLE: Final = 300


@attachment_pages.get(f"{MATTER}/legg-ved")
@needs(Right.SIGNED_IN)
def add(matter: UUID) -> ResponseReturnValue:
    """The form that takes a document."""
    return _page(_opened(matter), {}, (), FormFiles(), key=new_key())


@attachment_pages.post(f"{MATTER}/legg-ved")
@needs(Right.SIGNED_IN)
def record(matter: UUID) -> ResponseReturnValue:
    """Lay the files down, and record the event that tells of them; none of it when anything is wrong."""
    opened, form, key = _opened(matter), request.form, key_of(request.form)
    title = form.get("title", "").strip()
    kind = next((one for one in DocumentKind if one.value == form.get("kind")), None)
    files = files_of_form(opened.row.case_id, key)
    problems = [*_what_is_missing(title, kind), *files.problems]
    if not files.kept and not files.problems:
        problems.append(FormProblem(field=FILES, message=t("attachment.problem.no_file")))
    if problems or kind is None:
        return _page(opened, form, problems, files, key=key), 422
    entry = Entry.of(
        opened,
        AddDocument(fact=DocumentAdded(kind=kind, title=title)),
        seen_version=seen_version_of(form),
        attachments=files.attachments,
    )
    try:
        record_entries(entry, idempotency_key=key, matter=opened)
    except NotRecorded as refused:
        return _page(_opened(matter), form, refused.problems, files, key=new_key()), refused.status
    flash(t("attachment.added"), "success")
    return redirect(f"{page_of(opened.row)}/dokumenter", code=303)


def _opened(matter: UUID) -> Matter:
    opened = open_matter(matter, Action.RECORD)
    if not takes_documents(opened):
        abort(404)
    return opened


def takes_documents(opened: Matter) -> bool:
    """Whether a document can be put into such a matter, and by whoever opened it."""
    return opened.row.stream in by_topic(TOPIC).streams and opened.may_record(TOPIC)


def _what_is_missing(title: str, kind: DocumentKind | None) -> list[FormProblem]:
    problems = []
    if kind is None:
        problems.append(FormProblem(field="kind", message=t("attachment.problem.kind")))
    if not title:
        problems.append(FormProblem(field="title", message=t("attachment.problem.title")))
    elif len(title) > LONGEST_TITLE or "\0" in title:
        problems.append(FormProblem(field="title", message=t("attachment.problem.title_too_long", n=LONGEST_TITLE)))
    return problems


def _page(opened: Matter, form: Mapping[str, str], problems: Sequence[FormProblem], files: FormFiles, *, key: str) -> str:
    return render_template(
        "attachments/add.html",
        matter=opened,
        back=f"{page_of(opened.row)}/dokumenter",
        form=form,
        wrong={one.field: one.message for one in problems if one.field},
        problems=[(one.field, one.message) for one in problems],
        kinds=tuple(DocumentKind),
        accepted=ACCEPTED,
        kept=files.kept,
        key=key,
        most=MOST_FILES,
    )
