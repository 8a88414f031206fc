"""The municipality's own words for some of the texts, in the place of Varde's, from the moment they are decided.

What one tenant has decided is remembered with that tenant's own store, so that it can never be shown to another.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from typing import Final, TypeAlias
from weakref import WeakKeyDictionary

from flask import g

from events.envelope import Recorded
from events.municipality import TextChanged
from services.case_service.http.web import the_desk
from services.case_service.store import EventStore, StoreError
from services.case_service.streams import municipality_stream
from texts import Language
from texts.changeable import changeable

Wordings: TypeAlias = Mapping[tuple[str, str], str]

NONE: Final[Wordings] = {}
log = logging.getLogger(__name__)
_known: WeakKeyDictionary[EventStore, tuple[int, Wordings]] = WeakKeyDictionary()


def own_wording(key: str, language: Language) -> str | None:
    """The municipality's words for a text; None where it has none. The log is asked once in a request that shows such a text."""
    if key not in changeable():
        return None
    found: Wordings | None = g.get("own_texts")
    if found is None:
        found = g.own_texts = _asked()
    return found.get((key, language.value))


def own_wordings(store: EventStore) -> Wordings:
    """All that the municipality has worded itself; read again when it has decided something since, or could not be read."""
    stream = municipality_stream(store.tenant)
    version = store.version(stream)
    known = _known.get(store)
    if known is None or known[0] != version:
        found = store.readable(stream)
        known = (version, _folded(found.events))
        if not found.damaged:
            _known[store] = known
    return known[1]


def _asked() -> Wordings:
    try:
        return own_wordings(the_desk().store)
    except StoreError as error:
        log.warning("Varde's own texts stand in while the store does not answer: %s", type(error).__name__)
        return NONE


def _folded(recorded: Iterable[Recorded]) -> Wordings:
    found: dict[tuple[str, str], str] = {}
    for one in recorded:
        if isinstance(one.event, TextChanged):
            place = (one.event.text_key, one.event.language.value)
            if one.event.wording is None:
                found.pop(place, None)
            else:
                found[place] = one.event.wording
    return found
