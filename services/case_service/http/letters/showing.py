"""The page of one letter: its fields, what is still to be filled in, and beside them what the letter looks like."""

from __future__ import annotations

from collections.abc import Sequence

from flask import make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from events.lists.documents import Delivery, Letter, Recipient
from events.lists.investigation import Method
from services.case_service.drafts import Draft
from services.case_service.http.languages import current_language, t
from services.case_service.http.letters.addresses import choose_address
from services.case_service.http.letters.checking import names_in
from services.case_service.http.letters.choosing import title_of
from services.case_service.http.letters.draft_of import LetterDraft
from services.case_service.http.letters.form import LONGEST_BODY, LONGEST_HEADING, WITH_MEETING
from services.case_service.http.letters.paper import letter_on_paper
from services.case_service.http.problems import Changed, FormProblem
from services.case_service.http.record.kept_here import browsers_key
from services.case_service.http.record.places import page_of
from services.case_service.letters.recipients import FAMILY
from texts import label
from texts.case_number import case_number

BY_HAND = frozenset({Delivery.DIGITAL_MAIL, Delivery.HANDED_OVER, Delivery.POST, Delivery.READ_ALOUD, Delivery.OTHER})


def letter_page(
    draft: LetterDraft,
    *,
    problems: Sequence[FormProblem] = (),
    changed: Changed | None = None,
    waiting: Draft | None = None,
    status: int = 200,
) -> ResponseReturnValue:
    """The page, with every word that was written, what is wrong, and what others recorded meanwhile."""
    matter, place = draft.matter, draft.place
    language = current_language()
    page = render_template(
        "letters/write.html",
        matter=matter,
        number=case_number(matter.row.stream_id),
        title=title_of(place),
        place=place,
        form=draft.form,
        key=draft.key,
        seen_version=changed.actual if changed is not None else draft.seen,
        changed=changed,
        draft=waiting,
        open=draft.open,
        names=names_in(draft),
        problems=[(one.field, one.message) for one in problems],
        wrong={one.field: one.message for one in reversed(problems) if one.field},
        paper=letter_on_paper(draft, is_draft=True),
        meeting=place.letter in WITH_MEETING,
        methods=[(one.value, label(one, language)) for one in Method] if place.letter is Letter.RECEIPT else [],
        deliveries=[(one.value, label(one, language)) for one in deliveries(place.recipient)],
        longest={"heading": LONGEST_HEADING, "body": LONGEST_BODY},
        home=page_of(matter.row),
        choose_url=choose_address(matter.row),
        action=place.address(matter.row),
        pdf_url=place.address(matter.row, "letters.preview"),
        draft_url=place.address(matter.row, "letters.save_draft"),
        drop_url=place.address(matter.row, "letters.drop_draft"),
        going_on=f"{request.path}?{request.query_string.decode()}&fortsett=1",
        browsers_key=browsers_key(),
        version_url=url_for("record.version", matter=matter.row.stream_id),
        send=t("letters.send_anyway") if changed is not None else t("letters.send"),
    )
    return make_response(page, status)


def deliveries(recipient: Recipient) -> tuple[Delivery, ...]:
    """How a letter can be sent. Only the family reads letters in Varde itself."""
    return tuple(one for one in Delivery if recipient in FAMILY or one in BY_HAND)
