"""Whom the command line asks as."""

from __future__ import annotations

from services.reporting.questions import Scope
from varde.settings import Settings


def operator_scope(settings: Settings) -> Scope:
    """What the one who runs the machine may ask on the command line: everything that is not sealed."""
    return Scope(tenant=settings.tenant, exact=True, heightened=True)
