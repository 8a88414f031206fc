"""The published schemas say what the facts are; an independent reader of JSON Schema holds samples against them."""

import json
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from builders import bare
from each import for_each
from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.exceptions import ValidationError
from sample_files import read_sample, sample_path

from events import EventType, catalogue, event_type
from events.base import UnknownTopicError
from events.best_interest import BestInterestAssessed
from events.concern import CaseOpened, ConcernReceived
from events.plan import FollowUpHeld
from events.schema import envelope_schema, import_schema_of, schema_of
from events.sealing import RetentionClass, sealed_shape

PUBLISHED = Path(__file__).parents[2] / "docs" / "reference" / "schemas"
EACH = for_each(catalogue(), named=lambda kind: kind.name)

FORMATS = FormatChecker(formats=())


@FORMATS.checks("uuid", raises=ValueError)
def is_uuid(value: object) -> bool:
    return not isinstance(value, str) or bool(UUID(value))


@FORMATS.checks("date", raises=ValueError)
def is_date(value: object) -> bool:
    return not isinstance(value, str) or bool(date.fromisoformat(value))


def check(schema: dict[str, Any], instance: Any) -> None:
    """Raises ValidationError when ``instance`` is not what ``schema`` describes."""
    Draft202012Validator(schema, format_checker=FORMATS).validate(instance)


def sample_of(kind: EventType) -> dict[str, Any]:
    return read_sample(sample_path(kind.topic, kind.cls.class_version))


@EACH
def test_a_schema_is_valid_and_describes_the_sample(kind: EventType) -> None:
    schema = schema_of(kind.topic)
    Draft202012Validator.check_schema(schema)
    check(schema, sample_of(kind)["event"])


@EACH
def test_a_schema_refuses_a_field_that_the_fact_does_not_have(kind: EventType) -> None:
    with pytest.raises(ValidationError, match="Additional properties"):
        check(schema_of(kind.topic), {**sample_of(kind)["event"], "invented": 1})


@EACH
def test_a_schema_requires_what_the_fact_cannot_do_without(kind: EventType) -> None:
    required = schema_of(kind.topic)["required"]
    assert {name for name, value in vars_of(bare(kind.cls)).items() if value is None} & set(required) == set()
    for name in required:
        with pytest.raises(ValidationError, match="required property"):
            check(schema_of(kind.topic), {key: value for key, value in sample_of(kind)["event"].items() if key != name})


@EACH
def test_every_field_says_whether_it_is_sealed_and_how_long_it_is_kept(kind: EventType) -> None:
    shape = sealed_shape(kind.cls) or {}
    fields = schema_of(kind.topic)["properties"]
    assert {name for name, field in fields.items() if field["x-content"] != "fact"} == set(shape)
    assert {name: field["x-sealed"] for name, field in fields.items() if field["x-content"] == "sealed"} == {
        name: (inner[0] if isinstance(inner, tuple) else inner).value
        for name, inner in shape.items()
        if isinstance(inner[0] if isinstance(inner, tuple) else inner, RetentionClass)
    }


@EACH
def test_every_field_is_described(kind: EventType) -> None:
    schema = schema_of(kind.topic)
    assert schema["title"] == kind.name
    assert schema["description"] == kind.summary
    parts = [schema, *(part for part in schema.get("$defs", {}).values() if "properties" in part)]
    assert all(field["description"] for part in parts for field in part["properties"].values())


def test_text_in_a_part_of_a_fact_is_marked_where_it_stands() -> None:
    fields = schema_of("case.BestInterestAssessed")["$defs"]["WeighedMoment"]["properties"]
    assert {name: field.get("x-sealed") for name, field in fields.items()} == {
        "moment": None,
        "weight": None,
        "secondary_source": None,
        "information": "preserved",
        "validity": "preserved",
        "working_note": "working_note",
    }
    assert schema_of(event_type(BestInterestAssessed).topic)["properties"]["moments"]["x-content"] == "mixed"


@EACH
def test_an_envelope_is_as_its_schema_says(kind: EventType) -> None:
    check(envelope_schema(), sample_of(kind)["envelope"])


@EACH
def test_an_import_line_may_use_the_references_of_the_source(kind: EventType) -> None:
    schema = import_schema_of(kind.topic)
    Draft202012Validator.check_schema(schema)
    check(schema, with_own_references(sample_of(kind)["event"]))


def test_an_import_line_may_leave_the_pupil_out() -> None:
    schema = import_schema_of(event_type(CaseOpened).topic)
    check(schema, {"pupil_role": "exposed"})
    assert "pupil" in schema["properties"]


def test_an_import_line_may_not_use_a_code_that_no_list_has() -> None:
    with pytest.raises(ValidationError, match="shouting"):
        check(
            import_schema_of(event_type(ConcernReceived).topic),
            {"reporter": "pupil", "concern": "shouting", "own_words": "They shout at me"},
        )


def test_a_number_outside_its_scale_is_refused() -> None:
    line = {"pupil": "p1", "held_by": "t1", "own_words": "Better", "experience": 11}
    with pytest.raises(ValidationError, match="maximum"):
        check(import_schema_of(event_type(FollowUpHeld).topic), line)


def test_the_schema_of_an_unknown_topic_is_refused() -> None:
    with pytest.raises(UnknownTopicError):
        schema_of("case.CaseUpdated")


def test_the_published_schemas_are_those_of_the_facts_and_no_others() -> None:
    published = {file.stem: json.loads(file.read_text(encoding="utf-8")) for file in PUBLISHED.glob("*.json")}
    assert published == {kind.topic: schema_of(kind.topic) for kind in catalogue()} | {"envelope": envelope_schema()}


def vars_of(event: Any) -> dict[str, Any]:
    return {name: getattr(event, name) for name in event.__struct_fields__}


def with_own_references(value: Any) -> Any:
    """The same, with every id replaced by a reference such as an earlier system has."""
    match value:
        case dict():
            return {key: with_own_references(each) for key, each in value.items()}
        case list():
            return [with_own_references(each) for each in value]
        case str() if is_id(value):
            return f"P-{value[:4]}/2019"
        case _:
            return value


def is_id(value: str) -> bool:
    try:
        return bool(UUID(value))
    except ValueError:
        return False
