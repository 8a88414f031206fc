"""The duties: for each of the eight, what was required, how it stands, the evidence, and what is missing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import msgspec
from flask import abort, render_template, url_for

from events.base import SubDuty
from services.case_service.http.languages import current_language
from services.case_service.http.matters.blueprint import page
from services.case_service.http.matters.dossier import Dossier, opened
from services.case_service.http.matters.frame import framed
from services.case_service.http.matters.told import ToldEvent
from services.case_service.http.web import the_desk
from services.compliance.duties import MISSES
from services.compliance.explain import NOT_MET, events_of, reason, reckoning, shared_word_key, source_of, word_key
from services.compliance.loading import Rules
from services.compliance.rulebook import Miss, RuleKind
from services.compliance.verdicts import SEVERITY, Verdict


class ShownObligation(msgspec.Struct, frozen=True, kw_only=True):
    """One obligation in words. ``word``: the key of what its verdict is called; ``missing``: what would have to be recorded."""

    id: str
    text: str
    kind: RuleKind
    verdict: Verdict
    word: str
    reason: str
    reckoning: tuple[str, ...]
    source: str
    rule_url: str
    evidence: tuple[ToldEvent, ...]
    missing: tuple[str, ...]
    miss: Miss | None


class ShownDuty(msgspec.Struct, frozen=True, kw_only=True):
    """One of the eight duties. ``verdict`` is that of the rules of law, None where none applied; ``word`` the key of its name."""

    duty: SubDuty
    verdict: Verdict | None
    word: str
    missed: int
    obligations: tuple[ShownObligation, ...]


@page("/plikter")
def duties(place: str, matter: UUID) -> str:
    """The duties of a matter, for those who see all of it."""
    dossier = opened(matter, place)
    if not dossier.whole:
        abort(404)
    return render_template("matters/duties.html", **framed(dossier, "duties"), duties=shown_duties(dossier))


def shown_duties(dossier: Dossier) -> tuple[ShownDuty, ...]:
    """The eight duties, in the order of the law."""
    return tuple(_duty(dossier, duty) for duty in SubDuty)


def _duty(dossier: Dossier, duty: SubDuty) -> ShownDuty:
    rows = [row for row in dossier.judged if row["duty"] == duty.value]
    found = sorted((shown_obligation(dossier, row, the_desk().rules) for row in rows), key=lambda one: SEVERITY.index(one.verdict))
    verdict = min((one.verdict for one in found if one.kind is RuleKind.LAW), key=SEVERITY.index, default=None)
    gravest = (row for row in rows if row["verdict"] == verdict and row["kind"] == RuleKind.LAW.value)
    return ShownDuty(
        duty=duty,
        verdict=verdict,
        word="" if verdict is None else shared_word_key(verdict, gravest, the_desk().rules),
        missed=sum(one.verdict in MISSES for one in found),
        obligations=tuple(found),
    )


def shown_obligation(dossier: Dossier, row: Mapping[str, Any], rules: Rules) -> ShownObligation:
    """One obligation in words; ``rules`` are those that it was judged by."""
    language = current_language()
    bound, verdict = rules.of(row), Verdict(row["verdict"])
    evidence = (dossier.told.find(UUID(one)) for one in events_of(row))
    return ShownObligation(
        id=str(row["obligation_id"]),
        text=bound.rule.text.in_(language),
        kind=bound.kind,
        verdict=verdict,
        word=(word := word_key(row, rules)),
        reason=reason(row, rules, language),
        reckoning=tuple(reckoning(row, rules, language, dossier.calendar)),
        source=source_of(row, rules, language),
        rule_url=url_for("rulebooks.rule", book=bound.rulebook, rule_id=bound.rule.id),
        evidence=tuple(dict.fromkeys(one for one in evidence if one is not None)),
        # Where the content is not as it should be, the fact itself is there: nothing is missing.
        missing=bound.rule.discharge.events if verdict in {Verdict.OVERDUE, Verdict.NOT_DOCUMENTED} and word != NOT_MET else (),
        miss=bound.miss if verdict in MISSES else None,
    )
