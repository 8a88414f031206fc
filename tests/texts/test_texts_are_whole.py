"""Every value that a person may read has a text in three languages, and no text is left over."""

import re
from enum import Enum

import pytest
from each import for_each

from events import catalogue as facts
from events.closed_lists import closed_lists
from events.concern import ConcernReceived
from events.lists.concern import Channel
from events.lists.people import GuardianKind, Reporter
from texts import Language, MissingTextError, Text, catalogue, label, list_key, text

KEYS = {list_key(value) for each in closed_lists() for value in each} | {f"event.{kind.topic}" for kind in facts()}
NAMES = {each.__name__ for each in closed_lists()}
EACH_LIST = for_each(closed_lists(), named=lambda each: each.__name__)

BOKMAL_ONLY = re.compile(
    r"\b(ikke|hvem|hva|hvilke|hvor|fra|skoleeier\w*|foresatt\w*|statsforvalter(en|ens)?|undersøkelse\w*|krenkelse\w*|mottatt|åpnet"
    r"|avsluttet|varslet|melding(en|ene)|saken|en|noe|noen|fravær|vold|utsatt|voksne|leder|hjem|uke\w*|måned|egen|annen|annet"
    r"|opplysninger|henvist|henvisning|ansatt\w*|hørt|vurderes|gjøres|veien|sørger|løse)\b",
    re.IGNORECASE,
)
NYNORSK_ONLY = re.compile(
    r"\b(ikkje|kven|kva|korleis|frå|skoleeigar\w*|føresett\w*|statsforvaltar\w*|undersøking\w*|krenking\w*|motteken|eit|ein|nokon"
    r"|nokre|fråvær|vald|utsett|vaksne|leiar|heim|veke|månad|eigen|anna|annan|opplysningar|tilsett|høyrd|blir|dei|òg)\b",
    re.IGNORECASE,
)
BOTH_SPELL_IT_SO = {"event.school.PrincipalAppointed"}


def test_nothing_that_is_read_lacks_a_text() -> None:
    assert sorted(KEYS - set(catalogue())) == []


def test_no_text_of_a_list_or_fact_is_left_over() -> None:
    ours = {key for key in catalogue() if key.startswith("event.") or (key.startswith("list.") and key.split(".")[1] in NAMES)}
    assert sorted({key.removesuffix(".help") for key in ours} - KEYS) == []


def test_no_text_is_empty() -> None:
    assert [(key, language) for key, said in catalogue().items() for language in Language if not said.in_(language).strip()] == []


def test_nynorsk_writes_a_word_in_one_way_and_school_as_the_law_does() -> None:
    other_forms = re.compile(r"\b(skul(e|ar|ane)|blei\b)", re.IGNORECASE)
    assert [key for key, said in catalogue().items() if other_forms.search(said.nn)] == []


def test_no_name_has_blanks_around_it() -> None:
    said = [(key, catalogue()[key].in_(language)) for key in KEYS for language in Language]
    assert [(key, name) for key, name in said if name != name.strip()] == []


def test_a_text_takes_the_same_values_in_every_language() -> None:
    assert [key for key, said in catalogue().items() if len({values_of(said.in_(language)) for language in Language}) != 1] == []


@EACH_LIST
def test_no_two_values_of_a_list_read_the_same(each: type[Enum]) -> None:
    for language in Language:
        assert len({label(value, language) for value in each}) == len(each)


@pytest.mark.parametrize("language", Language)
def test_no_two_facts_read_the_same(language: Language) -> None:
    assert len({text(f"event.{kind.topic}", language) for kind in facts()}) == len(facts())


def test_nynorsk_is_nynorsk_and_bokmal_bokmal() -> None:
    said = {key: catalogue()[key] for key in KEYS}
    assert {key: one.nn for key, one in said.items() if BOKMAL_ONLY.search(one.nn)} == {}
    assert {key: one.nb for key, one in said.items() if NYNORSK_ONLY.search(one.nb) and key not in BOTH_SPELL_IT_SO} == {}


def test_the_terms_of_the_law_are_used() -> None:
    assert text("event.case.ConcernReceived") == "Bekymring mottatt"
    assert text("event.case.ConcernReceived", Language.NYNORSK) == "Uro motteken"
    assert [label(Reporter.GUARDIAN, language) for language in Language] == ["foresatt", "føresett", "guardian"]
    assert label(GuardianKind.PARENTAL_RESPONSIBILITY, Language.NYNORSK) == "foreldreansvar"
    assert label(Channel.ORAL, Language.NYNORSK) == "munnleg"


def test_a_key_without_a_text_is_told_by_name() -> None:
    with pytest.raises(MissingTextError, match=ConcernReceived.__name__):
        text(f"event.nowhere.{ConcernReceived.__name__}")


def test_a_text_in_a_language_that_is_missing_cannot_be_made() -> None:
    with pytest.raises(TypeError, match="nn"):
        Text(nb="bare bokmål", en="bokmål alone")  # type: ignore[call-arg]


def values_of(said: str) -> frozenset[str]:
    return frozenset(re.findall(r"{(\w+)", said))
