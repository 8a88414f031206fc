"""/admin/foresatte: who is registered to act for a pupil, who of them is verified, and who is shut out by hand."""

from __future__ import annotations

from enum import StrEnum
from typing import Final
from urllib.parse import urlencode
from uuid import UUID

import msgspec
from flask import render_template, request, url_for

from events.lists.access import BlockKind
from services.case_service.domain import fold
from services.case_service.domain.access import RULES as ACCESS
from services.case_service.domain.access.state import Ledger, blocks_of
from services.case_service.domain.pupil import RULES as PUPIL
from services.case_service.http.admin.office import acting
from services.case_service.http.admin.people import school_choices
from services.case_service.http.languages import t
from services.case_service.http.rights import Right, needs
from services.case_service.http.roster.blueprint import roster
from services.case_service.http.web import the_desk
from services.case_service.http.whole_numbers import page_number
from services.case_service.looking_up import is_called
from services.case_service.read_model import GuardianRow, PupilRow
from services.case_service.streams import access_stream

ON_A_PAGE: Final = 50


class Standing(StrEnum):
    """Where an adult stands."""

    WAITING = "waiting"
    VERIFIED = "verified"
    BLOCKED = "blocked"
    ENDED = "ended"


SLUGS: Final = {
    Standing.WAITING: "venter",
    Standing.VERIFIED: "bekreftet",
    Standing.BLOCKED: "sperret",
    Standing.ENDED: "avsluttet",
}
COLOURS: Final = {
    Standing.WAITING: "warning",
    Standing.VERIFIED: "success",
    Standing.BLOCKED: "danger",
    Standing.ENDED: "neutral",
}


class Tie(msgspec.Struct, frozen=True, kw_only=True):
    """An adult and a pupil: what the list shows. Blocked or ended outranks whether it was verified."""

    pupil: PupilRow
    row: GuardianRow
    child: str
    adult: str
    standing: Standing
    blocks: frozenset[BlockKind]

    @property
    def colour(self) -> str:
        """Of the mark that tells the standing."""
        return COLOURS[self.standing]


@roster.get("/admin/foresatte")
@needs(Right.ADMINISTER)
def listed() -> str:
    """The guardians of a school's pupils, those who wait to be verified first."""
    acting()
    places = school_choices()
    school = next((one.value for one in places if one.value == request.args.get("skole")), places[0].value if places else "")
    asked = next((one for one, slug in SLUGS.items() if slug == request.args.get("vis")), None)
    words = request.args.get("sok", "").strip()[:100]
    found = ended_at(school) if asked is Standing.ENDED else ties_at(school)
    ties = [tie for tie in found if asked in {None, tie.standing} and _fits(tie, words)]
    ties.sort(key=lambda one: (list(Standing).index(one.standing), one.child.casefold(), one.adult.casefold()))
    page = page_number()
    first = (page - 1) * ON_A_PAGE

    def address(number: int) -> str:
        named = {"skole": school, "vis": SLUGS.get(asked, "") if asked else "", "sok": words, "side": str(number)}
        return f"{url_for('roster.listed')}?{urlencode({key: value for key, value in named.items() if value})}"

    return render_template(
        "roster/guardians.html",
        rows=ties[first : first + ON_A_PAGE],
        total=len(ties),
        places=[(one.value, one.text) for one in places],
        school=school,
        kinds=[(slug, t(f"roster.standing.{standing.value}")) for standing, slug in SLUGS.items()],
        which=SLUGS[asked] if asked else "",
        words=words,
        previous=address(page - 1) if page > 1 and first <= len(ties) else "",
        following=address(page + 1) if first + ON_A_PAGE < len(ties) else "",
    )


def ties_at(school: str) -> list[Tie]:
    """Every adult who is registered to act for a pupil of a school today."""
    pupils = the_desk().read_model.pupils_at(school)
    return [tie_of(pupil, row) for pupil in pupils for row in pupil.guardians]


def ended_at(school: str) -> list[Tie]:
    """Every adult who has acted for a pupil of a school, and does no longer."""
    return [tie for pupil in the_desk().read_model.pupils_at(school) for tie in ended_of(pupil)]


def ended_of(pupil: PupilRow) -> list[Tie]:
    """The adults who have acted for a pupil and do no longer."""
    known = fold(PUPIL, (one.event for one in the_desk().store.facts(pupil.pupil)))
    acting_now = {row.guardian for row in pupil.guardians}
    rows = (
        GuardianRow(guardian=guardian, kind=adult.kind, verified=False)
        for guardian, adult in known.guardians.items()
        if guardian not in acting_now
    )
    return [tie_of(pupil, row, ended=True) for row in rows]


def tie_of(pupil: PupilRow, row: GuardianRow, *, ended: bool = False) -> Tie:
    """An adult and a pupil, with names and standing."""
    desk = the_desk()
    blocks = blocks_against(row.guardian, pupil.pupil)
    standing = Standing.VERIFIED if row.verified else Standing.WAITING
    standing = Standing.BLOCKED if blocks else Standing.ENDED if ended else standing
    return Tie(
        pupil=pupil,
        row=row,
        child=desk.names.pupil(pupil.pupil) or t("admin.unknown_name"),
        adult=desk.names.guardian(pupil.pupil, row.guardian) or t("admin.unknown_name"),
        standing=standing,
        blocks=blocks,
    )


def blocks_against(guardian: UUID, pupil: UUID) -> frozenset[BlockKind]:
    """In which ways somebody is shut out from a child by hand."""
    ledger: Ledger = fold(ACCESS, (one.event for one in the_desk().store.facts(access_stream(pupil))))
    return blocks_of(ledger, guardian, pupil)


def _fits(tie: Tie, words: str) -> bool:
    return is_called(f"{tie.child} {tie.adult}", words)
