"""The avvik."""

from __future__ import annotations

from typing import Final

from services.reporting.schema.columns import CASE, SCHOOL, Column, Sensitivity, Table, identity, moment, word

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
        moment("raised_at", "When it was raised.", "AvvikRaised"),
        moment("cause_found_at", "When the cause was first found.", "AvvikCauseFound"),
        moment("measure_decided_at", "When a measure was first decided.", "AvvikMeasureDecided"),
        moment("measure_done_at", "When a measure was last carried out.", "AvvikMeasureDone"),
        word("effect", "The last check of the effect.", "AvvikEffectChecked", Sensitivity.SCHOOL),
        moment("closed_at", "When it was closed; empty while it is open.", "AvvikClosed, AvvikReopened"),
        Column(name="reopened", type="BIGINT", meaning="How often it was opened again.", source="AvvikReopened"),
    ),
)

TABLES: Final = (AVVIK,)
