"""An obligation of the read model as the row that reasons are made from."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from msgspec.structs import asdict

from services.case_service.read_model import ObligationRow


def judged_row(row: ObligationRow, at: datetime) -> dict[str, Any]:
    """The row as :mod:`services.compliance.explain` reads it, judged at ``at``."""
    return {"released_by": None, "closed_by": None, **asdict(row), "judged_at": at, "recorded_by": None}
