"""The warehouse's tables, declared once: the DDL and the reference page are both made from here."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import sha256
from importlib.resources import files
from typing import Final


class Sensitivity(StrEnum):
    """Who a value is about. Nothing in the warehouse is sealed text, a name or a birth number."""

    OPEN = "open"
    SCHOOL = "school"
    PERSON = "person"


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column: its DuckDB type, what it means, its unit, the events that it comes from, and whom it is about."""

    name: str
    type: str
    meaning: str
    unit: str = ""
    source: str = ""
    sensitivity: Sensitivity = Sensitivity.SCHOOL


@dataclass(frozen=True, kw_only=True)
class Table:
    """One table. ``is_fact``: it is one SELECT over events, ``sql/facts/<name>.sql``, made again for every touched case."""

    name: str
    meaning: str
    columns: tuple[Column, ...]
    is_fact: bool = False
    primary_key: tuple[str, ...] = field(default=())

    @property
    def ddl(self) -> str:
        """The statement that makes the table where it is not."""
        parts = [f"{column.name} {column.type}" for column in self.columns]
        if self.primary_key:
            parts.append(f"PRIMARY KEY ({', '.join(self.primary_key)})")
        return f"CREATE TABLE IF NOT EXISTS {self.name} ({', '.join(parts)})"

    @property
    def column_names(self) -> tuple[str, ...]:
        """The columns' names in their order."""
        return tuple(column.name for column in self.columns)


_UTC = "UTC"


def _id(name: str, meaning: str, source: str = "", sensitivity: Sensitivity = Sensitivity.PERSON) -> Column:
    return Column(name=name, type="UUID", meaning=meaning, source=source, sensitivity=sensitivity)


def _when(name: str, meaning: str, source: str = "", sensitivity: Sensitivity = Sensitivity.PERSON) -> Column:
    return Column(name=name, type="TIMESTAMP", meaning=meaning, unit=_UTC, source=source, sensitivity=sensitivity)


def _word(name: str, meaning: str, source: str = "", sensitivity: Sensitivity = Sensitivity.PERSON) -> Column:
    return Column(name=name, type="VARCHAR", meaning=meaning, source=source, sensitivity=sensitivity)


def _open(name: str, kind: str, meaning: str, source: str = "", unit: str = "") -> Column:
    return Column(name=name, type=kind, meaning=meaning, source=source, unit=unit, sensitivity=Sensitivity.OPEN)


_CASE: Final = _id(
    "case_id", "The case that the row belongs to, or the stream itself where there is no case: the unit that is made again."
)
_SCHOOL: Final = Column(name="school", type="VARCHAR", meaning="The school's organisation number.", source="envelope")

FOLLOW_POSITION: Final = Table(
    name="follow_position",
    meaning="How far the warehouse has come in the log; written in the same transaction as the rows.",
    columns=(
        _open("what", "VARCHAR", "`events`: the rows of the table events; `facts`: everything that is made from them."),
        _open("position", "BIGINT", "The last position of the log that is in."),
    ),
    primary_key=("what",),
)
BUILT_WITH: Final = Table(
    name="built_with",
    meaning="What the file was made by. Another schema means a new file; other rules mean that the facts are made again.",
    columns=(
        _open("what", "VARCHAR", "`schema` or `rules`."),
        _open("fingerprint", "VARCHAR", "SHA-256, in hex."),
    ),
    primary_key=("what",),
)
EVENTS: Final = Table(
    name="events",
    meaning="One row per event of the log: the envelope and the facts, never sealed text.",
    columns=(
        _open("position", "BIGINT", "Place in the tenant's log."),
        _id("event_id", "The event's id.", "envelope"),
        _word("topic", "The permanent name of the event's class.", "store", Sensitivity.OPEN),
        _word("stream", "Kind of history.", "envelope", Sensitivity.OPEN),
        _id("stream_id", "The history that the event stands in.", "store"),
        Column(
            name="version", type="BIGINT", meaning="Place in that history, from 1.", source="store", sensitivity=Sensitivity.OPEN
        ),
        _CASE,
        _SCHOOL,
        _word("role", "The role in which somebody acted; the person is left out.", "envelope"),
        _word("channel", "How it was said or sent.", "envelope"),
        _word("precision", "How exactly the source knows when it happened.", "envelope", Sensitivity.OPEN),
        _id("corrects", "The event that this one corrects.", "envelope"),
        _when("occurred_at", "When it happened.", "envelope"),
        _when("known_at", "When someone at the school knew.", "envelope"),
        _when(
            "documented_at",
            "When it was written down, as far as is claimed: the recorded-time of every as-of question.",
            "envelope",
        ),
        _when("recorded_at", "The server's clock.", "envelope"),
        Column(
            name="facts",
            type="JSON",
            meaning="The event's facts in today's class version.",
            source="every event",
            sensitivity=Sensitivity.PERSON,
        ),
        _word("oddity", "Why the event counts for nothing here; empty for every event that can be read.", "", Sensitivity.OPEN),
    ),
)
CASES: Final = Table(
    name="cases",
    meaning="One row per case. A heightened case (§ 12-5) has a row of its own and is never counted among the ordinary ones.",
    is_fact=True,
    columns=(
        _CASE,
        _id("stream_id", "The case's own history."),
        _word("stream", "`case` or `heightened_case`.", "", Sensitivity.SCHOOL),
        _SCHOOL,
        _id("pupil", "The pupil's pseudonym.", "CaseOpened, HeightenedReportReceived"),
        _word("pupil_role", "What the pupil is in the matter.", "CaseOpened, PartyRoleChanged"),
        Column(
            name="grade",
            type="INTEGER",
            meaning="The pupil's grade at opening.",
            source="CaseOpened",
            sensitivity=Sensitivity.PERSON,
        ),
        _word("state", "`concern` until it is opened, then `open` or `closed`.", "CaseOpened, CaseClosed, CaseReopened"),
        Column(
            name="serious",
            type="BOOLEAN",
            meaning="The principal's last assessment; empty when there is none.",
            source="SeverityAssessed",
            sensitivity=Sensitivity.PERSON,
        ),
        _when("first_known_at", "When someone at the school first knew.", "every event of the case"),
        _when("opened_at", "When the case was opened.", "CaseOpened, HeightenedReportReceived"),
        _when(
            "reported_at", "When the principal first got it.", "ReportedToPrincipal, RaisedWithPrincipal, HeightenedReportReceived"
        ),
        _when("acknowledged_at", "When the principal confirmed it.", "PrincipalAcknowledged"),
        _when("owner_notified_at", "When the school owner was told.", "OwnerNotified, OwnerNotifiedOfHeightenedReport"),
        _when(
            "investigated_at",
            "The first step of an investigation.",
            "InvestigationPlanned, ConversationHeld, PupilHeard and the like",
        ),
        _when("pupil_heard_at", "When the pupil was first heard, or offered it.", "PupilHeard"),
        _when("measure_at", "The first measure.", "ImmediateMeasureTaken, MeasureAdded"),
        _when("plan_at", "When the written plan was first adopted.", "PlanAdopted"),
        _when("closed_at", "When it was closed; empty while it is not.", "CaseClosed, CaseReopened"),
        _word("closing_reason", "Why it was closed; empty while it is not.", "CaseClosed"),
        Column(
            name="reopened",
            type="BIGINT",
            meaning="How often it was opened again.",
            source="CaseReopened",
            sensitivity=Sensitivity.PERSON,
        ),
        _when("statsforvalter_at", "When the matter was first reported to Statsforvalteren.", "ReportedToStatsforvalter"),
        _when("last_event_at", "The last thing that happened."),
        Column(name="events", type="BIGINT", meaning="Events in the case's own history.", sensitivity=Sensitivity.PERSON),
    ),
)
AVVIK: Final = Table(
    name="avvik",
    meaning="One row per avvik.",
    is_fact=True,
    columns=(
        _CASE,
        _id("stream_id", "The avvik's own history."),
        _SCHOOL,
        _word("kind", "Kind of avvik.", "AvvikRaised", Sensitivity.SCHOOL),
        _word("grade", "Breach of law, internal avvik or warning.", "AvvikRaised", Sensitivity.SCHOOL),
        _word("rule", "The rule that was missed; empty when a person raised it.", "AvvikRaised", Sensitivity.OPEN),
        _word("obligation", "The obligation that was missed.", "AvvikRaised"),
        _id("about_stream", "The history that it is about.", "AvvikRaised"),
        _when("raised_at", "When it was raised.", "AvvikRaised"),
        _when("cause_found_at", "When the cause was first found.", "AvvikCauseFound"),
        _when("measure_decided_at", "When a measure was first decided.", "AvvikMeasureDecided"),
        _when("measure_done_at", "When a measure was last carried out.", "AvvikMeasureDone"),
        _word("effect", "The last check of the effect.", "AvvikEffectChecked", Sensitivity.SCHOOL),
        _when("closed_at", "When it was closed; empty while it is open.", "AvvikClosed, AvvikReopened"),
        Column(name="reopened", type="BIGINT", meaning="How often it was opened again.", source="AvvikReopened"),
    ),
)
SCHOOLS: Final = Table(
    name="schools",
    meaning="One row per registered school.",
    is_fact=True,
    columns=(
        _CASE,
        _open("school", "VARCHAR", "The school's organisation number.", "SchoolRegistered"),
        _open("name", "VARCHAR", "The school's name.", "SchoolRegistered, SchoolRenamed"),
        _open("municipality", "VARCHAR", "The municipality.", "SchoolRegistered"),
        _open("ownership", "VARCHAR", "Who owns the school.", "SchoolRegistered"),
        _open("lowest_grade", "INTEGER", "Lowest grade.", "SchoolRegistered"),
        _open("highest_grade", "INTEGER", "Highest grade.", "SchoolRegistered"),
        _open(
            "pupils", "INTEGER", "The last number of pupils that was reported.", "SchoolRegistered, PupilCountReported", "pupils"
        ),
        _open("registered_at", "TIMESTAMP", "When it was registered.", "SchoolRegistered", _UTC),
        _open("discontinued_on", "DATE", "The day it was closed for good.", "SchoolDiscontinued"),
    ),
)
RULEBOOK_CHOICES: Final = Table(
    name="rulebook_choices",
    meaning="Which municipal plan applies at which school, from when; the next choice of the school ends it.",
    is_fact=True,
    columns=(
        _CASE,
        _open("school", "VARCHAR", "The school's organisation number.", "RulebookChosen"),
        _open("rulebook", "VARCHAR", "The plan's permanent id.", "RulebookChosen"),
        _open("from_date", "DATE", "The first day that it applies.", "RulebookChosen"),
    ),
)
LOCAL_RULEBOOKS: Final = Table(
    name="local_rulebooks",
    meaning="Every version of a rulebook of the municipality's own; services.compliance makes rules of them.",
    is_fact=True,
    columns=(
        _CASE,
        _open("position", "BIGINT", "Place of its adoption in the log."),
        _open("rulebook", "VARCHAR", "The rulebook's permanent id.", "LocalRulebookAdopted"),
        _open("version", "BIGINT", "Which version of it.", "LocalRulebookAdopted"),
        _open("source", "VARCHAR", "The whole rulebook, as it was written (TOML).", "LocalRulebookAdopted"),
        _open("sha256", "VARCHAR", "SHA-256 of the text, in hex.", "LocalRulebookAdopted"),
        _open("adopted_at", "TIMESTAMP", "When its adoption was recorded.", "LocalRulebookAdopted", _UTC),
    ),
)
OBLIGATIONS: Final = Table(
    name="obligations",
    meaning="What the rules make of history; one row per obligation, with everything known. Made by services.compliance alone.",
    columns=(
        _word("obligation_id", "The obligation's id, the same whenever it is made again."),
        _word("rule_id", "The rule.", "", Sensitivity.OPEN),
        _word("rulebook", "The rulebook that the rule stands in.", "", Sensitivity.OPEN),
        _word("kind", "Law, guidance or local.", "", Sensitivity.OPEN),
        _word("duty", "The sub-duty.", "", Sensitivity.OPEN),
        _word("miss", "What a miss means.", "", Sensitivity.OPEN),
        _CASE,
        _word("stream", "Kind of history.", "", Sensitivity.OPEN),
        _id("stream_id", "The history of the opening event."),
        _SCHOOL,
        _word("key", "What discharges are sought within."),
        _id("opened_by", "The event that opened it."),
        _when("opened_at", "From when the time counts."),
        _when("opened_documented_at", "When the opening event was written down."),
        _when("opened_superseded_at", "When an earlier opening event was written down, which took this one's place."),
        _when("due_at", "When it is due; empty for as soon as possible."),
        _when("silence_at", "For as soon as possible: from when silence reads as not documented."),
        _id("discharged_by", "The event that discharged it."),
        _when("discharged_at", "When that happened."),
        _when("discharge_documented_at", "When that was written down."),
        _id("released_by", "The event that released it."),
        _when("released_at", "When that happened."),
        _when("released_documented_at", "When that was written down."),
        _id("closed_by", "The event that closed the case for it."),
        _when("closed_at", "When that happened."),
        _when("closed_documented_at", "When that was written down."),
    ),
)
OBLIGATION_EFFECTS: Final = Table(
    name="obligation_effects",
    meaning="Every event that is, or once was, the earliest known to discharge, release or close an obligation.",
    columns=(
        _CASE,
        _word("obligation_id", "The obligation."),
        _word("effect", "`discharge`, `release` or `closing`.", "", Sensitivity.OPEN),
        _id("event_id", "The event."),
        _when("happened_at", "When it happened."),
        _when("documented_at", "When it was written down."),
        _when("superseded_at", "When a better one was written down."),
    ),
)
CALENDAR: Final = Table(
    name="calendar",
    meaning="One row per local day (Europe/Oslo) of the years that the log covers.",
    columns=(
        _open("day", "DATE", "The day."),
        _open("weekday", "TINYINT", "Day of the week, Monday is 1."),
        _open("iso_week", "TINYINT", "Week of the year (ISO 8601)."),
        _open("holiday", "VARCHAR", "The public holiday, in bokmål; empty on any other day."),
        _open(
            "working_day", "BOOLEAN", "Neither weekend nor public holiday. A day when a school alone is closed is a working day."
        ),
        _open("school_year", "VARCHAR", "The school year it falls in, as 2025/2026."),
    ),
    primary_key=("day",),
)

TABLES: Final = (
    FOLLOW_POSITION,
    BUILT_WITH,
    EVENTS,
    CASES,
    AVVIK,
    SCHOOLS,
    RULEBOOK_CHOICES,
    LOCAL_RULEBOOKS,
    OBLIGATIONS,
    OBLIGATION_EFFECTS,
    CALENDAR,
)
FACTS: Final = tuple(table for table in TABLES if table.is_fact)


def fact_sql(table: Table) -> str:
    """The one SELECT over events that the fact table is."""
    return (files("services.reporting") / "sql" / "facts" / f"{table.name}.sql").read_text(encoding="utf-8")


def macros() -> tuple[str, ...]:
    """The statements that make a macro ``<fact>_of(src, happened_by, recorded_by)`` of every fact.

    ``src`` names a table or view with the columns of events: all of it for a rebuild, the touched cases for an increment. The two
    moments say how much of it is known; ``'infinity'`` for everything.
    """
    return tuple(
        f"CREATE OR REPLACE MACRO {table.name}_of(src, happened_by, recorded_by) AS TABLE {fact_sql(table)}" for table in FACTS
    )


def fingerprint() -> str:
    """SHA-256 of all tables and facts, in hex: a file that was made by others is made anew."""
    text = "\n".join((*(table.ddl for table in TABLES), *macros()))
    return sha256(text.encode()).hexdigest()
