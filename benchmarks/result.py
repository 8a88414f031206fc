"""One figure of a benchmark beside its plain limit, as a table or as JSON."""

from __future__ import annotations

import resource
from collections.abc import Sequence
from dataclasses import asdict, dataclass

import msgspec


def peak_kilobytes() -> int:
    """The peak memory of this process, and of the largest that it started and waited for, as if both were at once."""
    return sum(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))


@dataclass(frozen=True, kw_only=True)
class Row:
    """A figure and what it is held against.

    ``limit_figure`` is what the plain tool does with the same data in the same run. ``target`` is the least ratio of
    figure to limit, or, where ``lower_is_better`` (a time), the greatest figure that is allowed. None: for information.
    """

    name: str
    figure: float
    unit: str
    limit_name: str
    limit_figure: float
    target: float | None
    lower_is_better: bool = False

    @property
    def ratio(self) -> float:
        """The figure as a part of its limit."""
        return self.figure / self.limit_figure

    @property
    def met(self) -> bool | None:
        """Whether the target is reached; None when there is none."""
        if self.target is None:
            return None
        return self.figure <= self.target if self.lower_is_better else self.ratio >= self.target


def show(rows: Sequence[Row], *, as_json: bool) -> None:
    """Print the rows."""
    if as_json:
        print(msgspec.json.encode([{**asdict(row), "ratio": row.ratio, "met": row.met} for row in rows]).decode())
        return
    print(f"{'':<62} {'figure':>12} {'limit':>12} {'ratio':>6} {'target':>7}  met")
    for row in rows:
        target = "" if row.target is None else f"{row.target:g}"
        met = {None: "", True: "yes", False: "NO"}[row.met]
        print(f"{row.name:<62} {row.figure:>12,.4g} {row.limit_figure:>12,.4g} {row.ratio:>6.2f} {target:>7}  {met:<3} {row.unit}")
