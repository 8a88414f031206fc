"""/admin/tekster: the municipality's own words for some of the texts, in three languages, beside Varde's."""

from __future__ import annotations

from http import HTTPStatus
from typing import Final

import msgspec
from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from events.lists.municipality import WrittenLanguage
from events.municipality import TextChanged
from services.case_service.domain.municipality.commands import ChangeText
from services.case_service.http.admin.blueprint import admin
from services.case_service.http.admin.office import decide, for_municipality
from services.case_service.http.languages import current_language, t
from services.case_service.http.own_texts import own_wordings
from services.case_service.http.problems import NotRecorded
from services.case_service.http.recording import key_of, new_key
from services.case_service.http.rights import Right, needs
from services.case_service.http.web import the_desk
from texts import Language, catalogue
from texts.changeable import LONGEST, changeable, fault_of, gaps, groups

EXCERPT: Final = 90


class ShownWording(msgspec.Struct, frozen=True, kw_only=True):
    """One text in one language: Varde's own words, and those that are in the form."""

    language: Language
    own: str
    written: str
    error: str = ""


@admin.get("/admin/tekster")
@needs(Right.ADMINISTER)
def texts() -> str:
    """All texts that can be worded otherwise, and which are."""
    changed = {key for key, _ in own_wordings(the_desk().store)}
    return render_template(
        "admin/texts.html",
        groups=[(group.name, [(key, _excerpt(key), key in changed) for key in group.keys]) for group in groups()],
    )


@admin.get("/admin/tekster/<key>")
@needs(Right.ADMINISTER)
def one_text(key: str) -> str:
    """One text in three languages."""
    _require(key)
    return _page(key, new_key(), {language: _own(key, language) for language in Language})


@admin.post("/admin/tekster/<key>")
@needs(Right.ADMINISTER)
def change_text(key: str) -> ResponseReturnValue:
    """Word it otherwise, or (an empty field) go back to Varde's own words. It stands on the pages at once."""
    _require(key)
    form_key, form = key_of(request.form), request.form
    if form.get("back"):
        written = dict.fromkeys(Language, "")
    else:
        written = {language: form.get(language.value, "").replace("\r\n", "\n").strip() for language in Language}
    errors = {language: _fault(key, wording) for language, wording in written.items() if wording}
    if any(errors.values()):
        return _page(key, form_key, written, errors), HTTPStatus.UNPROCESSABLE_ENTITY
    facts = [
        TextChanged(text_key=key, language=WrittenLanguage(language.value), wording=wanted)
        for language, wording in written.items()
        if (wanted := _wanted(key, language, wording)) != (_own(key, language) or None)
    ]
    if facts:
        try:
            decide(*(for_municipality(ChangeText(fact=fact)) for fact in facts), key=form_key)
        except NotRecorded as refused:
            return _page(key, form_key, written, {Language.BOKMAL: refused.problems[0].message}), refused.status
    flash(t("admin.texts.back_done" if not any(written.values()) else "admin.texts.done"), "success")
    return redirect(url_for("admin.texts"), code=303)


def _require(key: str) -> None:
    if key not in changeable():
        abort(404)


def _own(key: str, language: Language) -> str:
    return own_wordings(the_desk().store).get((key, language.value), "")


def _wanted(key: str, language: Language, wording: str) -> str | None:
    """The words to keep; None when they are Varde's own, or none."""
    return wording if wording and wording != catalogue()[key].in_(language) else None


def _fault(key: str, wording: str) -> str:
    fault = fault_of(key, wording)
    if fault is None:
        return ""
    return t(f"admin.texts.fault.{fault.value}", most=LONGEST, gaps=", ".join(f"{{{gap}}}" for gap in sorted(gaps(key))))


def _excerpt(key: str) -> str:
    words = own_wordings(the_desk().store).get((key, current_language().value)) or catalogue()[key].in_(current_language())
    return words if len(words) <= EXCERPT else words[:EXCERPT].rsplit(" ", 1)[0] + " …"


def _page(key: str, form_key: str, written: dict[Language, str], errors: dict[Language, str] | None = None) -> str:
    wrong = errors or {}
    return render_template(
        "admin/text.html",
        text_key=key,
        group=next(group.name for group in groups() if key in group.keys),
        wordings=[
            ShownWording(language=one, own=catalogue()[key].in_(one), written=written[one], error=wrong.get(one, ""))
            for one in Language
        ],
        gaps=sorted(gaps(key)),
        most=LONGEST,
        changed=any(_own(key, language) for language in Language),
        problems=[(one.value, message) for one, message in wrong.items() if message],
        key=form_key,
    )
