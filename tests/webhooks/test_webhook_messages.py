import base64
import hmac
import threading
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from secrets import token_bytes
from uuid import uuid4

import msgspec
import pytest
from builders import example

from events import Actor, Envelope, Recorded, Stream
from events.concern import ConcernReceived
from events.lists.people import Role
from services.case_service.webhooks.addresses import AddressFault, AddressRefusedError, target
from services.case_service.webhooks.delivery import WAITS, deliver, next_try
from services.case_service.webhooks.message import message, signature, written_secret
from texts import Language, text

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
WEBHOOK = uuid4()


def recorded():
    return Recorded(
        stream_id=uuid4(),
        version=1,
        topic="case.ConcernReceived",
        envelope=Envelope(
            event_id=uuid4(),
            tenant="lyngfjord",
            stream=Stream.CASE,
            actor=Actor(ref=uuid4(), role=Role.FORM_TEACHER),
            occurred_at=NOW,
            known_at=NOW,
            recorded_at=NOW,
            correlation_id=uuid4(),
            school="100000011",
        ),
        event=example(ConcernReceived, own_words="KANARIFUGL"),
    )


class Receiver(ThreadingHTTPServer):
    def __init__(self, status=204):
        super().__init__(("127.0.0.1", 0), Answer)
        self.status, self.got = status, []
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_port}/varde"

    def __exit__(self, *_):
        self.shutdown()
        self.server_close()


class Answer(BaseHTTPRequestHandler):
    def do_POST(self):
        self.server.got.append((self.path, dict(self.headers), self.rfile.read(int(self.headers["Content-Length"]))))
        self.send_response(self.server.status)
        self.send_header("Location", "http://127.0.0.1:9/elsewhere")
        self.end_headers()

    def log_message(self, *_):
        pass


def test_a_message_tells_that_something_happened_and_nothing_of_what():
    one = recorded()

    body = msgspec.json.decode(message(one, WEBHOOK).body)

    assert set(body) == {"type", "timestamp", "data"}
    assert set(body["data"]) == {"event", "stream", "stream_id", "version", "school"}
    assert b"KANARIFUGL" not in message(one, WEBHOOK).body


def test_the_same_event_gives_the_same_message_to_the_same_receiver():
    one = recorded()

    assert message(one, WEBHOOK) == message(one, WEBHOOK)
    assert message(one, WEBHOOK).id != message(one, uuid4()).id


def test_the_receiver_can_check_the_signature_with_the_shared_secret_alone():
    secret = written_secret(token_bytes(32))
    with Receiver() as receiver:
        sent = deliver(message(recorded(), WEBHOOK), receiver.url, secret, NOW, inside=True)
        [(path, headers, body)] = receiver.got

    assert sent.taken
    assert path == "/varde"
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    key = base64.b64decode(secret.removeprefix("whsec_"))
    assert headers["webhook-signature"] == "v1," + base64.b64encode(hmac.digest(key, signed, "sha256")).decode()


def test_the_signature_is_that_of_the_standards_own_example():
    assert (
        signature(
            "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
            "msg_p5jXN8AQM9LWM0D4loKWxJek",
            datetime.fromtimestamp(1614265330, UTC),
            b'{"test": 2432232314}',
        )
        == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
    )


@pytest.mark.parametrize(
    ("url", "address", "fault"),
    [
        ("http://mottaker.no/", "93.184.216.34", AddressFault.NOT_HTTPS),
        ("https://mottaker.no/", "127.0.0.1", AddressFault.NOT_PUBLIC),
        ("https://mottaker.no/", "10.1.2.3", AddressFault.NOT_PUBLIC),
        ("https://mottaker.no/", "169.254.169.254", AddressFault.NOT_PUBLIC),
        ("https://mottaker.no/", "::1", AddressFault.NOT_PUBLIC),
        ("https://mottaker.no/", "::ffff:10.0.0.1", AddressFault.NOT_PUBLIC),
        ("https://mottaker.no/", "fd00::1", AddressFault.NOT_PUBLIC),
        ("https://mottaker.no/", "100.64.0.1", AddressFault.NOT_PUBLIC),
        ("https://bruker:passord@mottaker.no/", "93.184.216.34", AddressFault.HOLDS_A_LOGIN),
        ("file:///etc/passwd", "93.184.216.34", AddressFault.NOT_A_URL),
        ("gopher://mottaker.no", "93.184.216.34", AddressFault.NOT_A_URL),
        ("https://[::1", "93.184.216.34", AddressFault.NOT_A_URL),
        ("https://", "93.184.216.34", AddressFault.NOT_A_URL),
    ],
)
def test_a40_an_address_that_leads_inside_is_refused(url, address, fault):
    with pytest.raises(AddressRefusedError) as refused:
        target(url, resolve=lambda _host, _port: (ip_address(address),))

    assert refused.value.fault is fault


def test_a40_one_private_address_among_public_ones_is_enough_to_refuse():
    with pytest.raises(AddressRefusedError):
        target("https://mottaker.no", resolve=lambda *_: (ip_address("93.184.216.34"), ip_address("10.0.0.1")))


def test_a40_the_address_that_was_checked_is_the_one_that_is_used():
    found = target("https://mottaker.no:8443/a?b=c", resolve=lambda *_: (ip_address("93.184.216.34"),))

    assert (found.host, found.address, found.port, found.path) == ("mottaker.no", "93.184.216.34", 8443, "/a?b=c")


def test_a40_a_redirect_is_not_followed():
    with Receiver(status=302) as receiver:
        sent = deliver(message(recorded(), WEBHOOK), receiver.url, written_secret(token_bytes(32)), NOW, inside=True)

    assert not sent.taken
    assert sent.status == 302


def test_a_receiver_that_is_not_there_has_not_taken_the_message():
    with Receiver() as receiver:
        url = receiver.url

    sent = deliver(message(recorded(), WEBHOOK), url, written_secret(token_bytes(32)), NOW, inside=True)

    assert not sent.taken
    assert sent.status is None
    assert sent.fault == "ConnectionRefusedError"


def test_a_message_is_tried_for_more_than_a_day_and_then_given_up():
    assert next_try(1, NOW) == NOW + WAITS[0]
    assert sum(WAITS, timedelta()) > timedelta(days=1)
    assert next_try(len(WAITS) + 1, NOW) is None


@pytest.mark.parametrize("fault", AddressFault)
def test_every_reason_is_told_in_every_language(fault):
    assert all(text(f"webhook.fault.{fault.value}", language) for language in Language)
