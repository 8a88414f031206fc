"""The avvik."""

from __future__ import annotations

from typing import Final

from services.reporting.schema.columns import CASE, SCHOOL, Sensitivity, Table, day, identity, moment, school_column, word

AVVIK: Final = Table(
    name="avvik",
    meaning="One row per avvik.",
    is_fact=True,
    columns=(
        CASE,
        identity("stream_id", "The avvik's own history."),
        SCHOOL,
        school_column("kind", "VARCHAR", "Kind of avvik.", "AvvikRaised"),
        school_column("grade", "VARCHAR", "Breach of law, internal avvik or warning.", "AvvikRaised"),
        word("rule", "The rule that was missed; empty when a person raised it.", "AvvikRaised", Sensitivity.OPEN),
        word("obligation", "The obligation that was missed.", "AvvikRaised"),
        identity("about_stream", "The history that it is about.", "AvvikRaised"),
        school_column("heightened", "BOOLEAN", "Whether it belongs to a matter under § 12-5.", "AvvikRaised"),
        identity(
            "responsible",
            "The pseudonym of the employee who answers for it: for its last measure, else for the avvik.",
            "AvvikRaised, AvvikMeasureDecided",
        ),
        moment("raised_at", "When it was raised.", "AvvikRaised"),
        moment("cause_found_at", "When the cause was first found.", "AvvikCauseFound"),
        moment("measure_decided_at", "When a measure was first decided.", "AvvikMeasureDecided"),
        moment("measure_done_at", "When a measure was last carried out.", "AvvikMeasureDone"),
        school_column("measures", "BIGINT", "How many measures were decided.", "AvvikMeasureDecided"),
        school_column("measures_done", "BIGINT", "How many of them were carried out.", "AvvikMeasureDone"),
        day(
            "due_on",
            "The first day by which a measure that is not carried out is due; empty when nothing waits.",
            "AvvikMeasureDecided, AvvikMeasureDone",
        ),
        school_column(
            "stage",
            "VARCHAR",
            "What it waits for: `awaits_measure`, `awaits_completion`, `awaits_effect`, `effective` (can be closed) or `closed`.",
            "every event of the avvik",
        ),
        school_column("effect", "VARCHAR", "The last check of the effect.", "AvvikEffectChecked"),
        moment("closed_at", "When it was closed; empty while it is open.", "AvvikClosed, AvvikReopened"),
        school_column("reopened", "BIGINT", "How often it was opened again.", "AvvikReopened"),
    ),
)

TABLES: Final = (AVVIK,)
