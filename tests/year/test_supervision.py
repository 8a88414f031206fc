"""The supervision plan: place, time and person; what is doubtful in it; who is where today; and who steps in."""

from __future__ import annotations

from datetime import date, time
from uuid import UUID, uuid4

import pytest
from schools_year import WHEEL, follows, opened, year_of
from town import A, Town, Visitor, person
from werkzeug.test import TestResponse

from events.lists.year import Weekday, WheelTask
from events.wheel import SupervisionAbsenceCovered, SupervisionPost
from services.case_service.http.year.supervision_plan import gaps, grid, strangers, turns_on, two_places, weekday_of

PLAN = f"/tilsynsplan/{A}"
ALL_WEEK = ("monday", "tuesday", "wednesday", "thursday", "friday")
WEDNESDAY = date(2027, 3, 3)


def post(
    place: str, who: str, *, day: Weekday = Weekday.WEDNESDAY, start: time = time(11, 30), end: time = time(12)
) -> SupervisionPost:
    return SupervisionPost(place=place, weekday=day, from_time=start, to_time=end, person=person(who))


def row(number: int, place: str, start: str, end: str, who: str) -> dict[str, str]:
    return {
        f"place-{number}": place,
        f"from-{number}": start,
        f"to-{number}": end,
        **{f"{day}-{number}": str(person(who)) for day in ALL_WEEK},
    }


def adopts(visitor: Visitor, *rows: dict[str, str], version: int = 1, **more: str) -> TestResponse:
    form = {"do": "adopt", "plan_version": str(version), "valid_from": "2027-01-04", **more}
    for one in rows:
        form |= one
    return visitor.post(f"{PLAN}/rediger", form)


def test_a_plan_is_a_grid_of_places_and_times_by_weekday_and_two_at_one_post_are_two_rows():
    rows = grid([post("Skolegården", "laerer"), post("Skolegården", "melder"), post("Skolegården", "laerer", day=Weekday.FRIDAY)])
    assert [one.people for one in rows] == [
        {Weekday.WEDNESDAY: person("laerer"), Weekday.FRIDAY: person("laerer")},
        {Weekday.WEDNESDAY: person("melder")},
    ]


def test_a_place_where_nobody_is_on_some_day_is_a_gap():
    (gap,) = gaps(grid([post("Skolegården", "laerer")]))
    assert Weekday.WEDNESDAY not in gap.weekdays
    assert len(gap.weekdays) == 4


@pytest.mark.parametrize(
    ("start", "end", "clashes"), [(time(11, 45), time(12, 15), 1), (time(12), time(12, 30), 0), (time(11), time(11, 30), 0)]
)
def test_nobody_is_at_two_places_at_one_time(start: time, end: time, clashes: int):
    posts = [post("Skolegården", "laerer"), post("Fotballbanen", "laerer", start=start, end=end)]
    assert len(list(two_places(posts))) == clashes


def test_whoever_has_left_the_school_is_found_in_the_plan():
    assert strangers([post("Skolegården", "laerer"), post("Porten", "melder")], {person("laerer")}) == (person("melder"),)


def test_whoever_stepped_in_last_has_the_post_that_day_and_that_day_alone():
    covers = [
        SupervisionAbsenceCovered(
            plan_version=1,
            day=WEDNESDAY,
            from_time=time(11, 30),
            place="Skolegården",
            absent=person("laerer"),
            substitute=UUID(int=n),
        )
        for n in (1, 2)
    ]
    posts = [post("Skolegården", "laerer")]
    assert [one.does for one in turns_on(WEDNESDAY, posts, covers)] == [UUID(int=2)]
    assert [one.does for one in turns_on(date(2027, 3, 10), posts, covers)] == [person("laerer")]
    assert turns_on(date(2027, 3, 6), posts, covers) == ()
    assert weekday_of(date(2027, 3, 6)) is None


def test_a_plan_is_adopted_and_the_task_of_having_one_is_done(town: Town):
    follows(town, "baerum")
    visitor = town.comes("rektor")
    opened(visitor)
    assert adopts(visitor, row(1, "Skolegården", "11.30", "12.00", "laerer")).status_code == 303

    year = year_of(town)
    assert [one.plan.plan_version for one in year.plans] == [1]
    assert len(year.plans[0].plan.posts) == 5
    task = next(one for one in year.tasks if one.kind is WheelTask.SUPERVISION_PLAN)
    assert task.done is not None
    rows = town.server.desk.read_model.obligations(streams=[WHEEL], undone_only=False)
    assert {one.verdict for one in rows if one.rule_id == "baerum.supervision-plan"} <= {"met", "late"}


def test_a_double_click_adopts_one_version(town: Town):
    visitor, key = town.comes("rektor"), str(uuid4())
    one = row(1, "Skolegården", "11.30", "12.00", "laerer")
    assert [adopts(visitor, one, idempotency_key=key).status_code for _ in range(2)] == [303, 303]
    assert len(year_of(town).plans) == 1


def test_rows_are_added_without_scripts_and_keep_what_was_written(town: Town):
    visitor = town.comes("rektor")
    form = {"do": "add", "plan_version": "1", **row(1, "Skolegården", "11.30", "12.00", "laerer")}
    page = visitor.post(f"{PLAN}/rediger", form)
    assert page.status_code == 200
    assert 'value="Skolegården"' in page.text
    assert 'name="place-3"' in page.text
    assert year_of(town).plans == ()


def test_what_is_doubtful_is_shown_before_the_plan_is_adopted_all_the_same(town: Town):
    visitor = town.comes("rektor")
    rows = [row(1, "Skolegården", "11.30", "12.00", "laerer"), row(2, "Fotballbanen", "11.45", "12.15", "laerer")]
    rows[1].pop("friday-2")
    answer = adopts(visitor, *rows)
    assert answer.status_code == 422
    assert "Navn laerer står to steder samtidig mandag" in answer.text
    assert "Fotballbanen 11.45\u201312.15: ingen er der fredag" in answer.text
    assert year_of(town).plans == ()

    assert adopts(visitor, *rows, known="1").status_code == 303
    assert len(year_of(town).plans) == 1


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"from-1": "halv tolv"}, "from-1"),
        ({"to-1": "11.00"}, "to-1"),
        ({"place-1": " "}, "place-1"),
        ({"monday-1": str(person("elev"))}, "monday-1"),
        ({f"{day}-1": "" for day in ALL_WEEK}, "monday-1"),
        ({"valid_from": "snart"}, "valid_from"),
        ({"valid_from": "2027-05-01", "valid_to": "2027-04-01"}, "valid_to"),
    ],
)
def test_a_row_that_cannot_be_is_refused_by_its_field(town: Town, changed: dict[str, str], field: str):
    visitor = town.comes("rektor")
    answer = adopts(visitor, row(1, "Skolegården", "11.30", "12.00", "laerer") | changed, known="1")
    assert answer.status_code == 422
    assert f'href="#{field}"' in answer.text
    assert year_of(town).plans == ()


def test_a_version_that_somebody_else_adopted_meanwhile_is_not_adopted_twice(town: Town):
    one = row(1, "Skolegården", "11.30", "12.00", "laerer")
    assert adopts(town.comes("rektor"), one).status_code == 303
    answer = adopts(town.comes("avdelingsleder"), one)
    assert answer.status_code == 422
    assert 'value="Skolegården"' in answer.text
    assert adopts(town.comes("avdelingsleder"), row(1, "Porten", "08.00", "08.30", "melder"), version=2).status_code == 303
    page = town.comes("laerer").get(f"{PLAN}/versjoner/1").text
    assert "Skolegården" in page


def test_the_one_who_is_logged_in_sees_where_she_is_today(town: Town):
    adopts(town.comes("rektor"), row(1, "Skolegården", "11.30", "12.00", "laerer"))
    page = town.comes("laerer").get("/tilsynsplan").text
    assert "Skolegården" in page.split("Uka mi")[0]
    assert "Du har ikke tilsyn i dag." in town.comes("melder").get("/tilsynsplan").text


def test_a_teacher_who_is_away_names_who_steps_in_and_both_see_it(town: Town):
    adopts(town.comes("rektor"), row(1, "Skolegården", "11.30", "12.00", "laerer"))
    teacher = town.comes("laerer")
    chosen = f"1130/{person('laerer')}/Skolegården"
    assert chosen in teacher.get(f"{PLAN}/fravaer").text
    form = {"day": "2027-03-03", "post": chosen, "substitute": str(person("melder"))}
    assert teacher.post(f"{PLAN}/fravaer", form).status_code == 303

    assert "i stedet for Navn laerer" in town.comes("melder").get("/tilsynsplan").text
    assert "Navn melder tar det for deg" in teacher.get("/tilsynsplan").text


def test_nobody_steps_in_for_herself_or_for_a_post_that_is_not_there(town: Town):
    adopts(town.comes("rektor"), row(1, "Skolegården", "11.30", "12.00", "laerer"))
    teacher, chosen = town.comes("laerer"), f"1130/{person('laerer')}/Skolegården"
    itself = teacher.post(f"{PLAN}/fravaer", {"day": "2027-03-03", "post": chosen, "substitute": str(person("laerer"))})
    assert 'href="#substitute"' in itself.text
    nowhere = teacher.post(f"{PLAN}/fravaer", {"day": "2027-03-06", "post": chosen, "substitute": str(person("melder"))})
    assert nowhere.status_code == 422
    assert year_of(town).covers == ()


def test_only_those_who_keep_the_year_change_the_plan_and_only_those_who_work_there_say_who_is_away(town: Town):
    one = row(1, "Skolegården", "11.30", "12.00", "laerer")
    for login in ("laerer", "skoleeier", "rektor-b", "elev"):
        assert adopts(town.comes(login), one).status_code in {403, 404}
    assert year_of(town).plans == ()
    assert town.comes("skoleeier").get(f"{PLAN}/fravaer").status_code == 403
    assert town.comes("skoleeier").get(PLAN).status_code == 200
    assert town.comes("rektor-b").get(PLAN).status_code == 404
