"""No text that could name a child is left in the open."""

from datetime import date, datetime, time
from enum import Enum
from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints
from uuid import UUID

import msgspec
import pytest
from each import for_each

from events import Envelope, catalogue
from events.meanings import MissingMeaningError, meaning, meanings
from events.schema import structs_of
from events.sealing import sealed_shape

OPEN_TEXT = {
    "archive_id": "the archive's reference",
    "at_school": "organisation number",
    "avvik_reference": "another system's reference",
    "basis": "a provision",
    "code_hash": "a keyed hash",
    "field": "the name of a field",
    "heading": "of a letter that the municipality worded for everybody",
    "idempotency_key": "a key that the client makes up",
    "media_type": "the media type of a file",
    "municipality": "the municipality's number",
    "name": "the name of a school, which is public",
    "obligation": "the id of an obligation",
    "orgnr": "organisation number",
    "package_sha256": "a hash",
    "provision": "a provision",
    "provisions": "provisions",
    "receipt": "the key store's reference",
    "receiving_school": "organisation number",
    "reference": "another system's reference",
    "rule": "the id of a rule",
    "rulebook": "the id of a rulebook",
    "school": "organisation number",
    "school_rule": "a paragraph of the school rules",
    "sha256": "a hash",
    "source_toml": "a rulebook, which is public",
    "template": "the id of a template in the library of measures",
    "tenant": "the municipality's name in Varde",
    "text_key": "the key of a text in the catalogue",
    "topics": "kinds of events",
    "url": "the address of another system",
    "wording": "what the municipality worded for everybody",
}
NAMES_IN_THE_OPEN = {"SchoolRegistered", "SchoolRenamed"}
FACT_TYPES = (UUID, bool, int, float, date, datetime, time, Enum)

STRUCTS = sorted(
    {cls for kind in catalogue() for cls in structs_of(kind.cls)} | set(structs_of(Envelope)), key=lambda cls: cls.__name__
)
EACH = for_each(STRUCTS, named=lambda cls: cls.__name__)


@EACH
def test_text_in_the_open_is_a_reference_and_never_words(cls: type[msgspec.Struct]) -> None:
    assert [name for name in open_texts(cls) if name not in OPEN_TEXT] == []


def test_the_only_names_in_the_open_are_those_of_schools() -> None:
    assert {cls.__name__ for cls in STRUCTS if "name" in open_texts(cls)} == NAMES_IN_THE_OPEN


def test_every_permission_for_open_text_is_used() -> None:
    assert {name for cls in STRUCTS for name in open_texts(cls)} == set(OPEN_TEXT)


@EACH
def test_a_fact_is_an_id_a_code_a_number_a_time_or_a_truth_value(cls: type[msgspec.Struct]) -> None:
    hints = get_type_hints(cls, include_extras=True)
    others = {name: hint for name in cls.__struct_fields__ for hint in leaves(hints[name]) if not is_fact_type(hint)}
    assert others == {}


def test_the_envelope_holds_no_sealed_text() -> None:
    assert [sealed_shape(cls) for cls in structs_of(Envelope)] == [None] * len(structs_of(Envelope))


@EACH
def test_every_field_has_a_meaning(cls: type[msgspec.Struct]) -> None:
    assert all(meaning(cls, name).endswith(".") for name in cls.__struct_fields__)


def test_no_meaning_is_left_over() -> None:
    own = {(cls.__name__, name) for cls in STRUCTS for name in cls.__struct_fields__ if name in meanings().get(cls.__name__, {})}
    common = {name for cls in STRUCTS for name in cls.__struct_fields__ if (cls.__name__, name) not in own}
    said = {(key, name) for key, value in meanings().items() if isinstance(value, dict) for name in value}
    assert said == own
    assert {key for key, value in meanings().items() if isinstance(value, str)} == common


def test_a_field_without_a_meaning_is_told_by_name() -> None:
    with pytest.raises(MissingMeaningError, match=r"Nameless\.nobody_said"):
        meaning(msgspec.defstruct("Nameless", ["nobody_said"]), "nobody_said")


def open_texts(cls: type[msgspec.Struct]) -> list[str]:
    hints = get_type_hints(cls, include_extras=True)
    sealed = sealed_shape(cls) or {}
    return [name for name in cls.__struct_fields__ if name not in sealed and str in leaves(hints[name])]


def leaves(hint: Any) -> list[Any]:
    origin, args = get_origin(hint), get_args(hint)
    if origin is Annotated:
        return leaves(args[0])
    if origin in (Union, UnionType, tuple):
        return [leaf for arg in args if arg not in (NoneType, Ellipsis) for leaf in leaves(arg)]
    return [hint]


def is_fact_type(hint: Any) -> bool:
    return hint is str or (isinstance(hint, type) and issubclass(hint, (*FACT_TYPES, msgspec.Struct)))
