"""Rulebooks that a municipality wrote itself: the one way from what stands in its log to rules that histories are judged by.

The read model and the warehouse both come here, so they judge by the same. A local rulebook adds duties to those of the law and
can neither remove nor loosen one: it has a name of its own, its rules are local, and law and guidance apply whatever it says.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Final

import msgspec
from msgspec.structs import replace

from services.compliance.calendar import Calendar, local_day
from services.compliance.frame import HISTORY
from services.compliance.loading import Rules, read_rulebook
from services.compliance.obligations import obligations
from services.compliance.rulebook import Miss, Rule, Rulebook, RuleKind
from services.compliance.rulebook_problems import Problem, RulebookError, line_in

log = logging.getLogger(__name__)

ADOPTED: Final = "municipality.LocalRulebookAdopted"
"""The topic of the fact that a rulebook comes in force by."""

MOST_CHARACTERS: Final = 100_000
MOST_RULES: Final = 100
FILE: Final = "local.toml"


class Adoption(msgspec.Struct, frozen=True, kw_only=True):
    """A version of a local rulebook as it was adopted; ``at`` is when that was recorded."""

    rulebook: str
    version: int
    source: str
    at: datetime


class Version(msgspec.Struct, frozen=True, kw_only=True):
    """An adopted version, as its text reads (None: it can no longer be read), and the days that it holds for.

    A version whose last day lies before its first never came to hold: a later one took its place before.
    """

    adoption: Adoption
    book: Rulebook | None
    first: date
    last: date | None

    def holds_on(self, day: date) -> bool:
        """Whether its rules open duties on a day."""
        return self.book is not None and self.first <= day and (self.last is None or day <= self.last)


def read_local(source: str, known: Rules, *, rulebook: str | None = None) -> Rulebook:
    """A local rulebook from its text, to stand beside the rulebooks that come with Varde.

    ``rulebook`` is its id when it is a new version of one. Raises RulebookError with everything that is wrong.
    """
    if len(source) > MOST_CHARACTERS:
        raise RulebookError([_problem("too_much", n=MOST_CHARACTERS)])
    book = read_rulebook(source, FILE)
    problems = [replace(one, line=line_in(source, one)) for one in _local_problems(book, known, rulebook)]
    if problems:
        raise RulebookError(problems)
    try:
        beside = Rules((*known.books, book))
        obligations(HISTORY.to_frame(), beside, Calendar())
    except Exception as error:  # whatever the reckoning trips over must never come into force
        raise RulebookError([_problem("not_judged")]) from error
    return book


def _problem(code: str, **values: object) -> Problem:
    return Problem(file=FILE, rule="", field="", code=code, values={name: str(value) for name, value in values.items()})


def _local_problems(book: Rulebook, known: Rules, rulebook: str | None) -> Iterable[Problem]:
    head = book.head
    if head.kind is not RuleKind.LOCAL:
        yield Problem(file=FILE, rule="rulebook", field="kind", code="local_kind")
    if any(one.head.id == head.id for one in known.books):
        yield Problem(file=FILE, rule="rulebook", field="id", code="taken", values={"rulebook": head.id})
    if rulebook is not None and head.id != rulebook:
        yield Problem(file=FILE, rule="rulebook", field="id", code="other_book", values={"rulebook": rulebook})
    if not book.rules:
        yield _problem("no_rules")
    if len(book.rules) > MOST_RULES:
        yield _problem("too_many", n=MOST_RULES)
    for number, rule in enumerate(book.rules, 1):
        for field, code in _of_rule(rule, known):
            yield Problem(file=FILE, rule=rule.id, field=field, code=code, number=number)


def _of_rule(rule: Rule, known: Rules) -> Iterable[tuple[str, str]]:
    if rule.id in known.by_id:
        yield "id", "twice"
    if rule.kind not in (None, RuleKind.LOCAL):
        yield "kind", "local_kind"
    if rule.miss is Miss.BREACH_OF_LAW:
        yield "miss", "local_miss"
    if not (rule.text.nb.strip() and rule.text.nn.strip() and rule.text.en.strip()):
        yield "text", "no_words"


@lru_cache(maxsize=32)
def versions(known: Rules, adoptions: tuple[Adoption, ...]) -> tuple[Version, ...]:
    """Every adopted version, in the order of adoption, with the days that it holds for.

    The first version of a rulebook holds from the day that it names. A later one never reaches further back than the day it was
    adopted, so a past day is judged by the version of that day; from its first day on it takes the place of those before.
    """
    found: list[Version] = []
    for one in adoptions:
        book = _read_again(one, known)
        adopted_on = local_day(one.at)
        is_first = all(other.adoption.rulebook != one.rulebook for other in found)
        named = adopted_on if book is None else book.head.valid_from
        first = named if is_first else max(named, adopted_on)
        ending = first - timedelta(days=1)
        found = [_ended(other, ending) if other.adoption.rulebook == one.rulebook else other for other in found]
        found.append(Version(adoption=one, book=book, first=first, last=None if book is None else book.head.valid_until))
    return tuple(found)


@lru_cache(maxsize=32)
def rules_in_force(known: Rules, adoptions: tuple[Adoption, ...]) -> Rules:
    """The rules that come with Varde and those of every adopted version, each version for its own days."""
    own = (_for_its_days(one) for one in versions(known, adoptions))
    return Rules((*known.books, *(book for book in own if book is not None)))


def _ended(version: Version, day: date) -> Version:
    return version if version.last is not None and version.last <= day else replace(version, last=day)


def _read_again(adoption: Adoption, known: Rules) -> Rulebook | None:
    try:
        return read_local(adoption.source, known, rulebook=adoption.rulebook)
    except RulebookError as error:
        log.error("the rulebook %s, version %d, cannot be read and judges nothing: %s", adoption.rulebook, adoption.version, error)  # noqa: TRY400 - the error says it all
        return None


def _for_its_days(version: Version) -> Rulebook | None:
    if version.book is None or (version.last is not None and version.last < version.first):
        return None
    head, first, last = version.book.head, version.first, version.last
    return replace(
        version.book,
        head=replace(head, valid_from=first, valid_until=last),
        rules=tuple(_clipped(rule, first, last) for rule in version.book.rules),
    )


def _clipped(rule: Rule, first: date, last: date | None) -> Rule:
    begins = None if rule.valid_from is None else max(rule.valid_from, first)
    ends = rule.valid_until if last is None or rule.valid_until is None else min(rule.valid_until, last)
    return replace(rule, valid_from=begins, valid_until=ends)
