"""The municipality's own avvik system, and what of the avvik has gone to it."""

from __future__ import annotations

from collections.abc import Sequence

from events.avvik import AvvikExported
from events.lists.concern import OwnerChannel
from services.case_service.domain import fold
from services.case_service.domain.municipality import RULES
from services.case_service.domain.municipality.state import Municipality, avvik_system_on
from services.case_service.feeds.avvik_export import SYSTEMS
from services.case_service.http.web import the_desk
from services.case_service.read_model import AvvikRow
from services.case_service.streams import municipality_stream
from services.compliance.calendar import local_day


def chosen_system() -> OwnerChannel:
    """The system in which the municipality treats avvik today; the first that Varde knows when none was chosen."""
    desk = the_desk()
    decided: Municipality = fold(RULES, (one.event for one in desk.store.readable(municipality_stream(desk.store.tenant)).events))
    chosen = avvik_system_on(decided, local_day(desk.clock()))
    return chosen if chosen in SYSTEMS else SYSTEMS[0]


def new_to(system: OwnerChannel, rows: Sequence[AvvikRow], batch: object = None) -> list[AvvikRow]:
    """Those that have not gone to the system and have no number there; what went with ``batch`` itself is among them."""
    store = the_desk().store

    def gone(row: AvvikRow) -> bool:
        exports = (one.event for one in store.readable(row.stream_id).events if isinstance(one.event, AvvikExported))
        return any(one.system is system and one.batch != batch for one in exports)

    return [row for row in rows if row.external_reference is None and not gone(row)]
