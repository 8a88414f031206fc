"""That a package was sent to Statsforvalteren: a fact in her case, with the package's hash and what it held."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

import msgspec
from flask import abort, flash, redirect, request
from werkzeug.wrappers import Response

from events.enforcement import AccountSent
from services.case_service.domain.enforcement.commands import SendAccount
from services.case_service.http.languages import t
from services.case_service.http.packages.blueprint import PACKAGES, package_pages, packages_address
from services.case_service.http.packages.fetching import content_of, given_of
from services.case_service.http.packages.opening import opened_for_packages
from services.case_service.http.recording import Entry, NotRecorded, key_of, record
from services.case_service.http.rights import Right, needs
from services.case_service.packages.documents import CONTENT_NAME
from services.case_service.rights import Action
from services.integrity.package import unpack

TOPIC: Final = "enforcement.AccountSent"


@package_pages.post(f"{PACKAGES}/svar/<uuid:answer>/sendt")
@needs(Right.SIGNED_IN)
def sent(matter: UUID, answer: UUID) -> Response:
    """Write down that it was sent. What it held is read from the package itself."""
    opened = opened_for_packages(matter, Action.DISCLOSE)
    given = given_of(opened, answer)
    asked = next(one for one in opened.asked if given in one.answers)
    case = None if asked.enforcement is None else opened.beside.get(asked.enforcement)
    if case is None or given.sha256 is None or not case.may_record(TOPIC):
        abort(404)
    held: dict[str, Any] = msgspec.json.decode(unpack(content_of(opened, given))[CONTENT_NAME])
    fact = AccountSent(
        request=asked.request,
        package_sha256=given.sha256,
        case_version=held["versions"].get(str(matter)),
        plan_version=held["plan_version"],
    )
    try:
        record(Entry.of(case, SendAccount(fact=fact)), idempotency_key=key_of(request.form), matter=case)
    except NotRecorded as refused:
        flash(" ".join(one.message for one in refused.problems), "danger")
    else:
        flash(t("packages.sent"), "success")
    return redirect(packages_address(opened.row), code=303)
