"""The whole request for a page of the replay: of a case of 200 events and of one of 5,000, at points along all three axes.

    python benchmarks/replay_page.py [--json]

Beside it, in the same run and at the same points: the view alone, which replay_any_point.py measures. Between them lies the page:
who may see it, reading and opening the events, the log of the reading (one durable write), words, picture and HTML.
"""

from __future__ import annotations

import argparse
import statistics
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

import msgspec
from flask.testing import FlaskClient
from msgspec.structs import replace

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.hundred_municipalities import ID
from benchmarks.pages import HTML, Pages, demand
from benchmarks.replay_any_point import POINTS, case_of, milliseconds, percentile, replayed
from benchmarks.result import Row, show
from events.concern import CaseOpened
from events.envelope import Recorded
from services.case_service.desk import Desk
from services.case_service.http.replay.asked import NAMES
from services.case_service.replay import Axis
from services.case_service.replay_sources import judging_of, law_of
from varde.demo.municipality import DEMO_TENANT, SCHOOLS
from varde.demo.people import PRINCIPAL

SCHOOL = SCHOOLS[0].orgnr
BATCH = 500
PUPIL = UUID(int=1)
TARGETS = {200: 100.0, 5000: None}
"""A page that people wait for, as benchmarks/pages.py has it; no target is written down for the page of 5,000 events."""


def laid(desk: Desk, events: int) -> tuple[Recorded, ...]:
    """A case of so many events about one pupil, in the log of the demo and at the school of its first leader."""
    recorded = case_of(events)
    case_id = recorded[0].stream_id
    opened = [one.event for one in recorded if isinstance(one.event, CaseOpened)]
    called = {str(one.pupil).encode(): str(PUPIL).encode() for one in opened}
    called |= {str(one.case_handler).encode(): str(PRINCIPAL).encode() for one in opened}
    found = tuple(
        replace(
            one,
            envelope=replace(one.envelope, tenant=DEMO_TENANT, school=SCHOOL, case_id=case_id),
            event=msgspec.json.decode(
                ID.sub(lambda id_: called.get(id_.group(0), id_.group(0)), msgspec.json.encode(one.event)), type=type(one.event)
            ),
        )
        for one in recorded
    )
    desk.store.ensure_keys({case_id})
    for begun in range(0, events, BATCH):
        desk.store.append(found[begun : begun + BATCH])
    desk.read_model.catch_up()
    return found


def rows_of(pages: Pages, events: int) -> list[Row]:
    desk = pages.open_desk()
    case_id = laid(desk, events)[0].stream_id
    leader = pages.logged_in("rektor")
    judging, law = judging_of(desk, case_id), law_of(desk, {SCHOOL}, by_today=False)
    whole, views = [], []
    for axis in Axis:
        order = judging.orders[axis]
        ask(leader, case_id, axis, 1)
        replayed(order, judging, law, 1)
        for point in range(POINTS):
            place = 1 + round(point * (events - 1) / (POINTS - 1))
            whole.append(milliseconds(lambda axis=axis, place=place: ask(leader, case_id, axis, place)))
            views.append(milliseconds(lambda order=order, place=place: replayed(order, judging, law, place)))
    named = f"the page of a replay of {events} events at any point"
    return [
        Row(
            name=f"{named}, {how}",
            figure=of(whole),
            unit="ms",
            limit_name=f"the view alone, {how}",
            limit_figure=of(views),
            target=target,
            lower_is_better=True,
        )
        for how, of, target in (("p95", percentile, TARGETS[events]), ("median", statistics.median, None))
    ]


def ask(client: FlaskClient, case_id: UUID, axis: Axis, place: int) -> None:
    """One page, as a browser asks for it."""
    address = f"/saker/{case_id}/avspilling?tid={NAMES[axis]}&plass={place}"
    answer = client.get(address, headers=HTML)
    demand(answer.status_code == 200, address, answer.status)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    with TemporaryDirectory(prefix="varde-replay-page-") as folder:
        pages = Pages(Path(folder), 1)
        show([row for events in TARGETS for row in rows_of(pages, events)], as_json=asked.json)


if __name__ == "__main__":
    main()
