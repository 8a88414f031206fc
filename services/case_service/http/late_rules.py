"""Routes that learn to make their addresses when the first is asked for, so that a server is there at once."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from flask import Flask
from werkzeug.routing import Rule


class LateRule(Rule):
    """A rule whose builder of addresses is compiled at its first use.

    Compiling it for every route is nine tenths of what making the server costs, and a process makes addresses of few of them.
    """

    def _compile_builder(self, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:  # noqa: FBT001, FBT002 - werkzeug's own
        compiled = cache(super()._compile_builder)

        def build(rule: Rule, /, **values: object) -> tuple[str, str]:
            return compiled(append_unknown)(rule, **values)

        return build


class Pages(Flask):
    """Flask with such rules."""

    url_rule_class = LateRule
