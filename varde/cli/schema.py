"""varde schema: the form of an event, of an import line's data, or of the whole line."""

from __future__ import annotations

from typing import Annotated

import typer

from events.base import catalogue
from events.schema import import_schema_of, schema_of
from varde.cli.output import BAD_USE, AsJson, fail, give, table


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(name="schema", help="Show the JSON Schema of an event type; without a type, list them all.")(schema)


def schema(
    type_: Annotated[str | None, typer.Argument(metavar="TYPE", help="As ConcernReceived or case.ConcernReceived.")] = None,
    *,
    stored: Annotated[bool, typer.Option("--stored", help="The stored event instead of an import line's data.")] = False,
    as_json: AsJson = False,
) -> None:
    """Show a schema, or list the types."""
    kinds = catalogue()
    if type_ is None:
        if as_json:
            give([{"type": kind.name, "topic": kind.topic, "summary": kind.summary} for kind in kinds])
        else:
            table(("schema.type", "schema.topic", "schema.summary"), [(kind.name, kind.topic, kind.summary) for kind in kinds])
        return
    kind = next((kind for kind in kinds if type_ in {kind.name, kind.topic}), None)
    if kind is None:
        fail("schema.unknown", status=BAD_USE, value=type_)
    give(schema_of(kind.topic) if stored else import_schema_of(kind.topic))
