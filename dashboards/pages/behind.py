"""Where the cases and the duties behind a figure are listed, on the page of the schools, and how the address says which."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

import msgspec

from dashboards.kit.links import view_address
from dashboards.periods import month_named, month_word
from dashboards.view import ChoiceError, View
from services.reporting.questions.responses import Behind, BehindDuties

DUTIES: Final = (
    "follow_along",
    "intervene",
    "report",
    "investigate",
    "measures",
    "participation",
    "best_interest",
    "document",
)
"""The duties in the order of the law."""

WORD: Final = (
    rf"((?P<cases>{'|'.join(Behind)})|(?P<duties>{'|'.join(BehindDuties)})(\.(?P<duty>{'|'.join(DUTIES)}))?)"
    r"(\.(?P<month>[0-9]{4}-(0[1-9]|1[0-2])))?(?(cases)(\.ansvar\.(?P<handler>[0-9a-f-]*))?)"
)
"""``late.report.2026-01``: the figure, and the duty, the month and the case handler (nobody when empty) that it is narrowed to."""


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """The figure whose cases or duties are wanted: of one duty, of one month (its first day), of one case handler's where given."""

    behind: Behind | BehindDuties
    duty: str | None = None
    month: date | None = None
    handler: str | None = None

    @property
    def word(self) -> str:
        """As it stands in the address."""
        parts = [self.behind.value, self.duty, None if self.month is None else month_word(self.month)]
        if self.handler is not None:
            parts += ["ansvar", self.handler]
        return ".".join(part for part in parts if part is not None)


def wanted(word: str) -> Wanted:
    """What a word of the address asks for. Raises ChoiceError."""
    found = re.fullmatch(WORD, word)
    if found is None:
        raise ChoiceError("cases")
    duties, month = found["duties"], found["month"]
    return Wanted(
        behind=BehindDuties(duties) if duties else Behind(found["cases"]),
        duty=found["duty"],
        month=month_named(month) if month else None,
        handler=found["handler"],
    )


def behind_address(
    view: View,
    figure: Behind | BehindDuties,
    *,
    school: str | None = None,
    duty: str | None = None,
    month: date | None = None,
    handler: str | None = None,
) -> str:
    """The list of what is behind a figure, seen as ``view`` sees it; of one school, duty, month or handler where they are given."""
    chosen = Wanted(behind=figure, duty=duty, month=month, handler=handler).word
    return f"{view_address('skole', view, school=school or view.school, chosen=chosen)}#saker"
