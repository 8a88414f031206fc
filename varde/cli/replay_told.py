"""A replay on the command line, for people."""

from __future__ import annotations

from services.case_service.replay import StateLine
from services.case_service.replay.words import value_text
from services.compliance.explain import Row, moment_text, reason, source_of, word_key
from services.compliance.loading import Rules
from texts import text
from varde.cli.output import console, language, table, tell, tell_duty
from varde.cli.replayed import Changes, ReplayedCase, View


def tell_view(case: ReplayedCase, view: View, changed: Changes) -> None:
    """Print how the case stood, what the shown event changed, and how each duty stood."""
    tell(
        "replay.head", number=case.number, axis=text(f"replay.axis.{case.order.axis.value}", language()), where=_stands(case, view)
    )
    table(("replay.what", "replay.value"), [(_label(line), _words(line)) for line in view.lines.values()])
    if view.event is not None:
        console.print()
        tell("replay.changed")
        _tell_changes(case, changed)
    console.print()
    rules = case.law.rules
    for row in view.rows:
        source = f"{source_of(row, rules, language())} · {row['rule_id']}"
        tell_duty(_verdict(row, rules), rules.of(row).rule.text.in_(language()), reason(row, rules, language()), source)
    tell("case.formal")


def tell_difference(case: ReplayedCase, one: View, other: View, changes: Changes) -> None:
    """Print what differs between two views."""
    console.print()
    tell("replay.against", one=_stands(case, one), other=_stands(case, other))
    _tell_changes(case, changes)


def _tell_changes(case: ReplayedCase, changes: Changes) -> None:
    rows = [
        (text(f"replay.kind.{one.kind.value}", language()), _label(one.latest), _words(one.before), _words(one.after))
        for one in changes.lines
    ]
    rows += [
        (
            text(f"replay.kind.{one.kind.value}", language()),
            case.law.rules.of(one.latest).rule.text.in_(language()),
            _verdict(one.before, case.law.rules),
            _verdict(one.after, case.law.rules),
        )
        for one in changes.duties
    ]
    if rows:
        table(("replay.how", "replay.what", "replay.before", "replay.after"), rows)
    else:
        tell("replay.nothing")


def _stands(case: ReplayedCase, view: View) -> str:
    values: dict[str, object] = {
        "when": moment_text(view.point.at, language()),
        "place": len(view.seen),
        "total": len(case.order),
    }
    if view.event is None:
        return text("replay.stands.moment", language(), **values)
    what = text(f"event.{case.numbered[view.event - 1].topic}", language())
    return text("replay.stands.event", language(), number=view.event, what=what, **values)


def _label(line: StateLine) -> str:
    what = text(f"replay.state.{line.path}", language())
    return what if line.about is None else text("replay.state.of", language(), what=what, whom=line.about)


def _words(line: StateLine | None) -> str:
    """The values of a line; nothing where there is none."""
    if line is None or line.value is None:
        return ""
    values = line.value if isinstance(line.value, tuple) else (line.value,)
    return ", ".join(value_text(one, line.path, language()) for one in values)


def _verdict(row: Row | None, rules: Rules) -> str:
    return "" if row is None else text(word_key(row, rules), language())
