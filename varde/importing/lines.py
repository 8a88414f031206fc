"""One line of an import file: its form, and how it becomes a request."""

from __future__ import annotations

import json
import types
from datetime import datetime
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints
from uuid import UUID

import msgspec

from events import Actor, Event, EventType, Stream, catalogue
from events.envelope import Orgnr, Precision
from events.lists.concern import Channel
from events.lists.people import Role
from services.case_service.application import Request
from services.case_service.domain import command_for
from services.case_service.refs import Refs
from varde.importing.problems import LineError, field_error
from varde.importing.times import latest_possible

CASE_STREAMS = (
    Stream.CASE,
    Stream.HEIGHTENED_CASE,
    Stream.ENFORCEMENT,
    Stream.PHYSICAL_INTERVENTION,
    Stream.SURVEY,
    Stream.AVVIK,
    Stream.ANNUAL_WHEEL,
)
"""Histories that an import file can hold. Organisation, people and access have their own ways in."""

Ref = Annotated[str, msgspec.Meta(max_length=200, pattern=r"^[^\s\x00-\x1f\x7f]([^\x00-\x1f\x7f]*[^\s\x00-\x1f\x7f])?$")]
"""A reference of the source: no control characters, and no space before or after it."""

LONGEST_LINE = 1_000_000
"""Bytes; a whole book of observations fits."""


class LineActor(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who did it, by the source's own reference, in which role, and perhaps on whose behalf."""

    ref: Ref
    role: Role
    on_behalf_of: Ref | None = None


class Line(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The form of a line. ``known_at`` is ``occurred_at`` where it is left out; ``recorded_at`` may be unknown.

    ``stream`` says which history the event stands in, where its type may stand in several; ``matter`` tells
    apart several matters of one kind in a case, such as a second enforcement case.
    """

    case: Ref
    school: Orgnr
    pupil: Ref
    type: str
    occurred_at: str
    actor: LineActor
    data: dict[str, Any]
    known_at: str | None = None
    recorded_at: str | None = None
    channel: Channel | None = None
    stream: Stream | None = None
    matter: Ref = "1"


_decode = msgspec.json.Decoder(Line).decode
_canonical = msgspec.json.Encoder(order="deterministic").encode
_BY_NAME: dict[str, EventType] = {kind.name: kind for kind in catalogue()} | {kind.topic: kind for kind in catalogue()}


class Parsed(msgspec.Struct, frozen=True, kw_only=True):
    """A line that makes sense on its own: its number in the file, its case and pupil, and the request it asks for."""

    number: int
    case: str
    pupil: str
    request: Request

    @property
    def order(self) -> tuple[datetime, datetime, int]:
        """In what order the lines of a case are told: as they happened, then as they were written."""
        return self.request.occurred_at, self.request.source_recorded_at or self.request.occurred_at, self.number


def parse(number: int, text: bytes, refs: Refs, now: datetime) -> Parsed:
    """Read one line at the time ``now`` (UTC). Raises LineError that names the field and says in plain words what is wrong."""
    if len(text) > LONGEST_LINE:
        raise LineError("too_long", longest=LONGEST_LINE)
    try:
        json.loads(text, object_pairs_hook=_once_each)
        line = _decode(text)
    except msgspec.ValidationError as error:
        raise field_error(error, Line) from error
    except UnicodeDecodeError as error:
        raise LineError("not_utf8") from error
    except (msgspec.DecodeError, json.JSONDecodeError, RecursionError) as error:
        raise LineError("json", detail=str(error)) from error
    kind = _kind(line.type)
    stream = _stream(line, kind)
    recorded_at = None if line.recorded_at is None else _time("recorded_at", line.recorded_at, now)[0]
    known_at = None if line.known_at is None else _time("known_at", line.known_at, now, recorded_at)[0]
    occurred_at, precision = _time("occurred_at", line.occurred_at, now, recorded_at, known_at)
    if recorded_at is not None and recorded_at > now:
        raise LineError("recorded_later_than_now", field="recorded_at")
    if recorded_at is not None and recorded_at < occurred_at and precision is Precision.EXACT:
        raise LineError("recorded_before_it_happened", field="recorded_at")
    fact = _fact(line, kind, refs)
    command = command_for(stream, kind.topic)
    return Parsed(
        number=number,
        case=line.case,
        pupil=line.pupil,
        request=Request(
            stream=stream,
            stream_id=refs.case(line.case) if stream is Stream.CASE else refs.matter(line.case, stream.value, line.matter),
            command=command(fact=fact),
            actor=Actor(
                ref=refs.person(line.actor.ref),
                role=line.actor.role,
                on_behalf_of=None if line.actor.on_behalf_of is None else refs.person(line.actor.on_behalf_of),
            ),
            occurred_at=occurred_at,
            known_at=known_at or occurred_at,
            channel=line.channel or Channel.IMPORT,
            case_id=None if stream is Stream.HEIGHTENED_CASE else refs.case(line.case),
            school=line.school,
            event_id=refs.line(line.case, _canonical(line)),
            source_recorded_at=recorded_at,
            precision=precision,
            history=True,
            persons=(refs.person(line.pupil),),
        ),
    )


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Refuse an object that says the same thing twice: nobody could tell which was meant."""
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        raise LineError("twice", field=next(name for name in names if names.count(name) > 1))
    return found


def _kind(name: str) -> EventType:
    kind = _BY_NAME.get(name)
    if kind is None:
        raise LineError("unknown_type", field="type", value=name, known=sorted(one.name for one in catalogue()))
    if not set(kind.streams) & set(CASE_STREAMS):
        raise LineError("type_not_of_a_case", field="type", value=name)
    return kind


def _stream(line: Line, kind: EventType) -> Stream:
    if line.stream is None:
        return next(stream for stream in CASE_STREAMS if stream in kind.streams)
    if line.stream not in kind.streams:
        raise LineError("wrong_stream", field="stream", value=line.stream.value, known=[stream.value for stream in kind.streams])
    return line.stream


def _time(field: str, value: str, *bounds: datetime | None) -> tuple[datetime, Precision]:
    try:
        return latest_possible(value, *bounds)
    except ValueError:
        raise LineError("not_a_time", field=field, value=value) from None


def _fact(line: Line, kind: EventType, refs: Refs) -> Event:
    data = dict(line.data)
    hints = get_type_hints(kind.cls, include_extras=True)
    if "pupil" in hints and "pupil" not in data:
        data["pupil"] = line.pupil
    for name, hint in hints.items():
        if name in data:
            data[name] = _with_ids(data[name], hint, name, line.case, refs)
    try:
        return msgspec.convert(data, kind.cls, builtin_types=())
    except msgspec.ValidationError as error:
        raise field_error(error, kind.cls, under="data") from error


def _with_ids(value: Any, hint: Any, name: str, case: str, refs: Refs) -> Any:
    """Put our ids where the event has them and the source has references of its own."""
    origin = get_origin(hint)
    if origin is Annotated:
        return _with_ids(value, get_args(hint)[0], name, case, refs)
    if origin in {Union, types.UnionType}:
        for option in get_args(hint):
            value = _with_ids(value, option, name, case, refs)
        return value
    if origin is tuple and isinstance(value, list):
        return [_with_ids(item, get_args(hint)[0], name, case, refs) for item in value]
    if hint is UUID and isinstance(value, str) and value:
        return str(refs.field(case, name, value))
    if isinstance(hint, type) and issubclass(hint, msgspec.Struct) and isinstance(value, dict):
        inner = get_type_hints(hint, include_extras=True)
        return {key: _with_ids(item, inner[key], key, case, refs) if key in inner else item for key, item in value.items()}
    return value
