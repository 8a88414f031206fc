"""A rule that holds for hundreds of things, as one test: what a test of its own costs is more than looking at one of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import pytest


def for_each(things: Iterable[Any], named: Callable[[Any], str] = str) -> Callable[[Callable[..., None]], Callable[[], None]]:
    """Make one test of a rule about a thing (or about the parts of a tuple).

    The rule is held against every one of them, also when it failed for others; the test then fails with all these failures, each
    with the name of its thing.
    """
    all_of_them = tuple(things)

    def decorate(rule: Callable[..., None]) -> Callable[[], None]:
        def test() -> None:
            failed: list[BaseException] = []
            for thing in all_of_them:
                try:
                    rule(*thing) if isinstance(thing, tuple) else rule(thing)
                except (Exception, pytest.fail.Exception) as failure:  # noqa: BLE001 - whatever a test may fail with
                    failure.add_note(f"for {named(thing)}")
                    failed.append(failure)
            if failed:
                message = f"it does not hold for {len(failed)} of {len(all_of_them)}"
                raise BaseExceptionGroup(message, failed)
            assert all_of_them, "there is nothing that it was held against"

        test.__name__, test.__qualname__, test.__module__, test.__doc__ = (
            rule.__name__,
            rule.__qualname__,
            rule.__module__,
            rule.__doc__,
        )
        return test

    return decorate
