"""SVG elements as markup: every value escaped."""

from __future__ import annotations

from markupsafe import Markup, escape


def element(name: str, inner: Markup | None = None, **attributes: object) -> Markup:
    """An element. ``stroke_width`` becomes ``stroke-width``, ``class_`` becomes ``class``, ``viewBox`` stays; None is left out."""
    written = Markup().join(
        Markup(' {}="{}"').format(_name(key), f"{value:g}" if isinstance(value, float) else value)
        for key, value in attributes.items()
        if value is not None
    )
    if inner is None:
        return Markup("<{}{}/>").format(escape(name), written)
    return Markup("<{}{}>{}</{}>").format(escape(name), written, inner, escape(name))


def group(inner: Markup, **attributes: object) -> Markup:
    """A group of elements."""
    return element("g", inner, **attributes)


def _name(key: str) -> str:
    return key.rstrip("_").replace("_", "-")
