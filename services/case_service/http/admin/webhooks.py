"""/admin/webhooks: other systems that are told that something happened, what was delivered to them, and what nobody took."""

from __future__ import annotations

import hmac
from collections.abc import Collection
from http import HTTPStatus
from typing import Final
from urllib.parse import urlsplit
from uuid import UUID

import msgspec
from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from events import catalogue
from events.base import Stream
from events.municipality import WebhookRegistered, WebhookRemoved
from services.case_service.domain.municipality.commands import RegisterWebhook, RemoveWebhook
from services.case_service.http.admin.blueprint import admin
from services.case_service.http.admin.office import decide, for_municipality
from services.case_service.http.languages import current_language, t
from services.case_service.http.problems import NotRecorded
from services.case_service.http.recording import id_from, key_of, new_key
from services.case_service.http.rights import Right, needs
from services.case_service.http.web import the_desk, the_web
from services.case_service.notices.deliveries import GivenUp, Standing
from services.case_service.streams import municipality_stream
from services.case_service.webhooks.addresses import AddressRefusedError, target
from services.case_service.webhooks.message import written_secret
from services.compliance.explain import moment_text

LONGEST_URL: Final = 500
UNTOLD: Final = frozenset({"access.ContentRead"})


class ShownWebhook(msgspec.Struct, frozen=True, kw_only=True):
    """A receiver, since when, what it hears of, and how it goes. ``missed`` are messages that nobody took."""

    id: UUID
    url: str
    since: str
    topics: tuple[str, ...]
    standing: Standing
    last: str
    missed: tuple[tuple[GivenUp, str, str, str], ...]


@admin.get("/admin/webhooks")
@needs(Right.ADMINISTER)
def webhooks() -> str:
    """The receivers that are registered."""
    return render_template("admin/webhooks.html", hooks=_registered(), key=new_key())


@admin.get("/admin/webhooks/ny")
@needs(Right.ADMINISTER)
def new_webhook() -> str:
    """The form for a new one."""
    return _form(new_key(), "", ())


@admin.post("/admin/webhooks/ny")
@needs(Right.ADMINISTER)
def register_webhook() -> ResponseReturnValue:
    """Register it and show its secret, this once."""
    key, url, topics = key_of(request.form), request.form.get("url", "").strip(), tuple(request.form.getlist("topics"))
    wrong = _fault(url)
    if wrong:
        return _form(key, url, topics, wrong), HTTPStatus.UNPROCESSABLE_ENTITY
    if not set(topics) <= _topics():
        abort(400)
    secret = _secret(key)
    fact = WebhookRegistered(webhook=id_from(key, "webhook"), url=url, topics=tuple(sorted(set(topics))), secret=secret)
    try:
        decide(for_municipality(RegisterWebhook(fact=fact)), key=key)
    except NotRecorded as refused:
        return _form(key, url, topics, refused.problems[0].message), refused.status
    return render_template("admin/webhook_secret.html", url=url, secret=secret)


@admin.post("/admin/webhooks/<uuid:webhook>/fjern")
@needs(Right.ADMINISTER)
def remove_webhook(webhook: UUID) -> ResponseReturnValue:
    """Tell it nothing more. What waits for it is dropped."""
    try:
        decide(for_municipality(RemoveWebhook(fact=WebhookRemoved(webhook=webhook))), key=key_of(request.form))
    except NotRecorded as refused:
        flash(refused.problems[0].message, "danger")
    else:
        the_desk().notices.deliveries.forget(webhook)
        flash(t("admin.webhook.removed"), "success")
    return redirect(url_for("admin.webhooks"), code=303)


@admin.post("/admin/webhooks/<uuid:webhook>/igjen")
@needs(Right.ADMINISTER)
def send_again(webhook: UUID) -> ResponseReturnValue:
    """Try again what the receiver did not take: one message, or all of them."""
    desk, wanted = the_desk(), request.form.get("delivery", "")
    missed = [one for one in desk.notices.given_up() if one.webhook == webhook and wanted in {"", str(one.id)}]
    tried = sum(desk.notices.deliveries.again(one.id, desk.clock()) for one in missed)
    if not tried:
        abort(404)
    flash(t("admin.webhook.again_one") if tried == 1 else t("admin.webhook.again_many", n=tried), "success")
    return redirect(url_for("admin.webhooks"), code=303)


def _registered() -> list[ShownWebhook]:
    desk = the_desk()
    recorded = desk.store.facts(municipality_stream(desk.store.tenant))
    removed = {one.event.webhook for one in recorded if isinstance(one.event, WebhookRemoved)}
    standings, language = desk.notices.deliveries.standings(), current_language()
    missed: dict[UUID, list[GivenUp]] = {}
    for one in desk.notices.given_up():
        missed.setdefault(one.webhook, []).append(one)
    found = []
    for each in recorded:
        fact = each.event
        if isinstance(fact, WebhookRegistered) and fact.webhook not in removed:
            standing = standings.get(fact.webhook, Standing())
            found.append(
                ShownWebhook(
                    id=fact.webhook,
                    url=fact.url,
                    since=moment_text(each.envelope.recorded_at, language),
                    topics=tuple(sorted(t(f"event.{topic}") for topic in fact.topics)),
                    standing=standing,
                    last=moment_text(standing.last_taken_at, language),
                    missed=tuple(_missed(one) for one in missed.get(fact.webhook, [])),
                )
            )
    return found


def _missed(one: GivenUp) -> tuple[GivenUp, str, str, str]:
    """A message, what it told of, when it was given up, and what the receiver answered."""
    (told,) = the_desk().store.facts_after(one.position - 1, 1)
    answer = t("admin.webhook.status", status=one.status) if one.status is not None else t("admin.webhook.no_answer")
    return one, t(f"event.{told.topic}"), moment_text(one.given_up_at, current_language()), answer


def _fault(url: str) -> str:
    """What is wrong with an address; nothing is sent to what only the municipality's own machines reach, unless it was let in."""
    if not url or len(url) > LONGEST_URL or not url.isprintable():
        return t("webhook.fault.not_a_url")
    try:
        inside = (urlsplit(url).hostname or "") in the_web().settings.own_net
        target(url, inside=inside)
    except AddressRefusedError as refused:
        return t(f"webhook.fault.{refused.fault.value}")
    except ValueError:
        return t("webhook.fault.not_a_url")
    return ""


def _secret(key: str) -> str:
    """The secret of a new receiver. It follows from the form's key and the server's own, so a form sent twice shows the same."""
    return written_secret(hmac.digest(the_desk().marking_key, f"webhook secret:{key}".encode(), "sha256"))


def _topics() -> frozenset[str]:
    return frozenset(kind.topic for kind in catalogue()) - UNTOLD


def _form(key: str, url: str, chosen: Collection[str], wrong: str = "") -> str:
    groups: dict[str, list[tuple[str, str]]] = {}
    for kind in catalogue():
        if kind.topic not in UNTOLD:
            stream = next(one for one in Stream if one in kind.streams)
            groups.setdefault(stream.value, []).append((kind.topic, t(f"event.{kind.topic}")))
    return render_template(
        "admin/webhook_new.html",
        key=key,
        url=url,
        chosen=chosen,
        groups=[
            (name, t(f"list.Stream.{name}").capitalize(), sorted(one, key=lambda each: each[1])) for name, one in groups.items()
        ],
        problems=[("url", wrong)] if wrong else [],
        wrong=wrong,
    )
