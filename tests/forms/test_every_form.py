"""Every fact of the catalogue has a form, and what the form posts is the fact again."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import jinja2
import msgspec
from builders import LEFT_OUT, bare, example, person
from each import for_each
from facts_in_forms import Posting, as_recorded, context_of

from events import EventType, catalogue
from services.case_service.forms import Kind, Read, form_of, posted_form, read, shown
from services.case_service.forms.layout import layouts
from texts import Language, text
from texts import catalogue as texts

EVERY = for_each(catalogue(), named=lambda kind: kind.topic)
TEMPLATES = Path(__file__).parents[2] / "services/case_service/http/templates"
STRICTER = {"case.BullyingChecklistCompleted", "case.BestInterestAssessed", "case.PupilHeard", "survey.NonAnonymousSurveyAssessed"}
"""Forms that ask for more than the fact itself demands."""


def complete(kind: EventType):
    return example(kind.cls, **{name: person(name) for name in LEFT_OUT & set(kind.cls.__struct_fields__)})


def facts_of(kind: EventType):
    """The complete example, with every row that its form asks for; and the barest one that its form lets through."""
    fact = complete(kind)
    for field in form_of(kind.topic).asked:
        if field.all_rows:
            row = getattr(fact, field.name)[0]
            codes = next(one for one in field.fields if one.name == field.each).options
            cls = type(getattr(row, field.each))
            rows = tuple(msgspec.structs.replace(row, **{field.each: cls(code)}) for code in codes)
            fact = msgspec.structs.replace(fact, **{field.name: rows})
    yield fact
    if kind.topic not in STRICTER:
        yield bare(kind.cls)


@cache
def rendering() -> jinja2.Template:
    environment = jinja2.Environment(loader=jinja2.FileSystemLoader(TEMPLATES), autoescape=True, undefined=jinja2.StrictUndefined)
    environment.globals["t"] = lambda key, **values: text(key, Language.BOKMAL, **values)
    return environment.from_string('{% import "forms/field.html" as forms %}<form>{{ forms.sections(form) }}</form>')


@EVERY
def test_what_is_posted_from_a_form_is_the_fact_again(kind):
    spec = form_of(kind.topic)
    for fact in facts_of(kind):
        found = read(spec, posted_form(spec, fact), context_of(spec, fact))
        assert isinstance(found, Read), found
        assert found.fact == as_recorded(spec, fact)


@EVERY
def test_a_browser_without_scripts_posts_the_fact_that_the_page_shows(kind):
    spec = form_of(kind.topic)
    for fact in facts_of(kind):
        context = context_of(spec, fact)
        page = rendering().render(form=shown(spec, posted_form(spec, fact), context, Language.BOKMAL))
        posting = Posting(page)
        found = read(spec, posting.posted, context)
        assert isinstance(found, Read), found
        assert found.fact == as_recorded(spec, fact)


@EVERY
def test_every_field_on_the_page_has_one_place_and_a_label(kind):
    spec = form_of(kind.topic)
    fact = next(facts_of(kind))
    posting = Posting(rendering().render(form=shown(spec, posted_form(spec, fact), context_of(spec, fact), Language.BOKMAL)))
    assert len(posting.ids) == len(set(posting.ids))
    unlabelled = posting.fields - posting.labelled
    kinds = {field.kind for field in spec.asked}
    assert unlabelled == set() or kinds & {Kind.SCALE, Kind.TEXTS}, unlabelled


@EVERY
def test_every_field_stands_in_the_form_or_is_known_without_asking(kind):
    spec = form_of(kind.topic)
    placed = [*(field.name for field in spec.asked), *(field.name for field in spec.unasked)]
    assert sorted(placed) == sorted(kind.cls.__struct_fields__)


@EVERY
def test_every_text_of_a_form_stands_in_three_languages(kind):
    spec = form_of(kind.topic)
    missing = {f"section.{section.key}" for section in spec.sections} - set(texts())
    missing |= {each for each in _labels(tuple(spec.asked)) if each}
    assert missing == set()


def _labels(fields):
    for field in fields:
        keys = {f"field.{field.owner}.{field.name}", f"field.{field.name}"}
        yield None if keys & set(texts()) else min(keys, key=len)
        yield from _labels(field.fields)


def test_every_layout_is_for_a_fact_that_exists():
    assert set(layouts()) <= {kind.topic for kind in catalogue()}


def test_every_guide_has_a_heading_and_points():
    named = {layout.guide for layout in layouts().values() if layout.guide}
    assert {name for name in named if f"guide.{name}" not in texts() or f"guide.{name}.1" not in texts()} == set()
