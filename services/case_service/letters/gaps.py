"""The gaps that each kind of letter knows how to fill in, in the words that a municipality writes them with."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from events.lists.documents import Letter

COMMON: Final = frozenset({"elev", "skole", "kommune", "dato", "saksnummer", "kontaktperson", "rektor"})
"""What every letter knows: whom and which school it is about, when it was written, and whom to turn to."""

MEETING: Final = frozenset({"mote", "deltakere", "dagsorden"})
"""When and where a meeting is, who comes, and what it is about."""

_OWN: Final[Mapping[Letter, frozenset[str]]] = MappingProxyType(
    {
        Letter.RECEIPT: MEETING | {"bekymring_dato", "kilde", "metoder"},
        Letter.INVITATION: MEETING,
        Letter.PLAN: frozenset({"versjon", "gjelder_fra"}),
        Letter.MINUTES: MEETING | {"innhold", "videre"},
        Letter.DECISION: frozenset({"vedtak", "innhold", "begrunnelse"}),
        Letter.ANSWER: frozenset({"henvendelse_dato", "innhold"}),
        Letter.OTHER: frozenset({"innhold"}),
    }
)


def gaps_of(letter: Letter) -> frozenset[str]:
    """The names of the gaps that may stand in a letter of this kind."""
    return COMMON | _OWN[letter]
