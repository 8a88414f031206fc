"""Takes published survey results into the tenant's store: what is new in a file, all of it or nothing."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from events import Actor
from events.lists.investigation import SurveySource
from events.lists.people import Role
from services.case_service.reactions.avvik_by_rule import VARDE
from services.case_service.survey_results import Fault, Outcome, Plan, plan_of, read_file, requests_of
from services.case_service.survey_results.file import LeftOut
from varde.clock import system_clock
from varde.composition import application, desk_over, event_store
from varde.settings import Settings


class SurveyReport(msgspec.Struct, frozen=True, kw_only=True):
    """What an import did, or would do: school years as ``organisation number/year``."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    known: tuple[str, ...]
    left_out: Mapping[LeftOut, int]
    faults: tuple[Fault, ...]


def take_in(settings: Settings, content: bytes, source: SurveySource, *, dry_run: bool) -> SurveyReport:
    """Take a file in, for every school that the tenant has."""
    with event_store(settings) as store:
        model = desk_over(store, settings).read_model
        try:
            schools = {one.orgnr for one in model.schools()}
        finally:
            model.close()
        read = read_file(content, schools)
        plan = plan_of({} if read.faults else read.results, source, read.sha256, store.tenant, store.facts)
        if plan.to_record and not dry_run:
            requests = requests_of(plan, lambda _: Actor(ref=VARDE, role=Role.SYSTEM), system_clock())
            application(store, settings).handle_all(requests)
    return SurveyReport(
        added=_named(plan, Outcome.NEW),
        changed=_named(plan, Outcome.CHANGED),
        known=_named(plan, Outcome.KNOWN),
        left_out=read.left_out,
        faults=read.faults,
    )


def _named(plan: Plan, outcome: Outcome) -> tuple[str, ...]:
    return tuple(f"{one.orgnr}/{one.starts_in}" for one in plan.planned if one.outcome is outcome)
