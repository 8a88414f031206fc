"""Every reference in the catalogue is known for what it names."""

from __future__ import annotations

from typing import Any, get_args, get_type_hints
from uuid import UUID

import msgspec

from events import catalogue
from services.case_service.refs import CASE_FIELDS, IN_CASE_FIELDS, RefKind, kind_of

PERSONS = {
    "acknowledged_by", "approved_by", "approvers", "asked_by", "attested_by", "by", "case_handler", "closed_by",
    "completed_by", "contact_person", "coordinator", "done_by", "employee", "evaluation_participants", "executed_by",
    "executor", "filed_by", "found_by", "guardian", "guardians", "held_by", "informed_by", "intervened_by", "leader",
    "members", "observed", "observer", "observers", "participants", "person", "principal", "pupil", "receiver",
    "absent", "deputy", "reported_by", "responsible", "sent_by", "substitute", "suspected_person",
    "team_informed", "to_be_heard", "verified_by", "witnesses",
}  # fmt: skip


def _ids_of(cls: type[msgspec.Struct]) -> set[str]:
    return {name for name, hint in get_type_hints(cls, include_extras=True).items() if UUID in _inside(hint)}


def _inside(hint: Any) -> set[Any]:
    return {hint} | {found for arg in get_args(hint) for found in _inside(arg)}


def test_every_field_that_holds_an_id_names_a_person_a_case_or_something_in_a_case():
    fields = {name for kind in catalogue() for name in _ids_of(kind.cls)}

    unknown = fields - PERSONS - CASE_FIELDS - IN_CASE_FIELDS.keys()

    assert not unknown


def test_no_field_is_taken_for_two_things():
    assert not PERSONS & (CASE_FIELDS | IN_CASE_FIELDS.keys())
    assert all(kind_of(name) is RefKind.PERSON for name in PERSONS)
