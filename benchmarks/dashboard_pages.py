"""How long the callback of every page of the dashboards takes, in the server, while the projector writes.

Real Dash, a real login, a real HTTP request; the warehouse answers from a process of its own over its socket, as it does when Varde
runs. Each figure is the 95th percentile; beside it stands the same page where its questions go one after another and not together.
The owner of a municipality of 172 schools looks, and the owner of all schools.

    python benchmarks/dashboard_pages.py [--events N] [--largest] [--rounds N] [--pages NAME ...] [--json] [--in FOLDER]

With ``--largest`` the nation's largest municipality is a tenant of its own, as Varde is run. ``FOLDER`` holds the warehouse and is
used again.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from datetime import datetime
from pathlib import Path

import msgspec
import polars as pl
from flask.testing import FlaskClient
from pages import HTML, Pages, demand, p95
from result import Row, show
from standing import FILE, LARGE, Going, stood, writing

from dashboards import Viewer, mount
from dashboards.frame.layout import ADDRESS, AGAIN, CONTENT, CONTROL_ROW, HEAD, TITLE
from dashboards.kit.links import PREFIX
from dashboards.pages import PAGES
from services.case_service.http.identity import current_account
from services.case_service.http.languages import current_language
from services.case_service.http.rights import Right, protect_mounted
from services.case_service.http.shell import mounted_page
from services.reporting.queries import Queries
from services.reporting.questions import AnyQuestion, Asked, Scope
from services.reporting.serving.client import RemoteQueries
from services.reporting.serving.server import serve
from services.reporting.warehouse import Warehouse
from varde.web import leave_alone_what_stays

EVENTS = 100_000
ROUNDS = 20
MILLISECONDS = 500
CALLBACK = f"{PREFIX}_dash-update-component"
INPUTS = ((ADDRESS, "pathname"), (ADDRESS, "search"), (AGAIN, "n_intervals"))
OUTPUTS = ((HEAD, "children"), (CONTROL_ROW, "children"), (CONTENT, "children"), (AGAIN, "disabled"), (TITLE, "data"))


class Standing(msgspec.Struct):
    """What the warehouse's process says when it answers: its present, and the schools in it."""

    now: datetime
    tenant: str
    schools: list[str]


class Either(Queries):
    """Puts a page's questions together, or every question by itself, to ``real``."""

    def __init__(self, real: Queries) -> None:
        self.real = real
        self.together = True

    def ask(self, scope: Scope, question: AnyQuestion) -> pl.DataFrame:
        """Put any question."""
        return self.real.ask(scope, question)

    def ask_all(self, asked: Sequence[Asked]) -> tuple[pl.DataFrame, ...]:
        """Put several."""
        return self.real.ask_all(asked) if self.together else super().ask_all(asked)


class Site:
    """A server with the dashboards on it, and the one who looks."""

    def __init__(self, folder: Path, queries: Either, standing: Standing) -> None:
        self.queries = queries
        self.scope = Scope(tenant=standing.tenant, exact=True)
        pages = Pages(folder, 1)
        mount(
            pages.app,
            queries=queries,
            viewer=lambda: None if current_account() is None else Viewer(scope=self.scope, language=current_language()),
            language=current_language,
            page=mounted_page,
            clock=lambda: standing.now,
        )
        protect_mounted(pages.app, PREFIX, Right.SEE_OVERVIEW)
        leave_alone_what_stays()
        self.browser: FlaskClient = pages.logged_in("skoleeier")
        demand(self.browser.get(PREFIX, headers=HTML).status_code == 200, "the owner does not come in")
        token = self.browser.get_cookie("_csrf_token")
        self.headers = {"X-CSRFToken": token.value if token else ""}

    def page(self, path: str, *, together: bool) -> Callable[[], object]:
        """Ask for what stands on a page, as its script does."""
        values = (f"{PREFIX}{path}", "", None)
        outputs = [{"id": name, "property": kind} for name, kind in OUTPUTS]
        call = {
            "output": f"..{'...'.join(f'{name}.{kind}' for name, kind in OUTPUTS)}..",
            "outputs": outputs,
            "inputs": [{"id": name, "property": kind, "value": value} for (name, kind), value in zip(INPUTS, values, strict=True)],
            "changedPropIds": [f"{ADDRESS}.search"],
        }

        def ask() -> object:
            self.queries.together = together
            answer = self.browser.post(CALLBACK, json=call, headers=self.headers)
            demand(answer.status_code == 200, path, answer.status)
            demand("source" in answer.text, path, "holds no figures")
            return answer

        return ask


@contextmanager
def warehouse_process(folder: Path, tenant: str, socket: Path) -> Iterator[Standing]:
    """The warehouse in ``folder``, which answers and takes in new cases, until the block ends."""
    command = [sys.executable, __file__, "--serve", str(socket), "--tenant", tenant, "--in", str(folder)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        try:
            yield msgspec.json.decode(next(iter(process.stdout or ())), type=Standing)
        finally:
            if process.stdin:
                process.stdin.close()


def serve_it(folder: Path, tenant: str, socket: Path) -> None:
    """Be that process, until nobody listens any more."""
    with Warehouse.open(folder / FILE, tenant=tenant) as warehouse:
        going = Going(warehouse)
        with serve(warehouse, socket, lambda: going.now), writing(warehouse, going):
            print(msgspec.json.encode(Standing(now=going.now, tenant=tenant, schools=going.schools)).decode(), flush=True)
            sys.stdin.read()


def run(events: int, folder: Path, rounds: int = ROUNDS, *, largest: bool = False, only: Collection[str] = ()) -> list[Row]:
    tenant = stood(folder, events, releases=True, largest=largest)
    rows = []
    with ExitStack() as stack:
        scratch = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="varde-pages-")))
        standing = stack.enter_context(warehouse_process(folder, tenant, scratch / "w.sock"))
        remote = stack.enter_context(closing(RemoteQueries(scratch / "w.sock")))
        site = Site(scratch, Either(remote), standing)
        parts = (tuple(standing.schools[:LARGE]), None) if len(standing.schools) > LARGE else (None,)
        for schools in parts:
            site.scope = Scope(tenant=tenant, exact=True, schools=schools)
            rows += [
                Row(
                    name=f"{page.name}, {len(schools or standing.schools):,} schools",
                    figure=p95(site.page(page.path, together=True), rounds),
                    unit="ms",
                    limit_name="its questions one after another",
                    limit_figure=p95(site.page(page.path, together=False), rounds),
                    target=MILLISECONDS,
                    lower_is_better=True,
                )
                for page in PAGES
                if page.needs_warehouse and (not only or page.name in only)
            ]
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--events", type=int, default=EVENTS)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--pages", nargs="+", default=(), metavar="NAME", help="these pages alone")
    parser.add_argument("--largest", action="store_true", help="over the warehouse of the nation's largest municipality alone")
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    parser.add_argument("--in", dest="folder", type=Path, help="keep the warehouse here, and use it again")
    parser.add_argument("--serve", type=Path, help="be the warehouse's process, at this socket")
    parser.add_argument("--tenant", help="whose warehouse, for that process")
    given = parser.parse_args()
    if given.serve:
        serve_it(given.folder, given.tenant, given.serve)
        return
    with ExitStack() as stack:
        folder = given.folder or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="varde-dashboards-")))
        show(run(given.events, folder, given.rounds, largest=given.largest, only=given.pages), as_json=given.json)


if __name__ == "__main__":
    main()
