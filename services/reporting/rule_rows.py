"""The rules of services.compliance as rows of the warehouse's table rules."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import polars as pl

if TYPE_CHECKING:
    from services.compliance.loading import Rules

_ROW: Final = pl.Schema(
    {
        **dict.fromkeys(("rule_id", "rulebook"), pl.String()),
        "edition": pl.Int64(),
        **dict.fromkeys(
            ("rulebook_title", "provision", "kind", "duty", "miss", "title_nb", "title_nn", "title_en"),
            pl.String(),
        ),
        "valid_from": pl.Date(),
        "valid_until": pl.Date(),
    }
)


def rule_rows(rules: Rules) -> pl.DataFrame:
    """One row per rule and version of its rulebook; versions of one rulebook count in the order of ``rules``."""
    rows: list[tuple[object, ...]] = []
    editions: dict[str, int] = {}
    for book in rules.books:
        edition = editions[book.head.id] = editions.get(book.head.id, 0) + 1
        rows += [
            (
                bound.rule.id,
                bound.rulebook,
                edition,
                book.head.title.nb,
                f"{bound.document}, {bound.rule.section}",
                bound.kind.value,
                bound.rule.duty.value,
                bound.miss.value,
                bound.rule.text.nb,
                bound.rule.text.nn,
                bound.rule.text.en,
                bound.valid_from,
                bound.valid_until,
            )
            for bound in book.bound()
        ]
    return pl.DataFrame(rows, schema=_ROW, orient="row")
