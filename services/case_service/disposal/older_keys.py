"""An older copy of the key store would bring destroyed keys back: it is refused, because the log knows better.

The log notes each change of the tenant's key with the key store's count at that time, and each destroyed key. A key store that
counts less, or has a key that the log says is destroyed, is a copy from before.
"""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from events.sealing import RetentionClass
from services.case_service.domain import fold
from services.case_service.domain.municipality import RULES as MUNICIPALITY
from services.case_service.domain.municipality.state import Municipality
from services.case_service.store import EventStore, StoreError
from services.case_service.streams import municipality_stream


class OlderKeyStoreError(StoreError):
    """The key store is older than the log: keys that were destroyed are back in it. Nothing is opened with it."""


def refuse_older_keys(store: EventStore, disposed: Collection[tuple[UUID, RetentionClass]]) -> None:
    """Raise OlderKeyStoreError when the key store counts less than the log noted, or has a key of what was ``disposed`` of.

    ``disposed`` are the subjects and classes of all ``access.Disposed`` in the log (the read model's :meth:`disposed`).
    """
    decided: Municipality = fold(MUNICIPALITY, (one.event for one in store.facts(municipality_stream(store.tenant))))
    if (counted := store.key_epoch()) < decided.key_epoch:
        raise OlderKeyStoreError(f"The key store of {store.tenant!r} counts {counted}; the log has noted {decided.key_epoch}.")
    for retention in RetentionClass:
        gone = {subject for subject, kind in disposed if kind is retention}
        back = gone & set(store.subjects_with_text(retention)) if gone else set()
        if back:
            raise OlderKeyStoreError(f"The key store of {store.tenant!r} has {len(back)} keys that the log says are destroyed.")
