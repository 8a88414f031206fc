"""Who gets a copy of a matter, on what basis, and how much of it: one line each.

The request says the basis. Whoever hands over may say the provision more exactly; nobody can widen what a line lets out.
"""

from __future__ import annotations

from typing import Final

import msgspec

from events.lists.access import DisclosureBasis
from events.lists.documents import Recipient
from events.lists.people import Role
from services.case_service.rights import Share

B: Final = DisclosureBasis
R: Final = Recipient


class Receiving(msgspec.Struct, frozen=True, kw_only=True):
    """One way of getting a copy.

    ``share``: the whole matter, the family's part, or (ASSIGNED) what is about another pupil of the matter. ``provision`` is
    what is proposed as legal basis. ``named``: whether other pupils may be named; ``named_first``: whether they are unless
    somebody chooses otherwise. ``confidences``: whether what the pupil told in confidence goes along. ``role`` is who of
    the family (this pupil's, or the other's) reads it.
    """

    basis: DisclosureBasis
    recipient: Recipient
    share: Share
    provision: str
    named: bool = False
    named_first: bool = False
    confidences: bool = False
    role: Role | None = None

    @property
    def key(self) -> str:
        """How a form calls it."""
        who = f"{self.recipient.value}-{self.role.value}" if self.role is not None else self.recipient.value
        return f"{self.basis.value}-{who}"

    @property
    def whole(self) -> bool:
        """Whether the whole matter goes, with its duties and the school's account."""
        return self.share is Share.WHOLE


RECEIVINGS: Final = (
    Receiving(
        basis=B.STATSFORVALTER,
        recipient=R.STATSFORVALTER,
        share=Share.WHOLE,
        provision="opplæringslova § 12-6 tredje ledd",
        named=True,
        named_first=True,
        confidences=True,
    ),
    Receiving(
        basis=B.PARTY_ACCESS,
        recipient=R.GUARDIANS,
        share=Share.FAMILY,
        provision="forvaltningslova §§ 18-19",
        role=Role.GUARDIAN,
    ),
    Receiving(
        basis=B.PARTY_ACCESS,
        recipient=R.PUPIL,
        share=Share.FAMILY,
        provision="forvaltningslova §§ 18-19",
        confidences=True,
        role=Role.PUPIL,
    ),
    Receiving(
        basis=B.PARTY_ACCESS, recipient=R.OTHER, share=Share.ASSIGNED, provision="forvaltningslova §§ 18-19", role=Role.PUPIL
    ),
    Receiving(
        basis=B.PARTY_ACCESS, recipient=R.OTHER, share=Share.ASSIGNED, provision="forvaltningslova §§ 18-19", role=Role.GUARDIAN
    ),
    Receiving(
        basis=B.DATA_SUBJECT,
        recipient=R.GUARDIANS,
        share=Share.FAMILY,
        provision="personvernforordningen artikkel 15",
        role=Role.GUARDIAN,
    ),
    Receiving(
        basis=B.DATA_SUBJECT,
        recipient=R.PUPIL,
        share=Share.FAMILY,
        provision="personvernforordningen artikkel 15",
        confidences=True,
        role=Role.PUPIL,
    ),
    Receiving(
        basis=B.DATA_SUBJECT,
        recipient=R.OTHER,
        share=Share.ASSIGNED,
        provision="personvernforordningen artikkel 15",
        role=Role.PUPIL,
    ),
    Receiving(
        basis=B.DATA_SUBJECT,
        recipient=R.OTHER,
        share=Share.ASSIGNED,
        provision="personvernforordningen artikkel 15",
        role=Role.GUARDIAN,
    ),
    Receiving(
        basis=B.POLICE,
        recipient=R.OTHER_AUTHORITY,
        share=Share.WHOLE,
        provision="straffeprosessloven § 210",
        named=True,
        confidences=True,
    ),
    Receiving(
        basis=B.COURT,
        recipient=R.OTHER_AUTHORITY,
        share=Share.WHOLE,
        provision="tvisteloven § 22-3",
        named=True,
        confidences=True,
    ),
)
"""Nobody is here for public access (offentleglova § 13): a matter is secret, and such a request is refused with a reason."""


def receivings_of(basis: DisclosureBasis) -> tuple[Receiving, ...]:
    """The ways of answering a request on this basis, the usual one first; none where nothing can be handed over."""
    return tuple(one for one in RECEIVINGS if one.basis is basis)
