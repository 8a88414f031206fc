"""/admin/foresatte: a guardian sees her child's matters when a school owner has verified it by hand, and never against a block."""

from __future__ import annotations

from datetime import timedelta
from html import unescape
from uuid import UUID

import pytest
from bundles import small
from imported import imports, planned, ref
from town import A, Town, Visitor, person

from events.base import Stream
from events.lists.access import BlockKind
from events.lists.people import GuardianKind
from events.pupil import GuardianRegistered
from services.case_service.rights import Kind

VERIFIED = {"kind": "parental_responsibility", "occurred_on": "2027-03-02"}


def page_of(town: Town, child: str, adult: str) -> str:
    return f"/admin/foresatte/{ref(town, child)}/{ref(town, adult)}"


def children(town: Town, guardian: UUID) -> set[UUID]:
    """The children that a guardian who has logged in acts for."""
    if town.server.accounts.of_person(guardian) is None:
        town.server.accounts.add(login=f"g{guardian.hex[:8]}", name="Foresatt", person=guardian, kind=Kind.GUARDIAN)
    account = town.server.accounts.of_person(guardian)
    assert account is not None
    shown = town.comes(account.login).get("/foresatt").text
    return {ref(town, child) for child in ("p1", "p2", "p3") if town.server.desk.names.pupil(ref(town, child)) in unescape(shown)}


def posts(visitor: Visitor, page: str, act: str, form: dict[str, str]) -> int:
    return visitor.post(f"{page}/{act}", form, page=page).status_code


def test_the_list_shows_those_who_wait_first_and_is_searched_and_narrowed(town: Town):
    imports(town, small())
    visitor = town.comes("administrator")

    page = unescape(visitor.get(f"/admin/foresatte?skole={A}").text)
    assert page.index("Ravna Sæterdal") < page.index("Navn mor")
    assert "Ravna" not in visitor.get(f"/admin/foresatte?skole={A}&vis=bekreftet").text
    assert "Even" not in visitor.get(f"/admin/foresatte?skole={A}&sok=ravna").text
    assert visitor.get("/admin/foresatte?skole=000&vis=x&side=0&sok=%00").status_code == 200


def test_a_guardian_of_the_register_sees_nothing_before_a_school_owner_has_verified_it(town: Town):
    imports(town, small())
    guardian, page = ref(town, "g1"), page_of(town, "p1", "g1")
    assert children(town, guardian) == set()

    assert posts(town.comes("skoleeier"), page, "bekreft", VERIFIED) == 303

    assert children(town, guardian) == {ref(town, "p1")}
    last = town.events(ref(town, "p1"))[-1]
    assert isinstance(last.event, GuardianRegistered)
    assert (last.event.kind, last.event.verified) == (GuardianKind.PARENTAL_RESPONSIBILITY, True)
    assert (last.envelope.actor.ref, last.envelope.occurred_at.date().isoformat()) == (person("skoleeier"), "2027-03-02")
    shown = unescape(town.comes("administrator").get(page).text)
    assert "Bekreftet 2.3.2027 av Navn skoleeier." in shown


def test_an_administrator_lets_nobody_in_but_shuts_out_and_ends_at_once(town: Town):
    imports(town, small())
    page, visitor = page_of(town, "p1", "g1"), town.comes("administrator")

    assert posts(visitor, page, "bekreft", VERIFIED) == 403
    assert posts(visitor, page, "sperr", {"block": "no_contact"}) == 303
    assert posts(visitor, page, "opphev", {"lifted": "no_contact", "lift_reason": "Ja"}) == 403
    assert posts(visitor, page, "avslutt", {"on": "2027-03-02"}) == 303
    assert [one.guardian for one in town.server.desk.read_model.guardians_of(ref(town, "p1"))] == [ref(town, "g2")]


def test_a_tie_that_ended_is_found_and_taken_up_by_a_school_owner_alone(town: Town):
    imports(town, small())
    guardian, page, owner = ref(town, "g1"), page_of(town, "p1", "g1"), town.comes("skoleeier")
    posts(owner, page, "avslutt", {"on": "2027-03-02"})
    assert ">Ravna Sæterdal</a>" not in owner.get(f"/admin/foresatte?skole={A}").text
    assert ">Ravna Sæterdal</a>" in owner.get(f"/admin/foresatte?skole={A}&vis=avsluttet").text

    assert posts(town.comes("administrator"), page, "bekreft", VERIFIED) == 403
    assert posts(owner, page, "avslutt", {"on": "2027-03-03"}) == 422
    assert posts(owner, page, "bekreft", VERIFIED) == 303
    assert children(town, guardian) == {ref(town, "p1")}


def test_nobody_verifies_herself(town: Town):
    own = GuardianRegistered(
        guardian=person("skoleeier"), kind=GuardianKind.PARENTAL_RESPONSIBILITY, verified=False, name="Navn skoleeier"
    )
    town.happens(Stream.PUPIL, person("elev"), own)

    page = f"/admin/foresatte/{person('elev')}/{person('skoleeier')}"
    assert posts(town.comes("skoleeier"), page, "bekreft", VERIFIED) == 403


@pytest.mark.parametrize("kind", BlockKind)
def test_a06_a_block_by_hand_stands_when_the_register_still_has_the_guardian(town: Town, kind: BlockKind):
    imports(town, small())
    guardian, page, owner = ref(town, "g1"), page_of(town, "p1", "g1"), town.comes("skoleeier")
    assert posts(owner, page, "bekreft", VERIFIED) == 303
    assert children(town, guardian) == {ref(town, "p1")}

    assert posts(owner, page, "sperr", {"block": kind.value, "block_reason": "Vedtak"}) == 303
    assert children(town, guardian) == set()

    # The Vigilo case: the tie goes from the register, comes back, and is imported again and again.
    for bundle in (
        small(),
        small().change("users", "p1", agentSourcedIds="g2"),
        small(),
        small().change("users", "p1", grades="5"),
    ):
        town.server.clock.go(timedelta(days=1))
        imports(town, bundle)
        assert children(town, guardian) == set()


def test_a06_a_block_stands_until_a_school_owner_lifts_it_with_a_reason(town: Town):
    imports(town, small())
    guardian, page, owner = ref(town, "g1"), page_of(town, "p1", "g1"), town.comes("skoleeier")
    posts(owner, page, "bekreft", VERIFIED)
    posts(owner, page, "sperr", {"block": "secret_address"})
    imports(town, small())

    assert posts(owner, page, "opphev", {"lifted": "secret_address", "lift_reason": " "}) == 422
    assert posts(owner, page, "opphev", {"lifted": "no_contact", "lift_reason": "Avklart"}) == 422
    assert children(town, guardian) == set()
    assert posts(owner, page, "opphev", {"lifted": "secret_address", "lift_reason": "Avklart"}) == 303
    assert children(town, guardian) == {ref(town, "p1")}


def test_a06_what_was_verified_stays_verified_at_the_next_import_and_ends_with_the_register(town: Town):
    imports(town, small())
    guardian = ref(town, "g1")
    posts(town.comes("skoleeier"), page_of(town, "p1", "g1"), "bekreft", VERIFIED)

    assert planned(town, small()).steps == ()
    assert children(town, guardian) == {ref(town, "p1")}

    imports(town, small().change("users", "p1", agentSourcedIds="g2"))
    assert children(town, guardian) == set()


@pytest.mark.parametrize(
    ("act", "form", "field"),
    [
        ("bekreft", {"occurred_on": "2027-03-02"}, "kind"),
        ("bekreft", {"kind": "friendship", "occurred_on": "2027-03-02"}, "kind"),
        ("bekreft", {"kind": "parental_responsibility", "occurred_on": ""}, "occurred_on"),
        ("bekreft", {"kind": "parental_responsibility", "occurred_on": "i går"}, "occurred_on"),
        ("bekreft", {"kind": "parental_responsibility", "occurred_on": "2031-01-01"}, "occurred_on"),
        ("sperr", {"block": ""}, "block"),
        ("sperr", {"block": "no_contact", "block_reason": "x" * 2001}, "block_reason"),
        ("avslutt", {"on": ""}, "on"),
        ("avslutt", {"on": "31.02.2027"}, "on"),
    ],
)
def test_what_is_wrong_is_said_at_the_field(town: Town, act: str, form: dict[str, str], field: str):
    imports(town, small())
    before, page = len(town.log()), page_of(town, "p1", "g1")

    answer = town.comes("skoleeier").post(f"{page}/{act}", form, page=page)

    assert answer.status_code == 422
    assert f'href="#{field}"' in answer.text
    assert len(town.log()) == before


def test_what_is_not_there_is_not_found(town: Town):
    imports(town, small())
    visitor = town.comes("skoleeier")

    assert visitor.get(f"/admin/foresatte/{ref(town, 'p2')}/{ref(town, 'g1')}").status_code == 404
    assert posts(visitor, page_of(town, "p1", "g1"), "slett", {}) == 404
