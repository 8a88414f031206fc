"""Words by which bokmål and nynorsk are told apart."""

import re
from collections.abc import Iterable
from typing import Final

from texts import catalogue

BOKMAL_ALONE: Final = re.compile(
    r"\b(ikke|hvem|hva|hvilke[tn]?|hvor|hvordan|hvorfor|fra|jeg|dere|gjør|noe|noen|saken|uken?|mye|bare|måneder|egen|annen|annet"
    r"|skoleeier|foresatte?|statsforvalteren|bekymring(en)?|undersøkelse[nr]?|ansatte?|hørt|veien|ble|mener|svarte|trives)\b",
    re.IGNORECASE,
)
NYNORSK_ALONE: Final = re.compile(
    r"\b(ikkje|kven|kva|korleis|kvifor|kvar|frå|eg|dykk|gjer|noko|nokon|saka|veka?|mykje|berre|månader|eiga?|annan|anna|vart"
    r"|skoleeigaren?|føresette?|statsforvaltaren|uroa|undersøkinga?|tilsette?|høyrd(e)?|vegen|meiner|svara|trivst|dei)\b",
    re.IGNORECASE,
)


def in_the_other_written_form(keys: Iterable[str]) -> list[str]:
    """The nynorsk texts among these that hold a word of bokmål alone, and the other way round."""
    said = {key: catalogue()[key] for key in keys}
    wrong_nynorsk = [f"{key}: {one.nn}" for key, one in said.items() if BOKMAL_ALONE.search(one.nn)]
    wrong_bokmal = [f"{key}: {one.nb}" for key, one in said.items() if NYNORSK_ALONE.search(one.nb)]
    return wrong_nynorsk + wrong_bokmal
