"""Two hosts of one municipality: each has a warehouse of its own, and both follow one log on PostgreSQL."""

from __future__ import annotations

import random
import subprocess
import time

import psycopg
import pytest
from asking_workers import Workers
from running_warehouse import Host, Writing, on_postgres, until

from varde.composition import prepare

pytestmark = pytest.mark.long

KILLS = 4
ANYWHERE = 0.5
"""Seconds over which the kills fall anywhere."""


@pytest.fixture
def shared(postgres_dsn, tmp_path):
    return on_postgres(postgres_dsn, tmp_path)


@pytest.fixture
def hosts(shared, tmp_path):
    hosts = [Host(tmp_path / name, **shared) for name in ("one", "other")]
    prepare(hosts[0].settings)
    for host in hosts:
        host.start()
    yield hosts
    for host in hosts:
        host.stop()


def cut_off(database):
    """End every connection of a warehouse to the store, and return how many there were."""
    with psycopg.connect(database, autocommit=True) as other:
        ended = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'varde warehouse'"
        return len(other.execute(ended).fetchall())


def digest_on_the_command_line(host):
    return subprocess.run(host.command("warehouse", "digest"), capture_output=True, text=True, check=True).stdout


def test_two_replicas_that_are_killed_in_turn_show_no_reader_an_error_and_end_the_same(hosts, shared):
    dice = random.Random(6)  # noqa: S311 - moments to kill at, no secret
    with Workers(hosts[0], 2) as ones, Workers(hosts[1], 2) as others, Writing(hosts[0]) as writing:
        until(lambda: all(host.position() > 0 for host in hosts), "nothing comes in")
        for number in range(KILLS):
            ones.wait_for_more()
            others.wait_for_more()
            time.sleep(ANYWHERE * dice.random())
            hosts[number % 2].kill()
        until(lambda: cut_off(shared["VARDE_DATABASE"]) == len(hosts), "a replica does not follow the log")
        ones.wait_for_more()
        others.wait_for_more()
        last = writing.end()
    assert ones.errors() == [], ones.said()
    assert others.errors() == [], others.said()
    until(lambda: all(host.position() == last for host in hosts), "the replicas do not come to the end of the log")
    of_a_rebuild = hosts[0].digest_of_a_rebuild()
    assert of_a_rebuild["events"][0] == writing.events
    for host in hosts:
        until(lambda host=host: host.digest() == of_a_rebuild, "a replica is not as a rebuild makes it")
    told = digest_on_the_command_line(hosts[0])
    assert str(last) in told
    assert of_a_rebuild["cases"][1] in told
