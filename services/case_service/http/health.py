"""What whoever runs the server asks: whether it is alive, and whether it can do its work."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify

from services.case_service.http.rights import Right, needs
from services.case_service.http.web import the_web

health = Blueprint("health", __name__)


@health.get("/healthz")
@needs(Right.ANYONE)
def alive() -> Response:
    """The process answers."""
    return jsonify(status="ok")


@health.get("/readyz")
@needs(Right.ANYONE)
def ready() -> tuple[Response, int]:
    """Everything that the server depends on answers; 503 with what does not."""
    parts = dict(the_web().ready())
    return jsonify(parts), 200 if all(parts.values()) else 503
