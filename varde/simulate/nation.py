"""The invented nation: as many municipalities and schools as the real one, of the same sizes and kinds, under invented names.

Numbers are invented too: counties 61 and up, municipalities below them, and organisation numbers that no register gives.
"""

from __future__ import annotations

import csv
import math
from collections import Counter
from importlib.resources import files
from random import Random
from typing import Final

import msgspec

from events.lists.year import OwnershipKind
from varde.simulate import names
from varde.simulate.load import Load, Manner

FIRST_COUNTY: Final = 61
PLANS: Final = ("baerum", "gjovik-kopperud", "oslo-ellingsrudasen", "oyer", None)
"""The municipal plans, and none: every municipality follows one."""

UNKNOWN_GRADES: Final = (1, 10)
"""Where the register gives no grades."""

_BANDS: Final = ((8, 99), (100, 299), (300, 0))
"""Fewest and most pupils of the size bands; the last has no most."""


class School(msgspec.Struct, frozen=True, kw_only=True):
    """One invented school. ``number`` is its place in the nation, from 0."""

    number: int
    orgnr: str
    name: str
    grades: tuple[int, int]
    ownership: OwnershipKind
    pupils: int
    manner: str
    is_silent: bool


class Municipality(msgspec.Struct, frozen=True, kw_only=True):
    """One invented municipality with its schools."""

    number: str
    name: str
    plan: str | None
    schools: tuple[School, ...]

    @property
    def county(self) -> str:
        """The county's number: the first two digits."""
        return self.number[:2]

    @property
    def tenant(self) -> str:
        """The name of its own store."""
        return f"m{self.number}"

    @property
    def pupils(self) -> int:
        """Of all its schools."""
        return sum(school.pupils for school in self.schools)


class _Kind(msgspec.Struct, frozen=True):
    municipality: str
    grades: tuple[int, int]
    ownership: OwnershipKind


def _structure() -> dict[str, list[_Kind]]:
    """The kinds of schools of every real municipality, by its number."""
    found: dict[str, list[_Kind]] = {}
    with (files("varde.simulate") / "structure.csv").open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            low, _, high = row["grades"].partition("-")
            grades = (int(low), int(high)) if high else UNKNOWN_GRADES
            kind = _Kind(row["municipality"], grades, OwnershipKind(row["ownership"]))
            found.setdefault(row["municipality"], []).extend([kind] * int(row["schools"]))
    # Two small municipalities have no school in the register; here each has one.
    return {number: kinds or [_Kind(number, UNKNOWN_GRADES, OwnershipKind.MUNICIPAL)] for number, kinds in found.items()}


def _chosen(structure: dict[str, list[_Kind]], municipalities: int, schools: int, random: Random) -> list[list[_Kind]]:
    """So many municipalities, evenly from the smallest to the largest and in their counties' order, with so many schools in all."""
    by_size = sorted(structure, key=lambda number: (len(structure[number]), number))
    step = len(by_size) / municipalities
    # From the large end, so that a single municipality is the largest.
    picked = sorted(by_size[len(by_size) - 1 - int(place * step)] for place in range(municipalities))
    kinds = [list(structure[number]) for number in picked]
    total = sum(map(len, kinds))
    wanted = [max(1, math.floor(len(one) * schools / total)) for one in kinds]
    order = sorted(range(municipalities), key=lambda at: -len(kinds[at]))
    at = 0
    while sum(wanted) != schools:
        here = order[at % municipalities]
        change = 1 if sum(wanted) < schools else -1
        if wanted[here] + change >= 1:
            wanted[here] += change
        at += 1
    return [_taken(one, many, random) for one, many in zip(kinds, wanted, strict=True)]


def _taken(kinds: list[_Kind], many: int, random: Random) -> list[_Kind]:
    """So many of a municipality's schools; when it has not so many, some of them again."""
    return random.sample(kinds, many) if many <= len(kinds) else (kinds * -(-many // len(kinds)))[:many]


def _pupils(kinds: list[list[_Kind]], load: Load, random: Random) -> list[int]:
    """Pupils per school: the published size bands, larger schools where there are more of them, and the published mean."""
    small, middle, large = load.facts.schools_by_size
    scored = sorted(
        (math.log(len(one)) + random.gauss(0, 1), number) for number, one in enumerate(one for one in kinds for _ in one)
    )
    bounds = (small / (small + middle + large), (small + middle) / (small + middle + large))
    of_band = [sum(rank / len(scored) >= bound for bound in bounds) for rank in range(len(scored))]
    wanted = len(scored) * load.facts.pupils / load.facts.schools_counted
    found = {number: random.randint(*_BANDS[band]) for (_, number), band in zip(scored, of_band, strict=True) if band < 2}  # noqa: PLR2004
    most = [number for (_, number), band in zip(scored, of_band, strict=True) if number not in found]
    above = max(20.0, (wanted - sum(found.values())) / max(1, len(most)) - _BANDS[2][0])
    found |= {number: _BANDS[2][0] + round(random.expovariate(1 / above)) for number in most}
    return [found[number] for number in range(len(scored))]


def _manner(manners: dict[str, Manner], random: Random) -> str:
    return random.choices(list(manners), [manner.share for manner in manners.values()])[0]


def make_nation(*, municipalities: int, schools: int, load: Load, seed: int) -> tuple[Municipality, ...]:
    """The nation of a seed, by county. Raises ValueError when there are fewer schools than municipalities, or too many of these."""
    structure = _structure()
    if not 1 <= municipalities <= len(structure) or schools < municipalities:
        raise ValueError(f"1 to {len(structure)} municipalities, and at least as many schools")
    random = Random(f"nation {seed}")  # noqa: S311  (an invented nation, no secret)
    kinds = _chosen(structure, municipalities, schools, random)
    pupils = _pupils(kinds, load, random)
    counties = {real: FIRST_COUNTY + at for at, real in enumerate(sorted({one[0].municipality[:2] for one in kinds}))}
    seen: Counter[int] = Counter()
    found: list[Municipality] = []
    number = 0
    for at, one in enumerate(kinds):
        county = counties[one[0].municipality[:2]]
        seen[county] += 1
        made: list[School] = []
        for kind in one:
            made.append(
                School(
                    number=number,
                    orgnr=f"1{number:08d}",
                    name=names.school(number * 5 + 3),
                    grades=kind.grades,
                    ownership=kind.ownership,
                    pupils=pupils[number],
                    manner=_manner(load.assumptions.manners, random),
                    is_silent=random.random() < load.assumptions.silent_school_share,
                )
            )
            number += 1
        found.append(
            Municipality(number=f"{county}{seen[county]:02d}", name=names.place(at), plan=random.choice(PLANS), schools=tuple(made))
        )
    return tuple(found)
