"""The maps that a school has had. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

import msgspec

from events import Recorded
from events.envelope import Attachment
from events.organisation import SchoolMapPublished
from services.compliance.calendar import local_day


class SchoolMap(msgspec.Struct, frozen=True, kw_only=True):
    """A version of the map, and the picture itself."""

    version: int
    picture: Attachment
    published_on: date
    published_by: UUID


def school_maps(recorded: Iterable[Recorded]) -> tuple[SchoolMap, ...]:
    """The maps that a school's stream tells of, the newest first."""
    found = (
        SchoolMap(
            version=one.event.map_version,
            picture=picture,
            published_on=local_day(one.envelope.occurred_at),
            published_by=one.envelope.actor.ref,
        )
        for one in recorded
        if isinstance(one.event, SchoolMapPublished)
        for picture in one.envelope.attachments
        if picture.media_type.startswith("image/")
    )
    return tuple(sorted(found, key=lambda one: one.version, reverse=True))
