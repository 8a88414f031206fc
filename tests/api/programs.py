"""A program that uses the API with a token, as an integration does."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from flask.testing import FlaskClient
from town import Town
from werkzeug.test import TestResponse

from services.case_service.http.tokens import Tokens


def token(town: Town, login: str, *, content: bool = True) -> str:
    now = town.server.clock.now
    book = Tokens(town.server.home / "accounts.sqlite")
    return book.issue(name="timeplan", login=login, content=content, now=now, until=now + timedelta(days=30))[0]


@dataclass
class Program:
    client: FlaskClient
    headers: dict[str, str]

    @classmethod
    def of(cls, town: Town, login: str, *, content: bool = True) -> Program:
        return cls(town.server.client(), {"Authorization": f"Bearer {token(town, login, content=content)}"})

    def get(self, path: str, **headers: str) -> TestResponse:
        return self.client.get(f"/api/v1{path}", headers=self.headers | headers)

    def send(self, path: str, body: Any = None, *, raw: bytes | None = None, **headers: str) -> TestResponse:
        given = {"Idempotency-Key": uuid4().hex, "Content-Type": "application/json", **self.headers, **headers}
        given = {name: value for name, value in given.items() if value}
        if raw is not None:
            return self.client.post(f"/api/v1{path}", data=raw, headers=given)
        return self.client.post(f"/api/v1{path}", json=body, headers=given)

    def version(self, matter: UUID) -> str:
        return self.get(f"/matters/{matter}").headers["ETag"]

    def record(self, matter: UUID, topic: str, fact: dict[str, Any], **headers: str) -> TestResponse:
        headers = {"If-Match": headers.get("If-Match") or self.version(matter), **headers}
        return self.send(f"/matters/{matter}/events/{topic}", {"fact": fact}, **headers)


def problem(answer: TestResponse) -> dict[str, Any]:
    """What a refusal says; it must be a problem of RFC 9457."""
    assert answer.mimetype == "application/problem+json", answer.text
    found: dict[str, Any] = answer.json
    assert found["status"] == answer.status_code
    assert found["title"]
    assert found["detail"]
    return found
