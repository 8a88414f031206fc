"""Security headers on every answer.

Scripts and styles come from this server or carry the answer's own nonce. ``Cross-Origin-Opener-Policy`` is what stops a
chart's share button from handing its figures to a foreign window: the content policy alone does not.
"""

from __future__ import annotations

import secrets
from http import HTTPStatus
from urllib.parse import urlsplit

from flask import Flask, Response, g

FIXED = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
KINDS_OF_FILE = frozenset({"text/css", "text/javascript", "application/javascript", "image/svg+xml", "font/woff2"})
HSTS = "max-age=31536000; includeSubDomains"


def csp_nonce() -> str:
    """The nonce of this answer."""
    if "csp_nonce" not in g:
        g.csp_nonce = secrets.token_urlsafe(16)
    return str(g.csp_nonce)


def allow_style_attributes() -> None:
    """Let this page's scripts set ``style`` attributes in markup they build: charts cannot do without."""
    g.style_attributes = True


def content_security_policy(form_targets: str = "'self'") -> str:
    """What this answer's page may load and do. ``form_targets`` also holds for where the answer to a form leads on to."""
    style_attributes = "'unsafe-inline'" if g.get("style_attributes") else "'none'"
    return "; ".join(
        [
            "default-src 'none'",
            f"script-src 'self' 'nonce-{csp_nonce()}'",
            f"style-src 'self' 'nonce-{csp_nonce()}'",
            f"style-src-attr {style_attributes}",
            "img-src 'self' data: blob:",
            "font-src 'self'",
            "media-src 'self'",
            "connect-src 'self'",
            "manifest-src 'self'",
            f"form-action {form_targets}",
            "base-uri 'none'",
            "object-src 'none'",
            "frame-ancestors 'none'",
        ]
    )


def add_security_headers(app: Flask, *, leads_on_to: str) -> None:
    """Put the headers on every answer of ``app``, errors included. A login may end at ``leads_on_to``, on whatever server."""
    other = urlsplit(leads_on_to)
    form_targets = f"'self' {other.scheme}://{other.netloc}" if other.netloc else "'self'"

    @app.after_request
    def add(response: Response) -> Response:
        for name, value in FIXED.items():
            response.headers.setdefault(name, value)
        response.headers["Content-Security-Policy"] = content_security_policy(form_targets)
        if app.config["SESSION_COOKIE_SECURE"]:
            response.headers["Strict-Transport-Security"] = HSTS
        if not _may_be_kept(response):
            response.headers["Cache-Control"] = "no-store"
        return response


def _may_be_kept(response: Response) -> bool:
    """Style sheets, scripts and letters may be kept; what people read may not. That nothing changed is no content."""
    return response.status_code == HTTPStatus.NOT_MODIFIED or (
        response.status_code == HTTPStatus.OK and response.mimetype in KINDS_OF_FILE
    )
