"""Two warehouses follow one log on PostgreSQL, each with its own file and socket; killed in turn they end the same."""

from __future__ import annotations

import random
import secrets
import subprocess
import sys
import time

import psycopg
import pytest
from running_warehouse import Host, Writing, until
from warehouse_steps import settled

from tests.store.postgres_server import new_database
from varde.composition import prepare

KILLS = 4


@pytest.fixture
def shared(postgres_dsn, tmp_path):
    """What hosts of one municipality have in common: the two databases, and the secrets."""
    given = {"VARDE_DATABASE": new_database(postgres_dsn), "VARDE_KEY_DATABASE": new_database(postgres_dsn)}
    for name in ("KEK", "SECRET_KEY", "PSEUDONYM_KEY"):
        file = tmp_path / name.lower()
        file.write_text(secrets.token_hex(32), encoding="ascii")
        given[f"VARDE_{name}_FILE"] = str(file)
    return given


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
    """End every connection of a warehouse to the store, and return whether there were any."""
    with psycopg.connect(database, autocommit=True) as other:
        ended = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'varde warehouse'"
        return bool(other.execute(ended).fetchall())


def digest_on_the_command_line(host):
    command = [sys.executable, "-m", "varde", "warehouse", "digest"]
    environment = host.environment | {"VARDE_LANGUAGE": "en"}
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout


def test_two_replicas_that_are_killed_in_turn_end_the_same(hosts, shared):
    dice = random.Random(6)  # noqa: S311 - moments to kill at, no secret
    with Writing(hosts[0]) as writing:
        until(lambda: all(host.position() > 0 for host in hosts), "nothing comes in")
        for number in range(KILLS):
            time.sleep(0.5 + dice.random())
            hosts[1 - number % 2].wait_until_up()
            hosts[number % 2].kill()
        assert cut_off(shared["VARDE_DATABASE"])
        time.sleep(1)
        last = writing.end()
    until(lambda: all(host.position() == last for host in hosts), "the replicas do not come to the end of the log")
    one, other = (settled(host.digest()) for host in hosts)
    assert one == other
    assert one["events"][0] == last
    assert one["cases"][0] > 0
    told = digest_on_the_command_line(hosts[0])
    assert str(last) in told
    assert one["cases"][1] in told
