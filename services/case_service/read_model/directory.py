"""Who there is: schools, those who work there, pupils and the adults who act for them."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import msgspec

from events.lists.people import Role
from services.case_service.domain.staff.held_role import HeldRole
from services.case_service.read_model.asking import Asking, one_of
from services.case_service.read_model.people import KeptPupil, KeptSchool, school_on
from services.case_service.read_model.rows import GuardianRow, PupilRow, SchoolRow, StaffRow


class Directory(Asking):
    """The questions about people and schools."""

    def school(self, orgnr: str) -> SchoolRow | None:
        """A school as it is today."""
        found = self._all("SELECT row FROM schools WHERE orgnr = ?", (orgnr,))
        return school_on(found[0][0], self._today()) if found else None

    def schools(self) -> tuple[SchoolRow, ...]:
        """All schools as they are today, in the order of their numbers."""
        kept, day = self._all("SELECT row FROM schools ORDER BY orgnr", ()), self._today()
        return tuple(school_on(row[0], day) for row in kept)

    def staff(self, person: UUID) -> StaffRow | None:
        """Somebody who works, or has worked, at a school or for the municipality."""
        found = self._blobs("SELECT row FROM staff WHERE person = ?", (str(person),), StaffRow)
        return self._with_posts(found)[0] if found else None

    def staff_at(self, orgnr: str, on: date) -> tuple[StaffRow, ...]:
        """Those who have a role at a school on a day."""
        return self._staff_with_role("at_school = ?", (orgnr,), orgnr, on)

    def staff_of_municipality(self, on: date) -> tuple[StaffRow, ...]:
        """Those who have a role in the municipality itself on a day."""
        return self._staff_with_role("at_school IS NULL", (), None, on)

    def pupil(self, pupil: UUID) -> PupilRow | None:
        """A pupil as she is today."""
        found = self._blobs("SELECT row FROM pupils WHERE pupil = ?", (str(pupil),), KeptPupil)
        return found[0].on(self._today()) if found else None

    def pupils_at(self, orgnr: str, grade: int | None = None) -> tuple[PupilRow, ...]:
        """Those who go to a school today, in all grades or one."""
        query = "SELECT row FROM pupils WHERE pupil IN (SELECT pupil FROM enrolments WHERE orgnr = ?) ORDER BY pupil"
        rows = (kept.on(self._today()) for kept in self._blobs(query, (orgnr,), KeptPupil))
        return tuple(row for row in rows if row.orgnr == orgnr and grade in {None, row.grade})

    def guardians_of(self, pupil: UUID) -> tuple[GuardianRow, ...]:
        """The adults who act for a pupil today, verified or not."""
        row = self.pupil(pupil)
        return () if row is None else row.guardians

    def children_of(self, guardian: UUID) -> tuple[UUID, ...]:
        """The pupils that an adult acts for today."""
        rows = self._all("SELECT pupil FROM guardians WHERE guardian = ? ORDER BY pupil", (str(guardian),))
        pupils = [UUID(row[0]) for row in rows]
        return tuple(pupil for pupil in pupils if any(one.guardian == guardian for one in self.guardians_of(pupil)))

    def school_of_kiosk(self, code_hash: str) -> str | None:
        """The school that gave out a kiosk code (by its keyed hash) that is valid today."""
        rows = self._all(
            "SELECT orgnr FROM kiosks WHERE code_hash = ? AND (valid_to IS NULL OR valid_to >= ?)",
            (code_hash, self._today().isoformat()),
        )
        return str(rows[0][0]) if rows else None

    def _staff_with_role(self, where: str, values: tuple[object, ...], orgnr: str | None, on: date) -> tuple[StaffRow, ...]:
        query = f"SELECT row FROM staff WHERE person IN (SELECT person FROM staff_roles WHERE {where}) ORDER BY person"  # noqa: S608
        rows = self._with_posts(self._blobs(query, values, StaffRow))
        return tuple(row for row in rows if any(held.at_school == orgnr and held.holds_on(on) for held in row.roles))

    def _with_posts(self, rows: tuple[StaffRow, ...]) -> tuple[StaffRow, ...]:
        """The rows with what the school's own events say: whoever is appointed deputy does the principal's work in that time."""
        schools = {held.at_school for row in rows for held in row.roles if held.at_school is not None}
        where, values = one_of("orgnr", sorted(schools))
        kept = self._blobs(f"SELECT row FROM schools WHERE {where}", tuple(values), KeptSchool)  # noqa: S608 - own names
        posts = [
            (
                deputy.person,
                HeldRole(role=Role.PRINCIPAL, at_school=one.school.orgnr, from_date=deputy.from_date, to_date=deputy.to_date),
            )
            for one in kept
            for deputy in one.school.deputies
        ]
        if not posts:
            return rows
        return tuple(
            msgspec.structs.replace(
                row, roles=(*row.roles, *(post for person, post in posts if person == row.person and row.whole))
            )
            for row in rows
        )
