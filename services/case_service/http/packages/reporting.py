"""Answering a request with the report on the whole matter (saksrapport): one PDF, kept and written down as handed over."""

from __future__ import annotations

from uuid import UUID, uuid5

from flask import abort, flash, redirect, request
from werkzeug.wrappers import Response

from events.disclosure import DisclosureAnswered
from events.lists.access import DisclosureOutcome
from services.case_service.http.languages import t
from services.case_service.http.letters.case_report import report_paper
from services.case_service.http.packages.blueprint import REQUEST, package_pages, packages_address
from services.case_service.http.packages.entries import answer_entries, answered_before
from services.case_service.http.packages.opening import opened_for_packages
from services.case_service.http.recording import NotRecorded, key_of, record
from services.case_service.http.rights import Right, needs
from services.case_service.http.web import the_desk
from services.case_service.letters.recipients import letters_of
from services.case_service.letters.typesetting import pdf
from services.case_service.packages.known import Known
from services.case_service.packages.receiving import receivings_of
from services.case_service.rights import Action, Share


@package_pages.post(f"{REQUEST}/saksrapport")
@needs(Right.SIGNED_IN)
def report(matter: UUID, asked: UUID) -> Response:
    """Make the family's copy of the report.

    Whoever gets the whole matter gets a package, which holds no working notes; and so does a family with an address that is
    kept secret, since the report does not look for addresses.
    """
    opened = opened_for_packages(matter, Action.DISCLOSE)
    found, key = opened.request(asked), key_of(request.form)
    offered = {one.key: one for one in receivings_of(found.basis)}
    receiving = offered.get(request.form.get("receiving", ""))
    if receiving is None or receiving.share is not Share.FAMILY or not letters_of(opened.row.stream):
        abort(404)
    if Known(the_desk(), opened.row).address_is_secret:
        flash(t("packages.problem.secret_address"), "danger")
        return redirect(packages_address(opened.row, "work", asked=asked), code=303)
    if answered_before(opened, key):
        return redirect(packages_address(opened.row), code=303)
    content = pdf(report_paper(opened.matter, opened.matter.family_copy()))
    file = the_desk().vault.keep(content, subject=opened.row.case_id, id_=uuid5(UUID(key), "report"))
    answer = DisclosureAnswered(
        request=asked,
        outcome=DisclosureOutcome.PARTLY,
        redacted=True,
        recipient=receiving.recipient,
        provision=receiving.provision,
        package_sha256=file.sha256,
        log_position=the_desk().store.last_position(),
    )
    try:
        record(*answer_entries(opened, found, answer, file), idempotency_key=key, matter=opened.matter)
    except NotRecorded as refused:
        flash(" ".join(one.message for one in refused.problems), "danger")
    else:
        flash(t("packages.made"), "success")
    return redirect(packages_address(opened.row), code=303)
