"""What the page of a concern shows: the form as it was sent, the pupils found and chosen, and what is wrong."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Self
from uuid import UUID

import msgspec
from flask import render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from events.envelope import Attachment
from events.lists.concern import Arena, Certainty, Concern, Sign
from services.case_service.http.attachments.blueprint import MOST_FILES
from services.case_service.http.attachments.kept import ACCEPTED, FILES, FormFiles, files_of_form, moved
from services.case_service.http.languages import current_language, t
from services.case_service.http.problems import FormProblem, NotRecorded
from services.case_service.http.reporting.choices import options
from services.case_service.http.reporting.concern_report import TOLD_BY
from services.case_service.http.reporting.pupil_search import Found, Hit, chosen, search
from services.case_service.http.reporting.schools import chosen_school, own_schools
from services.case_service.read_model import SchoolRow

SEARCH = "search"
"""The name of the button that looks for a pupil and records nothing."""


class ConcernPage(msgspec.Struct, kw_only=True):
    """One showing of the form."""

    key: str
    form: MultiDict[str, str]
    schools: tuple[SchoolRow, ...]
    school: SchoolRow | None
    chosen: tuple[Hit, ...] = ()
    found: Found | None = None
    files: FormFiles = FormFiles()
    template: str = "reporting/concern.html"

    @classmethod
    def empty(cls, key: str) -> Self:
        """A form in which nothing stands yet."""
        schools = own_schools()
        return cls(key=key, form=MultiDict(), schools=schools, school=chosen_school({}, schools))

    @classmethod
    def sent(cls, key: str) -> Self:
        """The form as it was sent, with what was searched for."""
        page = cls.of(key, request.form)
        page.files = files_of_form(UUID(key), key)
        if page.only_looking and page.school is not None:
            page.found = search(page.school.orgnr, request.form.get("wanted", ""))
        return page

    @classmethod
    def of(cls, key: str, form: MultiDict[str, str]) -> Self:
        """A form in which something stands."""
        schools = own_schools()
        school = chosen_school(form, schools)
        pupils = chosen(school.orgnr, form.getlist("pupil")) if school else ()
        return cls(key=key, form=form, schools=schools, school=school, chosen=pupils)

    @property
    def schools_as_options(self) -> list[tuple[str, str]]:
        """The schools to choose among."""
        return [(one.orgnr, one.name) for one in self.schools]

    @property
    def unchosen(self) -> Found | None:
        """What the search gave, without those who are chosen already."""
        if self.found is None:
            return None
        taken = {hit.id for hit in self.chosen}
        return msgspec.structs.replace(self.found, hits=tuple(hit for hit in self.found.hits if hit.id not in taken))

    @property
    def only_looking(self) -> bool:
        """Whether the button that was pressed only looks for a pupil."""
        return SEARCH in self.form

    def files_for(self, case: UUID) -> tuple[Attachment, ...]:
        """The files that were sent, sealed under the key of the case that the report begins."""
        return moved(self.files, subject=UUID(self.key), to=case, key=self.key)

    def show(self, problems: Sequence[FormProblem] = (), **more: object) -> str:
        """The page, with every word that was written."""
        return render_template(
            self.template,
            page_state=self,
            form=self.form,
            problems=[(problem.field, problem.message) for problem in problems],
            wrong={problem.field: problem.message for problem in problems},
            options=options,
            arenas=options(Arena),
            concerns=options(Concern),
            signs=options(Sign),
            certainties=options(Certainty),
            sources=[(one.value, t(f"report.source.{one.value}")) for one in TOLD_BY],
            language=current_language(),
            kept=self.files.kept,
            files_wrong=next((problem.message for problem in problems if problem.field == FILES), ""),
            accepted=ACCEPTED,
            most=MOST_FILES,
            **more,
        )


def not_recorded(page: ConcernPage, problem: NotRecorded) -> ResponseReturnValue:
    """The page with why nothing was recorded."""
    return page.show(problem.problems), problem.status
