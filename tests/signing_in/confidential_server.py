"""What gunicorn serves in the browser's tests: Varde's own pages, and two of the tests' that ask for a second factor."""

from __future__ import annotations

from confidential_pages import add_confidential_pages
from flask import Flask

from varde.web import cases


def pages() -> Flask:
    server = cases()
    add_confidential_pages(server)
    return server
