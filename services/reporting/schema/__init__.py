"""The warehouse's tables, declared once by subject: the DDL and the reference page are both made from here."""

from services.reporting.schema.avvik import AVVIK
from services.reporting.schema.calendar import CALENDAR
from services.reporting.schema.cases import CASES
from services.reporting.schema.columns import CASE_NO, KEPT, Column, Sensitivity, Table
from services.reporting.schema.dimensions import DUTIES, RULES
from services.reporting.schema.log import BUILT_WITH, EVENTS, FOLLOW_POSITION
from services.reporting.schema.obligations import OBLIGATION_EFFECTS, OBLIGATIONS
from services.reporting.schema.organisation import LOCAL_RULEBOOKS, RULEBOOK_CHOICES, SCHOOLS
from services.reporting.schema.published import RELEASE_CELLS, RELEASES
from services.reporting.schema.tables import FACTS, TABLES, fact_sql, fingerprint, macros

__all__ = [
    "AVVIK",
    "BUILT_WITH",
    "CALENDAR",
    "CASES",
    "CASE_NO",
    "DUTIES",
    "EVENTS",
    "FACTS",
    "FOLLOW_POSITION",
    "KEPT",
    "LOCAL_RULEBOOKS",
    "OBLIGATIONS",
    "OBLIGATION_EFFECTS",
    "RELEASES",
    "RELEASE_CELLS",
    "RULEBOOK_CHOICES",
    "RULES",
    "SCHOOLS",
    "TABLES",
    "Column",
    "Sensitivity",
    "Table",
    "fact_sql",
    "fingerprint",
    "macros",
]
