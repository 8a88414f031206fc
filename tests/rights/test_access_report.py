"""The access report: who read what about a pupil, when, in which role and for what; for the family, and for who gives it out."""

from __future__ import annotations

import io

import pytest
from pypdf import PdfReader
from town import Town, matter, person

OWN = f"/foresatt/elev/{person('elev')}/lest"
GIVEN_OUT = f"/saker/{matter('sak')}/tilgang/innsynsrapport"


def printed(town: Town, who: str, path: str) -> str:
    answer = town.comes(who).get(path)
    assert answer.status_code == 200
    assert answer.mimetype == "application/pdf"
    return " ".join("\n".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.data)).pages).split())


@pytest.mark.parametrize("who", ["elev", "mor"])
def test_the_family_sees_who_read_in_which_role_and_for_what_over_all_matters(town: Town, who: str):
    principal = town.comes("rektor")
    assert principal.get(f"/saker/{matter('sak')}").status_code == 200
    page = town.comes(who).get(OWN).text
    for told in ("Navn rektor", "rektor", "saksbehandling", "hele saken"):
        assert told.casefold() in page.casefold()
    assert f'href="{OWN}"' in town.comes(who).get("/foresatt").text


def test_the_same_stands_on_paper(town: Town):
    town.comes("rektor").get(f"/saker/{matter('sak')}")
    assert "Navn rektor" in printed(town, "mor", f"{OWN}.pdf")
    assert "Navn rektor" in printed(town, "rektor", f"{GIVEN_OUT}.pdf")


def test_a_lawful_role_without_a_task_is_seen_by_the_family_a71(town: Town):
    """A71: whoever reads by her role alone stands in the pupil's own report."""
    town.comes("skoleeier").get(f"/saker/{matter('varslet')}")
    page = town.comes("annen-mor").get(f"/foresatt/elev/{person('annen-elev')}/lest").text
    assert "Navn skoleeier" in page


def test_what_the_rest_of_the_family_read_is_theirs_alone(town: Town):
    town.comes("elev").get(f"/foresatt/saker/{matter('sak')}")
    own, mothers, given_out = (town.comes(who).get(path).text for who, path in (("elev", OWN), ("mor", OWN), ("rektor", GIVEN_OUT)))
    assert own.count("<tr>") >= mothers.count("<tr>") == given_out.count("<tr>")


@pytest.mark.parametrize("who", ["annen-mor", "far-uten-ansvar", "annen-elev"])
def test_nobody_else_s_family_has_the_report(town: Town, who: str):
    assert town.comes(who).get(OWN).status_code == 404
    assert town.comes(who).get(f"{OWN}.pdf").status_code == 404


@pytest.mark.parametrize("who", ["laerer", "saksbehandler", "fremmed", "rektor-b", "administrator", "mor"])
def test_only_those_who_watch_over_the_log_give_it_out(town: Town, who: str):
    assert town.comes(who).get(GIVEN_OUT).status_code == 404
    assert town.comes(who).get(f"{GIVEN_OUT}.pdf").status_code == 404


@pytest.mark.parametrize("who", ["rektor", "personvernombud", "revisor", "skoleeier"])
def test_those_who_watch_over_the_log_give_it_out_with_or_without_names(town: Town, who: str):
    town.comes("rektor").get(f"/saker/{matter('sak')}")
    visitor = town.comes(who)
    assert "Navn rektor" in visitor.get(GIVEN_OUT).text
    without = visitor.get(f"{GIVEN_OUT}?uten_navn=1").text.partition("<tbody>")[2]
    assert "Navn rektor" not in without
    assert "en ansatt" in without
    assert GIVEN_OUT in visitor.get(f"/saker/{matter('sak')}/tilgang/logg").text


def test_who_watches_without_reading_gets_no_name_of_the_pupil(town: Town):
    assert "Elev" not in printed(town, "personvernombud", f"{GIVEN_OUT}.pdf").replace("eleven", "")


def test_a_matter_that_the_family_is_not_told_of_has_no_report(town: Town):
    assert town.comes("skoleeier").get(f"/saker/{matter('skjerpet')}/tilgang/innsynsrapport").status_code == 404
