"""A value that its own type does not allow is refused before it is stored, and the field is named."""

from __future__ import annotations

from builders import example
from given_when_then import given

from events.base import Stream
from events.concern import ConcernReceived
from events.plan import FollowUpHeld
from services.case_service.domain import command_for
from services.case_service.domain.refusals import ValueNotAllowed


def test_an_experience_of_eleven_on_a_scale_to_ten_is_refused():
    command = command_for(Stream.CASE, "case.FollowUpHeld")

    given(example(ConcernReceived)).when(command(fact=example(FollowUpHeld, experience=11))).then_refused(
        ValueNotAllowed, "experience"
    )
