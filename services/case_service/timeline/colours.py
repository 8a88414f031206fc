"""The colours of the picture. Each stands against white with at least 4.5 : 1; shapes and words say all that they say."""

from __future__ import annotations

from typing import Final

from services.case_service.timeline.lanes import Lane
from services.compliance.verdicts import Verdict

INK: Final = "#1e2b3c"
SOFT: Final = "#525d6b"
BAND: Final = "#f3f5f7"
PAPER: Final = "#ffffff"
LINE: Final = "#dfe3e8"
MONTH_LINE: Final = "#a9b2bd"
NOW: Final = "#0062ba"

LANES: Final = {
    Lane.REPORT: "#525d6b",
    Lane.INVESTIGATION: "#0062ba",
    Lane.VOICE: "#0a7263",
    Lane.PLAN: "#663b77",
    Lane.OUTSIDE: "#8a4b08",
    Lane.AVVIK: "#b3253a",
}

VERDICTS: Final = {
    Verdict.MET: "#13703a",
    Verdict.LATE: "#a1440b",
    Verdict.OVERDUE: "#b3253a",
    Verdict.NOT_DOCUMENTED: "#a1440b",
    Verdict.OPEN: "#0062ba",
    Verdict.NOT_APPLICABLE: "#525d6b",
}
