"""The page as it was frozen: each figure's question, position, moment and hash, for ``varde figure --check``."""

from __future__ import annotations

import secrets
from datetime import datetime

import msgspec

from dashboards.asking import Asking
from dashboards.dashboard import DashboardPage
from services.reporting.frozen import frozen_page

SALT_BYTES = 16


def frozen_file(page: DashboardPage, asking: Asking, moment: datetime, key: bytes) -> bytes:
    """The frozen page as JSON. Its figures are asked once more, all from one position of the log, at ``moment``.

    ``key`` hides what is left out of them.
    """
    # What a page asks is known when it has asked, and its files may ask for more than it shows.
    page.answer(asking)
    page.tables(asking)
    found = frozen_page(
        asking.queries,
        page.name,
        asking.asked,
        moment=moment,
        key=key,
        salt=secrets.token_bytes(SALT_BYTES),
        tenant=asking.viewer.scope.tenant,
    )
    return msgspec.json.format(msgspec.json.encode(found), indent=2) + b"\n"
