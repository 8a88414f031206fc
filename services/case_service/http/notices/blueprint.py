"""The group of pages, and the count that stands in the frame of every page."""

from __future__ import annotations

import logging
import sqlite3

from flask import Blueprint, g

from services.case_service.http.identity import current_account
from services.case_service.http.web import the_desk
from services.case_service.rights import Kind
from services.case_service.store import StoreError

notices = Blueprint("notices", __name__)

log = logging.getLogger(__name__)


@notices.app_template_global("unseen_notices")
def unseen_notices() -> int | None:
    """How many notices the one who is logged in has not seen; None for whoever gets none. Never the reason why a page fails."""
    if "unseen_notices" not in g:
        g.unseen_notices = _unseen()
    found: int | None = g.unseen_notices
    return found


def _unseen() -> int | None:
    account = current_account()
    if account is None or account.kind is not Kind.STAFF:
        return None
    try:
        return the_desk().notices.unseen(account.person)
    except (StoreError, sqlite3.OperationalError):
        log.exception("the notices do not answer")
        return None
