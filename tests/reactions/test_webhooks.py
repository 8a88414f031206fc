"""Other systems are told once of each event, signed and without content; who does not answer is tried again, then given up."""

from __future__ import annotations

import json
import secrets
import ssl
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from uuid import uuid4

import pytest
from builders import example

from events import Stream
from events.heightened import HeightenedReportReceived
from events.lists.people import Role, Suspected
from events.municipality import WebhookRegistered, WebhookRemoved
from services.case_service.reactions.calling import Calling
from services.case_service.streams import municipality_stream
from services.case_service.webhooks.delivery import WAITS
from services.case_service.webhooks.message import signature, written_secret


class Receiver:
    """A real server that takes messages, or refuses as long as it is told to."""

    def __init__(self, certificate):
        self.taken, self.status, self.tries = [], 204, 0
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                receiver.tries += 1
                body = self.rfile.read(int(self.headers["Content-Length"]))
                if receiver.status == 204:
                    receiver.taken.append((dict(self.headers), body))
                self.send_response(receiver.status)
                self.end_headers()

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        key, made = certificate
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(made, key)
        self.server.socket = context.wrap_socket(self.server.socket, server_side=True)
        self.url = f"https://localhost:{self.server.server_port}/varde"
        Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def topics(self):
        return [json.loads(body)["type"] for _, body in self.taken]


@pytest.fixture
def receiver(certificate, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[1]))
    made = Receiver(certificate)
    yield made
    made.server.shutdown()
    made.server.server_close()


@pytest.fixture
def calling(town):
    return Calling(town.desk.store, town.book.deliveries, {"localhost"})


def register(town, receiver, topics=(), url=None):
    webhook, secret = uuid4(), written_secret(secrets.token_bytes(32))
    fact = WebhookRegistered(webhook=webhook, url=url or receiver.url, topics=topics, secret=secret)
    town.tell(fact, Stream.MUNICIPALITY, municipality_stream("lyngfjord"), by=Role.SCHOOL_OWNER)
    return webhook, secret


def test_an_event_is_told_once_signed_and_without_content(town, receiver, calling):
    follower = town.follower(senders=(calling,))
    follower.once()
    _, secret = register(town, receiver, ("case.ConcernReceived",))
    case = town.report()

    follower.once()
    town.go(minutes=1)
    follower.once()

    [(headers, body)] = receiver.taken
    assert json.loads(body)["data"]["stream_id"] == str(case)
    assert b"KANARIFUGL" not in body
    assert headers["webhook-signature"] == signature(secret, headers["webhook-id"], town.now - timedelta(minutes=1), body)


def test_reports_about_adults_are_told_to_whoever_asks_for_them_alone(town, receiver, calling):
    follower = town.follower(senders=(calling,))
    follower.once()
    register(town, receiver)
    report = example(HeightenedReportReceived, suspected=Suspected.EMPLOYEE, suspected_person=uuid4())

    town.tell(report, Stream.HEIGHTENED_CASE, uuid4())
    town.report()
    follower.once()
    assert "case.ConcernReceived" in receiver.topics
    assert "heightened.HeightenedReportReceived" not in receiver.topics

    register(town, receiver, ("heightened.HeightenedReportReceived",))
    town.tell(report, Stream.HEIGHTENED_CASE, uuid4())
    town.go(minutes=1)
    follower.once()
    assert receiver.topics.count("heightened.HeightenedReportReceived") == 1


def test_what_is_queued_twice_is_sent_once(town, receiver, calling):
    follower = town.follower(senders=(calling,))
    follower.once()
    position = town.book.handled("position")
    register(town, receiver, ("case.ConcernReceived",))
    town.report()
    follower.once()

    town.book.handle("position", position)
    town.follower(senders=(Calling(town.desk.store, town.book.deliveries, {"localhost"}),)).once()

    assert receiver.topics == ["case.ConcernReceived"]


def test_what_was_recorded_before_it_was_registered_is_not_told(town, receiver, calling):
    town.follower(senders=(calling,)).once()
    town.report()
    town.go(minutes=1)
    register(town, receiver)

    town.follower(senders=(calling,)).once()

    assert receiver.topics == ["municipality.WebhookRegistered"]


def test_a_receiver_that_fails_is_tried_again_and_left_in_peace_meanwhile(town, receiver, calling):
    follower = town.follower(senders=(calling,))
    follower.once()
    register(town, receiver, ("case.ConcernReceived",))
    receiver.status = 503
    for _ in range(3):
        town.report()
    follower.once()
    assert receiver.tries == 1

    receiver.status = 204
    town.go(seconds=WAITS[0].total_seconds() + 1)
    follower.once()

    assert receiver.topics == ["case.ConcernReceived"] * 3


def test_a_message_that_is_never_taken_is_given_up_shown_and_can_be_sent_again(town, receiver, calling):
    follower = town.follower(senders=(calling,))
    follower.once()
    register(town, receiver, ("case.ConcernReceived",))
    town.report()
    receiver.status = 500
    for _ in range(len(WAITS) + 2):
        follower.once()
        town.go(hours=15)

    [given_up] = town.book.given_up()
    assert given_up.status == 500
    assert given_up.tries == len(WAITS) + 1

    receiver.status = 204
    assert town.book.deliveries.again(given_up.id, town.now)
    follower.once()

    assert receiver.topics == ["case.ConcernReceived"]
    assert town.book.given_up() == ()


def test_a_webhook_that_was_removed_is_told_nothing_more(town, receiver, calling):
    follower = town.follower(senders=(calling,))
    follower.once()
    webhook, _ = register(town, receiver, ("case.ConcernReceived",))
    receiver.status = 503
    town.report()
    follower.once()
    town.tell(WebhookRemoved(webhook=webhook), Stream.MUNICIPALITY, municipality_stream("lyngfjord"), by=Role.SCHOOL_OWNER)
    town.report()
    receiver.status = 204
    town.go(hours=1)

    follower.once()

    assert receiver.taken == []
    assert town.book.deliveries.waiting(town.now) == ()


def test_a_private_address_is_called_only_when_the_machine_was_told_so(town, receiver):
    careful = Calling(town.desk.store, town.book.deliveries)
    follower = town.follower(senders=(careful,))
    follower.once()
    register(town, receiver, ("case.ConcernReceived",))
    town.report()

    follower.once()

    assert receiver.tries == 0


def test_one_receiver_that_is_down_does_not_keep_another_waiting(town, receiver, calling):
    follower = town.follower(senders=(calling,))
    follower.once()
    register(town, receiver, ("case.ConcernReceived",), url="https://localhost:9/")
    register(town, receiver, ("case.ConcernReceived",))
    town.report()

    follower.once()

    assert receiver.topics == ["case.ConcernReceived"]
