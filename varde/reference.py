"""Every generated page of docs/reference, from the rooms that know what stands on it."""

from __future__ import annotations

import events.reference
import services.case_service.http.api.reference
import services.case_service.rights.reference
import services.compliance.reference
import services.reporting.reference
import texts.reference


def pages() -> dict[str, str]:
    """The pages' content by file name, below docs/reference."""
    rooms = (
        events.reference,
        services.case_service.http.api.reference,
        services.case_service.rights.reference,
        services.compliance.reference,
        services.reporting.reference,
        texts.reference,
    )
    return {name: page for room in rooms for name, page in room.pages().items()}
