"""Who looks at the page: told by the server's session in every request, never by the browser."""

from __future__ import annotations

import msgspec

from texts import Language


class Viewer(msgspec.Struct, frozen=True, kw_only=True):
    """One who may see the overview. ``schools`` are organisation numbers; None is every school of the municipality."""

    schools: tuple[str, ...] | None
    language: Language = Language.BOKMAL
