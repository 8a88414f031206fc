"""The way back to a page of the overview that a matter was opened from, with the filters that it had.

The overview says in the address from where the reader came. It is kept for that matter alone, so that it still stands there when
she has recorded something in between.
"""

from __future__ import annotations

from typing import Final
from uuid import UUID

from flask import request, session

from services.case_service.http.own_paths import own_path
from services.case_service.http.web import the_web

ASKED: Final = "tilbake"
LONGEST: Final = 600
_KEPT: Final = "came_from_overview"


def way_back(about: UUID) -> str:
    """The address of the overview from which the matter was opened; empty when it was opened from elsewhere."""
    asked = request.args.get(ASKED)
    if asked is not None:
        kept = _of_overview(asked)
        session[_KEPT] = [str(about), kept] if kept else None
        return kept
    found = session.get(_KEPT)
    return found[1] if isinstance(found, list) and found[:1] == [str(about)] else ""


def _of_overview(wanted: str) -> str:
    path = own_path(wanted) or ""
    return path if len(path) <= LONGEST and path.startswith(the_web().settings.overview_url) and "/../" not in path else ""
