"""Elements as the browser gets them, for tables: thousands of Dash's own components take a second to make and to write down."""

from __future__ import annotations

from typing import Any, Final, TypeAlias

Element: TypeAlias = Any
"""What a component of Dash is turned into before it is sent: a dictionary. Dash takes it as a child; its types do not say so."""

_HTML: Final = "dash_html_components"
_CORE: Final = "dash_core_components"


def element(kind: str, children: Any = None, **props: Any) -> Element:
    """An HTML element: ``kind`` is the component's name (``Td``), ``props`` its properties."""
    props["children"] = children
    return {"namespace": _HTML, "type": kind, "props": props}


def inner_link(children: Any, **props: Any) -> Element:
    """A link that changes the page without loading it anew."""
    props["children"] = children
    return {"namespace": _CORE, "type": "Link", "props": props}
