"""Help, and what happens to the personal data: both can be read before anybody logs in."""

from __future__ import annotations

from flask import Blueprint, render_template

from services.case_service.http.rights import Right, needs

about = Blueprint("about", __name__)

HELP = ("report", "received", "clock", "language", "stuck")
PRIVACY = ("why", "what", "who", "log", "how_long", "rights", "cookies")
"""Sections, in the order in which they are read; their texts are ``page.help.<section>.title`` and ``.text``."""


@about.get("/hjelp", endpoint="help")
@needs(Right.ANYONE)
def help_page() -> str:
    """What to do in Varde, and whom to ask."""
    return render_template("about/sections.html", page_key="page.help", sections=HELP)


@about.get("/personvern")
@needs(Right.ANYONE)
def privacy() -> str:
    """GDPR articles 13 and 14: what everybody whose data stand here has a right to know."""
    return render_template("about/sections.html", page_key="page.privacy", sections=PRIVACY)
