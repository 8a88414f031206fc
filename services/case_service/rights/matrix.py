"""The table of the domain report, § 5.2, as data: in which role, on which ground, how much of which matter, and what for.

Whoever is in the table is still shut out by a denial (:mod:`services.case_service.rights.deciding`): it outranks every line here.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final

import msgspec

from events.base import Stream
from events.lists.access import Purpose
from events.lists.people import FAMILY, Role
from services.case_service.rights.action import Action, Share
from services.case_service.rights.decision import Reason

A = Action
R = Role


class Ground(StrEnum):
    """What must be so for a line of the table to hold."""

    REPORTED_IT = "reported_it"
    HAS_A_TASK_IN_IT = "has_a_task_in_it"
    HANDLES_IT = "handles_it"
    WAS_GRANTED_IT = "was_granted_it"
    AT_THE_SCHOOL_NO_LEADER_SUSPECTED = "at_the_school_no_leader_suspected"
    OWNER_WAS_TOLD = "owner_was_told"
    LEADER_SUSPECTED_OR_OWNER_TOLD = "leader_suspected_or_owner_told"
    PERSONNEL_FILE_REFERENCED = "personnel_file_referenced"
    IN_THE_MUNICIPALITY = "in_the_municipality"
    OWN_CHILD = "own_child"
    OWN_CHILD_RELEASED = "own_child_released"
    ABOUT_HERSELF = "about_herself"


class Line(msgspec.Struct, frozen=True):
    """One line of the table. ``topics`` are the facts that may be recorded (None: all); they count with RECORD alone."""

    roles: frozenset[Role]
    streams: frozenset[Stream]
    ground: Ground
    share: Share
    actions: frozenset[Action]
    purpose: Purpose
    why: Reason
    topics: frozenset[str] | None = frozenset()


STAFF: Final = frozenset(Role) - FAMILY - {R.STATSFORVALTER, R.UDIR, R.ADMINISTRATOR, R.SYSTEM}
"""Whoever works at a school or for the municipality. Those who run the system reach no content, whatever they are given."""

MATTERS: Final = frozenset({Stream.CASE, Stream.HEIGHTENED_CASE, Stream.PHYSICAL_INTERVENTION})
ORDINARY: Final = frozenset({Stream.CASE, Stream.PHYSICAL_INTERVENTION, Stream.ENFORCEMENT, Stream.AVVIK, Stream.SURVEY})
GUARDED: Final = frozenset({Stream.HEIGHTENED_CASE})
EVERY: Final = ORDINARY | GUARDED

SEEING: Final = frozenset({A.SEE_RECEIPT, A.SEE_STATUS, A.SEE_METADATA, A.SEE_CONTENT, A.SEE_PLAN})
HANDLING: Final = SEEING | {A.SEE_LINKED, A.RECORD, A.HANDLE, A.EXPORT}
LEADING: Final = HANDLING | {A.GRANT, A.SEE_LOG, A.SEE_READERS, A.DISCLOSE}

OWN_WORK: Final = frozenset(
    {
        "case.ConversationHeld",
        "case.FollowUpHeld",
        "case.IncidentIntervened",
        "case.MeasureExecuted",
        "case.MeasureMissed",
        "case.ObservationLogged",
        "case.ObservationNoted",
    }
)
"""What somebody with a task in a case records of it."""

OWNERS_WORD: Final = frozenset({"case.OwnerAcknowledged"})
OWN_WORD: Final = frozenset({"access.DisagreementRegistered"})


GRANTED: Final = (
    Line(
        frozenset({R.CASE_HANDLER, R.DEPARTMENT_HEAD, R.AFTER_SCHOOL_LEADER, R.PRINCIPAL, R.SCHOOL_OWNER, R.OWNER_ADVISER}),
        EVERY,
        Ground.WAS_GRANTED_IT,
        Share.WHOLE,
        HANDLING,
        Purpose.CASE_HANDLING,
        Reason.GRANTED,
        None,
    ),
    Line(
        frozenset({R.FORM_TEACHER, R.OBSERVER, R.EMPLOYEE}),
        EVERY,
        Ground.WAS_GRANTED_IT,
        Share.ASSIGNED,
        frozenset({A.SEE_STATUS, A.SEE_CONTENT, A.SEE_PLAN, A.RECORD}),
        Purpose.CARRY_OUT_MEASURE,
        Reason.GRANTED,
        OWN_WORK,
    ),
    Line(
        frozenset({R.SCHOOL_NURSE, R.EDUCATIONAL_PSYCHOLOGY_SERVICE}),
        EVERY,
        Ground.WAS_GRANTED_IT,
        Share.SHARED,
        frozenset({A.SEE_STATUS, A.SEE_CONTENT}),
        Purpose.CARRY_OUT_MEASURE,
        Reason.GRANTED,
    ),
    Line(
        frozenset({R.ARCHIVIST}),
        EVERY,
        Ground.WAS_GRANTED_IT,
        Share.WHOLE,
        SEEING | {A.EXPORT},
        Purpose.ARCHIVE,
        Reason.GRANTED,
    ),
    Line(
        frozenset({R.DATA_PROTECTION_OFFICER, R.AUDITOR}),
        EVERY,
        Ground.WAS_GRANTED_IT,
        Share.WHOLE,
        SEEING | {A.SEE_LINKED},
        Purpose.AUDIT,
        Reason.GRANTED,
    ),
)
"""What a grant opens, by the role it was given in."""

TABLE: Final = (
    Line(STAFF, EVERY, Ground.REPORTED_IT, Share.RECEIPT, frozenset({A.SEE_RECEIPT}), Purpose.OWN_CASE, Reason.OWN_REPORT),
    Line(
        STAFF,
        EVERY,
        Ground.HAS_A_TASK_IN_IT,
        Share.ASSIGNED,
        frozenset({A.SEE_STATUS, A.SEE_CONTENT, A.RECORD}),
        Purpose.CARRY_OUT_MEASURE,
        Reason.ASSIGNED,
        OWN_WORK,
    ),
    Line(STAFF, EVERY, Ground.HANDLES_IT, Share.WHOLE, HANDLING, Purpose.CASE_HANDLING, Reason.HANDLES_CASE, None),
    *GRANTED,
    Line(
        frozenset({R.PRINCIPAL}),
        EVERY,
        Ground.AT_THE_SCHOOL_NO_LEADER_SUSPECTED,
        Share.WHOLE,
        LEADING,
        Purpose.CASE_HANDLING,
        Reason.LEADS_SCHOOL,
        None,
    ),
    Line(
        frozenset({R.SCHOOL_OWNER, R.OWNER_ADVISER}),
        frozenset({Stream.CASE, Stream.PHYSICAL_INTERVENTION}),
        Ground.OWNER_WAS_TOLD,
        Share.WHOLE,
        SEEING | {A.SEE_LINKED, A.RECORD, A.DISCLOSE},
        Purpose.SUPERVISION_BY_OWNER,
        Reason.OWNER_NOTIFIED,
        OWNERS_WORD,
    ),
    Line(
        frozenset({R.SCHOOL_OWNER, R.OWNER_ADVISER}),
        GUARDED,
        Ground.LEADER_SUSPECTED_OR_OWNER_TOLD,
        Share.WHOLE,
        HANDLING | {A.DISCLOSE},
        Purpose.SUPERVISION_BY_OWNER,
        Reason.OWNER_NOTIFIED,
        None,
    ),
    Line(
        frozenset({R.SCHOOL_OWNER, R.OWNER_ADVISER}),
        frozenset({Stream.ENFORCEMENT, Stream.AVVIK}),
        Ground.IN_THE_MUNICIPALITY,
        Share.WHOLE,
        HANDLING | {A.DISCLOSE},
        Purpose.SUPERVISION_BY_OWNER,
        Reason.SUPERVISES,
        None,
    ),
    Line(
        frozenset({R.SCHOOL_OWNER}),
        EVERY,
        Ground.IN_THE_MUNICIPALITY,
        Share.NOTHING,
        frozenset({A.SEE_STATUS, A.SEE_LOG, A.GRANT, A.BREAK_GLASS, A.DISPOSE}),
        Purpose.SUPERVISION_BY_OWNER,
        Reason.SUPERVISES,
    ),
    Line(
        frozenset({R.OWNER_ADVISER}),
        EVERY,
        Ground.IN_THE_MUNICIPALITY,
        Share.NOTHING,
        frozenset({A.SEE_STATUS, A.BREAK_GLASS}),
        Purpose.SUPERVISION_BY_OWNER,
        Reason.SUPERVISES,
    ),
    Line(
        frozenset({R.HUMAN_RESOURCES}),
        GUARDED,
        Ground.PERSONNEL_FILE_REFERENCED,
        Share.REFERENCE,
        frozenset({A.SEE_CONTENT}),
        Purpose.CASE_HANDLING,
        Reason.REFERENCE_ONLY,
    ),
    Line(
        frozenset({R.ARCHIVIST}),
        EVERY,
        Ground.IN_THE_MUNICIPALITY,
        Share.METADATA,
        frozenset({A.SEE_METADATA}),
        Purpose.ARCHIVE,
        Reason.KEEPS_JOURNAL,
    ),
    Line(
        frozenset({R.DATA_PROTECTION_OFFICER, R.AUDITOR}),
        EVERY,
        Ground.IN_THE_MUNICIPALITY,
        Share.NOTHING,
        frozenset({A.SEE_LOG}),
        Purpose.AUDIT,
        Reason.KEEPS_WATCH,
    ),
    Line(
        frozenset({R.GUARDIAN}),
        MATTERS,
        Ground.OWN_CHILD,
        Share.NOTHING,
        frozenset({A.SEE_RECEIPT, A.SEE_STATUS, A.SEE_READERS}),
        Purpose.OWN_CASE,
        Reason.OWN_CHILD,
    ),
    Line(
        frozenset({R.GUARDIAN}),
        MATTERS,
        Ground.OWN_CHILD_RELEASED,
        Share.FAMILY,
        frozenset({A.SEE_RECEIPT, A.SEE_STATUS, A.SEE_PLAN, A.SEE_READERS, A.RECORD}),
        Purpose.OWN_CASE,
        Reason.OWN_CHILD,
        OWN_WORD,
    ),
    Line(
        frozenset({R.PUPIL}),
        MATTERS,
        Ground.ABOUT_HERSELF,
        Share.FAMILY,
        frozenset({A.SEE_RECEIPT, A.SEE_STATUS, A.SEE_PLAN, A.SEE_READERS, A.RECORD}),
        Purpose.OWN_CASE,
        Reason.OWN_CASE,
        OWN_WORD,
    ),
)
"""Who sees and does what, widest share last decided (:data:`services.case_service.rights.action.ORDER`)."""
