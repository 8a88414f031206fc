"""Every verdict gives its reason in words, with the limit and how it was reckoned, in three languages."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from services.compliance.calendar import Calendar
from services.compliance.explain import events_of, explain, reason, reckoning, shared_word_key, source_of, word_key
from services.compliance.loading import Rules
from services.compliance.rulebook import Miss, RuleKind
from services.compliance.verdicts import Verdict, verdicts
from tests.compliance.history_steps import at, happened, read, rule, rules
from texts import Language, label, text

FIVE = """
trigger = { events = ["case.RaisedWithPrincipal"] }
due = { kind = "working_days", n = 5 }
discharge = { events = ["case.PlanAdopted"] }
release = { events = ["case.CaseClosed"] }
"""
FIVE_DAYS = rules(rule("five", FIVE))
SOON = rules(
    rule(
        "soon",
        """
trigger = { events = ["case.ReportedToPrincipal"] }
due = { kind = "asap" }
discharge = { events = ["case.InvestigationPlanned"], match = "ever" }
""",
    )
)
OPENED = happened("case.RaisedWithPrincipal", at(12, 8, month=5), id_="raised")


def only(judged_by: Rules, *rows: tuple[Any, ...], now: datetime) -> dict[str, Any]:
    return verdicts(read(judged_by, *rows), at=now).row(0, named=True)


@pytest.mark.parametrize(
    ("rows", "now", "expected"),
    [
        ([], at(13, month=5), "Ikke gjort ennå; fristen er 20.5.2026."),
        ([], at(23, month=5), "Ikke dokumentert gjort, 3 dager etter fristen 20.5.2026."),
        ([("case.PlanAdopted", at(18, 9, month=5))], at(23, month=5), "Gjort 18.5.2026 kl. 11.00, innen fristen 20.5.2026."),
        (
            [("case.PlanAdopted", at(22, 9, month=5))],
            at(23, month=5),
            "Gjort 22.5.2026 kl. 11.00, 35 timer etter fristen 20.5.2026.",
        ),
        (
            [("case.PlanAdopted", at(26, 9, month=5))],
            at(27, month=5),
            "Gjort 26.5.2026 kl. 11.00, 6 dager etter fristen 20.5.2026.",
        ),
        ([("case.CaseClosed", at(15, 9, month=5))], at(27, month=5), "Falt bort 15.5.2026 kl. 11.00, før fristen 20.5.2026."),
    ],
)
def test_a_limit_of_working_days_is_told_in_words(rows: list[tuple[str, datetime]], now: datetime, expected: str) -> None:
    row = only(FIVE_DAYS, OPENED, *(happened(topic, when) for topic, when in rows), now=now)

    assert reason(row, FIVE_DAYS) == expected


CONTENT = """
trigger = { events = ["case.MeasureAdded"] }
due = { kind = "check" }

[rule.discharge]
events = ["case.MeasureAdded"]
where = [{ field = "minutes_each_time", op = "ge", value = 10 }]
match = "same_event"
"""


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (Language.BOKMAL, ("ikke oppfylt", "over fristen")),
        (Language.NYNORSK, ("ikkje oppfylt", "over fristen")),
        (Language.ENGLISH, ("not met", "overdue")),
    ],
)
def test_a_requirement_on_content_that_is_not_met_is_not_called_overdue(language: Language, words: tuple[str, str]) -> None:
    content = rules(rule("content", CONTENT))
    short = only(content, happened("case.MeasureAdded", at(2), minutes_each_time=5), now=at(5))
    late = only(FIVE_DAYS, OPENED, now=at(23, month=5))

    assert (short["verdict"], late["verdict"]) == (Verdict.OVERDUE, Verdict.OVERDUE)
    assert (text(word_key(short, content), language), text(word_key(late, FIVE_DAYS), language)) == words


def test_what_several_requirements_share_is_past_the_limit_where_one_of_them_is() -> None:
    both = rules(rule("content", CONTENT), rule("five", FIVE))
    rows = verdicts(read(both, happened("case.MeasureAdded", at(2), minutes_each_time=5), OPENED), at=at(23, month=5)).to_dicts()
    unmet = [row for row in rows if row["rule_id"] == "t.content"]

    assert len(rows) == 2
    assert text(shared_word_key(Verdict.OVERDUE, unmet, both), Language.BOKMAL) == "ikke oppfylt"
    assert text(shared_word_key(Verdict.OVERDUE, rows, both), Language.BOKMAL) == "over fristen"
    assert text(shared_word_key(Verdict.MET, [], both), Language.BOKMAL) == "oppfylt"


def test_the_reckoning_names_the_days_that_moved_the_limit_and_the_closed_days_that_did_not() -> None:
    calendar = Calendar(closed={"999888777": {date(2026, 5, 15): "inset_day", date(2026, 5, 14): "holiday"}})
    row = only(FIVE_DAYS, OPENED, now=at(23, month=5))

    assert reckoning(row, FIVE_DAYS, Language.BOKMAL, calendar) == [
        "5 arbeidsdager fra 12.5.2026.",
        "14.5.2026 er en offentlig fridag.",
        "Skolen er stengt 15.5.2026; det stanser ikke fristen.",
    ]
    assert reckoning(row, FIVE_DAYS, Language.NYNORSK) == ["5 arbeidsdagar frå 12.5.2026.", "14.5.2026 er ein offentleg fridag."]
    assert reckoning(row, FIVE_DAYS, Language.ENGLISH)[0] == "5 working days from 2026-05-12."


def test_closed_days_with_no_working_day_between_them_are_named_as_one_stretch() -> None:
    days = (date(2026, 5, 13), date(2026, 5, 15), date(2026, 5, 18), date(2026, 5, 20))
    calendar = Calendar(closed={"999888777": dict.fromkeys(days, "inset_day")})
    row = only(FIVE_DAYS, OPENED, now=at(23, month=5))

    assert reckoning(row, FIVE_DAYS, Language.BOKMAL, calendar)[2:] == [
        "Skolen er stengt fra 13.5.2026 til 18.5.2026; det stanser ikke fristen.",
        "Skolen er stengt 20.5.2026; det stanser ikke fristen.",
    ]


@pytest.mark.parametrize(
    ("rows", "now", "expected"),
    [
        ([], at(3, 14), "Ikke dokumentert ennå, 4 timer etter 3.3.2026 kl. 11.00. Det skal gjøres så snart som mulig."),
        (
            [],
            at(16, 14),
            "Ingenting er dokumentert 13 dager etter 3.3.2026 kl. 11.00. Det kan være gjort, men det kan ikke vises.",
        ),
        (
            [("case.InvestigationPlanned", at(3, 10, month=3).replace(minute=50))],
            at(16),
            "Gjort 3.3.2026 kl. 11.50, 50 minutter etter 3.3.2026 kl. 11.00. Plikten har ingen fast frist.",
        ),
        (
            [("case.InvestigationPlanned", at(2, 10))],
            at(16),
            "Var gjort 2.3.2026 kl. 11.00, før plikten oppsto 3.3.2026 kl. 11.00.",
        ),
        ([("case.CaseClosed", at(4, 10))], at(5), "Saken ble avsluttet 4.3.2026 kl. 11.00 uten at noe var dokumentert."),
    ],
)
def test_a_duty_without_a_limit_is_told_by_the_time_that_passed(
    rows: list[tuple[str, datetime]], now: datetime, expected: str
) -> None:
    row = only(SOON, happened("case.ReportedToPrincipal", at(3, 10)), *(happened(topic, when) for topic, when in rows), now=now)

    assert reason(row, SOON) == expected


@pytest.mark.parametrize(
    "due",
    [
        'kind = "at_once"',
        'kind = "hours", n = 1',
        'kind = "same_day"',
        'kind = "next_day"',
        'kind = "days", n = 2',
        'kind = "weeks", n = 1',
        'kind = "working_days", n = 1',
        'kind = "date_field", field = "from_date"',
        'kind = "date_field", field = "from_date", plus_days = 1',
        'kind = "school_year_date", month = 6, day = 30',
        'kind = "school_year_date", iso_week = 41',
        'kind = "asap", silence_working_days = 1',
        'kind = "before"',
        'kind = "check"',
    ],
)
@pytest.mark.parametrize("language", Language)
def test_every_kind_of_limit_has_its_words_whatever_the_verdict(due: str, language: Language) -> None:
    match = {"before": ', match = "before"', "check": ', match = "same_event"'}.get(due.split('"')[1], "")
    where = ', where = [{ field = "danger_to_life_or_health", op = "eq", value = true }]' if "check" in due else ""
    events = "case.ImmediateMeasureTaken" if "check" in due else "case.MeasureAdded"
    judged_by = rules(
        rule(
            "any",
            f"""
trigger = {{ events = ["case.ImmediateMeasureTaken"] }}
due = {{ {due} }}
discharge = {{ events = ["{events}"]{where}{match} }}
release = {{ events = ["case.SafetyConfirmed"] }}
""",
        )
    )
    opened = happened("case.ImmediateMeasureTaken", at(3), from_date="2026-03-04", danger_to_life_or_health=False)
    endings = [
        [],
        [happened("case.MeasureAdded", at(3, 13))],
        [happened("case.SafetyConfirmed", at(3, 13))],
        [happened("case.CaseClosed", at(4))],
    ]

    told = {
        explain(row, judged_by, language)
        for ending in endings
        for now in (at(3, 13), at(20), at(20, year=2027))
        for row in verdicts(read(judged_by, opened, *ending), at=now).iter_rows(named=True)
    }

    assert told
    assert all("{" not in sentence and "None" not in sentence and "  " not in sentence for sentence in told)


def test_a_verdict_cites_its_rule_its_source_and_its_events() -> None:
    row = only(FIVE_DAYS, OPENED, happened("case.PlanAdopted", at(18, month=5), id_="plan"), now=at(23, month=5))

    assert row["rule_id"] == "t.five"
    assert source_of(row, FIVE_DAYS) == "Prøveloven, § 1"
    assert events_of(row) == ("raised", "plan")


@pytest.mark.parametrize("value", [*Verdict, *RuleKind, *Miss])
@pytest.mark.parametrize("language", Language)
def test_every_verdict_kind_and_miss_has_a_name(value: Verdict | RuleKind | Miss, language: Language) -> None:
    assert label(value, language)
