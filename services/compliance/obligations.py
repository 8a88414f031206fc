"""What rules make of history: one vectorised reading for one case and for a million events.

See docs/explanation/deadlines.md for the semantics and docs/decisions/0003-one-obligations-function.md for why there is one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import polars as pl

from services.compliance.calendar import local_date
from services.compliance.compiled import Compiled, Role, Side, compiled
from services.compliance.due import with_due
from services.compliance.frame import MOMENT
from services.compliance.matching import candidates, frontier
from services.compliance.reading import read_events
from services.compliance.rulebook import CASE, STREAM

if TYPE_CHECKING:
    from collections.abc import Iterator

    from services.compliance.calendar import Calendar
    from services.compliance.compiled import Scope
    from services.compliance.loading import Rules

CHUNK: Final = 50_000
"""Events read at once; a chunk holds whole cases, and bounds the memory that a rebuild takes."""

OBLIGATIONS: Final = pl.Schema(
    {
        "obligation_id": pl.String(),
        "rule_id": pl.String(),
        "rulebook": pl.String(),
        "kind": pl.String(),
        "duty": pl.String(),
        "miss": pl.String(),
        "case_id": pl.String(),
        "stream": pl.String(),
        "stream_id": pl.String(),
        "school": pl.String(),
        "key": pl.String(),
        "opened_by": pl.String(),
        "opened_at": MOMENT,
        "opened_documented_at": MOMENT,
        "opened_superseded_at": MOMENT,
        "due_at": MOMENT,
        "silence_at": MOMENT,
        "discharged_by": pl.String(),
        "discharged_at": MOMENT,
        "discharge_documented_at": MOMENT,
        "released_by": pl.String(),
        "released_at": MOMENT,
        "released_documented_at": MOMENT,
    }
)

EFFECTS: Final = pl.Schema(
    {
        "obligation_id": pl.String(),
        "effect": pl.String(),
        "event_id": pl.String(),
        "happened_at": MOMENT,
        "documented_at": MOMENT,
        "superseded_at": MOMENT,
    }
)
EFFECT_NAMES: Final = {Role.DISCHARGE: "discharge", Role.RELEASE: "release", Role.CLOSING: "closing"}


@dataclass(frozen=True, eq=False)
class Obligations:
    """``obligations``: one row per obligation, with the best discharge and release now known (columns: OBLIGATIONS).

    ``effects``: every event that is, or once was, the earliest known discharge, release or closing of the case for it
    (columns: EFFECTS). With both, any past moment can be judged: see :func:`services.compliance.verdicts.verdicts`.
    """

    obligations: pl.DataFrame
    effects: pl.DataFrame


def obligations(events: pl.DataFrame, rules: Rules, calendar: Calendar, choices: pl.DataFrame | None = None) -> Obligations:
    """The obligations that ``rules`` make of ``events`` (a history frame), and what discharged or released them.

    ``choices`` (school, rulebook, from_date and, if there, until_date) says which municipal plans apply where; law and
    guidance always apply, and without it every rule given applies everywhere. The result does not depend on today.
    All events of a case must be in the frame, in the order of the log.
    """
    form = compiled(rules)
    if events.is_empty() or form.entries.is_empty():
        return Obligations(OBLIGATIONS.to_frame(), EFFECTS.to_frame())
    first, last = events.select(
        local_date(pl.col("occurred_at")).min(), last=local_date(pl.max_horizontal("occurred_at", "known_at")).max()
    ).row(0)
    calendar = calendar.covering(first, last)
    parts = [_Chunk(chunk, form, calendar, choices).result() for chunk in _whole_cases(events)]
    return Obligations(pl.concat([part.obligations for part in parts]), pl.concat([part.effects for part in parts]))


def _whole_cases(events: pl.DataFrame, at_most: int = CHUNK) -> Iterator[pl.DataFrame]:
    """The events in chunks of whole cases, of about ``at_most`` events."""
    if events.height <= at_most:
        yield events
        return
    sizes = events.group_by("case_id").len().with_columns(chunk=((pl.col("len").cum_sum() - 1) // at_most).cast(pl.UInt16))
    chunk_of = events.select("case_id").join(sizes.select("case_id", "chunk"), on="case_id", how="left", maintain_order="left")[
        "chunk"
    ]
    for number in sizes["chunk"].unique().sort():
        yield events.filter(chunk_of == number)


class _Chunk:
    """Whole cases, read by the compiled rules."""

    def __init__(self, events: pl.DataFrame, form: Compiled, calendar: Calendar, choices: pl.DataFrame | None) -> None:
        numbered = events.select(pl.col("case_id").unique(maintain_order=True)).with_row_index("case")
        self.events = (
            events.join(numbered, on="case_id", how="left", maintain_order="left")
            .with_columns(
                pl.col("case").cast(pl.UInt64),
                e=pl.int_range(pl.len(), dtype=pl.UInt32),
                known_at=pl.max_horizontal("occurred_at", "known_at"),
            )
            .with_columns(
                order=pl.arg_sort_by("occurred_at", "documented_at", "e").arg_sort(),
                known_order=pl.arg_sort_by("known_at", "documented_at", "e").arg_sort(),
            )
        )
        self.form = form
        self.calendar = calendar
        self.choices = choices
        self.read = read_events(self.events, form)

    def result(self) -> Obligations:
        hits = self._hits()
        openings = self._openings(hits.filter(pl.col("side") == Side.OPENS))
        effects = self._effects(openings, hits.filter(pl.col("side") == Side.TARGET))
        return self._output(openings, effects)

    def _hits(self) -> pl.DataFrame:
        """Which entries of the rules each event meets: e, side, ref."""
        words = range(self.form.words)
        asked = self.events.select("e", "topic").hstack(self.read.select(pl.col("^word.*$"))).join(self.form.entries, on="topic")
        return asked.filter(*((pl.col(f"word{word}") & pl.col(f"need{word}")) == pl.col(f"need{word}") for word in words)).select(
            "e", "side", "ref"
        )

    def _mark(self, scope: str) -> pl.Expr:
        """The mark of the event's key in the scope whose number stands in column ``scope``."""
        numbers = range(len(self.form.scopes))
        return pl.coalesce(*(pl.when(pl.col(scope) == number).then(pl.col(f"mark{number}")) for number in numbers))

    def _openings(self, hits: pl.DataFrame) -> pl.DataFrame:
        """One row per obligation: o, e, rule, opened_at, due_at and what else the rule and the event say."""
        rows = self._first_only(hits.select("e", rule="ref"))
        rows = pl.concat(
            [
                rows,
                self.events.select("case", "school", "order", "occurred_at", "known_at", "documented_at")[rows["e"]],
                self.read.select(pl.col("^(mark|date|number).*$"))[rows["e"]],
                self.form.rules[rows["rule"]],
            ],
            how="horizontal",
        )
        rows = rows.with_columns(opened_at=pl.when("by_known").then("known_at").otherwise("occurred_at"))
        rows = rows.with_columns(opened_day=local_date(pl.col("opened_at"))).filter(
            pl.col("opened_day") >= pl.col("valid_from"),
            pl.col("valid_until").is_null() | (pl.col("opened_day") <= pl.col("valid_until")),
        )
        rows = self._chosen(rows).with_columns(
            named_date=_pick("date", self.form.dates, pl.Date), named_year=_pick("number", self.form.numbers, pl.Int32)
        )
        return (
            with_due(rows, self.calendar)
            .filter(pl.col("due_at").is_not_null() | pl.col("silence_at").is_not_null())
            .sort("order", "rule")
            .with_row_index("o")
        )

    def _first_only(self, rows: pl.DataFrame) -> pl.DataFrame:
        """The openings that have a key; of a rule that opens once per key, those that are, or once were, the first known."""
        keyed = pl.concat(
            [
                rows,
                self.events.select("case", "order", "known_order", "documented_at")[rows["e"]],
                self.read.select(pl.col("^mark.*$"))[rows["e"]],
                self.form.rules.select("first", "by_known", "key_scope")[rows["rule"]],
            ],
            how="horizontal",
        )
        keyed = keyed.select(
            "e",
            "rule",
            "first",
            "documented_at",
            mark=self._mark("key_scope"),
            place=_place("rule"),
            order=pl.when("by_known").then("known_order").otherwise("order"),
        ).filter(pl.col("mark").is_not_null())
        often = keyed.filter(~pl.col("first")).select("e", "rule", superseded_at=pl.lit(None, dtype=MOMENT))
        return pl.concat([often, frontier(keyed.filter("first"), ["place", "mark"]).select(often.columns)])

    def _chosen(self, rows: pl.DataFrame) -> pl.DataFrame:
        """The openings whose rule applies at the school on the day."""
        if self.choices is None:
            return rows
        books = self.form.labels.select("rulebook", "always").with_row_index("rule").with_columns(pl.col("rule").cast(pl.UInt16))
        choices = (
            self.choices
            if "until_date" in self.choices.columns
            else self.choices.with_columns(until_date=pl.lit(None, dtype=pl.Date))
        )
        rows = rows.with_row_index("row").join(books, on="rule", how="left", maintain_order="left")
        local = (
            rows.filter(~pl.col("always"))
            .select("row", "school", "rulebook", "opened_day")
            .join(choices, on=["school", "rulebook"])
        )
        applies = local.filter(
            pl.col("from_date") <= pl.col("opened_day"),
            pl.col("until_date").is_null() | (pl.col("opened_day") <= pl.col("until_date")),
        )
        return rows.filter(pl.col("always") | pl.col("row").is_in(applies["row"].implode())).drop("row", "rulebook", "always")

    def _effects(self, openings: pl.DataFrame, hits: pl.DataFrame) -> pl.DataFrame:
        """Per obligation and role, the events that are, or once were, the earliest known: o, role, e and their times."""
        marks = pl.col("^mark.*$")
        wanted = openings.select("o", "rule", "case", "opened_at", marks, opened_e="e").join(self.form.wanted, on="rule")
        wanted = wanted.with_columns(
            place=_place("target"), mark=self._mark("scope"), o_role=pl.col("o").cast(pl.UInt64) * len(Role) + pl.col("role")
        )
        targets = pl.concat(
            [
                hits.select("e", target="ref"),
                self.events.select("case", "order", "documented_at", happened_at="occurred_at")[hits["e"]],
                self.read.select(marks)[hits["e"]],
                self.form.target_scopes[hits["ref"]].alias("scope").to_frame(),
            ],
            how="horizontal",
        ).with_columns(place=_place("target"), mark=self._mark("scope"))
        found = candidates(
            wanted.select("o_role", "place", "mark", "match", "opened_at", "opened_e"),
            targets.select("place", "mark", "e", "order", "happened_at", "documented_at"),
        )
        return frontier(found, ["o_role"]).with_columns(
            o=(pl.col("o_role") // len(Role)).cast(pl.UInt32), role=(pl.col("o_role") % len(Role)).cast(pl.UInt8)
        )

    def _output(self, openings: pl.DataFrame, effects: pl.DataFrame) -> Obligations:
        ids = self.events["event_id"]
        rules = self.form.labels[openings["rule"]]
        opened_by = ids[openings["e"]]
        obligation_id = pl.select(pl.concat_str(rules["rule_id"], opened_by, separator="/")).to_series().alias("obligation_id")
        best = {
            role: openings.select("o").join(
                effects.filter(pl.col("role") == role, pl.col("superseded_at").is_null()), on="o", how="left", maintain_order="left"
            )
            for role in (Role.DISCHARGE, Role.RELEASE)
        }
        frame = pl.concat(
            [
                obligation_id.to_frame(),
                rules.drop("always"),
                self.events.select("case_id", "stream", "stream_id", "school")[openings["e"]],
                self._keys(openings),
                opened_by.alias("opened_by").to_frame(),
                openings.select(
                    "opened_at", "due_at", "silence_at", opened_documented_at="documented_at", opened_superseded_at="superseded_at"
                ),
                _best(best[Role.DISCHARGE], ids, "discharged_by", "discharged_at", "discharge_documented_at"),
                _best(best[Role.RELEASE], ids, "released_by", "released_at", "released_documented_at"),
            ],
            how="horizontal",
        ).select(*OBLIGATIONS)
        names = pl.Series([EFFECT_NAMES[role] for role in Role])
        return Obligations(
            frame,
            pl.concat(
                [
                    obligation_id[effects["o"]].to_frame(),
                    names[effects["role"]].alias("effect").to_frame(),
                    ids[effects["e"]].alias("event_id").to_frame(),
                    effects.select("happened_at", "documented_at", "superseded_at"),
                ],
                how="horizontal",
            ),
        )

    def _keys(self, openings: pl.DataFrame) -> pl.DataFrame:
        """What the obligation is about: the case, the stream, or the value of the key fact."""
        texts = pl.concat(
            [
                openings.select("key_scope"),
                self.events.select("case_id", "stream_id").hstack(self.read.select(pl.col("^keytext.*$")).get_columns())[
                    openings["e"]
                ],
            ],
            how="horizontal",
        )
        keyed = [(number, scope) for number, scope in enumerate(self.form.scopes) if not scope.same]
        found = pl.coalesce(*(pl.when(pl.col("key_scope") == number).then(_key_text(number, scope)) for number, scope in keyed))
        return texts.select(key=found)


def _key_text(number: int, scope: Scope) -> pl.Expr:
    return pl.col({CASE: "case_id", STREAM: "stream_id"}.get(scope.key, f"keytext{number}"))


def _place(target: str) -> pl.Expr:
    """Case and target in one number."""
    return pl.col("case") * (1 << 16) + pl.col(target).cast(pl.UInt64)


def _pick(fact: str, names: tuple[str, ...], dtype: type[pl.DataType]) -> pl.Expr:
    """The one of several columns of facts whose number stands in the rule's column; null when it names none."""
    chosen = (pl.when(pl.col(fact) == number).then(pl.col(f"{fact}_fact{number}")) for number in range(len(names)))
    return pl.coalesce(pl.lit(None, dtype=dtype), *chosen)


def _best(best: pl.DataFrame, ids: pl.Series, by: str, at: str, documented_at: str) -> pl.DataFrame:
    return pl.concat(
        [
            ids[best["e"]].alias(by).to_frame(),
            best.select(pl.col("happened_at").alias(at), pl.col("documented_at").alias(documented_at)),
        ],
        how="horizontal",
    )
