"""The inbox itself."""

from __future__ import annotations

from flask import render_template

from services.case_service.http.cases.reach import led_schools
from services.case_service.http.inbox.blueprint import inbox
from services.case_service.http.inbox.concerns import waiting_concerns
from services.case_service.http.rights import Right, needs
from services.case_service.http.web import the_desk


@inbox.get("/innboks")
@needs(Right.READ_INBOX)
def listed() -> str:
    """What waits for the principal: what nobody has confirmed on top."""
    found = waiting_concerns(led_schools(), the_desk().clock())
    return render_template(
        "inbox/list.html",
        new=[one for one in found if not one.acknowledged],
        begun=[one for one in found if one.acknowledged],
    )
