"""/admin/brevmaler: how the municipality words its letters; what is invented stands where a case would."""

from __future__ import annotations

from collections.abc import Sequence

from flask import flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from msgspec.structs import replace

from events.lists.documents import Letter
from events.lists.municipality import WrittenLanguage
from events.municipality import LetterTemplateAdopted
from services.case_service.domain.municipality.commands import AdoptLetterTemplate
from services.case_service.http.admin.office import acting, decide, for_municipality
from services.case_service.http.languages import current_language, t
from services.case_service.http.letters.blueprint import letter_templates
from services.case_service.http.letters.form import LONGEST_BODY, LONGEST_HEADING
from services.case_service.http.letters.previewing import shown_pdf
from services.case_service.http.letters.template_check import missing_gaps, template_problems
from services.case_service.http.letters.template_place import TemplatePlace, place_of, versions_of_template
from services.case_service.http.problems import FormProblem, NotRecorded
from services.case_service.http.recording import key_of, new_key, seen_version_of
from services.case_service.http.rights import Right, needs
from services.case_service.http.web import the_desk, the_web
from services.case_service.letters.gaps import gaps_of
from services.case_service.letters.invented import invented_letter
from services.case_service.letters.letter import Letter as Paper
from services.case_service.letters.wording import Wording, proposed
from services.case_service.streams import municipality_stream
from texts import Language, label, text


@letter_templates.get("/admin/brevmaler")
@needs(Right.ADMINISTER)
def listed() -> str:
    """Every letter in every language, and whose words it has."""
    acting()
    language = current_language()
    rows = [
        (label(letter, language).capitalize(), [TemplatePlace(letter=letter, language=one) for one in Language])
        for letter in Letter
    ]
    return render_template("letters/templates.html", rows=rows, written_in=list(Language))


@letter_templates.get("/admin/brevmaler/<kind>/<malform>")
@needs(Right.ADMINISTER)
def word(kind: str, malform: str) -> ResponseReturnValue:
    """One letter: its words as they hold now, or as they were in an earlier version."""
    acting()
    place = place_of(kind, malform)
    asked = request.args.get("versjon", "")
    earlier = next((one.wording for one in versions_of_template(place) if str(one.version) == asked), None)
    return _page(place, earlier or place.now, key=new_key(), seen=_version())


@letter_templates.post("/admin/brevmaler/<kind>/<malform>")
@needs(Right.ADMINISTER)
def adopt(kind: str, malform: str) -> ResponseReturnValue:
    """Adopt the words that were posted, go back to Varde's own, or show what they look like now."""
    acting()
    place, wording, key, seen = place_of(kind, malform), _posted(), key_of(request.form), seen_version_of(request.form) or 0
    back = "back" in request.form
    if not back and "adopt" not in request.form:
        return _page(place, wording, key=key, seen=seen)
    problems = () if back else template_problems(place, wording, without="without" in request.form, seen=seen)
    if problems:
        return _page(place, wording, key=key, seen=seen, problems=problems, status=422)
    try:
        _record(place, None if back else wording, key=key, seen=seen)
    except NotRecorded as refused:
        return _page(place, wording, key=new_key(), seen=_version(), problems=refused.problems, status=refused.status)
    flash(t("templates.back.done" if back else "templates.adopted"), "success")
    return redirect(url_for("letter_templates.listed"), code=303)


@letter_templates.post("/admin/brevmaler/<kind>/<malform>/forhandsvis")
@needs(Right.ADMINISTER)
def preview(kind: str, malform: str) -> ResponseReturnValue:
    """The letter as PDF with the words that were posted, about nobody."""
    acting()
    place = place_of(kind, malform)
    return shown_pdf(_paper(place, _posted()), f"{kind}-{malform}")


def _record(place: TemplatePlace, wording: Wording | None, *, key: str, seen: int) -> None:
    """A version number follows from the version that was seen: a form that is sent twice tells the same twice."""
    desk = the_desk()
    known = [one.event for one in desk.store.read(municipality_stream(desk.store.tenant)) if one.version <= seen]
    fact = LetterTemplateAdopted(
        letter=place.letter,
        language=WrittenLanguage(place.language.value),
        template_version=_latest(known, place) + 1,
        heading=None if wording is None else wording.heading.strip(),
        wording=None if wording is None else wording.body.strip(),
    )
    decide(replace(for_municipality(AdoptLetterTemplate(fact=fact)), seen_version=seen), key=key)


def _latest(known: Sequence[object], place: TemplatePlace) -> int:
    found = (
        one.template_version
        for one in known
        if isinstance(one, LetterTemplateAdopted) and one.letter is place.letter and one.language.value == place.language.value
    )
    return max(found, default=0)


def _posted() -> Wording:
    heading, body = (request.form.get(name, "").replace("\r\n", "\n").replace("\0", "") for name in ("heading", "body"))
    return Wording(heading=heading, body=body)


def _version() -> int:
    desk = the_desk()
    return desk.store.version(municipality_stream(desk.store.tenant))


def _paper(place: TemplatePlace, wording: Wording) -> Paper:
    return invented_letter(place.letter, wording, the_web().settings.municipality, place.language)


def _page(
    place: TemplatePlace, wording: Wording, *, key: str, seen: int, problems: Sequence[FormProblem] = (), status: int = 200
) -> ResponseReturnValue:
    page = render_template(
        "letters/template.html",
        place=place,
        title=_title(place),
        wording=wording,
        own=proposed(place.letter, WrittenLanguage(place.language.value)),
        now=place.now,
        paper=_paper(place, wording),
        gaps=[(f"{{{gap}}}", text(f"letter.gap.{gap}", current_language())) for gap in sorted(gaps_of(place.letter))],
        missing=missing_gaps(place, wording),
        versions=versions_of_template(place),
        without="without" in request.form,
        problems=[(one.field, one.message) for one in problems],
        wrong={one.field: one.message for one in reversed(problems) if one.field},
        longest={"heading": LONGEST_HEADING, "body": LONGEST_BODY},
        key=key,
        seen_version=seen,
    )
    return make_response(page, status)


def _title(place: TemplatePlace) -> str:
    letter = label(place.letter, current_language()).capitalize()
    return t("templates.title", letter=letter, written=t(f"letters.language.{place.language.value}"))
