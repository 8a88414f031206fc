"""What is masked by rule in a copy: names of other pupils and of their guardians, and where somebody lives."""

from __future__ import annotations

from collections.abc import Iterator

from services.case_service.packages.known import Known
from services.case_service.packages.order import Order
from services.case_service.packages.redaction import Mask, Rules, Why, address_mask
from services.case_service.packages.selection import own_pupil, selected
from services.case_service.rights.family_copy import masking
from texts import text


def rules_of(known: Known, order: Order) -> Rules:
    """The rules of one copy."""
    return Rules(
        shown=selected(known, order),
        masks=tuple(_masks(known, order)),
        confidences=order.receiving.confidences,
        stand_in=text("package.stand_in", order.language),
    )


def _masks(known: Known, order: Order) -> Iterator[tuple[Why, Mask]]:
    names, own = known.desk.names, own_pupil(known, order)
    if not order.names_others:
        others = [one for one in (known.row.pupil, *known.other_pupils) if one is not None and one != own]
        mine = names.pupil(own) if own is not None else ""
        yield Why.ANOTHER_PUPIL, masking(map(names.pupil, others), mine, text("access.another_pupil", order.language))
        guardians = [names.guardian(pupil, one) for pupil, one in known.guardians([own])]
        third = [names.guardian(pupil, one) for pupil, one in known.guardians(others)]
        kept = " ".join((mine, *guardians))
        yield (
            Why.THIRD_PERSON,
            masking([one for one in third if one not in guardians], kept, text("package.third_person", order.language)),
        )
    if known.address_is_secret:
        yield Why.PROTECTED_ADDRESS, address_mask(known.contacts, text("package.stand_in", order.language))
