"""Two hosts of one municipality, each in a network namespace of its own: killed in turn, cut off, without a database, and the same.

Each host has a cable to the database and one to its readers, a data folder, a warehouse process and four web workers. All the
while somebody writes and people ask both hosts. Needs root and iproute2; nothing of the machine's own network is touched.

    python benchmarks/two_hosts.py [--kills N] [--cut SECONDS]
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from psycopg.conninfo import make_conninfo

sys.path.insert(0, str(Path(__file__).parent.parent))
sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))
sys.path.insert(0, str(Path(__file__).parent.parent / "tests" / "reporting"))

from asking_workers import Workers
from running_warehouse import Host, Writing, on_postgres, until

from tests.store.postgres_server import OwnPostgres, own_postgres
from varde.composition import prepare

HERE, THERE = "198.18.{net}.1", "198.18.{net}.2"
"""The two ends of a cable: addresses that are set aside for trying out networks."""

NAMES = ("varde-one", "varde-other")
ANYWHERE = 1.0
"""Seconds over which the kills fall anywhere."""


def ip(*words: str) -> None:
    subprocess.run(["ip", *words], check=True)


class Cable:
    """Between this machine and a namespace; pulled out, packets are lost and nobody is told."""

    def __init__(self, namespace: str, net: int) -> None:
        self._plug = f"varde{net}"
        self.here, self.there = HERE.format(net=net), THERE.format(net=net)
        ip("link", "add", self._plug, "type", "veth", "peer", "name", f"eth{net}", "netns", namespace)
        ip("address", "add", f"{self.here}/30", "dev", self._plug)
        ip("-n", namespace, "address", "add", f"{self.there}/30", "dev", f"eth{net}")
        ip("-n", namespace, "link", "set", f"eth{net}", "up")
        self.plug_in()

    def plug_in(self) -> None:
        """Let packets pass."""
        ip("link", "set", self._plug, "up")

    def pull_out(self) -> None:
        """Lose them."""
        ip("link", "set", self._plug, "down")


@contextmanager
def namespace(name: str, *nets: int) -> Iterator[list[Cable]]:
    """A network of its own with a cable for each of ``nets``."""
    ip("netns", "add", name)
    try:
        ip("-n", name, "link", "set", "lo", "up")
        yield [Cable(name, net) for net in nets]
    finally:
        ip("netns", "del", name)  # and its cables with it


def tell(what: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {what}", flush=True)


@dataclass(frozen=True)
class Town:
    """A municipality of two hosts, and what can be done to it. ``here`` is where somebody writes: beside the database."""

    here: Host
    hosts: Sequence[Host]
    workers: Sequence[Workers]
    writing: Writing
    cable: Cable
    server: OwnPostgres
    listen: str

    def wait_for_answers(self) -> None:
        """Wait until every worker of every host has answered some more."""
        for workers in self.workers:
            workers.wait_for_more()

    def kill_in_turn(self, kills: int) -> None:
        """Kill the hosts' warehouse processes, one after the other, while all are asked."""
        dice = random.Random(7)  # noqa: S311 - moments to kill at, no secret
        for number in range(kills):
            self.wait_for_answers()
            time.sleep(ANYWHERE * dice.random())
            self.hosts[number % len(self.hosts)].kill()
        self.wait_for_answers()
        tell(f"{kills} kills got over")

    def cut_off(self, seconds: float) -> None:
        """Pull out the first host's cable to the database."""
        self.cable.pull_out()
        time.sleep(seconds)
        behind, ahead = (host.position() for host in self.hosts)
        self.cable.plug_in()
        began = time.monotonic()
        until(lambda: self.hosts[0].position() >= ahead, "the host that was cut off does not catch up")
        tell(f"cut off for {seconds:.0f} s at {behind}, the other at {ahead}; caught up after {time.monotonic() - began:.1f} s")
        self.wait_for_answers()

    def stop_database(self) -> None:
        """Stop PostgreSQL without warning, and start it again."""
        self.server.stop_at_once()
        self.server.start(self.listen)
        began, stopped_at = time.monotonic(), self.writing.last_position
        until(lambda: all(host.position() > stopped_at for host in self.hosts), "a warehouse does not go on by itself")
        tell(f"PostgreSQL stopped and started; both went on after {time.monotonic() - began:.1f} s")
        self.wait_for_answers()

    def refuse_loss(self) -> None:
        """When nobody writes or asks any more: no reader was shown an error, and both hosts are as a rebuild makes them."""
        last = self.writing.last_position
        until(lambda: all(host.position() == last for host in self.hosts), "the replicas do not come to the end of the log")
        of_a_rebuild = self.here.digest_of_a_rebuild()
        if of_a_rebuild["events"][0] != self.writing.events:
            raise SystemExit("what was written is not what is in the log")
        for host, workers in zip(self.hosts, self.workers, strict=True):
            longest = max(answer.seconds for answer in workers.answers)
            tell(f"{len(workers.answers)} answers, {len(workers.errors())} errors, the longest wait {longest:.1f} s")
            if workers.errors():
                raise SystemExit(workers.said())
            until(lambda host=host: host.digest() == of_a_rebuild, "a replica is not as a rebuild makes it")
        tell(f"{self.writing.events} events: both hosts are as a rebuild makes them, table by table")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--kills", type=int, default=10, help="of the two warehouse processes in turn")
    parser.add_argument("--cut", type=float, default=15, help="seconds for which one host's cable to the database is out")
    options = parser.parse_args()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="varde-hosts-")))
        cables = [stack.enter_context(namespace(name, net, net + 1)) for net, name in zip((1, 3), NAMES, strict=True)]
        server = stack.enter_context(own_postgres())
        server.stop_at_once()
        for to_database, _ in cables:
            server.let_in(f"{to_database.there}/32")
        listen = ",".join(to_database.here for to_database, _ in cables)
        server.start(listen)
        shared = on_postgres(server.dsn, folder)
        here = Host(folder / "here", **shared)
        prepare(here.settings)
        hosts = []
        for name, (to_database, to_readers) in zip(NAMES, cables, strict=True):
            given = {
                what: make_conninfo(value, host=to_database.here) for what, value in shared.items() if what.endswith("DATABASE")
            }
            host = Host(folder / name, ("ip", "netns", "exec", name), to_readers.there, **{**shared, **given})
            stack.callback(host.stop)
            host.start()
            hosts.append(host)
        tell("two hosts follow the log")
        with Writing(here) as writing:
            until(lambda: all(host.position() > 0 for host in hosts), "nothing comes in")
            with ExitStack() as asking:
                workers = [asking.enter_context(Workers(host)) for host in hosts]
                town = Town(here, hosts, workers, writing, cables[0][0], server, listen)
                town.kill_in_turn(options.kills)
                town.cut_off(options.cut)
                town.stop_database()
        town.refuse_loss()


if __name__ == "__main__":
    main()
