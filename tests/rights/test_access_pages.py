"""The pages about access: who can open a matter, giving and ending it, an emergency, and who has read."""

from __future__ import annotations

from town import Town, matter

SAK = matter("sak")


def test_a_principal_sees_who_can_open_the_case_and_why(town: Town):
    page = town.comes("rektor").get(f"/saker/{SAK}/tilgang")

    assert page.status_code == 200
    assert "Navn saksbehandler" in page.text
    assert "har ansvaret for saken" in page.text
    assert "Navn fremmed</th>" not in page.text
