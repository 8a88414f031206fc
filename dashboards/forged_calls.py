"""Refuses callback requests that the page's own script could not have sent, before Dash looks at them.

Dash trusts the names and shapes in a request and fails on strange ones with a stack trace; here they are answered with 400.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec
from dash import Dash
from flask import Flask, abort, request


class _Prop(msgspec.Struct, frozen=True):
    id: str
    property: str
    value: Any = None


class _Target(msgspec.Struct, frozen=True):
    id: str
    property: str


class _Call(msgspec.Struct, frozen=True):
    output: str
    outputs: _Target | list[_Target]
    inputs: list[_Prop]
    changedPropIds: list[str]  # noqa: N815  (Dash's name)
    state: list[_Prop] = []


def refuse_forged_calls(server: Flask, app: Dash) -> None:
    """Let through only calls of callbacks that ``app`` answers on the server, with exactly their inputs."""
    path = f"{app.config.requests_pathname_prefix}_dash-update-component"

    @server.before_request
    def check() -> None:
        if request.path != path or request.method != "POST":
            return
        try:
            call = msgspec.json.decode(request.get_data(), type=_Call)
        except (msgspec.DecodeError, RecursionError):
            abort(400)
        known: Mapping[str, Any] | None = app.callback_map.get(call.output)
        if known is None or "callback" not in known:
            abort(400)
        if not _same(known["inputs"], call.inputs) or not _same(known["state"], call.state):
            abort(400)
        names = {f"{prop.id}.{prop.property}" for prop in call.inputs}
        if not names.issuperset(call.changedPropIds) or _written(call.outputs) != call.output:
            abort(400)


def _same(expected: list[dict[str, str]], sent: list[_Prop]) -> bool:
    return [(one["id"], one["property"]) for one in expected] == [(prop.id, prop.property) for prop in sent]


def _written(outputs: _Target | list[_Target]) -> str:
    if isinstance(outputs, _Target):
        return f"{outputs.id}.{outputs.property}"
    return f"..{'...'.join(f'{one.id}.{one.property}' for one in outputs)}.."
