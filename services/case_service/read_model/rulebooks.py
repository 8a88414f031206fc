"""The rules that histories are judged by: those that come with Varde, and those that the municipality adopted."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import cached_property
from sqlite3 import Connection

import polars as pl

from services.case_service.read_model.file import File
from services.case_service.read_model.following import adoptions_in, choices_in, history_of
from services.case_service.store import EventStore
from services.compliance.adopted import Adoption, Version, rules_in_force, versions
from services.compliance.frame import history
from services.compliance.loading import Rules


class Rulebooks:
    """The questions; :class:`.model.ReadModel` answers them from its file."""

    _file: File
    _store: EventStore
    _known: Rules

    @property
    def rules(self) -> Rules:
        """Every rule in every version that has been in force, as far as the file has followed the log."""
        with self._file.as_it_is() as db:
            return rules_in_force(self._known, self._adoptions(db))

    @property
    def known_rules(self) -> Rules:
        """The rules that come with Varde, without what the municipality adopted."""
        return self._known

    def rulebook_versions(self) -> tuple[Version, ...]:
        """Every version of the municipality's own rulebooks, in the order of adoption."""
        with self._file.reading() as db:
            return versions(self._known, self._adoptions(db))

    def plan_choices(self) -> pl.DataFrame:
        """Which plan each school follows: school, rulebook, from_date and until_date."""
        with self._file.reading() as db:
            return choices_in(db)

    def cases_at(self, schools: Collection[str]) -> tuple[str, ...]:
        """The cases, wheels and other matters of some schools, those that something last happened in first; none of § 12-5."""
        marks = ", ".join("?" * len(schools))
        query = f"""SELECT case_id, MAX(last_event_at) AS at FROM case_schools LEFT JOIN matters USING (case_id)
            WHERE case_schools.school IN ({marks})
                AND case_id NOT IN (SELECT case_id FROM matters WHERE stream = 'heightened_case')
            GROUP BY case_id ORDER BY at DESC, case_id"""  # noqa: S608 - marks alone
        with self._file.reading() as db:
            return tuple(row[0] for row in db.execute(query, tuple(schools)).fetchall())

    def histories(self, cases: Collection[str], *, at_once: int = 100) -> Iterator[pl.DataFrame]:
        """The facts of some cases, as history frames of at most ``at_once`` whole cases."""
        wanted = tuple(cases)
        for start in range(0, len(wanted), at_once):
            with self._file.reading() as db:
                found = [one for case in wanted[start : start + at_once] for one in history_of(db, self._store, case)]
            yield history(found)

    def _adoptions(self, db: Connection) -> tuple[Adoption, ...]:
        """The adoptions, read again only when there are others: what was adopted stays as it was, as long as it can be read."""
        places = db.execute("SELECT group_concat(place) FROM (SELECT place FROM adoptions ORDER BY place)").fetchone()[0]
        if places not in self._read:
            self._read[places] = adoptions_in(db)
        return self._read[places]

    @cached_property
    def _read(self) -> dict[str | None, tuple[Adoption, ...]]:
        return {}
