"""What a survey waits for."""

from __future__ import annotations

from typing import TypeAlias

import msgspec

from events.lists.investigation import SurveyTool


class Assessment(msgspec.Struct, frozen=True, kw_only=True):
    """What the school's own assessment allows. ``permits``: suitable, least intrusive, and within the limits."""

    tool: SurveyTool
    permits: bool
    questions_approved: bool


class NotAssessed(msgspec.Struct, frozen=True, kw_only=True):
    """Waits for the assessment."""

    assessment: Assessment | None = None


class Assessed(msgspec.Struct, frozen=True, kw_only=True):
    """Waits to be run, if the assessment allows it."""

    assessment: Assessment


class Run(msgspec.Struct, frozen=True, kw_only=True):
    """Answers came in: waits for them to be checked before any measure builds on them. ``assessment`` is None if there was none."""

    assessment: Assessment | None


class Verified(msgspec.Struct, frozen=True, kw_only=True):
    """The answers were checked. ``confirmed`` tells whether what they say is right."""

    assessment: Assessment | None
    confirmed: bool


State: TypeAlias = NotAssessed | Assessed | Run | Verified
