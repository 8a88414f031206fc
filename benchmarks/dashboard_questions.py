"""How long every question of the dashboards takes, as of now and of two past moments, while the projector writes.

The owner of all schools asks, the owner of a large municipality's, and a principal of one. Each figure is the 95th percentile;
beside it stands the median of the same question, asked in the same run as of now with nobody writing. ``first`` is a moment that
nobody has asked for yet. The overview is also made the whole way, from all events, as it would be without what the warehouse keeps.

    python benchmarks/dashboard_questions.py [--events N] [--largest] [--rounds N] [--present] [--all-years]
        [--only NAME ...] [--json] [--in FOLDER]

The nation is one tenant, which Varde never has; with ``--largest`` its largest municipality is asked, a tenant of its own as Varde
is run, while as much comes in as the whole nation writes. ``FOLDER`` holds the warehouse and is used again.
"""

from __future__ import annotations

import argparse
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import UTC, date, datetime, timedelta
from itertools import product
from pathlib import Path
from typing import Any, get_args

import msgspec
import polars as pl
from result import Row, show
from standing import FILE, LARGE, Going, stood, writing

from services.reporting import answering, judging
from services.reporting.answering import LocalQueries
from services.reporting.questions import AnyQuestion, Cases, Overdue, Question, Scope
from services.reporting.schema import FACTS
from services.reporting.warehouse import Warehouse

EVENTS = 100_000
ROUNDS = 20
P95_MILLISECONDS = 100
AT_MOST_BETWEEN = 0.5
"""Seconds between two questions; half of that in the mean."""
_CHANCE = random.Random(3)  # noqa: S311  (no secret)
OWNER = "owner"
NO_PAGE = (Cases, Overdue)
"""Lists without a limit, for the command line: no page asks them."""


class Asked(msgspec.Struct, frozen=True):
    """A question in a benchmark."""

    name: str
    scope: Scope
    question: Any


def questions(warehouse: Warehouse, going: Going, *, all_years: bool) -> tuple[list[Asked], datetime]:
    """Every question with plain arguments, for the owner, for that of a large municipality, and a principal; and the present."""
    with warehouse.cursor() as cursor:
        now = cursor.sql("SELECT max(recorded_at) FROM events").fetchall()[0][0].replace(tzinfo=UTC)
    case_id, _, school = going.cases[len(going.cases) // 2]
    tenant = warehouse.tenant
    scopes = {OWNER: Scope(tenant=tenant, exact=True), "principal": Scope(tenant=tenant, exact=True, schools=(school,))}
    if len(going.schools) > LARGE:
        scopes[f"{LARGE} schools"] = Scope(tenant=tenant, exact=True, schools=tuple(going.schools[:LARGE]))
    year = now.year if now.month >= 8 else now.year - 1
    plain: dict[str, object] = {
        "case_id": case_id,
        "until": now.date() + timedelta(days=14),
        "first_until": now.date() + timedelta(days=7),
        "of_schools": False,
    }
    if not all_years:
        plain |= {"period_from": date(year - 1, 8, 1), "period_to": date(year, 7, 31)}
    found = []
    for kind in get_args(AnyQuestion):
        if kind in NO_PAGE:
            continue
        given = {field: plain[field] for field in kind.__struct_fields__ if field in plain}
        found += [Asked(f"{kind.__struct_config__.tag}, {who}", scope, kind(**given)) for who, scope in scopes.items()]
    return found, now


def p95(took: list[float]) -> float:
    return sorted(took)[max(0, round(len(took) * 0.95) - 1)] * 1000


def timed(ask: Callable[[], pl.DataFrame]) -> float:
    started = time.perf_counter()
    ask()
    return time.perf_counter() - started


@contextmanager
def the_whole_way() -> Iterator[None]:
    """While the block runs, a past moment is made again from all events, as it was before the short way."""
    short, text = answering.standing, answering.judging.known_then
    then = "('events', $moment, coalesce($recorded_by, TIMESTAMP 'infinity'))"
    answering.standing = lambda fact: (  # type: ignore[assignment]
        f"(SELECT made.*, case_no FROM {fact.name}_of{then} AS made JOIN case_numbers USING (case_id))"  # noqa: S608
    )
    judging.known_then = lambda: "judged_at($moment, $recorded_by)"
    brought, answering._brought = answering._brought, lambda *_: []  # noqa: SLF001
    try:
        yield
    finally:
        answering.standing, judging.known_then, answering._brought = short, text, brought  # noqa: SLF001


def as_of(question: Question, **moment: datetime) -> Any:
    return msgspec.structs.replace(question, **moment)


def is_bitemporal(asked: Asked) -> bool:
    """Whether a past moment changes the question's answer at all."""
    name = asked.question.__struct_config__.tag
    try:
        text = answering._text("overview" if name.startswith("municipality") else name)  # noqa: SLF001
    except FileNotFoundError:  # not answered in SQL
        return False
    return any(f"{{{fact.name}}}" in text for fact in FACTS) or "{judged}" in text


def at_any_moment(ask: Callable[[], pl.DataFrame]) -> float:
    """As :func:`timed`, after a wait: readers do not ask in step with what the projector does."""
    time.sleep(_CHANCE.uniform(0, AT_MOST_BETWEEN))
    return timed(ask)


def run(
    events: int,
    folder: Path,
    rounds: int = ROUNDS,
    *,
    all_years: bool = False,
    past_too: bool = True,
    largest: bool = False,
    only: Sequence[str] = (),
) -> list[Row]:
    rows: list[Row] = []
    tenant = stood(folder, events, releases=True, largest=largest)
    with Warehouse.open(folder / FILE, tenant=tenant) as warehouse:
        going = Going(warehouse)
        asked, now = questions(warehouse, going, all_years=all_years)
        queries = LocalQueries(warehouse, lambda: now)
        wanted = [one for one in asked if not only or any(name in one.name for name in only)]
        answered = [one for one in wanted if answers(queries, one)]
        idle = {
            one.name: statistics.median(timed(lambda one=one: queries.ask(one.scope, one.question)) for _ in range(3)) * 1000
            for one in answered
        }
        a_year_ago = now - timedelta(days=365)
        past = [one for one in answered if past_too and is_bitemporal(one) and one.name.endswith(OWNER)]
        with writing(warehouse, going):
            for one in answered:
                took = [at_any_moment(lambda one=one: queries.ask(one.scope, one.question)) for _ in range(rounds)]
                rows.append(row(f"{one.name}, now", p95(took), "with nobody writing, median", idle[one.name]))
            for one in past:
                for axis in ("as_of", "recorded_by"):
                    first, again = [], []
                    for back in range(rounds):
                        asked_then = as_of(one.question, **{axis: a_year_ago - timedelta(days=back // 4)})
                        (first if back % 4 == 0 else again).append(
                            at_any_moment(lambda one=one, asked_then=asked_then: queries.ask(one.scope, asked_then))
                        )
                    limit = idle[one.name]
                    rows.append(row(f"{one.name}, {axis}", p95(again), "as of now, with nobody writing", limit))
                    rows.append(row(f"{one.name}, {axis}, first", p95(first), "as of now, with nobody writing", limit, target=None))
        overviews = (one for one in past if one.name.startswith("municipality_overview"))
        for one, axis in product(overviews, ("as_of", "recorded_by")):
            then = as_of(one.question, **{axis: a_year_ago - timedelta(days=30)})
            short = timed(lambda one=one, then=then: queries.ask(one.scope, then)) * 1000
            with the_whole_way():
                whole = timed(lambda one=one, then=then: queries.ask(one.scope, then)) * 1000
            rows.append(row(f"{one.name}, {axis}, first, nobody writing", short, "made from all events", whole, target=None))
    return rows


def answers(queries: LocalQueries, one: Asked) -> bool:
    """Whether the question can be asked with plain arguments."""
    try:
        queries.ask(one.scope, one.question)
    except Exception as error:  # noqa: BLE001  (said, and left out)
        print(f"left out: {one.name}: {type(error).__name__}: {error}")
        return False
    return True


def row(name: str, figure: float, limit_name: str, limit: float, target: float | None = P95_MILLISECONDS) -> Row:
    return Row(name=name, figure=figure, unit="ms", limit_name=limit_name, limit_figure=limit, target=target, lower_is_better=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--events", type=int, default=EVENTS)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--present", action="store_true", help="ask as of now alone")
    parser.add_argument("--largest", action="store_true", help="over the warehouse of the nation's largest municipality alone")
    parser.add_argument("--all-years", action="store_true", help="ask without a period, instead of a school year's")
    parser.add_argument("--only", nargs="+", default=(), metavar="NAME", help="ask only what has one of these in its name")
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    parser.add_argument("--in", dest="folder", type=Path, help="keep the warehouse here, and use it again")
    given = parser.parse_args()
    with ExitStack() as stack:
        folder = given.folder or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="varde-dashboards-")))
        found = run(
            given.events,
            folder,
            given.rounds,
            all_years=given.all_years,
            past_too=not given.present,
            largest=given.largest,
            only=given.only,
        )
        show(found, as_json=given.json)
