"""Where the cases behind a figure are listed: on the page of the schools."""

from __future__ import annotations

from dashboards.kit.links import view_address
from dashboards.view import View
from services.reporting.questions.responses import Behind


def behind_address(view: View, figure: Behind, *, school: str | None = None, duty: str | None = None) -> str:
    """The list of the cases behind a figure, seen as ``view`` sees it; of one school or one duty where they are given."""
    chosen = figure.value if duty is None else f"{figure.value}.{duty}"
    return f"{view_address('skole', view, school=school or view.school, chosen=chosen)}#saker"
