"""The reason for a verdict in words: what was done or not, when, against which limit, and how the limit was reckoned."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any, Final

from events.envelope import school_year
from events.local_time import OSLO
from services.compliance.calendar import Calendar, local_day
from services.compliance.loading import Rules
from services.compliance.rulebook import (
    Asap,
    AtOnce,
    Before,
    Check,
    DateField,
    Days,
    Due,
    Hours,
    NextDay,
    SameDay,
    SchoolYearDate,
    Weeks,
    WorkingDays,
)
from services.compliance.verdicts import Verdict
from texts import Language, counted, text

_CALENDAR: Final = Calendar()
_HOUR: Final = timedelta(hours=1)
_TWO_DAYS: Final = timedelta(days=2)

Row = Mapping[str, Any]
"""One row of :func:`services.compliance.verdicts.verdicts`, as a mapping."""


def explain(row: Row, rules: Rules, language: Language = Language.BOKMAL, calendar: Calendar = _CALENDAR) -> str:
    """The reason for the row's verdict and how its limit was reckoned, as sentences."""
    return " ".join((reason(row, rules, language), *reckoning(row, rules, language, calendar)))


def source_of(row: Row, rules: Rules, language: Language = Language.BOKMAL) -> str:
    """The document and the section that the row's rule comes from."""
    bound = rules.of(row)
    return text("reason.source", language, document=bound.document, section=bound.rule.section)


def events_of(row: Row) -> tuple[str, ...]:
    """The ids of the events that the row's verdict rests on: what opened the duty, and what ended it."""
    ending = {Verdict.MET: ("discharged_by",), Verdict.LATE: ("discharged_by",), Verdict.NOT_APPLICABLE: ("released_by",)}
    names = ("opened_by", *ending.get(Verdict(row["verdict"]), ("closed_by",)))
    return tuple(str(row[name]) for name in names if row[name] is not None)


def reason_key(row: Row, rules: Rules) -> str:
    """The key of the sentence that gives the reason for the row's verdict."""
    verdict = Verdict(row["verdict"])
    due = rules.of(row).rule.due
    special = f"reason.{verdict.value}.{type(due).__struct_config__.tag}"
    if verdict is Verdict.MET and not isinstance(due, Check) and row["discharged_at"] < row["opened_at"]:
        return "reason.met.already"
    if verdict is Verdict.NOT_DOCUMENTED and row["closed_at"] is not None and row["closed_at"] <= row["silence_at"]:
        return "reason.not_documented.closed"
    return special if special in _SPECIAL else f"reason.{verdict.value}"


NOT_MET: Final = "verdict.not_met"


def word_key(row: Row, rules: Rules) -> str:
    """The key of the word for the row's verdict. A requirement on the content of a fact has no limit to be past: it is not met."""
    return NOT_MET if reason_key(row, rules) == "reason.overdue.check" else f"list.Verdict.{row['verdict']}"


def shared_word_key(verdict: Verdict, rows: Iterable[Row], rules: Rules) -> str:
    """The key of the word for what some rows of one verdict have in common: past the limit, where one of them is."""
    if verdict is Verdict.OVERDUE and all(word_key(row, rules) == NOT_MET for row in rows):
        return NOT_MET
    return f"list.Verdict.{verdict.value}"


_SPECIAL: Final = frozenset(
    {
        "reason.met.asap",
        "reason.met.check",
        "reason.late.before",
        "reason.open.asap",
        "reason.overdue.before",
        "reason.overdue.check",
        "reason.not_applicable.asap",
    }
)


def reason(row: Row, rules: Rules, language: Language = Language.BOKMAL) -> str:
    """One sentence: why the row's verdict is what it is."""
    exact = isinstance(rules.of(row).rule.due, AtOnce | Hours | Before | Check)
    done, due = row["discharged_at"], row["due_at"]
    since = due if due is not None and due < (done or row["judged_at"]) else row["opened_at"]
    return text(
        reason_key(row, rules),
        language,
        opened=moment_text(row["opened_at"], language),
        done=moment_text(done, language),
        due=moment_text(due, language) if exact else day_text(due, language),
        released=moment_text(row["released_at"], language),
        closed=moment_text(row["closed_at"], language),
        span=span_text(since, done or row["judged_at"], language),
    )


def reckoning(row: Row, rules: Rules, language: Language = Language.BOKMAL, calendar: Calendar = _CALENDAR) -> list[str]:
    """How the row's limit was reckoned, and which holidays and closed days lie in its working days."""
    due = rules.of(row).rule.due
    opened, limit = row["opened_at"], row["due_at"] or row["silence_at"]
    sentences = [_reckoned(due, opened, limit, language)]
    if isinstance(due, WorkingDays | Asap):
        first, last = local_day(opened), local_day(limit)
        sentences += [
            text("reason.reckoned.holiday", language, day=day_text(day, language))
            for day, _ in calendar.holidays_between(first, last)
        ]
        sentences += [
            _closed(begins, ends, language) for begins, ends in _closed_stretches(first, last, row["school"] or "", calendar)
        ]
    return sentences


def _closed(begins: date, ends: date, language: Language) -> str:
    days = {"day": day_text(begins, language), "until": day_text(ends, language)}
    return text("reason.reckoned.closed_day" if begins == ends else "reason.reckoned.closed_days", language, **days)


def _closed_stretches(first: date, last: date, school: str, calendar: Calendar) -> list[tuple[date, date]]:
    """The closed working days after ``first`` up to ``last``; those with no working day between them as one stretch."""
    closed = calendar.closed_at(school)
    stretches: list[tuple[date, date]] = []
    goes_on = False
    for day in (first + timedelta(days=n) for n in range(1, (last - first).days + 1)):
        if not calendar.is_working_day(day):
            continue
        if day in closed:
            stretches.append((stretches.pop()[0] if goes_on else day, day))
        goes_on = day in closed
    return stretches


def _reckoned(due: Due, opened: datetime, limit: datetime, language: Language) -> str:  # noqa: PLR0911 - one per kind of limit
    since = moment_text(opened, language)
    match due:
        case AtOnce(minutes=n):
            return counted("reason.reckoned.minutes", n, language, opened=since)
        case Hours(n=n):
            return counted("reason.reckoned.hours", n, language, opened=since)
        case Days(n=n):
            return counted("reason.reckoned.days", n, language, opened=day_text(opened, language))
        case Weeks(n=n):
            return counted("reason.reckoned.weeks", n, language, opened=day_text(opened, language))
        case WorkingDays(n=n):
            return counted("reason.reckoned.working_days", n, language, opened=day_text(opened, language))
        case Asap(silence_working_days=n):
            return counted("reason.reckoned.asap", n, language)
        case DateField(plus_days=days, plus_weeks=weeks) if n := days + 7 * weeks:
            return counted("reason.reckoned.date_field_plus", n, language, opened=since)
        case SchoolYearDate(iso_week=week):
            key = "reason.reckoned.school_year_date" if week is None else "reason.reckoned.iso_week"
            return text(key, language, n=week, year=school_year(local_day(limit)))
        case SameDay() | NextDay() | DateField() | Before() | Check():
            shown = day_text(opened, language) if isinstance(due, SameDay | NextDay) else since
            return text(f"reason.reckoned.{type(due).__struct_config__.tag}", language, opened=shown)


def span_text(start: datetime, end: datetime, language: Language) -> str:
    """How long it is from ``start`` to ``end``: minutes, from an hour on hours, from two days on days; never less than nothing.

    Full minutes and hours count; days count by the local calendar, so that one day late is the day after.
    """
    span = max(end - start, timedelta(0))
    if span >= _TWO_DAYS:
        return counted("reason.span.days", (local_day(end) - local_day(start)).days, language)
    if span >= _HOUR:
        return counted("reason.span.hours", span // _HOUR, language)
    return counted("reason.span.minutes", span // timedelta(minutes=1), language)


def day_text(moment: datetime | date | None, language: Language) -> str:
    """The local date of a moment, as it is written in the language; empty for None."""
    if moment is None:
        return ""
    day = local_day(moment) if isinstance(moment, datetime) else moment
    return text("reason.day", language, day=day.day, month=day.month, year=day.year)


def moment_text(moment: datetime | None, language: Language) -> str:
    """The local date and time of a moment, as it is written in the language; empty for None."""
    if moment is None:
        return ""
    local = moment.astimezone(OSLO)
    date_part = day_text(moment, language)
    return text("reason.moment", language, date=date_part, hour=f"{local.hour:02}", minute=f"{local.minute:02}")
