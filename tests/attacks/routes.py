"""The routes of a server, filled in with what is really there, so that every one of them is a page and not a wrong address."""

from __future__ import annotations

import re
from collections.abc import Iterator
from uuid import UUID

from flask import Flask
from town import A, matter
from werkzeug.routing import Rule

PARAMETER = re.compile(r"<(?:(?P<kind>[a-z]+)(?:\((?P<options>[^)]*)\))?:)?(?P<name>[a-z_]+)>")
NOT_A_PAGE = ("/static/", "/prove/", "/eier/")
HEIGHTENED = frozenset({matter("skjerpet"), matter("mot-rektor")})
VALUES = {"topic": "case.ConversationHeld", "kind": "kvittering", "version": "1", "change": "navn", "act": "steng"}


def pages_about(app: Flask, matter: UUID) -> Iterator[tuple[str, str]]:
    """Every GET route that is about a matter, with its path for one; other parameters get a value of their kind."""
    for rule in _rules(app, "GET"):
        if "<uuid:" in rule.rule:
            yield rule.endpoint, filled(app, rule, matter)


def pages_of_school(app: Flask, orgnr: str) -> Iterator[tuple[str, str]]:
    """Every GET route that is about a school, with its path for one."""
    for rule in _rules(app, "GET"):
        if "<orgnr>" in rule.rule and "<uuid:" not in rule.rule:
            yield rule.endpoint, filled(app, rule, matter("sak"), orgnr)


def pages(app: Flask) -> Iterator[tuple[str, str]]:
    """Every GET route without parameters."""
    for rule in _rules(app, "GET"):
        if "<" not in rule.rule:
            yield rule.endpoint, rule.rule


def forms(app: Flask, matter: UUID) -> Iterator[tuple[str, str]]:
    """Every route that something is sent to, with its path for a matter."""
    for rule in _rules(app, "POST"):
        yield rule.endpoint, filled(app, rule, matter)


def filled(app: Flask, rule: Rule, matter: UUID, orgnr: str = A) -> str:
    """The path of a route."""
    return PARAMETER.sub(lambda found: _value(app, found, matter, orgnr), rule.rule)


def _rules(app: Flask, method: str) -> Iterator[Rule]:
    return (one for one in app.url_map.iter_rules() if method in (one.methods or ()) and not one.rule.startswith(NOT_A_PAGE))


def _value(app: Flask, found: re.Match[str], matter: UUID, orgnr: str) -> str:
    if found["name"] == "event":
        told = app.extensions["varde.web"].desk().store.read(matter)
        return str(told[0].envelope.event_id if told else matter)
    if found["kind"] == "uuid":
        return str(matter)
    if found["kind"] == "any":
        options = [one.strip() for one in found["options"].split(",")]
        return "skjerpet" if matter in HEIGHTENED and "skjerpet" in options else options[0]
    if found["name"] == "orgnr":
        return orgnr
    return VALUES.get(found["name"], "2026" if found["kind"] == "int" else "en")
