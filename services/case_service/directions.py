"""Text that turns the direction of writing turns it for itself alone.

Somebody may write Arabic in the middle of a sentence, and some put the invisible signs for that in a name on purpose, so that
what stands after it is read backwards. Nothing is taken out of what was written: what it opened is closed after it.
Source: Unicode Standard Annex #9, § 2; CVE-2021-42574.
"""

from __future__ import annotations

import re
from typing import Any, Final

from markupsafe import Markup

END_OF_EMBEDDING: Final = "\u202c"
END_OF_ISOLATE: Final = "\u2069"
CLOSED_BY: Final = {
    **dict.fromkeys("\u202a\u202b\u202d\u202e", END_OF_EMBEDDING),
    **dict.fromkeys("\u2066\u2067\u2068", END_OF_ISOLATE),
}
TURNS: Final = re.compile(f"[{''.join(CLOSED_BY)}]")


def closed(value: Any) -> Any:
    """A text with what it opened closed after it. Markup was made of texts that are closed already."""
    if isinstance(value, str) and not isinstance(value, Markup) and TURNS.search(value):
        return value + "".join(reversed(_left_open(value)))
    return value


def _left_open(text: str) -> list[str]:
    waiting: list[str] = []
    for sign in text:
        if sign in CLOSED_BY:
            waiting.append(CLOSED_BY[sign])
        elif sign == END_OF_EMBEDDING and waiting[-1:] == [END_OF_EMBEDDING]:
            waiting.pop()
        elif sign == END_OF_ISOLATE and END_OF_ISOLATE in waiting:
            while waiting.pop() != END_OF_ISOLATE:
                pass
    return waiting
