"""/admin/webhooks: a receiver is registered where messages may go, its secret is shown once, and what was missed is sent again."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from town import Town

from services.case_service.notices.deliveries import Delivery
from services.case_service.webhooks.message import signature

NEW = "/admin/webhooks/ny"
SECRET = re.compile(r"whsec_[\w+/=]{44}")
OPEN = "https://8.8.8.8/varde"


def registered(town: Town, **form: str) -> UUID:
    assert town.comes("administrator").post(NEW, {"url": OPEN, **form}).status_code == 200
    webhook: UUID = town.of("municipality.WebhookRegistered")[-1].webhook
    return webhook


def test_a_receiver_is_registered_and_its_secret_shown_this_once(town: Town):
    visitor = town.comes("administrator")

    answer = visitor.post(NEW, {"url": OPEN, "topics": "case.CaseClosed"})

    secret = SECRET.search(answer.text)
    assert secret is not None
    assert signature(secret.group(), uuid4(), town.server.clock.now, b"{}")
    (fact,) = town.of("municipality.WebhookRegistered")
    assert (fact.url, fact.topics) == (OPEN, ("case.CaseClosed",))
    listed = visitor.get("/admin/webhooks").text
    assert OPEN in listed
    assert "whsec_" not in listed


def test_a_form_sent_twice_is_one_receiver_with_one_secret(town: Town):
    visitor, form = town.comes("skoleeier"), {"url": OPEN, "idempotency_key": "0b3c7c1e-9a41-4c07-9a49-3b0a6f2f1a11"}

    first, second = (SECRET.search(visitor.post(NEW, form).text) for _ in range(2))

    assert first is not None
    assert second is not None
    assert first.group() == second.group()
    assert len(town.of("municipality.WebhookRegistered")) == 1


@pytest.mark.parametrize(
    "url",
    [
        "",
        "varde",
        "http://8.8.8.8/varde",
        "https://127.0.0.1/",
        "https://[::1]/",
        "https://169.254.169.254/latest/meta-data",
        "https://10.0.0.8/",
        "https://[::ffff:10.0.0.8]/",
        "https://2130706433/",
        "https://localhost/",
        "https://user:pass@8.8.8.8/",
        "https://finnes-ikke.invalid/",
        "https://8.8.8.8:99999/",
        "file:///etc/passwd",
        "https://8.8.8.8/\u202e",
        "https://8.8.8.8/" + "x" * 500,
    ],
)
def test_an_address_that_nothing_may_be_sent_to_is_said_at_the_field(town: Town, url: str):
    answer = town.comes("administrator").post(NEW, {"url": url})

    assert answer.status_code == 422
    assert 'href="#url"' in answer.text
    assert town.of("municipality.WebhookRegistered") == []


def test_an_unknown_kind_of_event_is_refused(town: Town):
    assert town.comes("administrator").post(NEW, {"url": OPEN, "topics": "os:system"}).status_code == 400
    assert town.comes("administrator").post(NEW, {"url": OPEN, "topics": "access.ContentRead"}).status_code == 400


def test_a_receiver_that_is_removed_is_gone_with_what_waits_for_it(town: Town):
    webhook, deliveries, now = registered(town), town.server.desk.notices.deliveries, town.server.clock.now
    deliveries.queue([Delivery(id=uuid4(), webhook=webhook, position=1)], now)

    assert town.comes("administrator").post(f"/admin/webhooks/{webhook}/fjern", {}).status_code == 303

    assert deliveries.waiting(now) == ()
    assert OPEN not in town.comes("administrator").get("/admin/webhooks").text


def test_what_nobody_took_is_shown_and_sent_again(town: Town):
    webhook, deliveries, now = registered(town), town.server.desk.notices.deliveries, town.server.clock.now
    missed = [Delivery(id=uuid4(), webhook=webhook, position=position) for position in (1, 2, 3)]
    deliveries.queue(missed, now - timedelta(days=2))
    for one in missed:
        deliveries.failed(one, now, None, status=503, fault=None)
    visitor = town.comes("administrator")
    assert "svarte 503" in visitor.get("/admin/webhooks").text

    assert visitor.post(f"/admin/webhooks/{webhook}/igjen", {"delivery": str(missed[0].id)}).status_code == 303
    assert [one.id for one in deliveries.waiting(now)] == [missed[0].id]
    assert visitor.post(f"/admin/webhooks/{webhook}/igjen", {}).status_code == 303
    assert len(deliveries.waiting(now)) == 3
    assert visitor.post(f"/admin/webhooks/{webhook}/igjen", {}).status_code == 404


@pytest.mark.parametrize("who", ["rektor", "raadgiver", "laerer"])
def test_nobody_else_registers_a_receiver(town: Town, who: str):
    assert town.comes(who).get("/admin/webhooks").status_code == 403
    assert town.comes(who).post(NEW, {"url": OPEN}).status_code == 403
