"""varde case: list, show, timeline, duties. Sealed text is never shown here; it belongs to those who handle the case."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from typing import Annotated, Any
from uuid import UUID

import typer
from msgspec import structs

from events.sealing import split
from services.compliance.explain import day_text, explain, moment_text, source_of, word_key
from services.compliance.loading import load_rulebooks
from services.compliance.rulebook import RuleKind
from texts import label, text
from texts.case_number import case_number
from varde.cli.output import BAD_USE, CASE_HELP, AsJson, console, fail, give, language, table, tell, tell_duty
from varde.clock import system_clock
from varde.composition import event_store, references
from varde.history import Moment, case_id_of, choices_of, judge, read_case, streams_beside
from varde.importing.times import read_time
from varde.operator_scope import operator_scope
from varde.settings import Settings, read_settings
from varde.warehousing import questions

app = typer.Typer(no_args_is_help=True, help="Cases: list, show, timeline, duties.")

Case = Annotated[str, typer.Argument(help=CASE_HELP)]
AsOf = Annotated[str | None, typer.Option("--as-of", help="Only what had happened by then counts.")]
RecordedBy = Annotated[str | None, typer.Option("--recorded-by", help="Only what was written down by then counts.")]
RULEBOOK_HELP = "Judge by this municipal plan, whatever the school has chosen."


@app.command(name="list", help="All cases, newest first.")
def list_cases(
    school: Annotated[str | None, typer.Option(help="Only this school's (organisation number).")] = None,
    limit: Annotated[int, typer.Option(min=1, help="At most so many.")] = 50,
    *,
    as_json: AsJson = False,
) -> None:
    """List cases from the warehouse."""
    settings = read_settings(os.environ)
    with questions(settings) as queries:
        scope = operator_scope(settings) if school is None else structs.replace(operator_scope(settings), schools=(school,))
        rows = queries.cases(scope).head(limit).to_dicts()
    if as_json:
        give(rows)
    else:
        table(
            ("case.number", "case.id", "case.school", "case.opened", "case.state"),
            [
                (
                    case_number(UUID(str(row["case_id"]))),
                    row["case_id"],
                    row["school"],
                    _day(row["first_known_at"]),
                    text(f"dashboard.school.state.{row['state']}", language()),
                )
                for row in rows
            ],
        )


@app.command(name="show", help="One case: where it stands, and what is due.")
def show(case: Case, *, as_json: AsJson = False) -> None:
    """Show a case."""
    settings = read_settings(os.environ)
    moment = Moment(now=system_clock())
    recorded, judged, summed = _judged(settings, case, moment, None)
    first, last = recorded[0].envelope, recorded[-1].envelope
    case_id = first.case_id or recorded[0].stream_id
    due = [row for row in judged if row["verdict"] in {"open", "overdue"}]
    answer = {
        "case": str(case_id),
        "number": case_number(case_id),
        "school": first.school,
        "events": len(recorded),
        "first": first.occurred_at,
        "last": last.occurred_at,
        "duties": {row["duty"]: row["verdict"] for row in summed},
        "due": [{"rule": row["rule_id"], "due_at": row["due_at"], "verdict": row["verdict"]} for row in due],
    }
    if as_json:
        give(answer)
        return
    tell(
        "case.head",
        number=answer["number"],
        case=case_id,
        school=first.school or "",
        events=len(recorded),
        first=_day(first.occurred_at),
    )
    table(("case.duty", "case.verdict"), [(_duty(row["duty"]), _summed(row, judged)) for row in summed])
    console.print()
    table(("case.due", "case.verdict", "case.rule"), [(_day(row["due_at"]), row["word"], row["rule_id"]) for row in due])


@app.command(name="timeline", help="What happened in a case, in order, and when it was written down.")
def timeline(case: Case, as_of: AsOf = None, recorded_by: RecordedBy = None, *, as_json: AsJson = False) -> None:
    """Tell a case's history."""
    settings = read_settings(os.environ)
    moment = _moment(as_of, recorded_by)
    with event_store(settings) as store, questions(settings) as queries:
        case_id = case_id_of(store, references(settings), case) or fail("case.unknown", value=case)
        recorded = read_case(store, case_id, streams_beside(queries, settings, case_id))
    told = [one for one in recorded if moment.shows(one)]
    if as_json:
        give(
            [
                {
                    "event_id": one.envelope.event_id,
                    "type": type(one.event).__name__,
                    "topic": one.topic,
                    "stream": one.envelope.stream,
                    "version": one.version,
                    "occurred_at": one.envelope.occurred_at,
                    "known_at": one.envelope.known_at,
                    "recorded_at": one.envelope.recorded_at,
                    "source_recorded_at": one.envelope.source_recorded_at,
                    "precision": one.envelope.precision,
                    "role": one.envelope.actor.role,
                    "facts": split(one.event)[0],
                }
                for one in told
            ]
        )
        return
    table(
        ("case.when", "case.what", "case.who", "case.written"),
        [
            (
                moment_text(one.envelope.occurred_at, language()),
                text(f"event.{one.topic}", language()),
                label(one.envelope.actor.role, language()),
                moment_text(one.envelope.documented_at, language()),
            )
            for one in told
        ],
    )


@app.command(name="duties", help="How the duties of a case stand, with rule, source, evidence and reason.")
def show_duties(
    case: Case,
    as_of: AsOf = None,
    recorded_by: RecordedBy = None,
    rulebook: Annotated[list[str] | None, typer.Option(help=RULEBOOK_HELP)] = None,
    *,
    as_json: AsJson = False,
) -> None:
    """Judge a case."""
    settings = read_settings(os.environ)
    moment = _moment(as_of, recorded_by)
    _, judged, summed = _judged(settings, case, moment, rulebook)
    if as_json:
        give({"case": case, "as_of": moment.as_of, "recorded_by": moment.recorded_by, "duties": summed, "obligations": judged})
        return
    table(
        ("case.duty", "case.verdict", "case.guidance", "case.plan"),
        [(_duty(row["duty"]), *(_summed(row, judged, kind) for kind in RuleKind)) for row in summed],
    )
    console.print()
    for row in judged:
        tell_duty(row["word"], row["requirement"], row["reason"], f"{row['source']} · {row['rule_id']}")
    tell("case.formal")


def _judged(settings: Settings, case: str, moment: Moment, rulebooks: list[str] | None) -> tuple[Any, list[Any], list[Any]]:
    """The case's events, its judged obligations with reason and source in words, and its duties."""
    rules = load_rulebooks()
    with event_store(settings) as store, questions(settings) as queries:
        case_id = case_id_of(store, references(settings), case) or fail("case.unknown", value=case)
        recorded = read_case(store, case_id, streams_beside(queries, settings, case_id))
        choices = choices_of(store, recorded) if rulebooks is None else None
    if rulebooks is not None:
        rules = load_rulebooks([book.head.id for book in rules.books if book.head.kind != "local" or book.head.id in rulebooks])
    judged, summed = judge(recorded, rules, choices, moment)
    told = [
        {
            **row,
            "word": text(word_key(row, rules), language()),
            "requirement": rules.of(row).rule.text.in_(language()),
            "reason": explain(row, rules, language()),
            "source": source_of(row, rules, language()),
        }
        for row in judged.to_dicts()
    ]
    return recorded, told, summed.to_dicts()


def _moment(as_of: str | None, recorded_by: str | None) -> Moment:
    return Moment(now=system_clock(), as_of=_read("--as-of", as_of), recorded_by=_read("--recorded-by", recorded_by))


def _read(option: str, value: str | None) -> datetime | None:
    try:
        return None if value is None else read_time(value)[0]
    except ValueError:
        fail("case.not_a_moment", status=BAD_USE, option=option, value=value)


def _day(moment: datetime | None) -> str:
    return day_text(moment if moment is None or moment.tzinfo else moment.replace(tzinfo=UTC), language())


def _duty(duty: str) -> str:
    return text(f"list.SubDuty.{duty}", language())


def _summed(row: Any, judged: list[Any], kind: RuleKind = RuleKind.LAW) -> str:
    """How a duty stands by rules of a kind, in the word that its gravest requirements share: past the limit, where one is."""
    verdict = row["verdict" if kind is RuleKind.LAW else f"{kind.value}_verdict"]
    own = text(f"list.Verdict.{verdict}", language())
    asked = row["duty"], kind.value, verdict
    words = {one["word"] for one in judged if (one["duty"], one["kind"], one["verdict"]) == asked}
    return own if own in words else min(words, default=own)
