"""What is published: the released cubes, the same for everybody, and the ledger of releases."""

from __future__ import annotations

from typing import ClassVar

from services.reporting.questions.base import Question


class Published(Question, frozen=True, kw_only=True, tag="published"):
    """One row per published figure (columns: open_data.file_format.COLUMNS), of one cube and period or of all.

    ``of_schools``: also those of single schools, and not of the municipality alone.
    ``as_of``: what was released by that day. A hidden value is null; how large it is stands nowhere in the answer.
    """

    is_counted: ClassVar[bool] = True
    cube: str | None = None
    period: str | None = None
    of_schools: bool = True


class Releases(Question, frozen=True, kw_only=True, tag="releases"):
    """One row per release, the newest first (columns: those of the table releases). ``as_of``: those made by that day."""

    is_counted: ClassVar[bool] = True


PublishedQuestion = Published | Releases
