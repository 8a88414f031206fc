"""Which case somebody means by its number, among those that she is not shut out of."""

from __future__ import annotations

from uuid import UUID

from services.case_service.http.case_access import decision_on
from services.case_service.http.languages import t
from services.case_service.http.problems import FormProblem
from services.case_service.http.web import the_desk
from services.case_service.rights import SHUT_OUT, Action
from texts.case_number import is_number_of


def is_shut_out_of(subject: UUID) -> bool:
    """Whether she is suspected in a case, party to it or shut out of it: then nothing of it is shown, and she decides nothing."""
    model = the_desk().read_model
    rows = (model.matter(stream) for stream in (*model.streams_of(subject), subject))
    return any(decision_on(row, Action.SEE_CONTENT).why in SHUT_OUT for row in rows if row is not None)


def case_of_number(written: str) -> UUID | FormProblem:
    """The case with a number as people write it; what is wrong when there is none or more than one."""
    found = [one for one in the_desk().read_model.case_ids() if is_number_of(written, one)]
    seen = [one for one in found if not is_shut_out_of(one)]
    if len(seen) == 1:
        return seen[0]
    return FormProblem(field="number", message=t("disposal.problem.several" if seen else "disposal.problem.number"))
