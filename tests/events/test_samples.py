"""Every stored version of every fact stays readable for ever, and means the same."""

import json
from pathlib import Path

import msgspec
from each import for_each
from open_sealer import OpenSealer
from sample_files import LISTS, SAMPLES, codes_today, decoded, form_of, new_sample, read_sample, sample_path, state_of

from events import EventType, by_topic, catalogue
from events.sealing import UNREADABLE, RetentionClass
from events.stored import peek
from services.case_service.domain import STREAMS, fold

KINDS = for_each(catalogue(), named=lambda kind: kind.topic)
FILES = for_each(sorted(SAMPLES.glob("*/v*.json")), named=lambda file: f"{file.parent.name}-{file.stem}")


@KINDS
def test_every_fact_has_a_sample_of_every_version_it_ever_had(kind: EventType) -> None:
    versions = {path.name for path in (SAMPLES / kind.topic).glob("*.json")}
    assert versions == {f"v{version}.json" for version in range(1, kind.cls.class_version + 1)}


def test_no_fact_that_was_ever_stored_is_forgotten() -> None:
    assert {path.name for path in SAMPLES.iterdir() if path.is_dir()} == {kind.topic for kind in catalogue()}


@KINDS
def test_a_fact_has_the_form_that_its_version_was_published_with(kind: EventType) -> None:
    published = read_sample(sample_path(kind.topic, kind.cls.class_version))["form"]
    assert form_of(kind) == published, f"{kind.topic} changed: see docs/how-to/change-an-event.md"


@FILES
def test_a_sample_reads_as_the_event_it_must_give(file: Path) -> None:
    sample = read_sample(file)
    read = decoded(sample, OpenSealer())
    assert as_json(read.event) == sample["event"]
    assert as_json(read.envelope) == sample["envelope"]


@FILES
def test_the_facts_of_a_sample_are_read_without_a_key_and_hold_no_sealed_text(file: Path) -> None:
    sample = read_sample(file)
    stored = peek(state_of(sample))
    assert json.loads(stored.facts) == sample["facts"]
    assert not texts_in(sample["sealed"]) & texts_in(sample["facts"])


@FILES
def test_a_sample_whose_keys_are_destroyed_keeps_its_facts(file: Path) -> None:
    sample = read_sample(file)
    read = decoded(sample, OpenSealer(*RetentionClass))
    assert texts_in(msgspec.to_builtins(read.event)) & texts_in(sample["sealed"]) == set()
    assert (UNREADABLE in texts_in(msgspec.to_builtins(read.event))) == bool(sample["sealed"])


@FILES
def test_a_sample_gives_the_same_state_with_and_without_its_keys(file: Path) -> None:
    """Save where the stream's rules say that its state is made of text, which is opened for it then."""
    sample = read_sample(file)
    for stream in by_topic(sample["topic"]).streams:
        rules, facts = STREAMS[stream], decoded(sample, OpenSealer(*RetentionClass)).event
        assert rules.state_holds_text or fold(rules, [facts]) == fold(rules, [decoded(sample, OpenSealer()).event])


@KINDS
def test_a_sample_fills_every_field(kind: EventType) -> None:
    sample = read_sample(sample_path(kind.topic, kind.cls.class_version))
    assert set(sample["event"]) == set(kind.cls.__struct_fields__)
    assert [name for name, value in sample["event"].items() if value in (None, [])] == []


@KINDS
def test_a_missing_sample_would_be_written_with_the_form_of_today(kind: EventType) -> None:
    assert new_sample(kind)["form"] == form_of(kind)


def test_a_code_that_was_ever_stored_stays_in_its_closed_list() -> None:
    published = json.loads(LISTS.read_text(encoding="utf-8"))
    assert {name: [code for code in codes if code not in codes_today().get(name, [])] for name, codes in published.items()} == {
        name: [] for name in published
    }


def test_every_code_of_today_is_written_down_as_published() -> None:
    published = json.loads(LISTS.read_text(encoding="utf-8"))
    assert {name: [code for code in codes if code not in published.get(name, [])] for name, codes in codes_today().items()} == {
        name: [] for name in codes_today()
    }


def as_json(struct: msgspec.Struct) -> object:
    return json.loads(msgspec.json.encode(struct))


def texts_in(value: object) -> set[str]:
    match value:
        case str():
            return {value}
        case dict():
            return {text for each in value.values() for text in texts_in(each)}
        case list() | tuple():
            return {text for each in value for text in texts_in(each)}
        case _:
            return set()
