"""The dashboards as they really run, with several worker processes, and people who ask them without a pause."""

from __future__ import annotations

import os
import re
import secrets
import subprocess
import threading
import time
from collections import Counter
from http import HTTPStatus
from typing import TYPE_CHECKING, NamedTuple, Self

import requests
from running_warehouse import LONGEST, until

from events.lists.people import Role
from services.case_service.http.accounts import Accounts
from tests.dashboards.dash_server import CALLBACK, call_body

if TYPE_CHECKING:
    from collections.abc import Callable

    from running_warehouse import Host

CSRF = re.compile(r'name="csrf_token" value="([^"]+)"')
FILE, PAGE = "/eier/tall.csv", "/eier/datakvalitet"
ONE_AT_A_TIME = "--worker-connections 1"
"""So that as many askers as workers keep every one of them busy: left to itself, the kernel gives one worker nearly everything."""

EACH = 3
"""Answers of every worker that are waited for, where a test does not say otherwise."""


class Answer(NamedTuple):
    """What one reader was shown, and after how many seconds."""

    status: int
    is_whole: bool
    seconds: float


class Asker(threading.Thread):
    """A school owner who is logged in, and opens the page and its file again and again, each over a connection of its own."""

    def __init__(self, address: str, login: str, password: str) -> None:
        super().__init__(daemon=True)
        self.answers: list[Answer] = []
        self._failure: Exception | None = None
        self._address = address
        self._enough = threading.Event()
        self._session = requests.Session()
        self._session.headers["Connection"] = "close"
        token = CSRF.search(self._get("/logg-inn").text)
        assert token is not None
        form = {"csrf_token": token.group(1), "login": login, "password": password}
        assert self._session.post(f"{address}/logg-inn", data=form, timeout=LONGEST, allow_redirects=False).status_code == 303
        assert self._get("/eier/").status_code == 200

    def run(self) -> None:
        try:
            with self._session:
                while not self._enough.is_set():
                    self._note(self._file)
                    self._note(self._page)
        except Exception as error:  # noqa: BLE001  (for the test, which runs in another thread)
            self._failure = error

    @property
    def has_begun(self) -> bool:
        return self.ident is not None

    def end(self) -> None:
        self._enough.set()
        self.join()
        self.refuse_failure()

    def refuse_failure(self) -> None:
        """Raise what went wrong while asking, if anything did."""
        if self._failure is not None:
            raise self._failure

    def _note(self, ask: Callable[[], tuple[int, bool]]) -> None:
        began = time.monotonic()
        status, is_whole = ask()
        self.answers.append(Answer(status, is_whole, time.monotonic() - began))

    def _get(self, path: str) -> requests.Response:
        return self._session.get(self._address + path, timeout=LONGEST, headers={"Accept": "text/html"})

    def _file(self) -> tuple[int, bool]:
        answer = self._get(FILE)
        return answer.status_code, answer.text.startswith("\ufeff")

    def _page(self) -> tuple[int, bool]:
        headers = {"X-CSRFToken": self._session.cookies["_csrf_token"]}
        answer = self._session.post(self._address + CALLBACK, json=call_body(pathname=PAGE), headers=headers, timeout=LONGEST)
        return answer.status_code, answer.ok and answer.json()["response"]["again"]["disabled"] is True


class Workers:
    """``varde serve dashboards`` of a host with so many worker processes, and as many askers.

    Every worker notes each answer that it gave, so that a test waits for answers and not for time to pass. The askers are logged in
    and begin when answers are first waited for: before that they would only keep what else is started from starting.
    """

    def __init__(self, host: Host, count: int = 4) -> None:
        self._host = host
        self._count = count
        self._log = host.settings.home / "pages.log"
        self._notes = host.settings.home / "answers.log"
        self._server: subprocess.Popen[bytes] | None = None
        self._askers: list[Asker] = []

    def __enter__(self) -> Self:
        place = f"{self._host.address}:{self._host.free_port()}"
        command = self._host.command("serve", "dashboards", "--bind", place, "--workers", str(self._count))
        noting = {"GUNICORN_CMD_ARGS": f"{ONE_AT_A_TIME} --access-logfile {self._notes} --access-logformat %(p)s"}
        with self._log.open("wb") as out:
            self._server = subprocess.Popen(command, env=os.environ | noting, stdout=out, stderr=out)
        try:
            until(lambda: self._server.poll() is not None or _answers(f"http://{place}/healthz"), "the pages do not answer")
            assert self._server.poll() is None, self.said()
            self._ask(f"http://{place}")
        except BaseException:
            self._end()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        try:
            for asker in self._askers:
                if asker.has_begun:
                    asker.end()
        finally:
            self._end()

    def _ask(self, address: str) -> None:
        password = secrets.token_urlsafe(16)
        Accounts(self._host.settings.accounts_file).add(login="owner", name="Owner", password=password, roles=(Role.SCHOOL_OWNER,))
        self._askers = [Asker(address, "owner", password) for _ in range(self._count)]

    def _end(self) -> None:
        self._server.terminate()
        self._server.wait(LONGEST)

    def said(self) -> str:
        """The end of what the server logged."""
        return self._log.read_text(encoding="utf-8")[-3000:]

    def wait_for_more(self, each: int = EACH) -> None:
        """Wait until every worker has given so many answers more."""
        for asker in self._askers:
            if not asker.has_begun:
                asker.start()
        before = self._given()

        def have_all_given() -> bool:
            for asker in self._askers:
                asker.refuse_failure()
            more = self._given() - before
            return len(more) == self._count and min(more.values()) >= each

        until(have_all_given, "a worker does not answer")

    def _given(self) -> Counter[str]:
        """How many answers each worker has given."""
        return Counter(self._notes.read_text(encoding="utf-8").split("\n")[:-1])

    @property
    def answers(self) -> list[Answer]:
        """All that readers were shown."""
        return [answer for asker in self._askers for answer in asker.answers]

    def errors(self) -> list[Answer]:
        """The answers that were none."""
        return [answer for answer in self.answers if answer.status != HTTPStatus.OK or not answer.is_whole]


def _answers(address: str) -> bool:
    try:
        return requests.get(address, timeout=5).ok
    except requests.RequestException:
        return False
