"""What a reader takes home when she freezes a page.

Each figure's question, position, moment and hash, by which anybody who has the log makes it again.

The scope of a reader leaves out the matters that are closed to her. Which they are, and whether there are any, is not for her file:
it carries a salted hash of them under the tenant's key, so that who has the key, and makes the figure again, finds out whether
he left out the same. Without the key one would try out "none", and know.
"""

from __future__ import annotations

import hmac
from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

import msgspec

from services.reporting.frozen.canonical import canonical_json, figure_name
from services.reporting.frozen.figures import UNFREEZABLE
from services.reporting.questions import Asked, LogPosition, Question, Scope

if TYPE_CHECKING:
    from services.reporting.queries import Queries

FORMAT: Final = "varde-frozen-page/2"
"""1 hashed what is left out without a key."""


class Frozen(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One figure of a page: what was asked, and the SHA-256 of its canonical JSON. ``command`` makes it again."""

    figure: str
    question: dict[str, Any]
    schools: tuple[str, ...] | None
    exact: bool
    heightened: bool
    sha256: str
    command: str


class FrozenPage(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A page as it was frozen. ``salt`` and ``without_hmac``: the matters that its reader's figures leave out, unnamed."""

    format: str = FORMAT
    page: str
    tenant: str
    position: int
    moment: datetime
    salt: str
    without_hmac: str
    figures: tuple[Frozen, ...]


def frozen_page(
    queries: Queries, page: str, asked: Sequence[Asked], *, moment: datetime, key: bytes, salt: bytes, tenant: str
) -> FrozenPage:
    """Ask the figures of a page once more, all from one position of the log and at ``moment``, and note what they came to.

    ``key`` is a secret of the tenant, ``salt`` another for each page.
    """
    wanted = [_at(one, moment) for one in asked if type(one.question) not in UNFREEZABLE]
    place = Asked(scope=Scope(tenant=tenant), question=LogPosition())
    position_row, *answers = queries.ask_all([place, *wanted])
    position = int(position_row["position"][0])
    without = {one for each in wanted for one in each.scope.without}
    return FrozenPage(
        page=page,
        tenant=tenant,
        position=position,
        moment=moment,
        salt=salt.hex(),
        without_hmac=without_hash(key, salt, without),
        figures=tuple(
            _frozen(one, position, moment, canonical_json(position, one, answer))
            for one, answer in zip(wanted, answers, strict=True)
        ),
    )


def without_hash(key: bytes, salt: bytes, without: Sequence[UUID] | set[UUID]) -> str:
    """The salted hash under a key of the matters that a scope leaves out, in whatever order."""
    told = FORMAT.encode() + salt + b"".join(sorted(one.bytes for one in without))
    return hmac.digest(key, told, "sha256").hex()


def scope_of(page: FrozenPage, one: Frozen, without: tuple[UUID, ...] = ()) -> Scope:
    """The scope that a frozen figure was asked with."""
    return Scope(tenant=page.tenant, schools=one.schools, exact=one.exact, heightened=one.heightened, without=without)


def _at(asked: Asked, moment: datetime) -> Asked:
    """The question, seen from the moment of freezing where it names none itself: the clock of the asking must be known.

    Protected figures are as they were released, and are asked from no moment at all.
    """
    question: Any = asked.question
    if asked.scope.exact and isinstance(question, Question) and question.at is None:
        return msgspec.structs.replace(asked, question=msgspec.structs.replace(question, at=moment))
    return asked


def _frozen(asked: Asked, position: int, moment: datetime, body: bytes) -> Frozen:
    question = msgspec.to_builtins(asked.question)
    given = {name: value for name, value in question.items() if name != "question"}
    return Frozen(
        figure=figure_name(asked),
        question=given,
        schools=asked.scope.schools,
        exact=asked.scope.exact,
        heightened=asked.scope.heightened,
        sha256=sha256(body).hexdigest(),
        command=command_of(asked, position, moment, given),
    )


def command_of(asked: Asked, position: int, moment: datetime, given: dict[str, Any]) -> str:
    """The command that makes the figure again."""
    seen = moment.isoformat().replace("+00:00", "Z")
    words = ["varde", "figure", figure_name(asked), "--at", str(position), "--seen", seen]
    for school in asked.scope.schools or ():
        words += ["--school", school]
    words += [] if asked.scope.exact else ["--protected"]
    words += ["--heightened"] if asked.scope.heightened else []
    written = msgspec.json.encode(given).decode()
    return " ".join([*words, "--with", _quoted(written)])


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "'\\''") + "'"
