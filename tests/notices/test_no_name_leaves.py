"""A73: mail, notices, calendar and messages to other systems hold no name and nothing that somebody wrote."""

from __future__ import annotations

import re

from town import CANARY, matter, person

from events.base import Stream
from events.concern import OwnerNotified
from events.lists.concern import OwnerChannel
from services.case_service.notices.book import Mail
from services.case_service.reactions.follower import Follower
from services.case_service.reactions.mailing import Mailing, MailServer
from services.case_service.webhooks.message import message

NAMES = (CANARY, "Navn ", "Elev ", "Aspetun", "Tiltak", "Betrodd")


def clean(text: str) -> bool:
    return not any(name in text for name in NAMES)


def test_nothing_that_leaves_varde_holds_a_name(town):
    desk, clock = town.server.desk, town.server.clock
    desk.notices.handle("position", "0")
    desk.notices.handle("watching_since", clock.now.isoformat())
    town.happens(Stream.CASE, matter("sak"), OwnerNotified(channel=OwnerChannel.EQS, content=CANARY))
    Follower(desk, desk.notices).once()
    server = MailServer(host="localhost", port=25, sender="varde@x.example", address="https://x.example")
    mail = Mailing(desk.notices, desk.store, server)
    waiting = desk.notices.waiting_mail(clock.now)
    told = town.comes("skoleeier").post("/varsler/kalender", {}).text
    path = re.search(r'value="http://[^/"]+(/kalender/[^"]+)"', told)
    assert path is not None

    assert waiting
    assert all(clean(str(mail.message(one, "a@b.example", clock.now))) for one in waiting)
    many = Mail(id=person("rektor"), person=person("rektor"), notices=7, tries=0)
    assert clean(str(mail.message(many, "a@b.example", clock.now)))
    assert clean(town.server.client().get(path.group(1)).text)
    assert all(clean(message(one, person("rektor")).body.decode()) for one in town.log())
    assert all(CANARY.encode() not in file.read_bytes() for file in town.home.glob("notices.sqlite*"))
