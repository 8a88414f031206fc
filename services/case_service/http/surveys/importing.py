"""/undersokelser/import: a published file is read and shown first; then what was shown is taken in, all of it or nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Final, Self
from uuid import UUID

import msgspec
from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from itsdangerous import BadSignature, URLSafeSerializer

from events.base import Stream
from events.lists.investigation import SurveySource
from events.survey import SurveyResult
from services.case_service.domain.survey.commands import ImportSurveyResults
from services.case_service.http.languages import current_language, t
from services.case_service.http.persons import current_person
from services.case_service.http.problems import NotRecorded
from services.case_service.http.recording import Entry, key_of, new_key, record
from services.case_service.http.rights import Right, needs
from services.case_service.http.school_reach import reached_schools
from services.case_service.http.surveys.blueprint import survey_pages
from services.case_service.http.surveys.results import years_text
from services.case_service.http.web import the_desk, the_web
from services.case_service.survey_results import Plan, ReadFile, plan_of, read_file
from services.case_service.survey_results.taking_in import Planned
from texts import label

FAULTS_SHOWN: Final = 50


class SchoolsYear(msgspec.Struct, frozen=True, array_like=True):
    """The results of one school in one year, as the page carries them."""

    orgnr: str
    starts_in: int
    results: tuple[SurveyResult, ...]


class Checked(msgspec.Struct, frozen=True, kw_only=True):
    """What was read of a file and shown to somebody, carried by the page that shows it."""

    person: UUID
    source: SurveySource
    sha256: str
    found: tuple[SchoolsYear, ...]

    @classmethod
    def of(cls, read: ReadFile, source: SurveySource) -> Self:
        """What the reader is shown."""
        found = tuple(SchoolsYear(orgnr, year, results) for (orgnr, year), results in read.results.items())
        return cls(person=current_person().id, source=source, sha256=read.sha256, found=found)

    def plan(self) -> Plan:
        """What taking it in would do now: of her own schools alone, whatever the page carries."""
        store, own = the_desk().store, _own()
        results = {(one.orgnr, one.starts_in): one.results for one in self.found if one.orgnr in own}
        return plan_of(results, self.source, self.sha256, store.tenant, store.facts)


@survey_pages.get("/undersokelser/import")
@needs(Right.IMPORT_SURVEY_RESULTS)
def choose_file() -> str:
    """The choice of file."""
    return _choose()


@survey_pages.post("/undersokelser/import")
@needs(Right.IMPORT_SURVEY_RESULTS)
def check_file() -> ResponseReturnValue:
    """What the file holds, or everything that is wrong with it. Nothing is written."""
    given = request.files.get("file")
    source = next((one for one in SurveySource if one.value == request.form.get("source")), None)
    if given is None or not given.filename or source is None:
        problem = ("file", t("surveys.problem.file")) if source is not None else ("source", t("surveys.problem.source"))
        return _choose([problem]), HTTPStatus.UNPROCESSABLE_ENTITY
    read = read_file(given.stream.read(), _own())
    if read.faults:
        said = [one.sentence(current_language()) for one in read.faults]
        return _choose([("file", t("surveys.problem.faulty", n=len(said)))], faults=said), HTTPStatus.UNPROCESSABLE_ENTITY
    return _shown(Checked.of(read, source), read, key=new_key())


@survey_pages.post("/undersokelser/import/ta-inn")
@needs(Right.IMPORT_SURVEY_RESULTS)
def take_in() -> ResponseReturnValue:
    """Take in what was shown. What somebody else took in meanwhile is not taken in again."""
    key, plan = key_of(request.form), _carried(request.form).plan()
    if not plan.to_record:
        flash(t("surveys.import.nothing_new"), "info")
        return redirect(url_for("surveys.listed"), code=303)
    try:
        record(*(_entry(one) for one in plan.to_record), idempotency_key=key)
    except NotRecorded as refused:
        return _choose([(None, one.message) for one in refused.problems]), refused.status
    flash(t("surveys.import.done", n=len(plan.to_record)), "success")
    return redirect(url_for("surveys.results", orgnr=plan.to_record[0].orgnr), code=303)


def _entry(one: Planned) -> Entry:
    return Entry(stream=Stream.SURVEY, stream_id=one.stream_id, school=one.orgnr, command=ImportSurveyResults(fact=one.fact))


def _own() -> frozenset[str]:
    """The schools whose results the reader may take in."""
    return frozenset(one.orgnr for one in reached_schools() if one.oversees and one.orgnr is not None)


def _choose(problems: Sequence[tuple[str | None, str]] = (), *, faults: Sequence[str] = ()) -> str:
    language = current_language()
    return render_template(
        "surveys/import.html",
        problems=problems,
        wrong={field: said for field, said in problems if field},
        faults=faults[:FAULTS_SHOWN],
        more=max(len(faults) - FAULTS_SHOWN, 0),
        sources=[(one.value, label(one, language).capitalize()) for one in SurveySource],
        source=request.form.get("source") or SurveySource.ELEVUNDERSOKELSEN.value,
    )


def _shown(checked: Checked, read: ReadFile, *, key: str) -> str:
    plan = checked.plan()
    names = {one.orgnr: one.name for one in the_desk().read_model.schools()}
    return render_template(
        "surveys/import_plan.html",
        rows=[
            (names[one.orgnr], years_text(one.starts_in), len(one.fact.results), one.hidden, one.outcome) for one in plan.planned
        ],
        source=label(checked.source, current_language()).capitalize(),
        lines=read.lines,
        left_out=read.left_out,
        anything=bool(plan.to_record),
        mark=_signer().dumps(msgspec.to_builtins(checked)),
        key=key,
    )


def _carried(form: Mapping[str, str]) -> Checked:
    """What the page carried; 400 for what this server did not give to this person."""
    try:
        checked = msgspec.convert(_signer().loads(form.get("checked", "")), Checked)
    except BadSignature:
        abort(400)
    if checked.person != current_person().id:
        abort(400)
    return checked


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(the_web().settings.secret_key, salt="varde checked survey file")
