"""Files from somebody who is not logged in: a picture of what stood on a screen is often all that a child has.

They are inspected as every file is, and lie under the key of the matter that the form begins. Because a form that comes back
keeps them, each time that files are laid down counts against flooding, whether the form is recorded or not.
"""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from flask import request

from services.case_service.http.attachments.kept import FILES, FormFiles, files_of_form
from services.case_service.http.languages import t
from services.case_service.http.problems import FormProblem
from services.case_service.http.reporting.flooding import Limit
from services.case_service.http.reporting.too_many import count, let_in_or_ask_to_wait


def files_without_login(matter: UUID, key: str, limits: Sequence[Limit]) -> FormFiles:
    """The files that the form carries along and brings. Asks to wait when there are too many such forms."""
    if any(one.filename for one in request.files.getlist(FILES)):
        let_in_or_ask_to_wait(limits)
        count(limits)
    return files_of_form(matter, key)


def choose_again(files: FormFiles) -> tuple[FormProblem, ...]:
    """What is said where a form has to begin anew, under another key, in which its files do not open."""
    return (FormProblem(field=FILES, message=t("attachment.problem.choose_again")),) if files.kept else ()
