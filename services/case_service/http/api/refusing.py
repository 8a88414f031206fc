"""How the API says no."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import NoReturn

from flask import Response

from services.case_service.http.languages import t
from services.case_service.http.problem_details import Fault, problem_response
from services.case_service.http.problems import FormProblem, NotRecorded

TIMES = {"occurred_on": "/occurred_at", "known_on": "/known_at"}
"""What the pages call the times that the API calls otherwise."""


class ApiProblem(Exception):  # noqa: N818 - an answer, not a fault of the program
    """A request that is not carried out. ``code`` is part of the text's key and never changes."""

    def __init__(
        self,
        code: str,
        status: int,
        *,
        pointer: str | None = None,
        parameter: str | None = None,
        faults: tuple[Fault, ...] = (),
        version: int | None = None,
        values: Mapping[str, object] | None = None,
    ) -> None:
        super().__init__(code)
        self.code = code
        self.status = HTTPStatus(status)
        self.version = version
        self.detail = t(f"api.problem.{code}", **(values or {}))
        self.faults = faults
        if pointer is not None or parameter is not None:
            self.faults = (Fault(code=code, detail=self.detail, pointer=pointer, parameter=parameter),)


def answer_to(problem: ApiProblem) -> Response:
    """What is answered."""
    return problem_response(
        problem.status,
        title=t("api.problem.title"),
        detail=problem.detail,
        code=problem.code,
        errors=problem.faults,
        version=problem.version,
    )


def refused(refusal: NotRecorded) -> NoReturn:
    """Say why nothing was recorded, as the pages do."""
    if refusal.changed is not None:
        raise ApiProblem("stale_version", refusal.status, version=refusal.changed.actual) from refusal
    faults = tuple(_fault(problem) for problem in refusal.problems)
    code = next((fault.code for fault in faults), "refused")
    raise ApiProblem("refused" if code != "key_reused" else code, refusal.status, faults=faults) from refusal


def _fault(problem: FormProblem) -> Fault:
    name = problem.field
    pointer = None if name is None else TIMES.get(name, f"/fact/{name}")
    return Fault(code=problem.code or "refused", detail=problem.message, pointer=pointer)
