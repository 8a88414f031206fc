"""Server time of the pages that people wait for, on the demo a hundred times over, held against the same page on the demo once."""

from __future__ import annotations

import re
import statistics
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

from flask.testing import FlaskClient
from hundred_municipalities import make, settings_in
from result import Row, show

from events.lists.people import Role
from services.case_service.desk import Desk, make_desk
from services.case_service.http.accounts import Accounts
from services.case_service.http.app import create_app
from services.case_service.http.settings import WebSettings
from services.case_service.store import open_store
from services.compliance.calendar import Calendar
from services.compliance.loading import load_rulebooks
from varde.clock import system_clock
from varde.demo.municipality import MUNICIPALITY, OWNER, SCHOOLS
from varde.demo.people import PRINCIPAL, TEACHER

TIMES = 100
ROUNDS = 200
HTML = {"Accept": "text/html"}
FIELD = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')
WANTED = {"case page": 100.0, "inbox": 100.0, "my day": 100.0, "list of cases": 100.0, "report form, sent": 150.0}
PASSWORD = "a benchmark's own"  # noqa: S105 - opens invented data


class Pages:
    """A server over one store, and people who are logged in to it."""

    def __init__(self, folder: Path, times: int) -> None:
        self.events = make(folder, times, datetime.now(UTC).replace(hour=16, minute=0, second=0, microsecond=0))
        self.folder = folder
        self.desk: Desk | None = None
        accounts = Accounts(folder / "accounts.sqlite")
        people = (
            ("rektor", PRINCIPAL, Role.PRINCIPAL),
            ("laerer", TEACHER, Role.FORM_TEACHER),
            ("skoleeier", OWNER, Role.SCHOOL_OWNER),
        )
        for login, person, role in people:
            accounts.add(
                login=login, name=login, password=PASSWORD, roles=(role,), schools=(SCHOOLS[0].orgnr,), person=person, demo=True
            )
        settings = WebSettings(
            secret_key=b"k" * 32,
            sealing_key=b"s" * 32,
            marking_key=b"m" * 32,
            municipality=MUNICIPALITY,
            accounts_file=folder / "accounts.sqlite",
            sessions_file=folder / "sessions.sqlite",
            demo_password=PASSWORD,
        )
        self.app = create_app(settings, clock=system_clock, ready=dict, desk=self.open_desk)
        started = time.perf_counter()
        self.open_desk().read_model.catch_up()
        self.made_in = time.perf_counter() - started

    def open_desk(self) -> Desk:
        """The desk of this process."""
        if self.desk is None:
            self.desk = make_desk(
                open_store(settings_in(self.folder)),
                home=self.folder,
                rules=load_rulebooks(),
                calendar=Calendar(),
                clock=system_clock,
                new_id=uuid4,
                marking_key=b"m" * 32,
            )
        return self.desk

    def logged_in(self, login: str) -> FlaskClient:
        """A browser of somebody who is logged in."""
        client = self.app.test_client()
        hidden = fields(client.get("/logg-inn", headers=HTML).text)
        answer = client.post("/logg-inn", data={**hidden, "login": login, "password": PASSWORD}, headers=HTML)
        demand(answer.status_code == 303, answer.status)
        return client


def fields(page: str) -> dict[str, str]:
    """The hidden fields of a page's last form."""
    return dict(FIELD.findall(page[page.rindex("<form", 0, len(page)) :] if "<form" in page else page)) | {
        name: value for name, value in FIELD.findall(page) if name in {"csrf_token", "idempotency_key"}
    }


def demand(held: bool, *told: str) -> None:  # noqa: FBT001 - reads as one sentence with its condition
    """Stop when a page did not answer as it should: its time would mean nothing."""
    if not held:
        raise SystemExit(" ".join(told))


def p95(do: Callable[[], object], rounds: int = ROUNDS) -> float:
    """The 95th percentile of a number of tries, in milliseconds."""
    do()
    taken = []
    for _ in range(rounds):
        started = time.perf_counter()
        do()
        taken.append((time.perf_counter() - started) * 1000)
    return statistics.quantiles(taken, n=20)[18]


def measured(pages: Pages) -> dict[str, float]:
    """The figures of one server."""
    leader, teacher = pages.logged_in("rektor"), pages.logged_in("laerer")
    model = pages.open_desk().read_model
    cases = [row for row in model.matters(schools=[SCHOOLS[0].orgnr]).rows if row.opened_at is not None]
    case = max(cases, key=lambda row: row.version)

    def page(client: FlaskClient, path: str) -> Callable[[], object]:
        def get() -> object:
            answer = client.get(path, headers=HTML)
            demand(answer.status_code == 200, path, answer.status)
            return answer

        return get

    def report() -> object:
        form = teacher.get("/meld/bekymring", headers=HTML).text
        given = fields(form) | {"own_words": "Står alene i friminuttet.", "described": "en gutt i grønn jakke", "when": "now"}
        started = time.perf_counter()
        answer = teacher.post("/meld/bekymring", data=given, headers=HTML)
        reports.append((time.perf_counter() - started) * 1000)
        demand(answer.status_code == 303, answer.status, *re.findall(r"(?s)error-summary.*?</ul>", answer.text)[:1])
        return answer

    reports: list[float] = []
    figures = {
        "case page": p95(page(leader, f"/saker/{case.stream_id}")),
        "inbox": p95(page(leader, "/innboks")),
        "my day": p95(page(leader, "/min-dag")),
        "list of cases": p95(page(leader, "/saker")),
    }
    for _ in range(60):
        report()
    figures["report form, sent"] = statistics.quantiles(reports, n=20)[18]
    return figures


def main() -> None:
    """Measure and show."""
    times = int(next(iter(sys.argv[2:]), TIMES))
    with TemporaryDirectory() as one, TemporaryDirectory() as many:
        small, large = Pages(Path(one), 1), Pages(Path(many), times)
        print(f"{large.events:,} events; read model made in {large.made_in:.0f} s", file=sys.stderr)
        alone, among = measured(small), measured(large)
    rows = [
        Row(
            name=f"{name}, p95, {times} times demo",
            figure=among[name],
            unit="ms",
            limit_name="demo times 1",
            limit_figure=alone[name],
            target=wanted,
            lower_is_better=True,
        )
        for name, wanted in WANTED.items()
    ]
    show(rows, as_json="--json" in sys.argv)


if __name__ == "__main__":
    main()
