"""Every generated page of docs/reference, from the rooms that know what stands on it."""

from __future__ import annotations

import events.reference
import services.compliance.reference
import texts.reference


def pages() -> dict[str, str]:
    """The pages' content by file name, below docs/reference."""
    return events.reference.pages() | services.compliance.reference.pages() | texts.reference.pages()
