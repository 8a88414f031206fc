"""Any event that can be made comes back from the store's bytes as it was, and without keys as its facts."""

import ast
import sys
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints
from uuid import UUID

import msgspec
import pytest
from builders import NOON, PATTERNS
from each import for_each
from hypothesis import given, settings
from hypothesis import strategies as st
from open_sealer import MovedError, OpenSealer, recorded

import events
from events import Event, EventType, catalogue
from events.avvik import AvvikClosed
from events.concern import CaseOpened, ConcernReceived
from events.enforcement import CoerciveFineImposed
from events.lists.decisions import FineUnit
from events.plan import FollowUpHeld
from events.sealing import UNREADABLE, RetentionClass, sealed_shape, split
from events.stored import UnstorableEventError, decode, encode, peek

EACH = pytest.mark.parametrize("kind", catalogue(), ids=lambda kind: kind.name)
PLAIN = {
    float: st.floats(allow_nan=False, allow_infinity=False),
    int: st.integers(-(2**63), 2**63 - 1),
    datetime: st.datetimes(timezones=st.just(UTC)),
}
EACH_ONCE = for_each(catalogue(), named=lambda kind: kind.name)
A_WORD_FOUND_NOWHERE_ELSE = "Ågot♥"


@cache
def events_of(cls: type[Any]) -> st.SearchStrategy[Any]:
    """Any value of a struct, from the types of its fields."""
    hints = get_type_hints(cls, include_extras=True)
    return st.builds(cls, **{name: values_of(hints[name]) for name in cls.__struct_fields__})


def values_of(hint: Any) -> st.SearchStrategy[Any]:
    origin, args = get_origin(hint), get_args(hint)
    if origin is Annotated:
        return annotated(hint)
    if origin in (Union, UnionType):
        return st.one_of(*(st.none() if arg is NoneType else values_of(arg) for arg in args))
    if origin is tuple:
        return st.lists(values_of(args[0]), max_size=3).map(tuple)
    if isinstance(hint, type) and issubclass(hint, msgspec.Struct):
        return events_of(hint)
    return PLAIN[hint] if hint in PLAIN else st.from_type(hint)


def annotated(hint: Any) -> st.SearchStrategy[Any]:
    plain, *metas = get_args(hint)
    for meta in metas:
        if meta.pattern is not None:
            return st.from_regex(meta.pattern, fullmatch=True)
        if meta.ge is not None:
            return st.integers(meta.ge, meta.le if meta.le is not None else 2**31)
    return values_of(plain)


def stored_and_read(event: Event, sealer: OpenSealer) -> Event:
    sample = recorded(event)
    state = encode(sample, OpenSealer())
    return decode(state, stream_id=sample.stream_id, version=sample.version, topic=sample.topic, sealer=sealer).event


@EACH
@settings(max_examples=15, deadline=None)
@given(data=st.data())
def test_any_event_comes_back_as_it_was_and_without_keys_as_its_facts(kind: EventType, data: st.DataObject) -> None:
    event = data.draw(events_of(kind.cls))
    assert stored_and_read(event, OpenSealer()) == event
    without_keys = stored_and_read(event, OpenSealer(*RetentionClass))
    assert split(without_keys)[0] == split(event)[0]
    if split(event)[1]:
        assert UNREADABLE in msgspec.json.encode(without_keys).decode()


@EACH_ONCE
def test_no_sealed_text_stands_in_the_bytes_outside_its_ciphertext(kind: EventType) -> None:
    event = marked(kind.cls)
    stored = peek(encode(recorded(event), OpenSealer()))
    in_the_open = stored.facts + msgspec.json.encode(stored.envelope)
    assert A_WORD_FOUND_NOWHERE_ELSE.encode() not in in_the_open
    assert bool(stored.seals) == (sealed_shape(kind.cls) is not None)


@EACH_ONCE
def test_no_sealed_text_is_printed_with_an_event(kind: EventType) -> None:
    event = marked(kind.cls)
    assert repr(recorded(event)).count(f"event={kind.name}(") == 1
    assert A_WORD_FOUND_NOWHERE_ELSE not in f"{event} {event!r} {recorded(event)!r}"


def test_what_is_printed_of_an_event_are_its_facts() -> None:
    assert repr(AvvikClosed(closed_by=UUID(int=1), note="Words")) == (
        "AvvikClosed(closed_by='00000000-0000-0000-0000-000000000001', ...)"
    )


def marked(cls: type[Any]) -> Any:
    """An event whose every sealed text holds the word."""
    facts = {name: filled(hint) for name, hint in get_type_hints(cls, include_extras=True).items() if name in cls.__struct_fields__}
    return cls(**facts)


def filled(hint: Any) -> Any:
    origin, args = get_origin(hint), get_args(hint)
    if origin is Annotated and args[1].extra:
        return A_WORD_FOUND_NOWHERE_ELSE
    if origin in (Union, UnionType):
        return filled(next(arg for arg in args if arg is not NoneType))
    if origin is tuple:
        return (filled(args[0]),)
    if isinstance(hint, type) and issubclass(hint, msgspec.Struct):
        return marked(hint)
    return plainest(hint)


def plainest(hint: Any) -> Any:
    """The plainest value of a fact's type."""
    if get_origin(hint) is Annotated:
        plain, meta, *_ = get_args(hint)
        if meta.pattern is not None:
            return PATTERNS[meta.pattern]
        return plainest(plain) if meta.ge is None else meta.ge
    known = {str: "code", UUID: UUID(int=1), bool: True, int: 1, float: 1.0, datetime: NOON}
    if hint in known:
        return known[hint]
    return next(iter(hint)) if hasattr(hint, "__members__") else hint.min


@pytest.mark.parametrize(
    ("event", "why"),
    [
        (FollowUpHeld(pupil=UUID(int=1), held_by=UUID(int=2), own_words="Better", experience=11), r"<= 10 - at `\$\.experience`"),
        (CoerciveFineImposed(amount=-1, unit=FineUnit.DAY, runs_from=date(2025, 9, 1)), r">= 0 - at `\$\.amount`"),
        (AvvikClosed(closed_by="nobody"), r"Invalid UUID - at `\$\.closed_by`"),  # type: ignore[arg-type]
    ],
    ids=["beyond the scale", "below nothing", "no id"],
)
def test_an_event_that_could_not_be_read_again_is_not_stored(event: Event, why: str) -> None:
    with pytest.raises(UnstorableEventError, match=why):
        encode(recorded(event), OpenSealer())


def test_an_envelope_that_could_not_be_read_again_is_not_stored() -> None:
    sample = recorded(marked(CaseOpened))
    wrong = msgspec.structs.replace(sample, envelope=msgspec.structs.replace(sample.envelope, school="Lia skole"))
    with pytest.raises(UnstorableEventError, match=r"case\.CaseOpened") as raised:
        encode(wrong, OpenSealer())
    assert "Lia" not in str(raised.value)


def test_a_time_without_a_zone_is_not_stored() -> None:
    sample = recorded(marked(CaseOpened))
    naive = msgspec.structs.replace(sample.envelope, occurred_at=datetime(2025, 9, 1, 8))  # noqa: DTZ001 - that is the point
    with pytest.raises(UnstorableEventError, match="timezone"):
        encode(msgspec.structs.replace(sample, envelope=naive), OpenSealer())


def test_text_moved_to_another_place_does_not_open() -> None:
    sample = recorded(marked(ConcernReceived))
    state = encode(sample, OpenSealer())
    with pytest.raises(MovedError):
        decode(state, stream_id=UUID(int=7), version=1, topic=sample.topic, sealer=OpenSealer())
    with pytest.raises(MovedError):
        decode(state, stream_id=sample.stream_id, version=2, topic=sample.topic, sealer=OpenSealer())


def test_text_is_sealed_with_the_key_of_the_case_or_of_the_stream_where_there_is_none() -> None:
    sample = recorded(marked(CaseOpened))
    alone = msgspec.structs.replace(sample, envelope=msgspec.structs.replace(sample.envelope, case_id=None))
    state = encode(alone, OpenSealer())
    read = decode(state, stream_id=alone.stream_id, version=1, topic=alone.topic, sealer=OpenSealer())
    assert read == alone
    assert peek(state).seals != peek(encode(sample, OpenSealer())).seals


@for_each(sorted(Path(events.__file__).parent.rglob("*.py")))
def test_facts_know_nobody(file: Path) -> None:
    imported = {name.partition(".")[0] for name in imports_of(file)}
    assert imported - sys.stdlib_module_names <= {"events", "msgspec"}


def imports_of(file: Path) -> set[str]:
    nodes = list(ast.walk(ast.parse(file.read_text(encoding="utf-8"))))
    plain = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    return plain | {node.module for node in nodes if isinstance(node, ast.ImportFrom) and node.module}
