"""What is wrong with the text of a rulebook, where in the text, and in which words: never the words of a parser."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

import msgspec

from texts import Language, catalogue, text


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that is wrong: in which file, which rule (empty for the head), which field, and why.

    ``code`` names the sentence ``rulebook.fault.<code>`` of the catalogue. ``number`` is the rule's place in the file, from 1.
    """

    file: str
    rule: str
    field: str
    code: str
    values: Mapping[str, str] = {}
    number: int | None = None
    line: int | None = None
    column: int | None = None

    def in_(self, language: Language) -> str:
        """The sentence that says why, in a language."""
        values = {name: _named(value, language) if name in _TYPES else value for name, value in self.values.items()}
        return text(f"rulebook.fault.{self.code}", language, **values)

    @property
    def reason(self) -> str:
        """The sentence in English."""
        return self.in_(Language.ENGLISH)

    def __str__(self) -> str:
        """The problem on one line."""
        return ": ".join(part for part in (self.file, self.rule, self.field, self.reason) if part)


class RulebookError(ValueError):
    """One or more rulebooks cannot be used; ``problems`` lists everything that is wrong with them."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))


_TYPES: Final = frozenset({"wanted", "given", "is"})
"""Values of sentences that are kinds of values themselves, as a text, a number or a list."""


def _named(kinds: str, language: Language) -> str:
    joined = f" {text('rulebook.type.or', language)} "
    keys = ((one, f"rulebook.type.{one}") for one in re.split(r" \| | or ", kinds))
    return joined.join(text(key, language) if key in catalogue() else one for one, key in keys)


_SHAPES: Final = (
    ("unknown_field", r"Object contains unknown field `(?P<name>.*)`"),
    ("missing_field", r"Object missing required field `(?P<name>.*)`"),
    ("unknown_value", r"Invalid (?:enum )?value (?P<value>.*)"),
    ("too_small", r"Expected `\w+` >= (?P<n>\S+)"),
    ("too_large", r"Expected `\w+` <= (?P<n>\S+)"),
    ("no_id", r"Expected `str` matching regex .*"),
    ("too_long", r"Expected `\w+` of length <= (?P<n>\d+)"),
    ("wrong_kind", r"Expected `(?P<wanted>[^`]*)`, got `(?P<given>[^`]*)`"),
)
"""The sentences of msgspec that a text in TOML can call forth."""

_TOML: Final = (
    ("toml.table", r"Expected ('\]'|']]'|\"\]\").*"),
    ("toml.equals", r"Expected '=' after a key.*"),
    ("toml.list", r"Unclosed array"),
    ("toml.inline", r"Unclosed inline table"),
    ("toml.quotes", r"(Unterminated string|Illegal character .*|Expected \"'\".*)"),
    ("toml.rest", r"Expected newline or end of document after a statement"),
    ("toml.twice", r"(Cannot overwrite a value|Cannot declare .* twice.*|Duplicate inline table key.*|Cannot mutate.*)"),
)
_PLACE: Final = re.compile(r"^(?P<why>.*) \(at (?:line (?P<line>\d+), column (?P<column>\d+)|end of document)\)$", re.DOTALL)


def of_shape(error: msgspec.ValidationError, *, file: str, rule: str, number: int | None) -> Problem:
    """What msgspec found, as a problem."""
    why, _, path = str(error).partition(" - at ")
    code, values = _sentence(why, _SHAPES, "shape")
    field = path.strip("`").removeprefix("$.").removeprefix("$")
    return Problem(file=file, rule=rule, field=field, code=code, values=values, number=number)


def of_toml(error: Exception, source: str, file: str) -> Problem:
    """What hinders a text from being read at all, and where it stands."""
    found = _PLACE.match(str(error))
    why = str(error) if found is None else found["why"]
    code, values = _sentence(why, _TOML, "toml")
    at_end = max(source.rstrip("\n").count("\n") + 1, 1)
    line = int(found["line"]) if found is not None and found["line"] else at_end
    column = int(found["column"]) if found is not None and found["column"] else None
    return Problem(file=file, rule="", field="", code=code, values=values, line=line, column=column)


def _sentence(why: str, known: Iterable[tuple[str, str]], otherwise: str) -> tuple[str, Mapping[str, str]]:
    for code, pattern in known:
        if (found := re.fullmatch(pattern, why, re.DOTALL)) is not None:
            return code, found.groupdict()
    return otherwise, {}


_RULE: Final = re.compile(r"^\s*\[\[\s*rule\s*\]\]")
_HEAD: Final = re.compile(r"^\s*\[\s*rulebook\s*\]")
_TABLE: Final = re.compile(r"^\s*\[")


def line_in(source: str, problem: Problem) -> int | None:
    """The line of the text in which a problem's field stands, or where its rule (or the head) begins."""
    lines = source.splitlines()
    if problem.number is None and problem.rule not in ("", "rulebook"):
        return next((at for at, line in enumerate(lines, 1) if re.match(rf"\s*\[+\s*{re.escape(problem.rule)}\b", line)), None)
    opening = _HEAD if problem.number is None else _RULE
    starts = [at for at, line in enumerate(lines) if opening.match(line)]
    place = (problem.number or 1) - 1
    if place >= len(starts):
        return 1 if problem.number is None else None
    begin = starts[place]
    end = next((at for at in range(begin + 1, len(lines)) if _TABLE.match(lines[at]) and not _of_rule(lines[at])), len(lines))
    name = problem.field.partition(".")[0].partition("[")[0] or problem.values.get("name", "")
    field = re.compile(rf"\s*(\[\s*rule\.)?{re.escape(name)}\b" if name else r"(?!)")
    return next((at for at in range(begin, end) if field.match(lines[at])), begin) + 1


def _of_rule(line: str) -> bool:
    """Whether a line begins a part of the same rule, as ``[rule.trigger]``."""
    return re.match(r"\s*\[\s*rule\.", line) is not None
