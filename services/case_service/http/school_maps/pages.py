"""/skolekart: each school's map, the ones before it, and how a new one is published."""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus
from typing import Final
from uuid import UUID

from flask import Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from events.base import Stream
from events.organisation import SchoolMapPublished
from services.case_service.attachments.kinds import HEIC, KINDS, kind_named
from services.case_service.attachments.preview import preview
from services.case_service.domain.school.commands import PublishSchoolMap
from services.case_service.http.attachments.kept import FILES, files_of_form
from services.case_service.http.languages import t
from services.case_service.http.problems import FormProblem, NotRecorded
from services.case_service.http.recording import Entry, key_of, new_key, record
from services.case_service.http.rights import Right, needs
from services.case_service.http.school_maps.blueprint import school_map_pages
from services.case_service.http.school_maps.kept import SchoolMap, school_maps
from services.case_service.http.school_reach import Place, open_school, reached_schools
from services.case_service.http.web import the_desk
from services.case_service.http.whole_numbers import MOST_VERSIONS, whole_number
from services.case_service.streams import school_stream

PICTURES: Final = tuple(kind for kind in KINDS if kind.is_picture and kind is not HEIC)
"""What every browser shows."""

ACCEPTED: Final = ",".join([*(one.media_type for one in PICTURES), *(f".{one.ending}" for one in PICTURES)])


@school_map_pages.get("/skolekart")
@needs(Right.READ_ROUTINES)
def choose() -> ResponseReturnValue:
    """The choice of school; whoever has one alone comes straight to its map."""
    schools = reached_schools()
    if len(schools) == 1:
        return redirect(url_for("school_maps.show", orgnr=schools[0].orgnr), code=303)
    return render_template("school_maps/choose.html", schools=schools)


@school_map_pages.get("/skolekart/<orgnr>")
@needs(Right.READ_ROUTINES)
def show(orgnr: str) -> str:
    """The map that holds, and those before it."""
    return _shown(open_school(orgnr), (), key=new_key())


@school_map_pages.post("/skolekart/<orgnr>")
@needs(Right.KEEP_ROUTINES)
def publish(orgnr: str) -> ResponseReturnValue:
    """Publish a picture as the school's map."""
    place, key = open_school(orgnr), key_of(request.form)
    place.require_leader()
    stream_id = _stream(place)
    files = files_of_form(stream_id, key)
    pictures = [one.attachment for one in files.kept if kind_named(one.attachment.media_type) in PICTURES]
    if not pictures:
        problems = files.problems or (FormProblem(field=FILES, message=t("school_map.problem.picture")),)
        return _shown(place, problems, key=new_key()), HTTPStatus.UNPROCESSABLE_ENTITY
    entry = Entry(
        stream=Stream.SCHOOL,
        stream_id=stream_id,
        school=place.orgnr,
        command=PublishSchoolMap(fact=SchoolMapPublished(map_version=_version(request.form.get("version", "")))),
        attachments=tuple(pictures[-1:]),
    )
    try:
        record(entry, idempotency_key=key)
    except NotRecorded as refused:
        problems = tuple(FormProblem(field=None, message=one.message) for one in refused.problems)
        return _shown(place, problems, key=new_key()), refused.status
    flash(t("school_map.published"), "success")
    return redirect(url_for("school_maps.show", orgnr=orgnr), code=303)


@school_map_pages.get("/skolekart/<orgnr>/<int:version>/bilde")
@needs(Right.READ_ROUTINES)
def picture(orgnr: str, version: int) -> Response:
    """A version of the map, as a picture that holds nothing but itself."""
    place = open_school(orgnr)
    found = next((one for one in _maps(place) if one.version == version), None)
    content = None if found is None else the_desk().vault.open(found.picture, subject=_stream(place))
    if content is None:
        abort(404)
    return Response(preview(content), mimetype="image/jpeg")


def _shown(place: Place, problems: Sequence[FormProblem], *, key: str) -> str:
    maps, names = _maps(place), the_desk().names
    return render_template(
        "school_maps/show.html",
        place=place,
        maps=[(one, names.staff(one.published_by)) for one in maps],
        version=maps[0].version + 1 if maps else 1,
        problems=[(one.field, one.message) for one in problems],
        wrong={one.field: one.message for one in problems if one.field},
        accepted=ACCEPTED,
        key=key,
    )


def _maps(place: Place) -> tuple[SchoolMap, ...]:
    return school_maps(the_desk().store.facts(_stream(place)))


def _stream(place: Place) -> UUID:
    return school_stream(the_desk().store.tenant, place.orgnr or "")


def _version(written: str) -> int:
    """The number that the form was shown with: a form that is sent twice publishes the same map."""
    return whole_number(written, MOST_VERSIONS) or 1
