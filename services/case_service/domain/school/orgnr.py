"""Organisation numbers, wherever a fact names a school."""

from __future__ import annotations

import re
from typing import Final

from services.case_service.domain.school.refusals import NotAnOrgnr

NINE_DIGITS: Final = re.compile(r"[0-9]{9}")


def check_orgnr(field: str, orgnr: str | None) -> None:
    """Raises NotAnOrgnr unless ``orgnr`` is nine digits or left out. The check digit is not tried: invented numbers are welcome."""
    if orgnr is not None and not NINE_DIGITS.fullmatch(orgnr):
        raise NotAnOrgnr(field, orgnr=orgnr)
