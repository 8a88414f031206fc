"""From the streams of schools, staff, pupils and access to their rows. What is kept holds all days; a row is how it is on one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any
from uuid import UUID

import msgspec

from events import Recorded
from services.case_service.domain.access.state import ActiveGrant, Ledger
from services.case_service.domain.pupil.state import Registered, enrolment_on, guardians_on
from services.case_service.domain.school.state import Discontinued, Running, known_school
from services.case_service.domain.staff.state import Left, known_person
from services.case_service.read_model.matters import state_of
from services.case_service.read_model.rows import (
    AccessRow,
    DenialRow,
    EmergencyRow,
    GrantRow,
    GuardianRow,
    PupilRow,
    SchoolRow,
    StaffRow,
)


class KeptSchool(msgspec.Struct, frozen=True, kw_only=True):
    """A school with all its days, from which a day's row is made."""

    school: Running
    municipality: str
    discontinued_on: date | None

    def on(self, day: date) -> SchoolRow:
        """The school as it is on a day."""
        return SchoolRow(
            orgnr=self.school.orgnr,
            name=self.school.name,
            lowest_grade=self.school.lowest_grade,
            highest_grade=self.school.highest_grade,
            municipality=self.municipality,
            principal=_newest(self.school.principals, day),
            rulebook=_newest(self.school.rulebooks, day),
            pupils=_newest(self.school.pupils, day),
            discontinued_on=self.discontinued_on,
        )


@lru_cache(maxsize=8192)
def school_on(kept: bytes, day: date) -> SchoolRow:
    """A school as it is on a day, from the row that the file holds. Many pages ask for all schools, which seldom change."""
    return msgspec.msgpack.decode(kept, type=KeptSchool).on(day)


class KeptPupil(msgspec.Struct, frozen=True, kw_only=True):
    """A pupil with all her days, from which a day's row is made.

    Not ``whole``: something of her cannot be read, and it may be what an adult lost. So nobody is verified until it can.
    """

    pupil: UUID
    known: Registered
    whole: bool = True

    def on(self, day: date) -> PupilRow:
        """The pupil as she is on a day."""
        enrolment = enrolment_on(self.known, day)
        return PupilRow(
            pupil=self.pupil,
            orgnr=None if enrolment is None else enrolment.orgnr,
            grade=None if enrolment is None else enrolment.grade,
            from_date=None if enrolment is None else enrolment.from_date,
            guardians=tuple(
                GuardianRow(guardian=guardian, kind=adult.kind, verified=adult.verified and self.whole)
                for guardian, adult in guardians_on(self.known, day).items()
            ),
        )


def kept_school(recorded: Sequence[Recorded]) -> KeptSchool | None:
    """What is kept of a school; None before it is registered."""
    state = state_of(recorded)
    school = known_school(state)
    if school is None:
        return None
    return KeptSchool(
        school=school,
        municipality=next((found for one in recorded if (found := getattr(one.event, "municipality", None))), ""),
        discontinued_on=state.on if isinstance(state, Discontinued) else None,
    )


def kept_pupil(recorded: Sequence[Recorded], *, whole: bool = True) -> KeptPupil | None:
    """What is kept of a pupil; None before she is registered."""
    state = state_of(recorded)
    return KeptPupil(pupil=recorded[0].stream_id, known=state, whole=whole) if isinstance(state, Registered) else None


def staff_row(recorded: Sequence[Recorded], *, whole: bool = True) -> StaffRow | None:
    """A member of staff; None before she is registered.

    Not ``whole``: something of her cannot be read, and it may be how a role ended. So she has none until it can.
    """
    state = state_of(recorded)
    person = known_person(state)
    if person is None:
        return None
    return StaffRow(
        person=person.person,
        roles=person.roles if whole else (),
        trained_to=person.trained_to,
        left_on=state.on if isinstance(state, Left) else None,
        whole=whole,
    )


def access_rows(recorded: Sequence[Recorded]) -> Mapping[UUID, AccessRow]:
    """What was given, denied and taken, by the matter that it is about."""
    ledger: Ledger = state_of(recorded)
    given = {key: grant for key, grant in ledger.grants.items() if isinstance(grant, ActiveGrant)}
    about = dict.fromkeys(
        [
            *(grant.to_stream for grant in ledger.grants.values()),
            *(stream for _, stream in ledger.denials),
            *(stream for _, stream in ledger.emergencies),
        ]
    )
    return {
        matter: AccessRow(
            grants=tuple(
                GrantRow(grant=key, person=grant.person, role=grant.role, purpose=grant.purpose, until=grant.until)
                for key, grant in given.items()
                if grant.to_stream == matter
            ),
            denials=tuple(
                DenialRow(person=person, ground=ground)
                for (person, stream), grounds in ledger.denials.items()
                if stream == matter
                for ground in sorted(grounds)
            ),
            emergencies=tuple(
                EmergencyRow(person=person, until=until)
                for (person, stream), until in ledger.emergencies.items()
                if stream == matter
            ),
        )
        for matter in about
    }


def _newest(values: Any, on: date) -> Any:
    return max(((day, value) for day, value in values.items() if day <= on), key=lambda one: one[0], default=(None, None))[1]
