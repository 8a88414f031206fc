import email
import email.policy
import socket
import ssl
from datetime import UTC, datetime, timedelta
from email.message import Message

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword
from reacting_town import alter_text

from events.lists.people import Role
from services.case_service.notices.book import ByMail
from services.case_service.reactions.mailing import WAITS, Mailing, MailServer, Security
from services.case_service.streams import staff_stream

LOGIN = LoginPassword(b"varde", b"hemmelig")
HANDLERS = "person2@lyngfjord.example"
MORNING = datetime(2026, 3, 3, 6, 30, tzinfo=UTC)


class Inbox:
    """What a real mail server took; it can be told to refuse."""

    def __init__(self):
        self.messages: list[tuple[list[str], Message]] = []
        self.answer = "250 OK"

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802 - the server's name for it
        if self.answer.startswith("250"):
            self.messages.append((envelope.rcpt_tos, email.message_from_bytes(envelope.content, policy=email.policy.default)))
        return self.answer


def free_port():
    with socket.create_server(("localhost", 0)) as found:
        return found.getsockname()[1]


@pytest.fixture
def server(certificate):
    key, made = certificate
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(made, key)

    def check(_server, _session, _envelope, _mechanism, given):
        return AuthResult(success=given == LOGIN)

    controller = Controller(
        Inbox(),
        hostname="localhost",
        port=free_port(),
        tls_context=context,
        require_starttls=True,
        authenticator=check,
        auth_required=True,
        enable_SMTPUTF8=False,
    )
    controller.start()
    controller.certificates = str(made)
    yield controller
    controller.stop()


def mail_server(server, **given):
    settings = {
        "host": "localhost",
        "port": server.port,
        "sender": "varde@lyngfjord.example",
        "address": "https://varde.lyngfjord.example",
        "security": Security.STARTTLS,
        "user": "varde",
        "password": "hemmelig",
        "certificates": server.certificates,
    }
    return MailServer(**settings | given)


def receivers(server):
    return [one for to, _ in server.handler.messages for one in to]


@pytest.fixture
def mailing(town, server):
    return Mailing(town.book, town.desk.store, mail_server(server))


def test_an_urgent_notice_is_sent_at_once_over_tls_and_says_only_that_something_waits(town, server, mailing):
    follower = town.follower(mailing=mailing)
    follower.once()
    server.handler.messages.clear()
    case = town.report()

    follower.once()

    to, message = server.handler.messages[0]
    assert to == ["person0@lyngfjord.example"]
    assert message["Subject"] == "Noe venter på deg i Varde"
    body = message.get_content()
    assert "https://varde.lyngfjord.example/varsler" in body
    for hidden in ("KANARIFUGL", "Myrtun", str(case), str(town[Role.PRINCIPAL])):
        assert hidden not in body
        assert hidden not in str(message)


def test_the_same_mail_is_sent_once(town, server, mailing):
    follower = town.follower(mailing=mailing)
    follower.once()
    town.report()
    follower.once()
    sent = len(server.handler.messages)

    town.go(seconds=30)
    follower.once()

    assert len(server.handler.messages) == sent
    ids = [message["Message-ID"] for _, message in server.handler.messages]
    assert len(set(ids)) == len(ids)


def test_a_server_that_is_down_gets_the_mail_when_it_is_up_again(town, server, mailing):
    town.follower().once()
    town.report()
    down = Mailing(town.book, town.desk.store, mail_server(server, port=9))
    town.follower(mailing=down).once()
    assert server.handler.messages == []

    town.go(seconds=WAITS[0].total_seconds() + 1)
    mailing.send_waiting(town.now)

    assert len(server.handler.messages) > 0


def test_a_mail_that_is_never_taken_is_given_up_after_a_day(town, server, mailing):
    town.follower().once()
    town.report()
    server.handler.answer = "451 try again later"
    follower = town.follower(mailing=mailing)
    for _ in range(len(WAITS) + 2):
        follower.once()
        town.go(hours=13)

    server.handler.answer = "250 OK"
    town.go(hours=13)
    waiting = [mail for mail in town.book.waiting_mail(town.now) if mail.tries > len(WAITS)]

    assert waiting == []


@pytest.mark.parametrize("address", ["rektor.bjørn@lyngfjord.example", "rektor@", "@", "a b@c d@e", "rektor@x\nBcc: en@annen"])
def test_an_address_that_nothing_can_be_sent_to_keeps_nobody_elses_mail_back(town, server, mailing, address):
    follower = town.follower(mailing=mailing)
    follower.once()
    server.handler.messages.clear()
    town.registers_anew(Role.PRINCIPAL, email=address)
    town.acknowledge(town.report())
    follower.once()

    assert HANDLERS in receivers(server)
    assert all(one.endswith("@lyngfjord.example") and one.isascii() for one in receivers(server))
    assert town.book.waiting_mail(town.now + timedelta(days=2)) == ()


def test_an_address_that_was_altered_in_the_database_keeps_nobody_elses_mail_back(town, server, mailing):
    follower = town.follower(mailing=mailing)
    follower.once()
    server.handler.messages.clear()
    alter_text(town.settings.events, staff_stream(town[Role.PRINCIPAL]), 1)
    town.acknowledge(town.report())
    follower.once()

    assert HANDLERS in receivers(server)


def test_a_wrong_certificate_stops_the_mail(town, server):
    town.follower().once()
    town.report()
    strict = Mailing(town.book, town.desk.store, mail_server(server, certificates=None))

    town.follower(mailing=strict).once()

    assert server.handler.messages == []


def test_the_rest_waits_for_the_digest_of_the_chosen_hour(town, server, mailing):
    handler = town[Role.CASE_HANDLER]
    town.book.choose(handler, ByMail(urgent=True, digest=True, digest_hour=8))
    town.follower().once()
    town.acknowledge(town.report())
    town.follower().once()
    to_handler = lambda: [to for to, _ in server.handler.messages if to == ["person2@lyngfjord.example"]]  # noqa: E731

    town.now = MORNING
    town.follower(mailing=mailing).once()
    assert to_handler() == []
    town.now = MORNING + timedelta(hours=1)
    town.follower(mailing=mailing).once()
    town.go(hours=2)
    town.follower(mailing=mailing).once()

    assert len(to_handler()) == 1


def test_whoever_wants_no_mail_gets_none(town, server, mailing):
    town.book.choose(town[Role.PRINCIPAL], ByMail(urgent=False, digest=False))
    town.follower().once()
    town.report()
    town.now = MORNING + timedelta(hours=3)

    town.follower(mailing=mailing).once()

    assert ["person0@lyngfjord.example"] not in [to for to, _ in server.handler.messages]
    assert town.book.unseen(town[Role.PRINCIPAL]) > 0
