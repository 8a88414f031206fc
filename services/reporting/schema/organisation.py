"""Schools, and the plans that they follow."""

from __future__ import annotations

from typing import Final

from services.reporting.schema.columns import CASE, Table, open_column

SCHOOLS: Final = Table(
    name="schools",
    meaning="One row per registered school.",
    is_fact=True,
    columns=(
        CASE,
        open_column("school", "VARCHAR", "The school's organisation number.", "SchoolRegistered"),
        open_column("name", "VARCHAR", "The school's name.", "SchoolRegistered, SchoolRenamed"),
        open_column("municipality", "VARCHAR", "The municipality.", "SchoolRegistered"),
        open_column("ownership", "VARCHAR", "Who owns the school.", "SchoolRegistered"),
        open_column("lowest_grade", "INTEGER", "Lowest grade.", "SchoolRegistered"),
        open_column("highest_grade", "INTEGER", "Highest grade.", "SchoolRegistered"),
        open_column(
            "pupils", "INTEGER", "The last number of pupils that was reported.", "SchoolRegistered, PupilCountReported", "pupils"
        ),
        open_column("registered_at", "TIMESTAMP", "When it was registered.", "SchoolRegistered"),
        open_column("discontinued_on", "DATE", "The day it was closed for good.", "SchoolDiscontinued"),
    ),
)
RULEBOOK_CHOICES: Final = Table(
    name="rulebook_choices",
    meaning="Which municipal plan applies at which school, from when; the next choice of the school ends it.",
    is_fact=True,
    columns=(
        CASE,
        open_column("school", "VARCHAR", "The school's organisation number.", "RulebookChosen"),
        open_column("rulebook", "VARCHAR", "The plan's permanent id.", "RulebookChosen"),
        open_column("from_date", "DATE", "The first day that it applies.", "RulebookChosen"),
    ),
)
LOCAL_RULEBOOKS: Final = Table(
    name="local_rulebooks",
    meaning="Every version of a rulebook of the municipality's own; services.compliance makes rules of them.",
    is_fact=True,
    columns=(
        CASE,
        open_column("position", "BIGINT", "Place of its adoption in the log."),
        open_column("rulebook", "VARCHAR", "The rulebook's permanent id.", "LocalRulebookAdopted"),
        open_column("version", "BIGINT", "Which version of it.", "LocalRulebookAdopted"),
        open_column("source", "VARCHAR", "The whole rulebook, as it was written (TOML).", "LocalRulebookAdopted"),
        open_column("sha256", "VARCHAR", "SHA-256 of the text, in hex.", "LocalRulebookAdopted"),
        open_column("adopted_at", "TIMESTAMP", "When its adoption was recorded.", "LocalRulebookAdopted"),
    ),
)

TABLES: Final = (SCHOOLS, RULEBOOK_CHOICES, LOCAL_RULEBOOKS)
