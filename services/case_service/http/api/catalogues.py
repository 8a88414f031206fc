"""What the API is made of: the schemas of all events, the rulebooks, and the OpenAPI document itself."""

from __future__ import annotations

from functools import cache
from typing import Any

from flask import abort

from events.base import UnknownTopicError, catalogue
from events.schema import schema_of
from services.case_service.http.api.answers import RuleAnswer, RulebookAnswer, Rulebooks, Topic, Topics
from services.case_service.http.api.openapi import document
from services.case_service.http.api.operation import Reply, operation
from services.case_service.http.languages import current_language
from services.case_service.http.rights import Right
from services.case_service.http.web import the_desk
from services.compliance.rulebook import Rulebook


@operation("GET", "/openapi.json", right=Right.ANYONE, answer=None)
def read_document() -> Reply:
    """The document that describes the API (OpenAPI 3.1)."""
    return Reply(body=_document())


@operation("GET", "/schemas", right=Right.ANYONE, answer=Topics)
def list_schemas() -> Topics:
    """All kinds of event, each with the provision that it is evidence for."""
    return Topics(
        items=tuple(
            Topic(topic=one.topic, version=one.cls.class_version, summary=one.summary, streams=one.streams, source=one.provision)
            for one in catalogue()
        )
    )


@operation("GET", "/schemas/<topic>", right=Right.ANYONE, answer=None)
def read_schema(topic: str) -> Reply:
    """The JSON Schema (2020-12) of an event."""
    try:
        return Reply(body=schema_of(topic))
    except UnknownTopicError:
        abort(404)


@operation("GET", "/rulebooks", right=Right.SIGNED_IN, answer=Rulebooks)
def list_rulebooks() -> Rulebooks:
    """The rulebooks that the municipality's histories are judged by, with their rules."""
    return Rulebooks(items=tuple(_book(book) for book in the_desk().rules.books))


@cache
def _document() -> dict[str, Any]:
    return document()


def _book(book: Rulebook) -> RulebookAnswer:
    language = current_language()
    return RulebookAnswer(
        id=book.head.id,
        kind=book.head.kind.value,
        title=book.head.title.in_(language),
        document=book.head.document,
        valid_from=book.head.valid_from,
        valid_until=book.head.valid_until,
        rules=tuple(
            RuleAnswer(
                id=bound.rule.id,
                kind=bound.kind.value,
                text=bound.rule.text.in_(language),
                section=bound.rule.section,
                opened_by=bound.rule.trigger.events,
                settled_by=bound.rule.discharge.events,
                valid_from=bound.valid_from,
                valid_until=bound.valid_until,
            )
            for bound in book.bound()
        ),
    )
