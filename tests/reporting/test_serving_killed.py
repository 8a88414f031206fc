"""Four workers ask while the warehouse process writes and is killed without warning: no reader is shown an error."""

from __future__ import annotations

import random
import time

import pytest
from asking_workers import Workers
from running_warehouse import Host, Writing, until

from varde.composition import prepare

pytestmark = pytest.mark.long

KILLS = 5
ANYWHERE = 0.5
"""Seconds over which the kills fall anywhere: a projector that is written to makes several batches in that time."""


@pytest.fixture
def host(tmp_path):
    host = Host(tmp_path / "data")
    prepare(host.settings)
    yield host
    host.stop()


def test_four_workers_show_no_error_while_the_warehouse_process_is_killed_again_and_again(host):
    dice = random.Random(5)  # noqa: S311 - moments to kill at, no secret
    killed = set()
    host.start()
    with Workers(host) as workers, Writing(host) as writing:
        until(lambda: writing.last_position > 0 and host.position() > 0, "nothing is written")
        for _ in range(KILLS):
            workers.wait_for_more()
            time.sleep(ANYWHERE * dice.random())
            killed.add(host.kill())
        workers.wait_for_more()
        last = writing.end()
    assert len(killed) == KILLS
    assert workers.errors() == [], workers.said()
    until(lambda: host.position() == last, "the warehouse does not come to the end of the log")
    of_a_rebuild = host.digest_of_a_rebuild()
    assert of_a_rebuild["events"][0] == writing.events
    until(lambda: host.digest() == of_a_rebuild, "the warehouse is not as a rebuild makes it")
