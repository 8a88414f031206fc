"""Every field that a form may ask for has a label in three languages, in the words a school uses, and no label is left over."""

from types import NoneType
from typing import Any, Final, get_args, get_type_hints

import msgspec
import pytest
from language_marks import BOKMAL_ALONE, NYNORSK_ALONE

from events import Envelope, catalogue
from events.schema import structs_of
from texts import Language
from texts import catalogue as texts

FACTS: Final = {cls.__name__: cls for kind in catalogue() for cls in structs_of(kind.cls)}
AROUND: Final = {cls.__name__: cls for cls in structs_of(Envelope)}
PAIRS: Final = [(cls, field) for cls in FACTS.values() for field in cls.__struct_fields__]
ASKED_OF_EVERY_FACT: Final = ("occurred_at", "known_at", "precision", "channel", "attachments")
OF_THE_FRAME: Final = {"field.choose", "field.left", "field.optional"}
"""What stands beside fields of any form; no fact has them."""

KEYS: Final = sorted(key for key in texts() if key.startswith("field.") and key not in OF_THE_FRAME)
LABELS: Final = [key for key in KEYS if not key.endswith(".help")]
LONGEST: Final = 80

SAME_WORD_IN_BOTH: Final = {"field.answered"}


def label_key(cls: type[msgspec.Struct], field: str) -> str:
    own = f"field.{cls.__name__}.{field}"
    return own if own in texts() else f"field.{field}"


def is_truth_value(cls: type[msgspec.Struct], field: str) -> bool:
    hint: Any = get_type_hints(cls)[field]
    return hint is bool or {*get_args(hint)} == {bool, NoneType}


@pytest.mark.parametrize(("cls", "field"), PAIRS, ids=lambda part: getattr(part, "__name__", part))
def test_every_field_of_every_fact_has_a_label(cls: type[msgspec.Struct], field: str) -> None:
    assert label_key(cls, field) in texts()


@pytest.mark.parametrize("field", ASKED_OF_EVERY_FACT)
def test_what_is_asked_around_every_fact_has_a_label(field: str) -> None:
    assert f"field.{field}" in texts()


@pytest.mark.parametrize("key", KEYS)
def test_every_label_belongs_to_a_field(key: str) -> None:
    cls, _, field = key.removeprefix("field.").removesuffix(".help").rpartition(".")
    owners = FACTS | AROUND
    if cls:
        assert field in owners[cls].__struct_fields__
    else:
        assert any(field in owner.__struct_fields__ for owner in owners.values())


def test_every_common_label_is_read_somewhere() -> None:
    read = {label_key(cls, field) for owners in (FACTS, AROUND) for cls in owners.values() for field in cls.__struct_fields__}
    assert set(LABELS) - read == set()


@pytest.mark.parametrize(
    ("cls", "field"), [pair for pair in PAIRS if is_truth_value(*pair)], ids=lambda part: getattr(part, "__name__", part)
)
def test_what_is_answered_with_yes_or_no_is_asked_as_a_question(cls: type[msgspec.Struct], field: str) -> None:
    said = texts()[label_key(cls, field)]
    assert all(said.in_(language).endswith("?") for language in Language)


@pytest.mark.parametrize("key", KEYS)
def test_nynorsk_is_nynorsk_and_bokmal_bokmal(key: str) -> None:
    said = texts()[key]
    assert not BOKMAL_ALONE.search(said.nn), said.nn
    assert key in SAME_WORD_IN_BOTH or not NYNORSK_ALONE.search(said.nb), said.nb


@pytest.mark.parametrize("key", LABELS)
def test_a_label_is_short_and_a_question_or_a_name(key: str) -> None:
    for language in Language:
        label = texts()[key].in_(language)
        assert len(label) <= LONGEST
        assert not label.endswith((".", ":"))
