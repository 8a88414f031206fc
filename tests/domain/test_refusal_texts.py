"""Every refusal has a permanent code of its own and a sentence in three languages."""

import re
from string import Formatter

from each import for_each

from services.case_service.domain import Refused
from services.case_service.domain.case.state import Stage as CaseStage
from services.case_service.domain.heightened.state import Stage as HeightenedStage
from texts import Language, catalogue, list_key, text


def all_refusals(of: type[Refused] = Refused) -> list[type[Refused]]:
    return [refusal for sub in of.__subclasses__() for refusal in (sub, *all_refusals(sub))]


REFUSALS = sorted(all_refusals(), key=lambda refusal: refusal.code)
EVERY = for_each(REFUSALS, named=lambda refusal: refusal.__name__)


def test_no_two_refusals_share_a_code():
    codes = [refusal.code for refusal in REFUSALS]
    assert len(codes) == len(set(codes))


@EVERY
def test_a_refusal_is_said_in_three_languages(refusal):
    assert re.fullmatch(r"[A-Z]+-\d{3}", refusal.code)
    said = {text(f"refusal.{refusal.code}", language) for language in Language}
    assert all(said)


@EVERY
def test_a_refusal_says_the_same_values_in_all_languages(refusal):
    texts = catalogue()[f"refusal.{refusal.code}"]
    names = [{name for _, name, _, _ in Formatter().parse(texts.in_(language)) if name} for language in Language]
    assert names[0] == names[1] == names[2]


def test_no_code_is_told_of_that_no_refusal_has():
    codes = {refusal.code for refusal in REFUSALS}
    told = {
        key.removeprefix("refusal.") for key in catalogue() if key.startswith(("refusal.FACT", "refusal.CASE", "refusal.HEIGHT"))
    }
    assert told <= codes


@for_each([*CaseStage, *HeightenedStage])
def test_what_a_case_waits_for_has_a_name_in_three_languages(stage):
    assert all(text(list_key(stage), language) for language in Language)
