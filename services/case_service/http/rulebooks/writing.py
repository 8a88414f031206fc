"""/admin/regelsett/ny and …/ny-versjon: the text of a rulebook, what is wrong with it line by line, and what it would change.

Nothing is kept until it is adopted: the text goes with the form from page to page.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import msgspec
from flask import abort, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue

from services.case_service.http.admin.office import acting, today
from services.case_service.http.languages import current_language, t
from services.case_service.http.problems import FormProblem
from services.case_service.http.recording import new_key
from services.case_service.http.rights import Right, needs
from services.case_service.http.rulebooks.blueprint import rulebooks
from services.case_service.http.rulebooks.foreseen import foresee
from services.case_service.http.rulebooks.one_rule import FIELDS, as_text, book_in, faults_of, options
from services.case_service.http.rulebooks.reading_pages import own_books, the_book, versions_of
from services.case_service.http.rulebooks.starting import copied, example, id_of
from services.case_service.http.rulebooks.words import period, shown_rule
from services.case_service.http.web import the_desk
from services.compliance.adopted import MOST_CHARACTERS, read_local
from services.compliance.rulebook import Rulebook
from services.compliance.rulebook_problems import Problem, RulebookError

ACTIONS: Final = ("check", "edit", "add")


class ShownFault(msgspec.Struct, frozen=True, kw_only=True):
    """What is wrong with the text, and where."""

    line: int | None
    where: str
    sentence: str


@rulebooks.get("/admin/regelsett/ny")
@needs(Right.ADMINISTER)
def new_book() -> ResponseReturnValue:
    """A text to begin with: an example, or a plan that is there already (``fra``)."""
    acting()
    source_of = request.args.get("fra", "")
    book = _free_id()
    if not source_of:
        return _editing(example(book, today()), book="")
    found = the_book(source_of)
    if source_of in own_books():
        abort(404)
    try:
        return _editing(copied(found, book, today()), book="")
    except FileNotFoundError:
        abort(404)


@rulebooks.get("/admin/regelsett/<book>/ny-versjon")
@needs(Right.ADMINISTER)
def new_version(book: str) -> ResponseReturnValue:
    """The text of the last version, to change."""
    acting()
    return _editing(_last_source(book), book=book)


@rulebooks.post("/admin/regelsett/ny")
@needs(Right.ADMINISTER)
def work_on_new() -> ResponseReturnValue:
    """Look through the text of a new rulebook, show what it would change, or put a rule into it."""
    return _work("")


@rulebooks.post("/admin/regelsett/<book>/ny-versjon")
@needs(Right.ADMINISTER)
def work_on_version(book: str) -> ResponseReturnValue:
    """The same for a new version."""
    _last_source(book)
    return _work(book)


def _work(book: str) -> ResponseReturnValue:
    acting()
    source, action = source_in(request.form), request.form.get("action", "")
    if action not in ACTIONS:
        abort(400)
    if action == "edit":
        return _editing(source, book=book)
    if action == "add":
        return _with_rule(source, book)
    try:
        found = read(source, book)
    except RulebookError as wrong:
        return show_faults(source, book, wrong.problems)
    return show_preview(found, source, book)


def _with_rule(source: str, book: str) -> ResponseReturnValue:
    """The text with the rule that the form tells, or the form again with what is missing."""
    faults = faults_of(request.form)
    name = book or book_in(source)
    if not name:
        faults["name"] = t("rulebook.form.no_book")
    if faults:
        return _editing(source, book=book, form=request.form, wrong=faults), 422
    flash(t("rulebook.form.added"), "success")
    return _editing(source.rstrip("\n") + "\n" + as_text(request.form, name), book=book)


def source_in(form: Mapping[str, str]) -> str:
    """The text that a form carries, with the line ends that TOML has."""
    return form.get("source", "").replace("\r\n", "\n")


def read(source: str, book: str) -> Rulebook:
    """The rulebook that a text is. ``book`` is its id when it is a new version; a new one takes no id in use.

    Raises RulebookError.
    """
    found = read_local(source, the_desk().read_model.known_rules, rulebook=book or None)
    if not book and found.head.id in own_books():
        taken = Problem(file="", rule="rulebook", field="id", code="own_taken", values={"rulebook": found.head.id})
        raise RulebookError([taken])
    return found


def show_faults(source: str, book: str, problems: Sequence[Problem]) -> ResponseReturnValue:
    """The text again, with everything that is wrong with it."""
    language = current_language()
    faults = [
        ShownFault(
            line=one.line,
            where=" · ".join(part for part in (one.rule if one.rule != "rulebook" else "", one.field) if part),
            sentence=one.in_(language),
        )
        for one in sorted(problems, key=lambda one: one.line or 0)
    ]
    return _editing(source, book=book, faults=faults), 422


def show_preview(
    found: Rulebook, source: str, book: str, *, others: Sequence[FormProblem] = (), key: str = "", status: int = 200
) -> ResponseReturnValue:
    """What the rulebook would change, and the form that adopts it."""
    form, schools = request.form, [row for row in the_desk().read_model.schools() if row.discontinued_on is None]
    chosen = form.getlist("schools") if "from_date" in form else [row.orgnr for row in schools if row.rulebook == found.head.id]
    page = render_template(
        "rulebooks/preview.html",
        title=found.head.title.in_(current_language()),
        document=found.head.document,
        period=period(found.head.valid_from, found.head.valid_until),
        rules=[shown_rule(bound) for bound in found.bound()],
        foreseen=foresee(found),
        source=source,
        book=book,
        to_work=_address(book),
        version=next_version(found.head.id),
        schools=[(row.orgnr, row.name) for row in schools],
        chosen=chosen,
        from_date=form.get("from_date", today().isoformat()),
        problems=others,
        key=key or new_key(),
    )
    return page, status


def next_version(book: str) -> int:
    """The number of the version that would be adopted next."""
    return max((one.adoption.version for one in versions_of(book)), default=0) + 1


def _editing(
    source: str,
    *,
    book: str,
    faults: Sequence[ShownFault] = (),
    form: Mapping[str, str] | None = None,
    wrong: Mapping[str, str] | None = None,
) -> str:
    given = {name: (form or {}).get(name, "") for name in (*FIELDS, "first")}
    return render_template(
        "rulebooks/write.html",
        source=source,
        book=book,
        to_work=_address(book),
        faults=faults,
        lines=source.splitlines() if faults else [],
        fault_lines={one.line for one in faults},
        form=given,
        wrong=wrong or {},
        options=options(),
        limit=MOST_CHARACTERS,
    )


def _address(book: str) -> str:
    return url_for("rulebooks.work_on_version", book=book) if book else url_for("rulebooks.work_on_new")


def _last_source(book: str) -> str:
    found = versions_of(book) or abort(404)
    return found[-1].adoption.source


def _free_id() -> str:
    """A name for a new rulebook that none has."""
    wanted, taken = id_of(the_desk().store.tenant), {book.head.id for book in the_desk().rules.books} | own_books()
    names = (wanted, *(f"{wanted}-{number}" for number in range(2, 1000)))
    return next(name for name in names if name not in taken)
