"""Every field that a form may ask for has a label in three languages, in the words a school uses, and no label is left over."""

from types import NoneType
from typing import Any, Final, get_args, get_type_hints

import msgspec
from language_marks import BOKMAL_ALONE, in_the_other_written_form

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


def belongs_to_a_field(key: str) -> bool:
    cls, _, field = key.removeprefix("field.").removesuffix(".help").rpartition(".")
    owners = FACTS | AROUND
    if cls:
        return cls in owners and field in owners[cls].__struct_fields__
    return any(field in owner.__struct_fields__ for owner in owners.values())


def test_every_field_of_every_fact_has_a_label() -> None:
    assert [(cls.__name__, field) for cls, field in PAIRS if label_key(cls, field) not in texts()] == []


def test_what_is_asked_around_every_fact_has_a_label() -> None:
    assert [field for field in ASKED_OF_EVERY_FACT if f"field.{field}" not in texts()] == []


def test_every_label_belongs_to_a_field() -> None:
    assert [key for key in KEYS if not belongs_to_a_field(key)] == []


def test_every_common_label_is_read_somewhere() -> None:
    read = {label_key(cls, field) for owners in (FACTS, AROUND) for cls in owners.values() for field in cls.__struct_fields__}
    assert set(LABELS) - read == set()


def test_what_is_answered_with_yes_or_no_is_asked_as_a_question() -> None:
    keys = {label_key(*pair) for pair in PAIRS if is_truth_value(*pair)}
    assert keys
    assert [(key, language) for key in keys for language in Language if not texts()[key].in_(language).endswith("?")] == []


def test_nynorsk_is_nynorsk_and_bokmal_bokmal() -> None:
    assert in_the_other_written_form(key for key in KEYS if key not in SAME_WORD_IN_BOTH) == []
    assert [key for key in SAME_WORD_IN_BOTH if BOKMAL_ALONE.search(texts()[key].nn)] == []


def test_a_label_is_short_and_a_question_or_a_name() -> None:
    labels = [texts()[key].in_(language) for key in LABELS for language in Language]
    assert [label for label in labels if len(label) > LONGEST or label.endswith((".", ":"))] == []
