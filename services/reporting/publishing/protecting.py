"""Which cells of a release are hidden, beside all that was released before it. Pure."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Final

from services.reporting.disclosure.hiding import hide
from services.reporting.disclosure.rules import median_is_shown, share_is_shown
from services.reporting.publishing.cells import ALL
from services.reporting.publishing.cubes import Cube, Unit
from services.reporting.publishing.families import Column, Released, family, part_of_year

if TYPE_CHECKING:
    from collections.abc import Sequence

    from services.reporting.publishing.cells import Cell, Counted
    from services.reporting.publishing.periods import Period

log = logging.getLogger(__name__)

MOST_SCHOOLS: Final = 400
"""Schools of one release. Oslo has 172; who has more than this is no municipality, and its proofs would take hours."""


def marks_of(
    cube: Cube, period: Period, found: tuple[Cell, ...], counted: Counted, *, before: Sequence[Released]
) -> list[bool] | None:
    """For every cell whether it is hidden; None when nothing of it can be shown beside what was shown ``before`` in its family."""
    if not cube.about_pupils:
        return [cell.sensitive or not cell.published for cell in found]
    if len({cell.school for cell in found} - {ALL}) > MOST_SCHOOLS:
        log.warning("the release of %s for %s is withheld: it is of more schools than can be protected", cube.name, period.name)
        return None
    units = {measure.name: measure.unit for measure in cube.measures}
    counts = [cell for cell in found if units.get(cell.measure, Unit.COUNT) is Unit.COUNT]
    part = part_of_year(period.name)
    new = [Released(column=Column(cube.name, part, cell.category, cell.measure), cell=cell, hidden=None) for cell in counts]
    whole = family([*before, *new])
    hidden = hide(whole.system)
    if hidden is None:
        log.error("the release of %s for %s is withheld: it could be added up with earlier ones", cube.name, period.name)
        return None
    row_of, column_of = {row: n for n, row in enumerate(whole.rows)}, {column: n for n, column in enumerate(whole.columns)}
    marks = {
        (one.cell.school, one.cell.category, one.cell.measure): bool(hidden[row_of[one.cell.school], column_of[one.column]])
        for one in new
    }
    for measure in cube.measures:
        if measure.unit is not Unit.COUNT and measure.base is not None:
            for cell in found:
                if cell.measure == measure.name:
                    marks[cell.school, cell.category, cell.measure] = _is_unfounded(
                        cell, measure.unit, measure.base, marks, counted
                    )
    return [marks[cell.school, cell.category, cell.measure] for cell in found]


def _is_unfounded(cell: Cell, unit: Unit, base: str, marks: dict[tuple[str, str, str], bool], counted: Counted) -> bool:
    """Whether a share or a median must be hidden: for a small base, or because what it is of is hidden."""
    size = counted.get((cell.school, cell.category), {}).get(base) or 0
    if cell.value is None:
        return True
    if unit is Unit.PERCENT:
        rests_on = ("duties_due", "duties_kept")
        return not share_is_shown(size) or any(marks[cell.school, cell.category, one] for one in rests_on)
    return not median_is_shown(size) or marks[cell.school, cell.category, "new_cases"]
