"""Notices by e-mail: at once where it is urgent, else one digest a day. A mail says that something waits, and nothing more."""

from __future__ import annotations

import logging
import re
import smtplib
import ssl
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from enum import StrEnum
from typing import Final
from uuid import UUID, uuid5

import msgspec

from events.local_time import OSLO
from events.organisation import StaffMemberRegistered
from services.case_service.notices.book import Mail, NoticeBook
from services.case_service.store import DAMAGED, EventStore
from services.case_service.streams import staff_stream
from texts import Language, text

TIMEOUT: Final = 20.0
ADDRESS: Final = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]+@[\w-]+(?:\.[\w-]+)*")
"""What mail is sent to: the library that writes it breaks on some of what else people write."""

WAITS: Final = (timedelta(minutes=1), timedelta(minutes=10), timedelta(hours=1), timedelta(hours=4), timedelta(hours=12))

log = logging.getLogger(__name__)


class Security(StrEnum):
    """How the connection to the mail server is protected."""

    STARTTLS = "starttls"
    TLS = "tls"
    NONE = "none"


class MailServer(msgspec.Struct, frozen=True, kw_only=True):
    """The municipality's mail server. ``address`` is where the links in the mail lead."""

    host: str
    port: int
    sender: str
    address: str
    security: Security = Security.STARTTLS
    user: str | None = None
    password: str | None = None
    certificates: str | None = None
    language: Language = Language.BOKMAL


class Mailing:
    """Sends what waits in the notice book."""

    def __init__(self, book: NoticeBook, store: EventStore, server: MailServer) -> None:
        self._book = book
        self._store = store
        self._server = server

    def queue_digests(self, now: datetime) -> int:
        """Queue the day's digest for everybody whose hour has come and who has something unseen. Returns how many were new."""
        local = now.astimezone(OSLO)
        queued = 0
        for person, waiting in self._book.people_with_unseen():
            choice = self._book.choice(person)
            if choice.digest and local.hour >= choice.digest_hour:
                queued += self._book.queue_mail(uuid5(person, f"digest:{local.date()}"), person, waiting, now)
        return queued

    def send_waiting(self, now: datetime) -> int:
        """Send what is due. What the server does not take is tried again later. Returns how many it took."""
        waiting = self._book.waiting_mail(now)
        if not waiting:
            return 0
        try:
            with self._connected() as server:
                return sum(self._send(server, one, now) for one in waiting)
        except (OSError, smtplib.SMTPException) as error:
            log.warning("the mail server does not answer: %s", type(error).__name__)
            for one in waiting:
                self._again_later(one, now)
            return 0

    def _send(self, server: smtplib.SMTP, mail: Mail, now: datetime) -> bool:
        try:
            to = self._address_of(mail.person)
        except DAMAGED:
            log.exception("the address for mail %s cannot be read", mail.id)
            self._again_later(mail, now)
            return False
        if to is None:
            self._book.mail_failed(mail.id, now, None)
            return False
        try:
            server.send_message(self.message(mail, to, now))
        except smtplib.SMTPNotSupportedError:
            log.warning("the address for mail %s has letters that the server cannot send to", mail.id)
            self._book.mail_failed(mail.id, now, None)
            return False
        except smtplib.SMTPResponseException as error:
            log.warning("mail %s was not taken: %s", mail.id, error.smtp_code)
            self._again_later(mail, now)
            return False
        except smtplib.SMTPRecipientsRefused:
            log.warning("the receiver of mail %s was not taken", mail.id)
            self._again_later(mail, now)
            return False
        self._book.mail_sent(mail.id, now)
        return True

    def message(self, mail: Mail, to: str, now: datetime) -> EmailMessage:
        """The mail itself. Its id is permanent, so that a receiver who gets it twice knows it again."""
        language, many = self._server.language, "one" if mail.notices == 1 else "many"
        message = EmailMessage()
        message["From"] = self._server.sender
        message["To"] = to
        message["Subject"] = text("mail.subject", language)
        message["Date"] = format_datetime(now)
        message["Message-ID"] = f"<{mail.id}@varde>"
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(
            text(f"mail.body.{many}", language, n=mail.notices, address=f"{self._server.address.rstrip('/')}/varsler")
        )
        return message

    def _again_later(self, mail: Mail, now: datetime) -> None:
        wait = WAITS[mail.tries] if mail.tries < len(WAITS) else None
        self._book.mail_failed(mail.id, now, None if wait is None else now + wait)

    def _address_of(self, person: UUID) -> str | None:
        """The e-mail address, read from her own sealed stream when it is needed and kept nowhere else; None where it is none."""
        found = None
        for one in self._store.read(staff_stream(person)):
            if isinstance(one.event, StaffMemberRegistered):
                found = one.event.email or found
        return found if found and ADDRESS.fullmatch(found) else None

    def _connected(self) -> smtplib.SMTP:
        server, context = self._server, self._context()
        connection = (
            smtplib.SMTP_SSL(server.host, server.port, timeout=TIMEOUT, context=context)
            if server.security is Security.TLS
            else smtplib.SMTP(server.host, server.port, timeout=TIMEOUT)
        )
        try:
            if server.security is Security.STARTTLS:
                connection.starttls(context=context)
            if server.user is not None:
                connection.login(server.user, server.password or "")
        except BaseException:
            connection.close()
            raise
        return connection

    def _context(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=self._server.certificates)
