"""/saker/<id>/pakke/<request>/forhandsvisning: exactly what goes, what does not and why; and masking by hand."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

import msgspec
from flask import flash, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue

from services.case_service.drafts import DraftTooLargeError
from services.case_service.http.languages import current_language, t
from services.case_service.http.packages.blueprint import REQUEST, package_pages, packages_address
from services.case_service.http.packages.opening import Opened, opened_for_packages
from services.case_service.http.packages.order_of import Work, changed, save, work_on
from services.case_service.http.packages.work_page import stale
from services.case_service.http.problems import FormProblem
from services.case_service.http.record.asking import posted_form
from services.case_service.http.record.places import page_of
from services.case_service.http.recording import new_key
from services.case_service.http.rights import Right, needs
from services.case_service.http.whole_numbers import LONGEST_HISTORY, whole_number
from services.case_service.packages.content import Content
from services.case_service.packages.files import PackedFile
from services.case_service.packages.parts import part_of
from services.case_service.packages.problems import problems_of
from services.case_service.packages.redaction import Copy, Treatment, texts_of
from services.case_service.packages.telling import happened, told, withheld
from texts import Language
from texts.case_number import case_number

SEEN = "seen"
"""The field that says how far each stream had come in the preview: ``<stream>:<version>``."""


class ShownCopy(msgspec.Struct, frozen=True, kw_only=True):
    """One event in the preview: how it goes, why something does not, and what was masked in it by hand."""

    copy: Copy
    title: str
    happened: str
    treatment: Treatment
    part: str
    why: str
    withheld: tuple[str, ...]
    blocks: tuple[object, ...]
    passages: str
    has_text: bool
    files: tuple[PackedFile, ...]


class NewEvent(msgspec.Struct, frozen=True, kw_only=True):
    """An event that came after the preview was shown."""

    title: str
    by: str
    when: str


@package_pages.get(f"{REQUEST}/forhandsvisning")
@needs(Right.SIGNED_IN)
def preview(matter: UUID, asked: UUID) -> ResponseReturnValue:
    """The package as it would be made now."""
    return preview_page(work_on(opened_for_packages(matter), asked))


@package_pages.post(f"{REQUEST}/forhandsvisning")
@needs(Right.SIGNED_IN)
def mask(matter: UUID, asked: UUID) -> ResponseReturnValue:
    """Mask and leave out by hand, and show the preview anew."""
    before = work_on(opened_for_packages(matter), asked)
    now = changed(before, posted_form())
    if (problem := stale(before)) is not None:
        return preview_page(now, problems=(problem,), status=409)
    try:
        save(now)
    except DraftTooLargeError:
        return preview_page(now, problems=(FormProblem(field=None, message=t("packages.problem.too_large")),), status=413)
    flash(t("packages.masked"), "success")
    return redirect(packages_address(now.opened.row, "preview", asked=asked), code=303)


def preview_page(
    work: Work, *, problems: Sequence[FormProblem] = (), new: Sequence[NewEvent] | None = None, status: int = 200
) -> ResponseReturnValue:
    """The preview, with what is wrong, and what is ``new`` since another preview was approved of (None: nothing was)."""
    opened, content = work.opened, work.content
    found = [
        FormProblem(field=None, message=t(f"package.problem.{one.problem.value}", what=one.what)) for one in problems_of(content)
    ]
    page = render_template(
        "packages/preview.html",
        work=work,
        asked=work.asked,
        content=content,
        order=work.order,
        copies=[_shown(content, one) for one in content.copies],
        summary=[(t(f"package.why.{why.value}"), n) for why, n in content.summary.items()],
        seen=[f"{stream}:{version}" for stream, version in sorted(content.known.versions.items(), key=str)],
        number=case_number(opened.row.stream_id),
        home=page_of(opened.row),
        front=packages_address(opened.row),
        back=packages_address(opened.row, "work", asked=work.asked.request),
        action=packages_address(opened.row, "preview", asked=work.asked.request),
        approve=packages_address(opened.row, "approve", asked=work.asked.request) if opened.approves else "",
        key=request.form.get("idempotency_key") or new_key(),
        open_problems=found,
        new=new,
        problems=[(one.field, one.message) for one in problems],
    )
    return make_response(page, status)


def new_since(opened: Opened, content: Content, seen: Sequence[str]) -> tuple[NewEvent, ...]:
    """The events of the package's streams that a preview with the versions ``seen`` did not show."""
    before = dict(one.rsplit(":", 1) for one in seen if ":" in one)
    language = current_language()
    names = content.names
    return tuple(
        NewEvent(
            title=t(f"event.{one.recorded.topic}"),
            by=names.actor(one.recorded.envelope.actor),
            when=happened(one, language),
        )
        for one in content.copies
        if one.recorded.version > (whole_number(before.get(str(one.recorded.stream_id), ""), LONGEST_HISTORY) or 0)
        and one.recorded.stream_id in {opened.row.stream_id, *opened.beside}
    )


def _shown(content: Content, one: Copy) -> ShownCopy:
    language: Language = current_language()
    left_out = one.treatment is Treatment.LEFT_OUT
    return ShownCopy(
        copy=one,
        title=t(f"event.{one.recorded.topic}"),
        happened=happened(one, language),
        treatment=one.treatment,
        part=t(f"package.part.{part_of(one.recorded.topic).value}"),
        why=t(f"package.why.{one.why.value}") if one.why is not None else "",
        withheld=withheld(one, language),
        blocks=() if left_out else told([one], content.names, content.language)[1:],
        passages="\n".join(content.order.by_hand.passages.get(one.id, ())),
        has_text=bool(texts_of(one.recorded)),
        files=tuple(file for file in content.files if file.of_event == one.id),
    )
