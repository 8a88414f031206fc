"""Whole cases, read by the compiled rules in a few joins: the steps of :mod:`services.compliance.obligations`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import polars as pl

from services.compliance.calendar import local_date
from services.compliance.compiled import Compiled, Role, Side
from services.compliance.due import with_due
from services.compliance.frame import MOMENT, OBLIGATIONS, Obligations
from services.compliance.matching import candidates, frontier
from services.compliance.reading import read_events

if TYPE_CHECKING:
    from services.compliance.calendar import Calendar

EFFECT_NAMES: Final = {Role.DISCHARGE: "discharge", Role.RELEASE: "release", Role.CLOSING: "closing"}


class Chunk:
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

    def obligations(self) -> Obligations:
        """The obligations of the chunk's cases."""
        hits = self._hits()
        openings = self._openings(hits.filter(pl.col("side") == Side.OPENS))
        effects = self._effects(openings, hits.filter(pl.col("side") == Side.TARGET))
        return self._output(openings, effects)

    def _hits(self) -> pl.DataFrame:
        """Which entries of the rules each event meets: e, side, ref."""
        words = range(self.form.words)
        asked = self.events.select("e", "topic").hstack(self.read.words.get_columns()).join(self.form.entries, on="topic")
        return asked.filter(*((pl.col(f"word{word}") & pl.col(f"need{word}")) == pl.col(f"need{word}") for word in words)).select(
            "e", "side", "ref"
        )

    def _openings(self, hits: pl.DataFrame) -> pl.DataFrame:
        """One row per obligation: o, e, rule, opened_at, due_at and what else the rule and the event say."""
        rows = self._first_only(hits.select("e", rule="ref"))
        rows = pl.concat(
            [
                rows,
                self.events.select("case", "school", "order", "occurred_at", "known_at", "documented_at")[rows["e"]],
                self.form.rules[rows["rule"]],
            ],
            how="horizontal",
        )
        rows = rows.with_columns(
            opened_at=pl.when("by_known").then("known_at").otherwise("occurred_at"),
            named_date=self.read.of(self.read.dates, rows["date"], rows["e"]),
            named_year=self.read.of(self.read.years, rows["number"], rows["e"]),
        )
        rows = rows.with_columns(opened_day=local_date(pl.col("opened_at"))).filter(
            pl.col("opened_day") >= pl.col("valid_from"),
            pl.col("valid_until").is_null() | (pl.col("opened_day") <= pl.col("valid_until")),
        )
        return (
            with_due(self._chosen(rows), self.calendar)
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
                self.form.rules.select("first", "by_known", "key_scope")[rows["rule"]],
            ],
            how="horizontal",
        )
        keyed = keyed.select(
            "e",
            "rule",
            "first",
            "documented_at",
            mark=self.read.of(self.read.marks, keyed["key_scope"], keyed["e"]),
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
        wanted = openings.select("o", "rule", "case", "opened_at", opened_e="e").join(self.form.wanted, on="rule")
        wanted = wanted.with_columns(
            place=_place("target"),
            mark=self.read.of(self.read.marks, wanted["scope"], wanted["opened_e"]),
            o_role=pl.col("o").cast(pl.UInt64) * len(Role) + pl.col("role"),
        )
        targets = pl.concat(
            [
                hits.select("e", target="ref"),
                self.events.select("case", "order", "documented_at", happened_at="occurred_at")[hits["e"]],
                self.read.of(self.read.marks, self.form.target_scopes[hits["ref"]], hits["e"]).alias("mark").to_frame(),
            ],
            how="horizontal",
        ).with_columns(place=_place("target"))
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
                self.read.of(self.read.keys, openings["key_scope"], openings["e"]).alias("key").to_frame(),
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


def _place(target: str) -> pl.Expr:
    """Case and target in one number."""
    return pl.col("case") * (1 << 16) + pl.col(target).cast(pl.UInt64)


def _best(best: pl.DataFrame, ids: pl.Series, by: str, at: str, documented_at: str) -> pl.DataFrame:
    return pl.concat(
        [
            ids[best["e"]].alias(by).to_frame(),
            best.select(pl.col("happened_at").alias(at), pl.col("documented_at").alias(documented_at)),
        ],
        how="horizontal",
    )
