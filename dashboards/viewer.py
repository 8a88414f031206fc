"""Who looks at the page: told by the server's session in every request, never by the browser."""

from __future__ import annotations

import msgspec

from services.reporting.questions import Scope
from texts import Language


class Viewer(msgspec.Struct, frozen=True, kw_only=True):
    """One who may see the overview: what of the warehouse, and in which language."""

    scope: Scope
    language: Language = Language.BOKMAL
