"""/admin/tekster: the municipality's own words stand on the pages at once, for that municipality alone, and hold what they must."""

from __future__ import annotations

from pathlib import Path

import pytest
from town import Town
from web_server import PAGE, WebServer

from events.base import Stream
from events.lists.municipality import WrittenLanguage
from events.municipality import TextChanged
from services.case_service.streams import municipality_stream
from texts import Language, catalogue
from texts.changeable import changeable, fault_of, gaps, groups

KEY = "tell.lead"
PAGE_OF = f"/admin/tekster/{KEY}"
OWN = "Har du det vondt på skolen i Lyngfjord? <b>Si det</b> her."
SHOWN = "Har du det vondt på skolen i Lyngfjord? &lt;b&gt;Si det&lt;/b&gt; her."


def tell(town: Town, language: str = "nb") -> str:
    return town.server.client().get(f"/si-fra?sprak={language}", headers=PAGE).text


def test_own_words_stand_on_the_page_at_once_as_text_and_in_their_language_alone(town: Town):
    assert catalogue()[KEY].nb in tell(town)

    answer = town.comes("administrator").post(PAGE_OF, {"nb": OWN, "nn": "", "en": ""})

    assert answer.status_code == 303
    assert SHOWN in tell(town)
    assert catalogue()[KEY].nb not in tell(town)
    assert catalogue()[KEY].nn in tell(town, "nn")
    assert "Egne ord" in town.comes("skoleeier").get("/admin/tekster").text


def test_every_process_shows_them(town: Town):
    other = town.server.another()
    assert catalogue()[KEY].nb in other.test_client().get("/si-fra", headers=PAGE).text

    town.comes("administrator").post(PAGE_OF, {"nb": OWN})

    assert SHOWN in other.test_client().get("/si-fra", headers=PAGE).text


def test_another_municipality_shows_its_own(town: Town, tmp_path: Path):
    town.comes("administrator").post(PAGE_OF, {"nb": OWN})
    (tmp_path / "other").mkdir()
    other = WebServer(tmp_path / "other")

    assert SHOWN in tell(town)
    assert catalogue()[KEY].nb in other.client().get("/si-fra", headers=PAGE).text


def test_one_goes_back_to_vardes_own_words(town: Town):
    visitor = town.comes("administrator")
    visitor.post(PAGE_OF, {"nb": OWN, "en": "Not well?"})

    assert visitor.post(PAGE_OF, {"back": "1"}).status_code == 303

    assert catalogue()[KEY].nb in tell(town)
    assert [one.wording for one in town.of("municipality.TextChanged")] == [OWN, "Not well?", None, None]


def test_what_is_not_changed_is_no_change(town: Town):
    visitor = town.comes("administrator")
    own = catalogue()[KEY]

    assert visitor.post(PAGE_OF, {"nb": own.nb, "nn": own.nn, "en": ""}).status_code == 303
    assert town.of("municipality.TextChanged") == []


@pytest.mark.parametrize(
    ("key", "wording"),
    [
        (KEY, "{{7*7}}"),
        (KEY, "Hei {navn}"),
        (KEY, "{"),
        (KEY, "snudd \u202e tekst"),
        (KEY, "nul \x00"),
        (KEY, "x" * 2001),
        ("page.help.lead", "Uten kommunens navn"),
        ("page.help.lead", "{municipality} og {settings}"),
        ("page.help.lead", "{municipality.__class__}"),
        ("page.help.lead", "{municipality!r}"),
        ("page.help.lead", "{municipality:>99999999}"),
        ("page.help.lead", "{0} {municipality}"),
    ],
)
def test_a_wording_that_will_not_do_is_said_at_its_field_and_changes_nothing(town: Town, key: str, wording: str):
    answer = town.comes("administrator").post(f"/admin/tekster/{key}", {"nb": wording})

    assert answer.status_code == 422
    assert 'href="#nb"' in answer.text
    assert town.of("municipality.TextChanged") == []


def test_a_wording_with_its_gap_is_filled_in(town: Town):
    town.comes("administrator").post("/admin/tekster/page.help.lead", {"nb": "Slik bruker {municipality} Varde."})

    assert "Slik bruker Lyngfjord kommune Varde." in town.server.client().get("/hjelp", headers=PAGE).text


@pytest.mark.parametrize("key", ["page.login.title", "tell.rights.text", "tell.help.talk", "finnes.ikke"])
def test_other_texts_are_not_changed(town: Town, key: str):
    visitor = town.comes("administrator")

    assert visitor.get(f"/admin/tekster/{key}").status_code == 404
    assert visitor.post(f"/admin/tekster/{key}", {"nb": "Ring 00000"}).status_code == 404


def test_a_text_that_is_no_longer_changeable_is_vardes_own_whatever_the_log_says(town: Town):
    fact = TextChanged(text_key="tell.rights.text", language=WrittenLanguage.BOKMAL, wording="Du har ingen rettigheter")
    town.happens(Stream.MUNICIPALITY, municipality_stream("lyngfjord"), fact, school=None, by="administrator")

    assert "ingen rettigheter" not in tell(town)


def test_every_changeable_text_is_in_the_catalogue_and_fits_its_own_rules():
    assert len(changeable()) == sum(len(group.keys) for group in groups())
    for key in changeable():
        assert key in catalogue()
        for language in Language:
            words = catalogue()[key].in_(language)
            assert fault_of(key, words) is None, key
            assert gaps(key) == {gap for gap in gaps(key) if f"{{{gap}}}" in words}


@pytest.mark.parametrize("who", ["rektor", "raadgiver", "laerer"])
def test_nobody_else_words_a_text(town: Town, who: str):
    visitor = town.comes(who)

    assert visitor.get("/admin/tekster").status_code == 403
    assert visitor.post(PAGE_OF, {"nb": OWN}).status_code == 403
