"""Requests made from the API's own description, most of them aimed at matters that exist, and how their answers are judged."""

from __future__ import annotations

import random
import re
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import schemathesis
from api.programs import token
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis.checks import CHECKS, load_all_checks
from town import Town, matter, person

from events.base import Stream, UnknownTopicError, by_topic

load_all_checks()

JUDGED = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_headers_conformance",
    "response_schema_conformance",
)
KNOWN = ("elev", "rektor", "saksbehandler", "laerer", "mor")
IS_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
MATTERS = {
    "sak": Stream.CASE,
    "annen-sak": Stream.CASE,
    "skjerpet": Stream.HEIGHTENED_CASE,
    "inngrep": Stream.PHYSICAL_INTERVENTION,
}


@dataclass
class AnyRequest:
    """Sends what the document allows and what it does not, as a principal's program with every right a token can have."""

    town: Town
    address: str
    examples: int
    answers: Counter[int] = field(default_factory=Counter)
    chance: random.Random = field(default_factory=lambda: random.Random(1))  # noqa: S311 - the same run every time

    def __post_init__(self) -> None:
        self.schema = schemathesis.openapi.from_url(f"{self.address}/api/v1/openapi.json")
        self.headers = {"Authorization": f"Bearer {token(self.town, 'rektor')}"}
        self.checks = [CHECKS.get_one(name) for name in JUDGED]

    def every_operation(self) -> int:
        """Send them all; returns how many calls were made. Raises what schemathesis finds wrong, with the request that shows it."""
        for found in self.schema.get_all_operations():
            operation = found.ok()
            for mode in schemathesis.GenerationMode:
                self._send(operation, mode)
        return self.answers.total()

    def _send(self, operation: Any, mode: schemathesis.GenerationMode) -> None:
        @settings(
            max_examples=max(1, self.examples // 2),
            database=None,
            deadline=None,
            derandomize=True,
            phases=(Phase.explicit, Phase.generate),
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy(generation_mode=mode))
        def one(case: schemathesis.Case) -> None:
            self._aim(case)
            answer = case.call(headers=self.headers, timeout=60)
            self.answers[answer.status_code] += 1
            case.validate_response(answer, checks=self.checks)

        with suppress(Unsatisfiable):  # nothing can be wrong with what takes no parameters
            one()

    def _aim(self, case: schemathesis.Case) -> None:
        """Most requests go to a matter that exists, on the version that it has: what is behind the first refusals is tried too."""
        parameters = case.path_parameters or {}
        if "matter" not in parameters or self.chance.random() < 0.1:
            return
        wanted = matter(self.chance.choice(_matters_for(case.operation.path)))
        parameters["matter"] = str(wanted)
        if case.method == "POST" and self.chance.random() < 0.9:
            case.headers["If-Match"] = f'"{self._version(wanted)}"'
        if isinstance(case.body, dict):
            case.body = self._known(case.body)

    def _known(self, value: Any) -> Any:
        """The same with people of the town in the place of ids that nobody has, most times."""
        if isinstance(value, dict):
            return {name: self._known(item) for name, item in value.items()}
        if isinstance(value, list):
            return [self._known(item) for item in value]
        if isinstance(value, str) and IS_ID.fullmatch(value) and self.chance.random() < 0.9:
            return str(person(self.chance.choice(KNOWN)))
        return value

    def _version(self, wanted: UUID) -> int:
        return len(self.town.events(wanted))


def _matters_for(path: str) -> list[str]:
    """The matters in which the fact that an address names can stand; all of them where it names none."""
    try:
        streams = by_topic(path.rpartition("/")[2]).streams
    except UnknownTopicError:
        streams = tuple(Stream)
    return [name for name, stream in MATTERS.items() if stream in streams] or list(MATTERS)
