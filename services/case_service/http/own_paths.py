"""Where a login may lead on to: nowhere but this server."""

from __future__ import annotations

from urllib.parse import urlsplit

CONTROL = {chr(code) for code in (*range(0x20), 0x7F)}


def own_path(wanted: str | None) -> str | None:
    """``wanted`` when it is an absolute path on this server, else None.

    Browsers read a backslash as a slash and skip control characters, so both are refused outright.
    """
    if not wanted or not wanted.startswith("/") or wanted.startswith("//") or "\\" in wanted or CONTROL & set(wanted):
        return None
    try:
        parts = urlsplit(wanted)
    except ValueError:
        return None
    return None if parts.scheme or parts.netloc else wanted
