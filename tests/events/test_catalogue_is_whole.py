"""The catalogue tells everything that the field's own list names, and each fact has all that belongs to it."""

import tomllib
from collections import Counter
from pathlib import Path

from each import for_each

from events import EventType, catalogue
from events.reference import CHAPTERS, chapter
from services.case_service.domain import COMMAND_FOR, STREAMS, proposed
from texts import catalogue as texts

LISTED: dict[str, dict[str, str]] = tomllib.loads((Path(__file__).parent / "catalogue_list.toml").read_text(encoding="utf-8"))
BY_NAME = {kind.name: kind for kind in catalogue()}
EACH = for_each((letter, norwegian, english) for letter, rows in LISTED.items() for norwegian, english in rows.items())
KINDS = for_each(catalogue(), named=lambda kind: kind.name)
SOURCES = ("§", "plan", "Gjøvik", "GDPR", "rdskriv", "circular", "Barnelova", "informasjonssystem")


@EACH
def test_every_listed_fact_exists_in_its_chapter(letter: str, norwegian: str, english: str) -> None:
    assert english in BY_NAME, norwegian
    assert chapter(BY_NAME[english]) == letter


def test_every_fact_is_listed_once() -> None:
    listed = Counter(english for rows in LISTED.values() for english in rows.values())
    assert listed == Counter(BY_NAME.keys())


def test_the_chapters_of_the_reference_page_are_those_of_the_list() -> None:
    assert list(CHAPTERS) == list(LISTED)


@KINDS
def test_every_fact_has_a_text_in_three_languages(kind: EventType) -> None:
    text = texts()[f"event.{kind.topic}"]
    assert all((text.nb, text.nn, text.en))


@KINDS
def test_every_fact_says_in_a_sentence_what_happened_and_names_its_source(kind: EventType) -> None:
    assert kind.summary.endswith(".")
    assert kind.provision.endswith(".")
    assert any(source in kind.provision for source in SOURCES)


@KINDS
def test_a_topic_is_the_name_of_the_class_in_a_named_space(kind: EventType) -> None:
    space, _, name = kind.topic.partition(".")
    assert name == kind.name
    assert space.isidentifier()


@KINDS
def test_every_fact_has_a_command_that_produces_it(kind: EventType) -> None:
    assert proposed(COMMAND_FOR[kind.topic]) is kind.cls


@KINDS
def test_every_history_that_a_fact_may_stand_in_takes_its_command(kind: EventType) -> None:
    taken = {stream for stream in kind.streams if kind.cls in map(proposed, STREAMS[stream].commands)}
    assert taken == set(kind.streams)


def test_facts_and_commands_are_as_many() -> None:
    assert len(COMMAND_FOR) == len(catalogue()) == sum(len(rows) for rows in LISTED.values())
