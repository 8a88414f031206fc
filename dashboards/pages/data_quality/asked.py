"""What the page asks the warehouse, and the findings added up over the schools."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import msgspec

from dashboards.dashboard import Asking, ChoiceError
from services.reporting.questions import Corrections, Freshness, Oddities, QualityFindings, RecordingDelays, Releases

Answered = Mapping[str, Any]
"""One row of an answer."""

EXAMPLES: Final = 25
NATURES: Final = ("missing", "contradictory")


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """One check over all schools: how many of how many, and the newest of those found."""

    nature: str
    name: str
    subject: str
    found: int
    considered: int
    schools: Sequence[Answered]


class Answers(msgspec.Struct, frozen=True, kw_only=True):
    """The answers behind the page. ``releases``: the ledger; ``chosen``: the check whose matters are listed."""

    delays: Sequence[Answered]
    findings: Sequence[Finding]
    corrections: Sequence[Answered]
    oddities: Sequence[Answered]
    releases: Sequence[Answered]
    freshness: Answered
    chosen: Finding | None

    def per(self, what: str) -> list[Answered]:
        """The delays along one way of counting."""
        return [row for row in self.delays if row["per"] == what]

    @property
    def written(self) -> Answered:
        """The delays of everything together."""
        return self.per("all")[0]

    def of_nature(self, nature: str) -> list[Finding]:
        """The checks of one nature, those with most found first."""
        return sorted((one for one in self.findings if one.nature == nature), key=lambda one: (-one.found, one.name))


def answers(asking: Asking) -> Answers:
    """Ask. Raises ChoiceError, WarehouseUnavailableError."""
    first, last = asking.period.first, asking.period.last
    found, delays, corrections, oddities, releases, freshness = asking.ask_all(
        QualityFindings(period_from=first, period_to=last, listed=asking.view.chosen, examples=EXAMPLES),
        RecordingDelays(period_from=first, period_to=last),
        Corrections(period_from=first, period_to=last),
        Oddities(),
        Releases(),
        Freshness(),
    )
    findings = _over_schools(found.to_dicts())
    return Answers(
        delays=delays.to_dicts(),
        findings=findings,
        corrections=corrections.to_dicts(),
        oddities=oddities.to_dicts(),
        releases=releases.to_dicts(),
        freshness=freshness.to_dicts()[0],
        chosen=_chosen(asking.view.chosen, findings),
    )


def _over_schools(rows: Sequence[Answered]) -> list[Finding]:
    schools: dict[str, list[Answered]] = {}
    for row in rows:
        if not row["is_total"]:
            schools.setdefault(row["finding"], []).append(row)
    return [
        Finding(
            nature=row["nature"],
            name=row["finding"],
            subject=row["subject"],
            found=row["found"],
            considered=row["considered"],
            schools=schools.get(row["finding"], []),
        )
        for row in rows
        if row["is_total"]
    ]


def _chosen(wanted: str | None, findings: Sequence[Finding]) -> Finding | None:
    """The check that was chosen; None where it has found nothing. Raises ChoiceError for one that there is not."""
    if wanted is None:
        return None
    if wanted not in CHECKS:
        raise ChoiceError("quality")
    return next((one for one in findings if one.name == wanted and one.found), None)


CHECKS: Final = frozenset(
    {
        "avvik_closed_undone",
        "avvik_nobody",
        "avvik_unchecked",
        "avvik_unmeasured",
        "closed_before_opened",
        "closed_in_error",
        "closed_undone",
        "closed_with_measures",
        "no_grade",
        "no_handler",
        "no_pupil",
        "no_report",
        "no_school",
        "no_severity",
        "not_heard",
        "reported_before_known",
        "step_before_known",
        "written_before_happened",
    }
)
"""The checks of sql/queries/quality_findings.sql."""
