"""The measure library: what it holds, and that its limits agree with the rules that check them."""

from __future__ import annotations

import pytest

from events.lists.measures import MeasureLevel
from services.compliance.loading import load_rulebooks
from services.compliance.measure_library import UnknownMeasureError, template, templates
from services.compliance.rulebook import Op

UDIR = {
    "warm-and-clear-class-leadership",
    "better-weak-relation",
    "close-follow-up",
    "mobilise-fellow-pupils",
    "support-group",
    "room-for-friendship",
}


def test_udirs_six_measures_are_there():
    assert {found.id for found in templates() if found.source.document.startswith("Udir")} == UDIR


def test_each_of_the_four_plans_has_given_measures():
    documents = {found.source.document for found in templates()}

    assert {word for word in ("Gjøvik", "Øyer", "Bærum", "Ellingsrudåsen") if any(word in name for name in documents)} == {
        "Gjøvik",
        "Øyer",
        "Bærum",
        "Ellingsrudåsen",
    }


def test_there_are_measures_for_the_pupil_the_group_and_the_school():
    assert {found.level for found in templates()} == set(MeasureLevel)


@pytest.mark.parametrize("found", templates(), ids=lambda found: found.id)
def test_every_measure_says_itself_in_three_languages(found):
    texts = [found.title, found.suitable_when, *found.prerequisites, *found.reflection, *([found.caution] if found.caution else [])]

    assert all(text.nb and text.nn and text.en and text.en not in (text.nb, text.nn) for text in texts)
    assert found.arenas
    assert found.targets


def test_mobilising_fellow_pupils_comes_with_a_warning_for_acute_cases():
    assert "acute" in template("mobilise-fellow-pupils").caution.en


def test_a_support_group_needs_consent():
    assert template("support-group").consent_needed


def test_an_unknown_template_is_an_error():
    with pytest.raises(UnknownMeasureError):
        template("no-such-measure")


LIMITS = {
    ("weeks", Op.GE): "weeks_min",
    ("weeks", Op.LE): "weeks_max",
    ("minutes_each_time", Op.GE): "minutes_min",
    ("minutes_each_time", Op.LE): "minutes_max",
    ("times_per_week", Op.GE): "times_per_week_min",
    ("group_size", Op.GE): "min_group_size",
    ("group_size", Op.LE): "max_group_size",
}


def test_the_rules_check_the_limits_that_the_library_states():
    checked = {
        (named.value, limit): condition.value
        for bound in load_rulebooks().bound
        for named in bound.rule.trigger.where
        if named.field == "template"
        for condition in bound.rule.discharge.where
        if (limit := LIMITS.get((condition.field, condition.op))) is not None
    }

    assert len(checked) == 11
    assert checked == {(id_, limit): getattr(template(id_), limit) for id_, limit in checked}
