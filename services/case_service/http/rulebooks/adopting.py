"""Adopting a rulebook for the schools that shall follow it, and ending one: facts like every other, so all that judges follows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from hashlib import sha256

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from events.municipality import LocalRulebookAdopted
from events.organisation import RulebookChosen
from services.case_service.domain import COMMAND_FOR
from services.case_service.domain.municipality.commands import AdoptLocalRulebook
from services.case_service.http.admin.office import acting, decide, for_municipality, for_school, today
from services.case_service.http.languages import current_language, t
from services.case_service.http.problems import FormProblem, NotRecorded
from services.case_service.http.recording import Entry, key_of, new_key
from services.case_service.http.rights import Right, needs
from services.case_service.http.rulebooks.blueprint import rulebooks
from services.case_service.http.rulebooks.reading_pages import schools_following, the_book, versions_of
from services.case_service.http.rulebooks.starting import with_last_day
from services.case_service.http.rulebooks.writing import next_version, read, show_faults, show_preview, source_in
from services.case_service.http.web import the_desk
from services.case_service.http.whole_numbers import MOST_VERSIONS, whole_number
from services.compliance.rulebook_problems import RulebookError


@rulebooks.post("/admin/regelsett/vedta")
@needs(Right.ADMINISTER)
def adopt() -> ResponseReturnValue:
    """Adopt the text as it stands in the form, and let the chosen schools follow it."""
    acting()
    source, book, key = source_in(request.form), request.form.get("book", ""), key_of(request.form)
    number = _number(request.form.get("version", ""))
    if (done := _adopted_before(source, number)) is not None:
        return redirect(url_for("rulebooks.book", book=done), code=303)
    try:
        found = read(source, book)
    except RulebookError as wrong:
        return show_faults(source, book, wrong.problems)
    from_date, schools = _day(request.form.get("from_date", "")), request.form.getlist("schools")
    if schools and from_date is None:
        problem = FormProblem(field="from_date", message=t("rulebook.adopt.no_day"))
        return show_preview(found, source, book, others=(problem,), key=key, status=422)
    try:
        decide(_adoption(found.head.id, source, number), *_choices(found.head.id, schools, from_date or today()), key=key)
    except NotRecorded as refused:
        return show_preview(found, source, book, others=refused.problems, key=key, status=refused.status)
    flash(t("rulebook.adopt.done", title=found.head.title.in_(current_language()), version=number), "success")
    return redirect(url_for("rulebooks.book", book=found.head.id), code=303)


@rulebooks.get("/admin/regelsett/<book>/avslutt")
@needs(Right.ADMINISTER)
def ending(book: str) -> ResponseReturnValue:
    """Ask for the last day of a rulebook of the municipality's own."""
    acting()
    return _ending_page(book, today().isoformat(), new_key())


@rulebooks.post("/admin/regelsett/<book>/avslutt")
@needs(Right.ADMINISTER)
def end(book: str) -> ResponseReturnValue:
    """Adopt a version that ends on the day: what has begun by then stands, and nothing begins after it."""
    acting()
    written, key = request.form.get("last_day", ""), key_of(request.form)
    day = _day(written)
    if day is None or day < today():
        problem = FormProblem(field="last_day", message=t("rulebook.end.no_day"))
        return _ending_page(book, written, key, problems=(problem,)), 422
    versions = versions_of(book) or abort(404)
    source = with_last_day(versions[-1].adoption.source, day)
    try:
        read(source, book)
    except RulebookError as wrong:
        return show_faults(source, book, wrong.problems)
    try:
        decide(_adoption(book, source, next_version(book)), key=key)
    except NotRecorded as refused:
        return _ending_page(book, written, key, problems=refused.problems), refused.status
    flash(t("rulebook.end.done"), "success")
    return redirect(url_for("rulebooks.book", book=book), code=303)


def _ending_page(book: str, last_day: str, key: str, *, problems: tuple[FormProblem, ...] = ()) -> str:
    found = the_book(book)
    if not versions_of(book):
        abort(404)
    return render_template(
        "rulebooks/end.html",
        book=book,
        title=found.head.title.in_(current_language()),
        last_day=last_day,
        today=today().isoformat(),
        schools=schools_following(book, today()),
        problems=problems,
        key=key,
    )


def _adoption(book: str, source: str, version: int) -> Entry:
    fact = LocalRulebookAdopted(
        rulebook=book,
        rulebook_version=version,
        source_toml=source,
        sha256=sha256(source.encode()).hexdigest(),
        approved_by=acting().ref,
    )
    return for_municipality(AdoptLocalRulebook(fact=fact))


def _choices(book: str, schools: list[str], from_date: date) -> Iterator[Entry]:
    """The choice of each school that does not follow it yet; 400 for a school that the page did not offer."""
    rows = {row.orgnr: row for row in the_desk().read_model.schools() if row.discontinued_on is None}
    for orgnr in dict.fromkeys(schools):
        row = rows.get(orgnr) or abort(400)
        if row.rulebook != book:
            yield for_school(orgnr, COMMAND_FOR["school.RulebookChosen"](fact=RulebookChosen(rulebook=book, from_date=from_date)))


def _adopted_before(source: str, number: int) -> str | None:
    """The rulebook whose version the text is already: the form was sent twice."""
    versions = the_desk().read_model.rulebook_versions()
    same = (one.adoption for one in versions if one.adoption.version == number and one.adoption.source == source)
    return next((one.rulebook for one in same), None)


def _number(written: str) -> int:
    number = whole_number(written, MOST_VERSIONS)
    return abort(400) if number is None else number


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None
