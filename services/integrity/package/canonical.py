"""JSON of which there is one form: names sorted, no spaces, no escapes that need not be, integers and texts alone between braces.

Every file of the package that is JSON has this form, so that a reader can write it again and compare.
"""

from __future__ import annotations

import json
from typing import Any


class NotCanonicalError(ValueError):
    """The bytes are not JSON, or not in the one form that the same content has."""


def canonical(value: Any) -> bytes:
    """``value`` (dicts, lists, texts, integers, True, False, None) as JSON. Raises ValueError for what JSON does not know."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode()


def parse(data: bytes) -> Any:
    """The value of canonical JSON. Raises NotCanonicalError."""
    try:
        value = json.loads(data)
        same = canonical(value) == data
    except (ValueError, RecursionError) as error:
        raise NotCanonicalError(str(error)) from error
    if not same:
        raise NotCanonicalError("the same content has another form")
    return value
