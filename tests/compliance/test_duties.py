"""The eight duties of a case: the law decides the verdict, guidance and municipal plans stand beside it."""

from __future__ import annotations

from itertools import pairwise

import polars as pl
import pytest

from events.base import SubDuty
from services.compliance.duties import duties
from services.compliance.verdicts import SEVERITY, Verdict, verdicts
from tests.compliance.history_steps import at, happened, read, rule, rules


def judged(*rows: tuple[str, str, str, str]) -> pl.DataFrame:
    return pl.DataFrame(list(rows), schema=["case_id", "duty", "kind", "verdict"], orient="row")


def duty(frame: pl.DataFrame, name: SubDuty, case: str = "a") -> dict[str, object]:
    return frame.filter(pl.col("case_id") == case, pl.col("duty") == name.value).row(0, named=True)


def test_every_case_has_all_eight_duties_and_what_nothing_triggered_is_not_applicable() -> None:
    found = duties(judged(("a", "report", "law", "met")), pl.DataFrame({"case_id": ["a", "b"]}))

    assert found.select("case_id", "duty").rows() == [(case, each.value) for case in "ab" for each in SubDuty]
    assert duty(found, SubDuty.REPORT)["verdict"] == "met"
    assert set(found.filter(pl.col("case_id") == "b")["verdict"]) == {"not_applicable"}
    assert set(found.filter(pl.col("case_id") == "b")["obligations"]) == {0}


@pytest.mark.parametrize(("graver", "milder"), list(pairwise(SEVERITY)))
def test_the_gravest_verdict_of_the_law_decides(graver: Verdict, milder: Verdict) -> None:
    rows = [("a", "report", "law", verdict.value) for verdict in (milder, graver, milder)]

    assert duty(duties(judged(*rows)), SubDuty.REPORT)["verdict"] == graver.value


def test_what_guidance_and_plans_miss_stands_apart() -> None:
    found = duties(
        judged(
            ("a", "report", "law", "met"),
            ("a", "report", "guidance", "late"),
            ("a", "report", "local", "overdue"),
            ("a", "report", "local", "not_documented"),
            ("a", "report", "local", "met"),
        )
    )

    row = duty(found, SubDuty.REPORT)
    assert (row["verdict"], row["guidance_verdict"], row["local_verdict"]) == ("met", "late", "overdue")
    assert (row["misses"], row["guidance_misses"], row["local_misses"], row["obligations"]) == (0, 1, 2, 5)


def test_a_plan_alone_does_not_make_a_duty_of_law() -> None:
    row = duty(duties(judged(("a", "measures", "local", "overdue"))), SubDuty.MEASURES)

    assert (row["verdict"], row["local_verdict"]) == ("not_applicable", "overdue")


def test_a_case_without_obligations_is_read_all_the_same() -> None:
    found = duties(judged().cast(pl.String), pl.DataFrame({"case_id": ["a"]}))

    assert found.height == len(SubDuty)
    assert set(found["verdict"]) == {"not_applicable"}


def test_silence_after_the_end_of_a_case_is_not_documented() -> None:
    soon = rules(
        rule(
            "investigate",
            """
trigger = { events = ["case.ReportedToPrincipal"] }
due = { kind = "asap" }
discharge = { events = ["case.InvestigationPlanned"] }
""",
            duty="investigate",
        )
    )
    found = read(soon, happened("case.ReportedToPrincipal", at(3)), happened("case.CaseClosed", at(4)))

    before, after = (duties(verdicts(found, at=moment)) for moment in (at(3, 13), at(4, 13)))

    assert before.filter(pl.col("duty") == "investigate")["verdict"].to_list() == ["open"]
    assert after.filter(pl.col("duty") == "investigate")["verdict"].to_list() == ["not_documented"]
