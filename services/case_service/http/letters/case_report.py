"""/saker/<id>/saksrapport.pdf: the whole matter on paper, for handing over; the family's copy names no other pupil."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from uuid import UUID

from flask import Response, abort, request

from services.case_service.http.case_access import may_open, open_matter
from services.case_service.http.languages import current_language, t
from services.case_service.http.letters.blueprint import letter_pages
from services.case_service.http.letters.known import staff_name
from services.case_service.http.letters.paper import paper_of
from services.case_service.http.letters.plan_copy import COPY, FOR_THE_FAMILY
from services.case_service.http.letters.previewing import saved_pdf
from services.case_service.http.matter import Matter
from services.case_service.http.matters.dossier import Dossier, stage_text
from services.case_service.http.matters.told import ToldEvent
from services.case_service.http.record.places import MATTER
from services.case_service.http.rights import Right, needs
from services.case_service.http.web import the_desk
from services.case_service.letters.letter import Letter as Paper
from services.case_service.letters.recipients import letters_of
from services.case_service.letters.report import ReportedEvent, ReportedField, report_blocks
from services.case_service.reading import Line
from services.case_service.rights import Action, Share
from services.compliance.explain import moment_text
from texts.case_number import case_number


@letter_pages.get(f"{MATTER}/saksrapport.pdf")
@needs(Right.SIGNED_IN)
def report(matter: UUID) -> Response:
    """The report, for those who may hand the matter over, with the second factor anew."""
    row = the_desk().read_model.matter(matter)
    hands_over = row is not None and may_open(row, Action.DISCLOSE)
    opened = open_matter(matter, Action.DISCLOSE if hands_over else Action.EXPORT)
    if opened.decision.share is not Share.WHOLE or not letters_of(opened.row.stream):
        abort(404)
    seen = opened.family_copy() if request.args.get(COPY) == FOR_THE_FAMILY else opened
    return saved_pdf(report_paper(opened, seen), f"{case_number(matter)}-rapport")


def report_paper(opened: Matter, seen: Matter) -> Paper:
    """The report on a matter as ``seen`` shows it: whole, or the copy for the family."""
    dossier = Dossier(seen)
    blocks = report_blocks(_about(opened, dossier), (_event(one, seen) for one in dossier.told.events))
    return paper_of(opened, current_language(), title=t("case_report.title", number=dossier.number), blocks=blocks)


def _about(opened: Matter, dossier: Dossier) -> Iterator[str]:
    row = dossier.row
    if row.pupil is not None:
        yield f"{t('matter.pupil')}: {dossier.whom.pupil(row.pupil)}"
    if row.case_handler is not None:
        yield f"{t('matter.case_handler')}: {dossier.whom.staff(row.case_handler)}"
    yield t("case_report.stage", stage=stage_text(row))
    yield t("case_report.events", n=len(dossier.told.events), version=opened.version)
    if dossier.matter.for_family:
        yield t("case_report.for_family")
    made_at = moment_text(dossier.now, current_language())
    yield t("case_report.made", name=staff_name(opened, opened.person.id), at=made_at)


def _event(one: ToldEvent, matter: Matter) -> ReportedEvent:
    circumstances = [t("case_report.happened", when=one.happened)]
    if one.known:
        circumstances.append(t("case_report.known", when=one.known))
    circumstances.append(t("case_report.written", when=one.written, by=one.by))
    notes = [t("case_report.file", kind=file.media_type, size=file.size, sha256=file.sha256) for file in one.attachments]
    return ReportedEvent(
        title=f"{one.number}. {one.title}",
        circumstances=tuple(circumstances),
        fields=tuple(_fields(one.lines, matter)),
        notes=tuple(notes),
    )


def _fields(lines: Iterable[Line], matter: Matter) -> Iterator[ReportedField]:
    for line in lines:
        if line.rows:
            rows = (_row(row, matter) for row in line.rows)
            yield ReportedField(label=line.label, values=tuple(rows))
        elif line.values:
            yield ReportedField(label=line.label, values=tuple(matter.text(one.text) for one in line.values))


def _row(row: Iterable[Line], matter: Matter) -> str:
    return "; ".join(f"{field.label}: {', '.join(field.values)}" for field in _fields(row, matter))
