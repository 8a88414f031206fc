"""A town with somebody who alters its database behind Varde's back, and puts it back as from a backup."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from msgspec.msgpack import decode, encode
from town import Town

from services.case_service.read_model.file import LOOKED_AGAIN
from tests.store.insider import Insider


class Damaging:
    """Alters events of a town's log, and restores them."""

    def __init__(self, town: Town) -> None:
        settings = town.server.store_settings
        self.town = town
        self._insider = Insider(settings.events, settings.tenant, "events")
        self._whole: dict[tuple[UUID, int], bytes] = {}

    def facts(self, stream_id: UUID, version: int) -> None:
        """Alter an event so that its envelope alone can be read."""
        parts = decode(self._kept(stream_id, version))
        parts[3] = b'{"nobody": "knows this'
        self._insider.put(stream_id, version, encode(parts))

    def whole(self, stream_id: UUID, version: int) -> None:
        """Alter an event so that nothing of it can be read."""
        self._kept(stream_id, version)
        self._insider.put(stream_id, version, b"\xc1")

    def text(self, stream_id: UUID, version: int) -> None:
        """Turn one bit in an event's sealed text."""
        parts = decode(self._kept(stream_id, version))
        name, sealed = next(iter(parts[4].items()))
        parts[4][name] = sealed[:-1] + bytes([sealed[-1] ^ 1])
        self._insider.put(stream_id, version, encode(parts))

    def restore(self) -> None:
        """Put everything back as it was, and let some time go."""
        for (stream_id, version), state in self._whole.items():
            self._insider.put(stream_id, version, state)
        self._whole.clear()
        self.town.server.clock.now += LOOKED_AGAIN + timedelta(seconds=1)

    def _kept(self, stream_id: UUID, version: int) -> bytes:
        return self._whole.setdefault((stream_id, version), self._insider.state(stream_id, version))
