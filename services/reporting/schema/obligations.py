"""What the rules make of history."""

from __future__ import annotations

from typing import Final

from services.reporting.schema.columns import CASE, SCHOOL, SCHOOL_NO, Sensitivity, Table, flag, identity, moment, open_column, word

DUTY_NO: Final = open_column("duty_no", "TINYINT", "The sub-duty's number, as the table duties has it: what rows are counted by.")
OBLIGATIONS: Final = Table(
    name="obligations",
    meaning="What the rules make of history; one row per obligation, with everything known. Made by services.compliance alone.",
    is_made_by_case=True,
    columns=(
        word("obligation_id", "The obligation's id, the same whenever it is made again."),
        word("rule_id", "The rule.", "", Sensitivity.OPEN),
        word("rulebook", "The rulebook that the rule stands in.", "", Sensitivity.OPEN),
        word("kind", "Law, guidance or local.", "", Sensitivity.OPEN),
        word("duty", "The sub-duty.", "", Sensitivity.OPEN),
        word("miss", "What a miss means.", "", Sensitivity.OPEN),
        CASE,
        word("stream", "Kind of history.", "", Sensitivity.OPEN),
        identity("stream_id", "The history of the opening event."),
        SCHOOL,
        word("key", "What discharges are sought within."),
        identity("opened_by", "The event that opened it."),
        moment("opened_at", "From when the time counts."),
        moment("opened_documented_at", "When the opening event was written down."),
        moment("opened_superseded_at", "When an earlier opening event was written down, which took this one's place."),
        moment("due_at", "When it is due; empty for as soon as possible."),
        moment("silence_at", "For as soon as possible: from when silence reads as not documented."),
        identity("discharged_by", "The event that discharged it."),
        moment("discharged_at", "When that happened."),
        moment("discharge_documented_at", "When that was written down."),
        identity("released_by", "The event that released it."),
        moment("released_at", "When that happened."),
        moment("released_documented_at", "When that was written down."),
        identity("closed_by", "The event that closed the case for it."),
        moment("closed_at", "When that happened."),
        moment("closed_documented_at", "When that was written down."),
        moment("limit_at", "When it is due, or, for as soon as possible, from when silence reads as not documented."),
        flag("is_binding", "By law or by the municipality's own plan, and not by guidance alone.", "", Sensitivity.OPEN),
        flag(
            "can_be_done",
            "Binding, done by nobody and not closed with its case. What is due in the moment in which it is opened is judged by"
            " what was recorded already: nobody can do it any more.",
        ),
        word("settled", "The verdict with everything known, where no day to come can change it; otherwise `open`."),
        word("after_limit", "The verdict with everything known, once the limit has passed; what is settled stays as it is."),
        SCHOOL_NO,
        DUTY_NO,
    ),
)
OBLIGATION_EFFECTS: Final = Table(
    name="obligation_effects",
    meaning="Every event that is, or once was, the earliest known to discharge, release or close an obligation.",
    is_made_by_case=True,
    columns=(
        CASE,
        word("obligation_id", "The obligation."),
        word("effect", "`discharge`, `release` or `closing`.", "", Sensitivity.OPEN),
        identity("event_id", "The event."),
        moment("happened_at", "When it happened."),
        moment("documented_at", "When it was written down."),
        moment("superseded_at", "When a better one was written down."),
    ),
)

TABLES: Final = (OBLIGATIONS, OBLIGATION_EFFECTS)
