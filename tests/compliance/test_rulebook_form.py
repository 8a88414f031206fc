"""A rulebook that speaks of what does not exist is refused, with everything that is wrong with it."""

from __future__ import annotations

from pathlib import Path

import pytest

from services.compliance.loading import load_rulebooks, read_rulebook
from services.compliance.rulebook import Miss, RuleKind
from services.compliance.rulebook_checks import RulebookError
from tests.compliance.history_steps import HEAD, SAID, rule, rules

PLAIN = """
trigger = { events = ["case.ReportedToPrincipal"] }
due = { kind = "same_day" }
discharge = { events = ["case.PupilInformedOfReceipt"] }
"""


def problems(*parts: str, head: str = HEAD) -> list[str]:
    with pytest.raises(RulebookError) as refused:
        read_rulebook(head + "".join(parts), "plan.toml")
    return [str(problem) for problem in refused.value.problems]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            "case.ReportedToPrincipal",
            "case.ToldThePrincipal",
            "plan.toml: t.told: trigger.events: unknown event case.ToldThePrincipal",
        ),
        ("case.PupilInformedOfReceipt", "case.Nothing", "plan.toml: t.told: discharge.events: unknown event case.Nothing"),
        (
            'Principal"]',
            'Principal"], key = "measure"',
            "plan.toml: t.told: trigger.key: case.ReportedToPrincipal has no fact measure",
        ),
        (
            'Principal"]',
            'Principal"], where = [{ field = "certainy", op = "not_null" }]',
            "plan.toml: t.told: trigger.where: case.ReportedToPrincipal has no fact certainy",
        ),
        (
            'Principal"]',
            'Principal"], where = [{ field = "content", op = "eq", value = "x" }]',
            "plan.toml: t.told: trigger.where: case.ReportedToPrincipal has no fact content",
        ),
        (
            'Principal"]',
            'Principal"], where = [{ field = "certainty", op = "eq", value = "rumour" }]',
            "plan.toml: t.told: trigger.where: 'rumour' is no value of certainty on case.ReportedToPrincipal",
        ),
        (
            'Principal"]',
            'Principal"], where = [{ field = "certainty", op = "gt", value = "suspicion" }]',
            "plan.toml: t.told: trigger.where: certainty on case.ReportedToPrincipal is a text, not date or number",
        ),
        (
            'Principal"]',
            'Principal"], where = [{ field = "certainty", op = "in", value = "suspicion" }]',
            "plan.toml: t.told: trigger.where: in needs a list of values",
        ),
        (
            'Principal"]',
            'Principal"], where = [{ field = "certainty", op = "is_null", value = true }]',
            "plan.toml: t.told: trigger.where: is_null takes no value",
        ),
        (
            'kind = "same_day"',
            'kind = "date_field", field = "certainty"',
            "plan.toml: t.told: due.field: certainty on case.ReportedToPrincipal is a text, not date",
        ),
        (
            'kind = "same_day"',
            'kind = "school_year_date", month = 2',
            "plan.toml: t.told: due: needs either month and day, or iso_week",
        ),
        ('kind = "same_day"', 'kind = "check"', "plan.toml: t.told: due.kind: check and match same_event belong together"),
        ('kind = "same_day"', 'kind = "before"', "plan.toml: t.told: due.kind: before and match before belong together"),
        ('kind = "same_day"', 'kind = "next_month"', "plan.toml: t.told: due.kind: Invalid value 'next_month'"),
        ('kind = "same_day"', 'kind = "days", n = 0', "plan.toml: t.told: due.n: Expected `int` >= 1"),
        (
            "case.ReportedToPrincipal",
            "access.InformationCorrected",
            "plan.toml: t.told: trigger.events: a correction opens no duty",
        ),
        ('["case.PupilInformedOfReceipt"]', "[]", "plan.toml: t.told: discharge.events: is empty"),
        ('["case.ReportedToPrincipal"]', "[]", "plan.toml: t.told: trigger.events: is empty"),
        ("trigger =", "tigger =", "plan.toml: t.told: Object contains unknown field `tigger`"),
        (
            "trigger =",
            "valid_from = 2026-01-01\nvalid_until = 2025-12-31\ntrigger =",
            "plan.toml: t.told: valid_until: lies before valid_from",
        ),
    ],
)
def test_what_is_wrong_is_told_by_file_rule_field_and_reason(old: str, new: str, expected: str) -> None:
    assert expected in problems(rule("told", PLAIN.replace(old, new)))


def test_every_problem_is_told_at_once() -> None:
    wrong = PLAIN.replace("case.ReportedToPrincipal", "case.Nothing")

    assert len(problems(rule("one", wrong), rule("two", wrong), rule("two", PLAIN))) == 3


def test_an_id_stands_once_and_begins_with_the_rulebooks() -> None:
    assert problems(rule("told", PLAIN), rule("told", PLAIN)) == ["plan.toml: t.told: id: stands twice"]
    elsewhere = f'[[rule]]\nid = "other.told"\nduty = "report"\n{SAID}{PLAIN}'
    assert problems(elsewhere) == ["plan.toml: other.told: id: does not begin with t."]


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (HEAD.replace('"law"', '"custom"'), "plan.toml: rulebook: kind: Invalid value 'custom'"),
        (HEAD + "[extra]\n", "plan.toml: extra: unknown table"),
        ("[rulebook", "plan.toml: Expected ']'"),
    ],
)
def test_a_file_that_is_no_rulebook_says_why(head: str, expected: str) -> None:
    assert any(problem.startswith(expected) for problem in problems(head=head))


def test_a_rule_takes_over_what_its_rulebook_says_and_may_say_otherwise() -> None:
    bound = rules(rule("taken", PLAIN), rule("own", PLAIN + 'kind = "guidance"\nvalid_from = 2026-01-01')).by_id

    assert (bound["t.taken"].kind, bound["t.taken"].miss) == (RuleKind.LAW, Miss.BREACH_OF_LAW)
    assert (bound["t.own"].kind, bound["t.own"].miss) == (RuleKind.GUIDANCE, Miss.WARNING)
    assert bound["t.own"].valid_from.year == 2026
    assert bound["t.own"].always


def test_a_condition_is_asked_of_the_events_that_have_the_fact() -> None:
    body = PLAIN.replace(
        '"case.ReportedToPrincipal"]',
        '"case.ReportedToPrincipal", "case.CaseOpened"], where = [{ field = "grade", op = "ge", value = 5 }]',
    )

    assert len(rules(rule("told", body)).bound) == 1


def test_rulebooks_of_a_folder_stand_beside_those_of_the_package(tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text(HEAD + rule("told", PLAIN), encoding="utf-8")

    assert "t.told" in load_rulebooks(paths=[tmp_path]).by_id
    assert [book.head.id for book in load_rulebooks(["t"], paths=[tmp_path / "own.toml"]).books] == ["t"]
    assert len(load_rulebooks(paths=[tmp_path]).books) == len(load_rulebooks().books) + 1


def test_two_files_of_the_same_rulebook_are_refused(tmp_path: Path) -> None:
    for name in ("one.toml", "two.toml"):
        (tmp_path / name).write_text(HEAD + rule("told", PLAIN), encoding="utf-8")

    with pytest.raises(RulebookError, match="t stands in another file too"):
        load_rulebooks(paths=[tmp_path])


def test_an_unknown_rulebook_is_refused() -> None:
    with pytest.raises(RulebookError, match="unknown rulebook steindal"):
        load_rulebooks(["steindal"])
