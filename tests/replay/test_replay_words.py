"""Whatever the domain remembers of a matter has a name on the page of its replay."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

import msgspec
import pytest
from replay.past_cases import any_case

from events.base import Stream
from services.case_service.domain.case.state import CaseState, Stage
from services.case_service.domain.enforcement.state import State as EnforcementState
from services.case_service.domain.heightened.state import HeightenedState
from services.case_service.domain.intervention.state import State as InterventionState
from services.case_service.http.replay.state_words import REFERS
from services.case_service.replay import state_lines, then
from services.case_service.replay.words import value_text
from texts import Language, catalogue

STATES = [*get_args(CaseState), *get_args(HeightenedState), *get_args(EnforcementState), *get_args(InterventionState)]
KINDS = (Stream.CASE, Stream.HEIGHTENED_CASE, Stream.ENFORCEMENT, Stream.PHYSICAL_INTERVENTION)


def paths(hint: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Every path that a line of a state of this type can have, with the type of its value."""
    origin, parts = get_origin(hint), [one for one in get_args(hint) if one is not NoneType]
    if isinstance(hint, type) and issubclass(hint, msgspec.Struct):
        for name, inner in get_type_hints(hint).items():
            yield from paths(inner, path if name in {"record", "work"} else f"{path}.{name}".lstrip("."))
    elif origin in (Union, UnionType):
        for one in parts:
            yield from paths(one, path)
    elif origin is Mapping:
        yield from paths(parts[1], path)
    elif origin is tuple and isinstance(parts[0], type) and issubclass(parts[0], msgspec.Struct):
        yield from paths(parts[0], path)
    else:
        yield path, hint


@pytest.mark.parametrize("state", STATES, ids=lambda one: f"{one.__module__.split('.')[-2]}-{one.__name__}")
def test_every_part_of_a_state_has_a_name(state: type[msgspec.Struct]):
    assert [path for path, _ in paths(state) if f"replay.state.{path}" not in catalogue()] == []


@pytest.mark.parametrize("state", STATES, ids=lambda one: f"{one.__module__.split('.')[-2]}-{one.__name__}")
def test_every_id_in_a_state_is_known_to_stand_for_somebody_or_something(state: type[msgspec.Struct]):
    assert [path for path, hint in paths(state) if "UUID" in str(hint) and path not in REFERS] == []


def test_every_line_of_any_case_has_a_name_and_a_key_of_its_own():
    for stream in KINDS:
        for seed in range(4):
            recorded = any_case(seed, 60, stream)
            for line in state_lines(then(recorded), recorded).values():
                assert f"replay.state.{line.path}" in catalogue(), line.path


@pytest.mark.parametrize(
    ("value", "path", "words"),
    [
        ("under_examination", "stage", "Behandles hos Statsforvalteren"),
        (Stage.CLOSED, "before", "Avsluttet"),
        (True, "serious", "Ja"),
        (date(2027, 3, 3), "plan.evaluate_on", "3.3.2027"),
        (2, "plan.version", "2"),
        ("OpenItem", "items.stands", "ikke gjennomført"),
        ("LapsedItem", "items.stands", "falt bort"),
    ],
)
def test_a_value_is_told_in_words_and_never_as_a_code(value: object, path: str, words: str):
    assert value_text(value, path, Language.BOKMAL) == words
