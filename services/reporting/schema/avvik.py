"""The avvik."""

from __future__ import annotations

from typing import Final

from services.reporting.schema.columns import CASE, SCHOOL, Column, Sensitivity, Table, day, flag, identity, moment, whole, word

AVVIK: Final = Table(
    name="avvik",
    meaning="One row per avvik.",
    is_fact=True,
    columns=(
        CASE,
        identity("stream_id", "The avvik's own history."),
        SCHOOL,
        word("kind", "Kind of avvik.", "AvvikRaised", Sensitivity.SCHOOL),
        word("grade", "Breach of law, internal avvik or warning.", "AvvikRaised", Sensitivity.SCHOOL),
        word("rule", "The rule that was missed; empty when a person raised it.", "AvvikRaised", Sensitivity.OPEN),
        word("obligation", "The obligation that was missed.", "AvvikRaised"),
        identity("about_stream", "The history that it is about.", "AvvikRaised"),
        flag("heightened", "Whether it belongs to a matter under § 12-5.", "AvvikRaised", Sensitivity.SCHOOL),
        identity(
            "responsible",
            "The pseudonym of the employee who answers for it: for its last measure, else for the avvik.",
            "AvvikRaised, AvvikMeasureDecided",
        ),
        moment("raised_at", "When it was raised.", "AvvikRaised"),
        moment("cause_found_at", "When the cause was first found.", "AvvikCauseFound"),
        moment("measure_decided_at", "When a measure was first decided.", "AvvikMeasureDecided"),
        moment("measure_done_at", "When a measure was last carried out.", "AvvikMeasureDone"),
        whole("measures", "How many measures were decided.", "AvvikMeasureDecided", sensitivity=Sensitivity.SCHOOL),
        whole("measures_done", "How many of them were carried out.", "AvvikMeasureDone", sensitivity=Sensitivity.SCHOOL),
        day(
            "due_on",
            "The first day by which a measure that is not carried out is due; empty when nothing waits.",
            "AvvikMeasureDecided, AvvikMeasureDone",
        ),
        word(
            "stage",
            "What it waits for: `awaits_measure`, `awaits_completion`, `awaits_effect`, `effective` (can be closed) or `closed`.",
            "every event of the avvik",
            Sensitivity.SCHOOL,
        ),
        word("effect", "The last check of the effect.", "AvvikEffectChecked", Sensitivity.SCHOOL),
        moment("closed_at", "When it was closed; empty while it is open.", "AvvikClosed, AvvikReopened"),
        Column(name="reopened", type="BIGINT", meaning="How often it was opened again.", source="AvvikReopened"),
    ),
)

TABLES: Final = (AVVIK,)
