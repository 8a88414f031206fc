"""What lies beside the events of content that is destroyed, and is taken away with it.

Read model and warehouse hold facts alone, which stay; a test looks for sealed text in all of them.
"""

from __future__ import annotations

from events.sealing import RetentionClass
from services.case_service.desk import Desk
from services.case_service.disposal.standing import Standing


def purge(desk: Desk, standing: Standing, retention: RetentionClass) -> None:
    """Take away drafts about the matters, and where the whole case goes also its files and the notices about it."""
    desk.names.forget()
    desk.drafts.drop_about(standing.streams)
    if retention is RetentionClass.PRESERVED:
        told_of = (one for stream in standing.streams for one in desk.store.facts(stream))
        desk.vault.remove(attachment.id for one in told_of for attachment in one.envelope.attachments)
        desk.notices.forget_about(standing.streams)
