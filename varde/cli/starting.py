"""varde up, varde serve: the processes of an installation."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from datetime import timedelta
from typing import Annotated, NoReturn

import typer

from events.local_time import OSLO
from services.case_service.http.accounts import Accounts
from services.reporting.serving.client import is_answering
from varde.cli.kept_running import KeptRunning, wait_or_kill
from varde.cli.making import DEMO_SEED, make_demo
from varde.cli.output import BAD_USE, AsJson, fail, give, tell
from varde.cli.own_witness import own_witness
from varde.clock import system_clock
from varde.composition import make_read_model, prepare
from varde.demo.accounts import PASSWORD
from varde.log_lines import write_log_lines
from varde.settings import read_settings

HOST = "127.0.0.1"
FIRST_PORT = 8800
PORTS_TRIED = 20
PARTS = {"cases": "varde.web:cases()", "dashboards": "varde.web:dashboards()", "all": "varde.web:everything()"}
START_SECONDS = 180.0
STOP_SECONDS = 20.0
WORKERS = 2
THREADS = 4
LOOK_EVERY = 0.2
"""Seconds between two looks at whether the parts are still there."""


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command(name="up", help="Start everything on this machine.")(up)
    app.command(name="serve", help="Serve pages: cases, dashboards or all.")(serve)


def serve(
    part: Annotated[str, typer.Argument(help="cases, dashboards or all", metavar="PART")],
    bind: Annotated[str, typer.Option(help="Address and port.")] = f"{HOST}:{FIRST_PORT}",
    workers: Annotated[int, typer.Option(help="Processes that answer.", min=1)] = WORKERS,
) -> None:
    """Become the web server for that part."""
    if part not in PARTS:
        fail("serve.unknown", status=BAD_USE, value=part, known=", ".join(PARTS))
    make_read_model(read_settings(os.environ))
    os.execv(sys.executable, [sys.executable, *_gunicorn(part, bind, workers)])  # noqa: S606 - the same program, by its own path


def up(
    *,
    demo: Annotated[bool, typer.Option("--demo", help="Make the demo municipality first, if the store is empty.")] = False,
    bind: Annotated[str | None, typer.Option(help="Address and port; the first free port from 8800 when left out.")] = None,
    as_json: AsJson = False,
) -> None:
    """Start the warehouse, the reactions, the pages and a witness, print the address, and stop all when told to."""
    settings = read_settings(os.environ)
    prepare(settings)
    if demo:
        if not as_json:
            tell("up.demo")
        yesterday = system_clock().astimezone(OSLO).date() - timedelta(days=1)
        make_demo(settings, DEMO_SEED, yesterday)
    make_read_model(settings)
    address = bind or _free_address()
    _Running(address, as_json=as_json).stay()


def _gunicorn(part: str, bind: str, workers: int) -> list[str]:
    return [
        *("-m", "gunicorn", PARTS[part], "--config", "python:varde.web_workers"),
        *("--bind", bind, "--worker-class", "gthread", "--workers", str(workers)),
        *("--threads", str(THREADS), "--no-control-socket", "--log-level", "warning"),
        *("--forwarded-allow-ips", ""),  # whom to believe is said once, by VARDE_PROXIES
    ]


def _free_address() -> str:
    for port in range(FIRST_PORT, FIRST_PORT + PORTS_TRIED):
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((HOST, port))
            return f"{HOST}:{port}"
    return fail("up.no_port", first=FIRST_PORT, last=FIRST_PORT + PORTS_TRIED - 1)


class _Running:
    """The processes of an installation on one machine."""

    def __init__(self, address: str, *, as_json: bool) -> None:
        self._address = address
        self._as_json = as_json
        self._stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: self._stop.set())
        write_log_lines()
        socket_path = read_settings(os.environ).warehouse_socket
        self._warehouse = KeptRunning(
            "warehouse", [sys.executable, "-m", "varde", "project", "--follow"], lambda: is_answering(socket_path)
        )
        self._witness: KeptRunning | None = None
        self._children = {
            "reactions": subprocess.Popen([sys.executable, "-m", "varde", "react", "--follow"]),
            "pages": subprocess.Popen([sys.executable, *_gunicorn("all", address, WORKERS)]),  # noqa: S603 - an address that this user chose
        }

    def stay(self) -> None:
        """Wait until everything answers, tell where, and stay until told to stop or until another part than the warehouse ends."""
        try:
            self._wait_until_ready()
            self._start_witness()
            self._announce()
            while not self._stop.wait(LOOK_EVERY):
                self._refuse_lost_part()
        finally:
            for part in self._kept():
                part.terminate()
            for child in self._children.values():
                child.terminate()
            for part in self._kept():
                part.wait(STOP_SECONDS)
            for name, child in self._children.items():
                wait_or_kill(name, child, STOP_SECONDS)

    def _wait_until_ready(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while not self._stop.is_set():
            self._refuse_lost_part()
            with contextlib.suppress(OSError), urllib.request.urlopen(f"http://{self._address}/readyz", timeout=10):
                return
            if time.monotonic() > deadline:
                fail("up.not_ready", seconds=int(START_SECONDS))
            time.sleep(0.1)

    def _start_witness(self) -> None:
        if not self._stop.is_set():
            witness = own_witness(read_settings(os.environ), self._address)
            self._witness = KeptRunning("witness", witness.command, witness.answers)

    def _kept(self) -> list[KeptRunning]:
        return [self._warehouse] if self._witness is None else [self._warehouse, self._witness]

    def _refuse_lost_part(self) -> None:
        for part in self._kept():
            part.look()
        for name, child in self._children.items():
            if (status := child.poll()) is not None:
                _lost(name, status)

    def _announce(self) -> None:
        settings = read_settings(os.environ)
        address = f"http://{self._address}/"
        if self._as_json:
            logins = [account.login for account in Accounts(settings.accounts_file).demo()]
            give({"address": address, "logins": logins})
            sys.stdout.flush()
            return
        tell("up.ready", address=address)
        if people := Accounts(settings.accounts_file).demo():
            tell("up.logins", password=PASSWORD)
            for account in people:
                tell("up.login", login=f"{account.login:<12}", name=account.name)
        tell("up.stop")


def _lost(name: str, status: int) -> NoReturn:
    fail("up.part_ended", part=name, code=status)
