"""The log in the warehouse: its events, how far it has come, and what the file was made by."""

from __future__ import annotations

from typing import Final

from services.reporting.schema.columns import (
    CASE,
    CASE_NO,
    SCHOOL,
    SCHOOL_NO,
    Column,
    Sensitivity,
    Table,
    identity,
    moment,
    open_column,
    word,
)

FOLLOW_POSITION: Final = Table(
    name="follow_position",
    meaning="How far the warehouse has come in the log; written in the same transaction as the rows.",
    columns=(
        open_column(
            "what",
            "VARCHAR",
            "`needed`: there while no figure is whole. `events`: the rows of the table events; `facts`: what is made from them; "
            "`releases`: what days of release were looked for in.",
        ),
        open_column("position", "BIGINT", "The last position of the log that is in."),
    ),
    primary_key=("what",),
)
BUILT_WITH: Final = Table(
    name="built_with",
    meaning="What the file was made by. Another schema means a new file; other rules mean that the facts are made again.",
    columns=(
        open_column("what", "VARCHAR", "`schema` or `rules`."),
        open_column("fingerprint", "VARCHAR", "SHA-256, in hex."),
    ),
    primary_key=("what",),
)
EVENTS: Final = Table(
    name="events",
    meaning="One row per event of the log: the envelope and the facts, never sealed text.",
    columns=(
        open_column("position", "BIGINT", "Place in the tenant's log."),
        identity("event_id", "The event's id.", "envelope"),
        word("topic", "The permanent name of the event's class.", "store", Sensitivity.OPEN),
        word("stream", "Kind of history.", "envelope", Sensitivity.OPEN),
        identity("stream_id", "The history that the event stands in.", "store"),
        Column(
            name="version", type="BIGINT", meaning="Place in that history, from 1.", source="store", sensitivity=Sensitivity.OPEN
        ),
        CASE,
        SCHOOL,
        word("role", "The role in which somebody acted; the person is left out.", "envelope"),
        word("channel", "How it was said or sent.", "envelope"),
        word("precision", "How exactly the source knows when it happened.", "envelope", Sensitivity.OPEN),
        identity("corrects", "The event that this one corrects.", "envelope"),
        moment("occurred_at", "When it happened.", "envelope"),
        moment("known_at", "When someone at the school knew.", "envelope"),
        moment(
            "documented_at",
            "When it was written down, as far as is claimed: the recorded-time of every as-of question.",
            "envelope",
        ),
        moment("recorded_at", "The server's clock.", "envelope"),
        Column(
            name="facts",
            type="JSON",
            meaning="The event's facts in today's class version.",
            source="every event",
            sensitivity=Sensitivity.PERSON,
        ),
        word("oddity", "Why the event counts for nothing here; empty for every event that can be read.", "", Sensitivity.OPEN),
        CASE_NO,
    ),
)
CASE_NUMBERS: Final = Table(
    name="case_numbers",
    meaning="The number of every case: rows are found by it, because what came lately then lies together.",
    columns=(CASE, CASE_NO),
)
SCHOOL_NUMBERS: Final = Table(
    name="school_numbers",
    meaning="The number of every school that an event names: rows are counted by it, because words cost several times as much.",
    columns=(SCHOOL, SCHOOL_NO),
)
CASE_SPANS: Final = Table(
    name="case_spans",
    meaning="From when until when each case was told of: a question about the past makes only those again that lie across it.",
    columns=(
        CASE_NO,
        CASE,
        moment("first_happened_at", "When the first of its events happened.", "envelope"),
        moment("last_happened_at", "When the last of them happened.", "envelope"),
        moment("first_documented_at", "When the first of them was written down.", "envelope"),
        moment("last_documented_at", "When the last of them was written down.", "envelope"),
        Column(name="events", type="BIGINT", meaning="How many they are.", unit="events", sensitivity=Sensitivity.PERSON),
    ),
)

TABLES: Final = (FOLLOW_POSITION, BUILT_WITH, EVENTS, CASE_NUMBERS, SCHOOL_NUMBERS, CASE_SPANS)
