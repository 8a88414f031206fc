"""What the school owner and the administrator ask over the whole municipality: people, access, changes. Never content."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

import msgspec

from services.case_service.read_model.changes import ChangeRow, Wanted, question
from services.case_service.read_model.directory import Directory
from services.case_service.read_model.rows import AccessRow, StaffRow


class Oversight(Directory):
    """The questions about the whole municipality."""

    def everyone(self) -> tuple[StaffRow, ...]:
        """Everybody who works, or has worked, at a school or for the municipality."""
        return self._with_posts(self._blobs("SELECT row FROM staff ORDER BY person", (), StaffRow))

    def accesses(self) -> Mapping[UUID, AccessRow]:
        """What was given, denied and taken, by the matter or child that it is about."""
        found: dict[UUID, AccessRow] = {}
        for about, row in self._all("SELECT about, row FROM access ORDER BY about", ()):
            one, key = msgspec.msgpack.decode(row, type=AccessRow), UUID(about)
            before = found.get(key, AccessRow())
            found[key] = AccessRow(
                grants=(*before.grants, *one.grants),
                denials=(*before.denials, *one.denials),
                emergencies=(*before.emergencies, *one.emergencies),
            )
        return found

    def changes(self, wanted: Wanted, *, limit: int, skip: int = 0) -> tuple[ChangeRow, ...]:
        """Changes of how Varde is set up, the newest first."""
        where, values = question(wanted)
        query = f"SELECT row FROM changes WHERE {where} ORDER BY at DESC, stream_id, version DESC LIMIT ? OFFSET ?"  # noqa: S608 - own words
        return self._blobs(query, (*values, limit, skip), ChangeRow)

    def changed_by(self) -> tuple[UUID, ...]:
        """Everybody who has changed something."""
        return tuple(UUID(row[0]) for row in self._all("SELECT DISTINCT actor FROM changes ORDER BY actor", ()))
