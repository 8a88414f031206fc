"""/saker/<id>/brev: which letter, to whom, in which language."""

from __future__ import annotations

from uuid import UUID

import msgspec
from flask import abort, redirect, render_template, request
from flask.typing import ResponseReturnValue

from events.lists.documents import Letter, Recipient
from services.case_service.http.languages import current_language, t
from services.case_service.http.letters.addresses import BY_SLUG, BY_TO, SLUGS, TO, Place
from services.case_service.http.letters.blueprint import letter_pages
from services.case_service.http.letters.opening import letters_she_sends, opened_for_letters
from services.case_service.http.matter import Matter
from services.case_service.http.record.places import MATTER, page_of
from services.case_service.http.rights import Right, needs
from services.case_service.http.web import the_desk, the_web
from services.case_service.letters.recipients import RECIPIENTS
from texts import Language, label
from texts.case_number import case_number


class Offer(msgspec.Struct, frozen=True, kw_only=True):
    """A kind of letter with those it may go to: the value of each choice, and its words."""

    letter: Letter
    title: str
    help: str
    to: tuple[tuple[str, str], ...]


class Begun(msgspec.Struct, frozen=True, kw_only=True):
    """A letter that somebody has begun and not sent."""

    title: str
    url: str
    at: str


@letter_pages.get(f"{MATTER}/brev")
@needs(Right.SIGNED_IN)
def choose(matter: UUID) -> ResponseReturnValue:
    """The letters of the matter; a choice that was made leads on to the letter."""
    opened = opened_for_letters(matter)
    asked = request.args.get("brev", "")
    if asked:
        return redirect(_place(opened, asked).address(opened.row), code=303)
    language = the_web().settings.language
    return render_template(
        "letters/choose.html",
        matter=opened,
        number=case_number(opened.row.stream_id),
        home=page_of(opened.row),
        offers=[_offer(letter) for letter in letters_she_sends(opened)],
        begun=_begun(opened),
        written_in=[(one.value, t(f"letters.language.{one.value}")) for one in Language],
        chosen=language.value,
    )


def _offer(letter: Letter) -> Offer:
    language = current_language()
    to = tuple((f"{SLUGS[letter]}.{TO[one]}", label(one, language)) for one in RECIPIENTS[letter])
    return Offer(letter=letter, title=label(letter, language), help=t(f"letters.kind.{letter.value}.help"), to=to)


def _place(opened: Matter, asked: str) -> Place:
    kind, _, to = asked.partition(".")
    letter, recipient = BY_SLUG.get(kind), BY_TO.get(to)
    language = request.args.get("malform", "")
    if letter is None or recipient is None or letter not in letters_she_sends(opened) or language not in set(Language):
        abort(404)
    return Place(letter=letter, recipient=recipient, language=Language(language))


def _begun(opened: Matter) -> tuple[Begun, ...]:
    places = {
        place.name: place
        for letter in letters_she_sends(opened)
        for recipient in RECIPIENTS[letter]
        for language in Language
        if (place := Place(letter=letter, recipient=recipient, language=language))
    }
    found = the_desk().drafts.drafts_of(opened.person.id, the_web().clock())
    return tuple(
        Begun(
            title=title_of(places[one.place.form]),
            url=f"{places[one.place.form].address(opened.row)}&fortsett=1",
            at=one.saved_at.isoformat(),
        )
        for one in found
        if one.place.matter == opened.row.stream_id and one.place.form in places
    )


def title_of(place: Place) -> str:
    """What a letter is, and to whom."""
    language = current_language()
    return t("letters.title", letter=label(place.letter, language).capitalize(), to=_to(place.recipient))


def _to(recipient: Recipient) -> str:
    return label(recipient, current_language())
