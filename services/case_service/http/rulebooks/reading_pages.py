"""/admin/regelsett: every rulebook, every rule of it, and for the municipality's own every version as it was written."""

from __future__ import annotations

from datetime import date

import msgspec
from flask import abort, render_template, url_for

from services.case_service.http.admin.office import today
from services.case_service.http.languages import current_language, t
from services.case_service.http.persons import current_person
from services.case_service.http.rights import Right, needs, rights_of
from services.case_service.http.rulebooks.blueprint import rulebooks
from services.case_service.http.rulebooks.words import period, shown_rule
from services.case_service.http.web import the_desk
from services.case_service.rights import Kind
from services.compliance.adopted import Version
from services.compliance.explain import moment_text
from services.compliance.rulebook import Rulebook, RuleKind


class ShownBook(msgspec.Struct, frozen=True, kw_only=True):
    """A rulebook as the list shows it. ``own``: the municipality wrote it; ``schools`` follow it today."""

    id: str
    url: str
    title: str
    document: str
    kind: RuleKind
    period: str
    rules: int
    own: bool
    holds: bool
    schools: tuple[str, ...]


@rulebooks.get("/admin/regelsett")
@needs(Right.SIGNED_IN)
def listed() -> str:
    """All rulebooks, and for whoever works at a school the plan that it follows."""
    desk, own = the_desk(), own_books()
    books = [_shown(book, own) for book in desk.rules.latest]
    unreadable = [one for one in desk.read_model.rulebook_versions() if one.book is None and _is_last(one)]
    return render_template(
        "rulebooks/list.html",
        groups=[
            ("national", [one for one in books if one.kind is RuleKind.LAW]),
            ("guidance", [one for one in books if one.kind is RuleKind.GUIDANCE]),
            ("own", [one for one in books if one.own]),
            ("plans", [one for one in books if one.kind is RuleKind.LOCAL and not one.own]),
        ],
        mine=_own_schools(),
        unreadable=unreadable,
        may_write=may_write(),
    )


@rulebooks.get("/admin/regelsett/<book>")
@needs(Right.SIGNED_IN)
def book(book: str) -> str:
    """One rulebook: its rules, the schools that follow it, and its versions."""
    desk, found = the_desk(), the_book(book)
    shown = _shown(found, own_books())
    return render_template(
        "rulebooks/book.html",
        book=shown,
        rules=[shown_rule(bound) for bound in found.bound()],
        versions=[_version(one) for one in reversed(versions_of(book))],
        may_write=may_write(),
        schools=[(row.name, url_for("admin.change_school", orgnr=row.orgnr, change="plan")) for row in desk.read_model.schools()],
    )


@rulebooks.get("/admin/regelsett/<book>/<rule_id>")
@needs(Right.SIGNED_IN)
def rule(book: str, rule_id: str) -> str:
    """One rule, with how its limit is reckoned."""
    found = the_book(book)
    bound = the_desk().rules.by_id.get(rule_id)
    if bound is None or bound.rulebook != book:
        abort(404)
    return render_template("rulebooks/rule.html", book=_shown(found, own_books()), rule=shown_rule(bound))


@rulebooks.get("/admin/regelsett/<book>/versjon/<int:number>")
@needs(Right.SIGNED_IN)
def version(book: str, number: int) -> str:
    """A version of a rulebook of the municipality's own, as it was written."""
    found = next((one for one in versions_of(book) if one.adoption.version == number), None) or abort(404)
    return render_template("rulebooks/version.html", version=_version(found), source=found.adoption.source, book=book)


class ShownVersion(msgspec.Struct, frozen=True, kw_only=True):
    """A version as its book's page shows it."""

    number: int
    url: str
    title: str
    adopted: str
    period: str
    readable: bool


def the_book(book: str) -> Rulebook:
    """A rulebook in its latest version; 404 when there is none."""
    return next((one for one in the_desk().rules.latest if one.head.id == book), None) or abort(404)


def own_books() -> frozenset[str]:
    """The ids of the rulebooks that the municipality wrote."""
    return frozenset(one.adoption.rulebook for one in the_desk().read_model.rulebook_versions())


def versions_of(book: str) -> list[Version]:
    """The versions of a rulebook of the municipality's own, in the order of adoption."""
    return [one for one in the_desk().read_model.rulebook_versions() if one.adoption.rulebook == book]


def may_write() -> bool:
    """Whether she who asks sets up the municipality."""
    roles = {one.role for one in current_person().roles_on(today()) if one.at_school is None}
    return Right.ADMINISTER in rights_of(roles)


def schools_following(book: str, day: date) -> tuple[str, ...]:
    """The names of the schools that follow a plan on a day."""
    rows = the_desk().read_model.schools()
    return tuple(one.name for one in rows if one.rulebook == book and (one.discontinued_on is None or day < one.discontinued_on))


def _shown(found: Rulebook, own: frozenset[str]) -> ShownBook:
    head = found.head
    return ShownBook(
        id=head.id,
        url=url_for("rulebooks.book", book=head.id),
        title=head.title.in_(current_language()),
        document=head.document,
        kind=head.kind,
        period=period(head.valid_from, head.valid_until),
        rules=len(found.rules),
        own=head.id in own,
        holds=head.valid_from <= today() and (head.valid_until is None or today() <= head.valid_until),
        schools=schools_following(head.id, today()),
    )


def _own_schools() -> list[tuple[str, str, str]]:
    """Each school where she works, and the plan that it follows: name, title and address (both empty without a plan)."""
    person = current_person()
    if person.kind is not Kind.STAFF:
        return []
    at = {one.at_school for one in person.roles_on(today()) if one.at_school is not None}
    titles = {one.head.id: one.head.title.in_(current_language()) for one in the_desk().rules.latest}
    rows = [row for row in the_desk().read_model.schools() if row.orgnr in at]
    return [
        (row.name, titles[row.rulebook], url_for("rulebooks.book", book=row.rulebook))
        if row.rulebook in titles
        else (row.name, "", "")
        for row in rows
    ]


def _is_last(found: Version) -> bool:
    return versions_of(found.adoption.rulebook)[-1] == found


def _version(found: Version) -> ShownVersion:
    adoption = found.adoption
    never = found.last is not None and found.last < found.first
    return ShownVersion(
        number=adoption.version,
        url=url_for("rulebooks.version", book=adoption.rulebook, number=adoption.version),
        title=adoption.rulebook if found.book is None else found.book.head.title.in_(current_language()),
        adopted=moment_text(adoption.at, current_language()),
        period=t("rulebook.version.never") if never else period(found.first, found.last),
        readable=found.book is not None,
    )
