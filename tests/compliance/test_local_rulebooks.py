"""A municipality's own rulebook adds duties, each version for its own days, and can never take the law's away."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import polars as pl
import pytest

from services.compliance.adopted import MOST_CHARACTERS, MOST_RULES, read_local, rules_in_force, versions
from services.compliance.choices import CHOICES, followed
from services.compliance.loading import load_rulebooks
from services.compliance.rulebook import Hours, SameDay
from services.compliance.rulebook_problems import RulebookError
from tests.compliance.local_books import BOOK, adoption, local_book
from texts import Language

KNOWN = load_rulebooks()
AUTUMN = datetime(2026, 9, 1, 10, tzinfo=UTC)
LATER = AUTUMN + timedelta(days=30)
RULE = f"{BOOK}.told-same-day"
EXTRA = local_book().split("[[rule]]")[1]


def faults(source: str, **more: str) -> list[tuple[int | None, str, str]]:
    with pytest.raises(RulebookError) as refused:
        read_local(source, KNOWN, **more)
    return [(one.line, one.field, one.code) for one in refused.value.problems]


def test_a_local_rulebook_stands_beside_law_and_guidance() -> None:
    rules = rules_in_force(KNOWN, (adoption(local_book(), AUTUMN),))

    assert set(KNOWN.by_id) < set(rules.by_id)
    assert rules.by_id[RULE].miss == "internal_avvik"
    assert not rules.by_id[RULE].always


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (local_book().replace('kind = "local"', 'kind = "law"', 1), (4, "kind", "local_kind")),
        (local_book(book="law-12"), (3, "id", "taken")),
        (local_book(book="oyer"), (3, "id", "taken")),
        (local_book().replace("section =", 'kind = "law"\nsection ='), (11, "kind", "local_kind")),
        (local_book().replace("section =", 'miss = "breach_of_law"\nsection ='), (11, "miss", "local_miss")),
        (local_book().replace("Rektor får vite det samme dag.", " "), (13, "text", "no_words")),
        (local_book().split("[[rule]]")[0], (2, "", "no_rules")),
        (local_book() + "#" * MOST_CHARACTERS, (None, "", "too_much")),
        (local_book(due='kind = "working_days", n = 100000'), (15, "due.n", "too_large")),
        (local_book(due='kind = "same_dy"'), (15, "due.kind", "unknown_value")),
        (local_book(due='kind = "days"'), (15, "due", "missing_field")),
        (local_book() + "[[rule]\n", (17, "", "toml.table")),
        (local_book() + "x = [1, 2\n", (17, "", "toml.list")),
        (local_book().replace('"3.1"', '"3.1'), (11, "", "toml.quotes")),
        (local_book().replace("duty =", "duty"), (12, "", "toml.equals")),
        (local_book(more=f"[[rule]]{EXTRA}"), (18, "id", "twice")),
    ],
)
def test_what_is_wrong_is_told_by_line_field_and_in_the_readers_language(
    source: str, expected: tuple[int | None, str, str]
) -> None:
    assert expected in faults(source)
    with pytest.raises(RulebookError) as refused:
        read_local(source, KNOWN)
    for problem in refused.value.problems:
        assert len({problem.in_(language) for language in Language}) >= 2
        assert "{" not in problem.in_(Language.BOKMAL)


def test_there_is_an_end_to_how_many_rules_a_book_has() -> None:
    more = "".join("[[rule]]" + EXTRA.replace("told-same-day", f"told-{number}") for number in range(MOST_RULES))

    assert (2, "", "too_many") in faults(local_book(more=more))


def test_a_new_version_keeps_the_name_of_the_book() -> None:
    assert (3, "id", "other_book") in faults(local_book(book="annet"), rulebook=BOOK)


@pytest.mark.parametrize(
    "source", ["", "=", "[", "x = " + "[" * 20_000, "\x00", "rule = 3", "[rule]\n[rulebook]\n", '"' * 3, "[[rulebook]]"]
)
def test_no_text_at_all_brings_it_down(source: str) -> None:
    assert faults(source)


def test_each_version_holds_for_its_own_days_and_none_rewrites_the_past() -> None:
    found = versions(KNOWN, (adoption(local_book(), AUTUMN), adoption(local_book(due='kind = "hours", n = 4'), LATER, version=2)))

    assert [(one.first, one.last) for one in found] == [(date(2024, 8, 1), date(2026, 9, 30)), (date(2026, 10, 1), None)]


def test_a_rule_is_explained_by_the_version_that_opened_the_duty() -> None:
    both = (adoption(local_book(), AUTUMN), adoption(local_book(due='kind = "hours", n = 4'), LATER, version=2))
    rules = rules_in_force(KNOWN, both)

    assert isinstance(rules.of({"rule_id": RULE, "opened_at": AUTUMN}).rule.due, SameDay)
    assert isinstance(rules.of({"rule_id": RULE, "opened_at": LATER}).rule.due, Hours)
    assert len([book for book in rules.latest if book.head.id == BOOK]) == 1


def test_a_version_with_a_last_day_withdraws_the_book() -> None:
    last = local_book(valid_until=LATER.date())
    found = versions(KNOWN, (adoption(local_book(), AUTUMN), adoption(last, LATER, version=2)))

    assert [(one.first, one.last) for one in found][-1] == (LATER.date(), LATER.date())


def test_a_text_that_can_no_longer_be_read_judges_nothing_and_stops_nothing(caplog: pytest.LogCaptureFixture) -> None:
    broken = local_book().replace("case.ConcernReceived", "case.NoLongerKnown")
    adoptions = (adoption(broken, AUTUMN),)

    assert rules_in_force(KNOWN, adoptions).books == KNOWN.books
    assert versions(KNOWN, adoptions)[0].book is None
    assert "cannot be read" in caplog.text


def test_a_school_follows_one_plan_and_a_later_choice_ends_the_one_before() -> None:
    made = [
        ("a", "oyer", date(2026, 1, 1)),
        ("a", BOOK, date(2026, 3, 1)),
        ("a", "baerum", date(2026, 3, 1)),
        ("b", "oyer", date(2026, 1, 1)),
    ]

    found = followed(pl.DataFrame(made, schema=CHOICES, orient="row")).rows()

    assert found == [
        ("a", "oyer", date(2026, 1, 1), date(2026, 2, 28)),
        ("a", "baerum", date(2026, 3, 1), None),
        ("b", "oyer", date(2026, 1, 1), None),
    ]
