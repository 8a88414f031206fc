"""A concern as somebody who works at a school wrote it down, before it becomes events."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final
from uuid import UUID

import msgspec

from events.envelope import Precision
from events.lists.concern import Arena, Certainty, Concern, Sign
from events.lists.people import Reporter
from events.local_time import OSLO
from services.case_service.http.moments import (
    KNOWN_ON,
    KNOWN_TIME,
    OCCURRED_ON,
    OCCURRED_TIME,
    MomentProblem,
    When,
    now_when,
    read_when,
)
from services.case_service.http.reporting.form_reading import Reading

TOLD_BY: Final = (
    Reporter.EMPLOYEE,
    Reporter.PUPIL,
    Reporter.OTHER_PUPIL,
    Reporter.GUARDIAN,
    Reporter.HEALTH_SERVICE,
    Reporter.EDUCATIONAL_PSYCHOLOGY_SERVICE,
    Reporter.OTHER,
)
"""How the reporter knows: by her own eyes and ears, or because somebody told her."""


class Stopped(msgspec.Struct, frozen=True, kw_only=True):
    """What the reporter did to stop it (§ 12-4 første ledd: gripe inn)."""

    how: str
    solved: bool
    talks_agreed: bool
    physical: bool


class Protected(msgspec.Struct, frozen=True, kw_only=True):
    """What was done at once so that the pupil is safe."""

    measure: str
    danger: bool


class ConcernReport(msgspec.Struct, frozen=True, kw_only=True):
    """One report. ``happened`` is when it happened and was known; ``told`` is when it was told, which is when it was known."""

    pupils: tuple[UUID, ...]
    described: str | None
    own_words: str
    facts: str | None
    interpretation: str | None
    source: Reporter
    arena: Arena
    place: str | None
    concern: Concern
    signs: tuple[Sign, ...]
    certainty: Certainty
    pupil_informed: bool
    asks_for_measures: bool | None
    happened: When
    told: When
    stopped: Stopped | None
    protected: Protected | None

    @property
    def seen_herself(self) -> bool:
        """Whether the reporter saw or heard it."""
        return self.source is Reporter.EMPLOYEE

    @property
    def observed(self) -> bool:
        """Whether there is an observation of her own beside the concern (§ 12-4 første ledd: følgje med)."""
        return self.seen_herself and bool(self.signs or self.facts)

    @property
    def happened_on(self) -> date:
        """The day on which it happened, in Norway."""
        return self.happened.occurred_at.astimezone(OSLO).date()


def read_concern(reading: Reading, pupils: tuple[UUID, ...], now: datetime) -> ConcernReport:
    """The report that a form holds. What is wrong with it stands in ``reading.problems``, in the order of the form."""
    described = reading.text("described", longest=1000)
    if not pupils and described is None:
        reading.wrong("wanted", "report.problem.no_pupil")
    own_words = reading.required_text("own_words", "report.problem.no_words")
    source = reading.choice("source", Reporter, Reporter.EMPLOYEE)
    if source not in TOLD_BY:
        reading.wrong("source", "report.problem.choose")
    arena = reading.choice("arena", Arena, Arena.SCHOOL)
    happened, told = _when(reading, source, now)
    return ConcernReport(
        pupils=pupils,
        described=described,
        own_words=own_words,
        facts=reading.text("facts"),
        interpretation=reading.text("interpretation"),
        source=source,
        arena=arena,
        place=reading.line("place"),
        concern=reading.choice("concern", Concern, Concern.UNSAFE_WITHOUT_KNOWN_CAUSE),
        signs=reading.choices("signs", Sign),
        certainty=reading.choice("certainty", Certainty, Certainty.SUSPICION),
        pupil_informed=reading.ticked("pupil_informed"),
        asks_for_measures=True if reading.ticked("asks_for_measures") else None,
        happened=happened,
        told=told,
        stopped=_stopped(reading),
        protected=_protected(reading),
    )


def _when(reading: Reading, source: Reporter, now: datetime) -> tuple[When, When]:
    """When it happened, and when the reporter knew: at once if she saw it, now if she was told and says nothing else."""
    form = reading.form
    given = {name: form.get(name, "") for name in (OCCURRED_ON, OCCURRED_TIME, KNOWN_ON, KNOWN_TIME)}
    if form.get("when") != "earlier":
        # What stands in the hidden fields of another choice does not count.
        return now_when(now), now_when(now)
    try:
        happened = read_when(given, now)
    except MomentProblem as problem:
        reading.wrong_moment(problem)
        return now_when(now), now_when(now)
    if not given[OCCURRED_ON].strip() and not given[OCCURRED_TIME].strip():
        reading.wrong(OCCURRED_ON, "report.problem.no_day")
    if happened.occurred_at > now:
        reading.wrong(OCCURRED_ON, "report.problem.not_yet")
        return now_when(now), now_when(now)
    told_later = source is not Reporter.EMPLOYEE and not given[KNOWN_ON].strip() and not given[KNOWN_TIME].strip()
    known = now_when(now).known_at if told_later else happened.known_at
    if known > now:
        reading.wrong(KNOWN_ON, "report.problem.not_yet")
    elif known < happened.occurred_at and happened.precision is Precision.EXACT:
        reading.wrong(KNOWN_ON, "report.problem.known_first")
    happened = msgspec.structs.replace(happened, known_at=max(known, happened.occurred_at))
    told = When(occurred_at=happened.known_at, known_at=happened.known_at, precision=Precision.EXACT, stated=happened.stated)
    return happened, told


def _stopped(reading: Reading) -> Stopped | None:
    if not reading.ticked("stopped"):
        return None
    return Stopped(
        how=reading.required_text("how_stopped", "report.problem.how_stopped"),
        solved=reading.ticked("solved_on_the_spot"),
        talks_agreed=reading.ticked("talks_agreed"),
        physical=reading.ticked("physical_intervention"),
    )


def _protected(reading: Reading) -> Protected | None:
    if not reading.ticked("protected"):
        return None
    return Protected(
        measure=reading.required_text("measure", "report.problem.measure"),
        danger=reading.ticked("danger_to_life_or_health"),
    )
