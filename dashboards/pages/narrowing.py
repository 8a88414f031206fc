"""From the line of a school to the same page of that school alone."""

from __future__ import annotations

from dashboards.dashboard import Asking
from dashboards.kit import Linked
from dashboards.kit.links import view_address


def school_named(name: str, school: str | None, path: str, asking: Asking) -> Linked | str:
    """The name of a school as a link to the page at ``path`` of it alone; the name where there is none, or it is of it already."""
    if not school or asking.view.school == school:
        return name
    return Linked(name, view_address(path, asking.view, school=school))
