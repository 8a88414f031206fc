"""From the types of a fact to the kinds of its fields."""

from __future__ import annotations

from typing import Any, Final

import msgspec
from msgspec import inspect

from services.case_service.forms.field import Field, Kind, Origin
from services.case_service.forms.references import or_new, origin, references, refers

SHORT_TEXT: Final = 300
LONG_TEXT: Final = 20_000
"""Characters. Longer than any minutes or statement seen; a longer one is a document to attach."""

SCALE: Final = (1, 10)

PLAIN: Final[dict[type[inspect.Type], Kind]] = {
    inspect.DateType: Kind.DATE,
    inspect.TimeType: Kind.TIME,
    inspect.DateTimeType: Kind.MOMENT,
    inspect.FloatType: Kind.DECIMAL,
}


class UnaskableTypeError(TypeError):
    """No kind of field asks for values of this type."""


def fields_of(cls: type[msgspec.Struct]) -> dict[str, Field]:
    """The fields of a struct by name, as its types tell them."""
    info = inspect.type_info(cls)
    assert isinstance(info, inspect.StructType)  # noqa: S101 - a struct's own type
    return {one.name: _field(cls, one) for one in info.fields}


def _field(cls: type[msgspec.Struct], one: inspect.Field) -> Field:
    owner = cls.__name__
    kind, optional = _without_none(one.type)
    told = _told(owner, one.name, kind, optional=optional, sealed=_is_sealed(one.type))
    if or_new(owner, one.name):
        told |= {"origin": Origin.MADE, "required": False}
    elif (source := origin(owner, one.name)) is not None:
        told |= {"kind": Kind.NOT_ASKED, "origin": source}
    preset = None if one.default is msgspec.NODEFAULT or one.default is None else _posted(one.default)
    plain: dict[str, Any] = {"owner": owner, "name": one.name, "required": one.required, "preset": preset}
    return Field(**(plain | told))


def _without_none(kind: inspect.Type) -> tuple[inspect.Type, bool]:
    if isinstance(kind, inspect.UnionType):
        others = [each for each in kind.types if not isinstance(each, inspect.NoneType)]
        if len(others) != 1:
            raise UnaskableTypeError(str(kind))
        inner, _ = _without_none(others[0])
        return inner, True
    if isinstance(kind, inspect.Metadata):
        return _without_none(kind.type)
    return kind, False


def _is_sealed(kind: inspect.Type) -> bool:
    if isinstance(kind, inspect.UnionType):
        return any(_is_sealed(each) for each in kind.types)
    return isinstance(kind, inspect.Metadata) and "sealed" in (kind.extra or {})


def _told(owner: str, name: str, kind: inspect.Type, *, optional: bool, sealed: bool) -> dict[str, Any]:
    match kind:
        case inspect.BoolType():
            return {"kind": Kind.YES_NO_UNKNOWN if optional else Kind.YES_NO}
        case inspect.EnumType():
            return {"kind": Kind.CHOICE} | _options(kind)
        case inspect.UUIDType():
            return {"kind": Kind.ONE, "refers": refers(owner, name)}
        case inspect.StrType():
            return _text(owner, name, sealed=sealed)
        case inspect.VarTupleType():
            return _many(owner, name, kind.item_type)
    return _plain(kind)


def _plain(kind: inspect.Type) -> dict[str, Any]:
    match kind:
        case inspect.IntType():
            scale = (kind.ge, kind.le) == SCALE
            return {"kind": Kind.SCALE if scale else Kind.NUMBER, "least": kind.ge, "most": kind.le}
        case inspect.StructType():
            return {"kind": Kind.GROUP, "fields": tuple(fields_of(kind.cls).values())}
    if type(kind) in PLAIN:
        return {"kind": PLAIN[type(kind)]}
    raise UnaskableTypeError(str(kind))


def _many(owner: str, name: str, item: inspect.Type) -> dict[str, Any]:
    item, _ = _without_none(item)
    match item:
        case inspect.EnumType():
            return {"kind": Kind.CHOICES} | _options(item)
        case inspect.UUIDType():
            return {"kind": Kind.MANY, "refers": refers(owner, name)}
        case inspect.StructType():
            return {"kind": Kind.ROWS, "fields": tuple(fields_of(item.cls).values()), "empty_rows": 2}
        case inspect.StrType():
            return {"kind": Kind.TEXTS, "longest": LONG_TEXT, "empty_rows": 3}
    raise UnaskableTypeError(f"{owner}.{name}: {item}")


def _text(owner: str, name: str, *, sealed: bool) -> dict[str, Any]:
    """Sealed text is what people tell, and needs room; a text in the open is a reference or a name."""
    if (picked := references().picked.get(f"{owner}.{name}")) is not None:
        return {"kind": Kind.ONE, "refers": picked}
    if (suggested := references().suggested.get(name)) is not None:
        return {"kind": Kind.SUGGESTED, "refers": suggested, "longest": SHORT_TEXT}
    if not sealed or name in references().short.fields:
        return {"kind": Kind.TEXT, "longest": SHORT_TEXT}
    return {"kind": Kind.LONG_TEXT, "longest": LONG_TEXT}


def _options(kind: inspect.EnumType) -> dict[str, Any]:
    return {"options": tuple(member.value for member in kind.cls), "options_of": kind.cls.__name__}


def _posted(default: Any) -> str | None:
    """The default as a browser would post it; None for an empty list."""
    if isinstance(default, bool):
        return "yes" if default else "no"
    return None if default == () else str(getattr(default, "value", default))
