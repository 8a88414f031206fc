"""SVG elements as markup: every value escaped."""

from __future__ import annotations

from functools import cache
from html import escape

from markupsafe import Markup


def element(name: str, inner: Markup | None = None, **attributes: object) -> Markup:
    """An element. ``stroke_width`` becomes ``stroke-width``, ``class_`` becomes ``class``, ``viewBox`` stays; None is left out.

    Written as text and marked once: Markup's own formatting took half of a case page's time.
    """
    written = "".join(f' {_name(key)}="{_value(value)}"' for key, value in attributes.items() if value is not None)
    text = f"<{name}{written}/>" if inner is None else f"<{name}{written}>{inner}</{name}>"
    return Markup(text)  # noqa: S704 - names are the program's own, values were escaped, the inside is markup


def group(inner: Markup, **attributes: object) -> Markup:
    """A group of elements."""
    return element("g", inner, **attributes)


@cache
def _name(key: str) -> str:
    return key.rstrip("_").replace("_", "-")


def _value(value: object) -> str:
    if isinstance(value, float):
        return f"{value:g}"
    return str(value) if isinstance(value, int) else escape(str(value))
