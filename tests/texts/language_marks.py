"""Words by which bokmål and nynorsk are told apart."""

import re
from typing import Final

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
