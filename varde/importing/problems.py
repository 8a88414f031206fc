"""What can be wrong with a line, as data: a code, the field, and what the sentence about it needs."""

from __future__ import annotations

import difflib
import re
from enum import Enum
from typing import Any, get_args, get_type_hints

import msgspec

from texts import Language, text

_PATH = re.compile(r" - at `\$\.?(?P<path>[^`]*)`$")
_MISSING = re.compile(r"missing required field `(?P<name>[^`]+)`")
_UNKNOWN = re.compile(r"contains unknown field `(?P<name>[^`]+)`")
_ENUM = re.compile(r"Invalid enum value (?P<value>.+)$")
_EXPECTED = re.compile(r"Expected `(?P<expected>[^`]+)`, got `(?P<got>[^`]+)`")
_INVALID = re.compile(r"Invalid (?P<what>[\w-]+)")


_CODE = re.compile(r"[\w.:+-]{1,40}")
"""What looks like a code or a time can be shown again; a name or a sentence may be about a child."""
JSON_TYPES = ("str", "int", "float", "bool", "object", "array", "null")


class LineError(Exception):
    """A line that cannot be read. ``code`` chooses the sentence, ``field`` is the path of the field at fault."""

    def __init__(self, code: str, *, field: str | None = None, **values: Any) -> None:
        super().__init__(code)
        self.code = code
        self.field = field
        self.values = values

    def sentence(self, language: Language) -> str:
        """What is wrong, in plain words."""
        values = dict(self.values)
        known = values.pop("known", None)
        values = {name: _in_words(name, value, language) for name, value in values.items()}
        sentence = text(f"cli.import.{self.code}", language, field=self.field or text("cli.import.line", language), **values)
        if not known:
            return sentence
        near = difflib.get_close_matches(str(values.get("value", "")), known, n=1)
        if near:
            return f"{sentence} {text('cli.import.did_you_mean', language, near=near[0])}"
        return f"{sentence} {text('cli.import.allowed', language, known=', '.join(known))}"


def _in_words(name: str, value: Any, language: Language) -> Any:
    """A value as it may be shown: types in plain words, and what may be somebody's own words not at all."""
    if name in {"expected", "got"}:
        known = [one for one in re.split(r"\W+", value) if one in JSON_TYPES]
        return " / ".join(text(f"cli.type.{one}", language) for one in known) or value
    if name == "value" and not _CODE.fullmatch(str(value)):
        return "…"
    return value


def field_error(error: msgspec.ValidationError, cls: type[msgspec.Struct], *, under: str = "") -> LineError:
    """The library's complaint about ``cls`` as a LineError whose field is the whole path in the line."""
    message = str(error)
    found = _PATH.search(message)
    path = found.group("path") if found else ""
    message = _PATH.sub("", message)
    where = ".".join(part for part in (under, path) if part)

    def below(name: str) -> str:
        return ".".join(part for part in (where, name) if part)

    if match := _MISSING.search(message):
        return LineError("missing_field", field=below(match["name"]))
    if "matching regex" in message and path == "school":
        return LineError("not_an_orgnr", field=where)
    if match := _UNKNOWN.search(message):
        known = [] if path else sorted(cls.__struct_fields__)
        return LineError("unknown_field", field=below(match["name"]), value=match["name"], known=known)
    return _value_error(message, cls, path, where)


def _value_error(message: str, cls: type[msgspec.Struct], path: str, where: str) -> LineError:
    """What is wrong with the value of one field."""
    if match := _ENUM.search(message):
        return LineError("not_in_list", field=where, value=match["value"].strip("'"), known=_values(cls, path))
    if match := _EXPECTED.search(message):
        return LineError("wrong_type", field=where, expected=match["expected"], got=match["got"])
    if match := _INVALID.search(message):
        return LineError("invalid", field=where, what=match["what"])
    return LineError("not_valid", field=where, detail=message)


def _values(cls: type[msgspec.Struct], path: str) -> list[str]:
    """The values of the closed list that the field at ``path`` takes."""
    hint: Any = cls
    for part in re.sub(r"\[[^\]]*\]", "", path).split("."):
        struct = next((one for one in _types_in(hint) if isinstance(one, type) and issubclass(one, msgspec.Struct)), None)
        if struct is None:
            return []
        hint = get_type_hints(struct, include_extras=True).get(part)
    return [str(value.value) for one in _types_in(hint) if isinstance(one, type) and issubclass(one, Enum) for value in one]


def _types_in(hint: Any) -> list[Any]:
    inner = [found for arg in get_args(hint) for found in _types_in(arg)]
    return [hint, *inner]
