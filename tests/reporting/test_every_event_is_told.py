"""What happened can be asked of the warehouse: every class of event is the source of a column, or it is said why it is not."""

from __future__ import annotations

import re

from each import for_each

import events
from services.reporting import schema

NOT_TOLD = {
    # Who may read what, and who read it, is asked of the access log itself, which needs no figures.
    "AccessGranted": "rights, not work for a pupil",
    "AccessRemoved": "rights, not work for a pupil",
    "AccessDenied": "rights, not work for a pupil",
    "AccessDenialLifted": "rights, not work for a pupil",
    "ContentRead": "who read what is asked of the log of reading, and of no dashboard",
    "BreakGlassUsed": "who read what is asked of the log of reading, and of no dashboard",
    "BreakGlassReviewed": "who read what is asked of the log of reading, and of no dashboard",
    "ReadingReviewed": "who read what is asked of the log of reading, and of no dashboard",
    "UnusualReadingDetected": "who read what is asked of the log of reading, and of no dashboard",
    "LoginAdministered": "logins, not work for a pupil",
    "DisclosureRequested": "one person's request for insight, answered in its own register",
    "DisclosureAnswered": "one person's request for insight, answered in its own register",
    "Archived": "the archive's affair: what was delivered stands there",
    "Disposed": "the archive's affair: what was destroyed is not to be counted on",
    "DisposalApproved": "the archive's affair: it stands on the page of disposals",
    "DisposalStopped": "the archive's affair: it stands on the page of disposals",
    "LegalHoldPlaced": "the archive's affair: it stands on the page of disposals",
    "LegalHoldLifted": "the archive's affair: it stands on the page of disposals",
    "ErasureRequested": "one person's request for erasure, answered in its own register",
    "ErasureAnswered": "one person's request for erasure, answered in its own register",
    "PersonalDataBreachReported": "the data protection officer's register",
    "BreachNotifiedToAuthority": "the data protection officer's register",
    "PersonBlocked": "rights, not work for a pupil",
    "PersonUnblocked": "rights, not work for a pupil",
    # Set-up that says nothing of how pupils have it.
    "LetterTemplateAdopted": "wording of the municipality's own",
    "TextChanged": "wording of the municipality's own",
    "RetentionRuleSet": "how long content is kept",
    "AvvikSystemChosen": "where avvik are sent",
    "WebhookRegistered": "where notices are sent",
    "WebhookRemoved": "where notices are sent",
    "BackupRestored": "how Varde is run",
    "TenantKeyReplaced": "how keys are kept",
    "KioskCodeIssued": "a code for the school's own device",
    "KioskCodeRevoked": "a code for the school's own device",
    "SchoolMapPublished": "a picture to point at",
    # Persons: the warehouse knows pupils by pseudonym and staff by role alone.
    "PrincipalAppointed": "staff are known by role alone",
    "DeputyAppointed": "staff are known by role alone",
    "StaffMemberRegistered": "staff are known by role alone",
    "StaffRoleAssigned": "staff are known by role alone",
    "StaffRoleEnded": "staff are known by role alone",
    "StaffMemberLeft": "staff are known by role alone",
    "PrivacyTrainingAttested": "staff are known by role alone",
    "PupilRegistered": "identity, sealed",
    "PupilIdentityCorrected": "identity, sealed",
    "PupilEnrolled": "how many go where is reported per school (PupilCountReported)",
    "PupilLeftSchool": "how many go where is reported per school (PupilCountReported)",
    "GuardianRegistered": "identity, sealed",
    "GuardianRemoved": "identity, sealed",
    "SchoolDayClosed": "a day without school, which no limit counts differently",
    "SchoolDayReopened": "a day without school, which no limit counts differently",
    # Told by another event already.
    "AvvikRegisteredExternally": "the number that another system gave an avvik",
    "AvvikExported": "the number that another system gave an avvik",
    "ConcernAddedToCase": "the concern has its row where it was told, and ConcernJoined says which case carries it on",
    "DocumentAdded": "that a file was put into the matter says nothing of what was done; `cases.events` counts it",
}
"""Every class that no column comes from, and why. A class of another room may be told or not; nothing is left out by oversight."""

NAMES = {kind.name for kind in events.catalogue()}
WORD = re.compile(r"\b[A-Z]\w+")


def told() -> set[str]:
    return {name for table in schema.TABLES for name in claimed_by(table)}


def claimed_by(table):
    return {name for column in table.columns for name in WORD.findall(column.source)} & NAMES


@for_each(sorted(NAMES))
def test_an_event_is_the_source_of_a_column_or_it_is_said_why_not(name):
    assert (name in told()) != (name in NOT_TOLD), "told and listed" if name in told() else "neither told nor listed"


def test_nothing_is_listed_that_never_happens():
    assert set(NOT_TOLD) <= NAMES


def test_what_a_column_says_that_it_comes_from_is_asked_for_by_the_facts_of_its_table():
    """A column cannot claim an event that its SELECT never reads."""
    for table in schema.FACTS:
        asked = {topic.split(".")[1] for topic in re.findall(r"'([a-z]+\.[A-Z]\w+)'", schema.fact_sql(table))}
        assert not asked or claimed_by(table) <= asked, (table.name, claimed_by(table) - asked)
