from uuid import uuid4

from events import Stream
from events.lists.people import Role
from events.lists.year import DocumentedBy, WheelTask
from events.wheel import WheelTaskHandedOver, WheelTaskPlanned
from services.case_service.streams import wheel_stream


def test_whoever_is_given_a_task_of_the_year_is_told_once(town):
    year, task, kind = wheel_stream("lyngfjord", "100000011", 2026), uuid4(), WheelTask.SURVEY_REVIEW
    planned = WheelTaskPlanned(
        task=task, kind=kind, responsible=town.people[Role.PRINCIPAL], due_on=town.now.date(), documentation=DocumentedBy.LOG
    )
    town.tell(planned, Stream.ANNUAL_WHEEL, year, by=Role.PRINCIPAL)
    follower = town.follower()
    follower.once()

    fact = WheelTaskHandedOver(task=task, kind=kind, responsible=town.people[Role.FORM_TEACHER])
    town.tell(fact, Stream.ANNUAL_WHEEL, year, by=Role.PRINCIPAL)
    for _ in range(3):
        follower.once()

    assert town.kinds(Role.FORM_TEACHER).count("year_task_assigned") == 1
    assert "year_task_assigned" not in town.kinds(Role.PRINCIPAL)
