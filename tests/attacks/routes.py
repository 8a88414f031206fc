"""The routes of a server, filled in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from uuid import UUID

from flask import Flask
from town import A

PARAMETER = re.compile(r"<(?:(?P<kind>[a-z]+)(?:\([^)]*\))?:)?(?P<name>[a-z_]+)>")
NOT_A_PAGE = ("/static/", "/prove/", "/eier/")


def pages_about(app: Flask, matter: UUID) -> Iterator[tuple[str, str]]:
    """Every GET route that is about a matter, with its path for one; other parameters get a value of their kind."""
    for rule in app.url_map.iter_rules():
        if "GET" in (rule.methods or ()) and "<uuid:" in rule.rule and not rule.rule.startswith(NOT_A_PAGE):
            yield rule.endpoint, PARAMETER.sub(lambda found: _value(found, matter), rule.rule)


def pages(app: Flask) -> Iterator[tuple[str, str]]:
    """Every GET route without parameters."""
    for rule in app.url_map.iter_rules():
        if "GET" in (rule.methods or ()) and "<" not in rule.rule and not rule.rule.startswith(NOT_A_PAGE):
            yield rule.endpoint, rule.rule


def _value(found: re.Match[str], matter: UUID) -> str:
    if found["kind"] == "uuid":
        return str(matter)
    if found["kind"] == "int":
        return "2026"
    return {"topic": "case.ConversationHeld", "orgnr": A}.get(found["name"], "en")
