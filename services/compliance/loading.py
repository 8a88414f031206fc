"""Rulebooks are read from the package, or from any folder or file with local ones."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import msgspec

from services.compliance.rulebook import BoundRule, Rule, Rulebook, RulebookHead, RuleKind
from services.compliance.rulebook_checks import Problem, RulebookError, problems_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from importlib.resources.abc import Traversable
    from pathlib import Path


@dataclass(frozen=True, eq=False)
class Rules:
    """The rulebooks that a history is judged by."""

    books: tuple[Rulebook, ...]

    @cached_property
    def bound(self) -> tuple[BoundRule, ...]:
        """Every rule of every book, in the order of the books."""
        return tuple(rule for book in self.books for rule in book.bound())

    @cached_property
    def by_id(self) -> dict[str, BoundRule]:
        """Every rule by its permanent id."""
        return {bound.rule.id: bound for bound in self.bound}


@lru_cache(maxsize=64)
def with_plans(rules: Rules, chosen: frozenset[str]) -> Rules:
    """Law and guidance of ``rules``, and of its municipal plans those that are chosen."""
    return Rules(tuple(book for book in rules.books if book.head.kind is not RuleKind.LOCAL or book.head.id in chosen))


def load_rulebooks(ids: Iterable[str] | None = None, *, paths: Iterable[Path] = ()) -> Rules:
    """The rulebooks of the package (all, or those with the given ids) and those of ``paths`` (files or folders).

    Raises RulebookError with every problem in every file, and for an id that no file has.
    """
    wanted = None if ids is None else tuple(ids)
    sources = [*_files(files("services.compliance") / "rulebooks"), *(file for path in paths for file in _files(path))]
    found, problems = _read_all([(source.name, source.read_text(encoding="utf-8")) for source in sources])
    if wanted is not None:
        known = {book.head.id for book in found}
        problems += [
            Problem(file="", rule="", field="rulebook", reason=f"unknown rulebook {id_}") for id_ in wanted if id_ not in known
        ]
    if problems:
        raise RulebookError(problems)
    return Rules(tuple(book for book in found if wanted is None or book.head.id in wanted))


def read_rulebook(text: str, file: str = "rulebook.toml") -> Rulebook:
    """One rulebook from the text of its file. Raises RulebookError."""
    found, problems = _read_all([(file, text)])
    if problems:
        raise RulebookError(problems)
    return found[0]


def _files(place: Traversable | Path) -> list[Traversable]:
    if place.is_file():
        return [place]
    if not place.is_dir():
        return []
    return sorted((entry for entry in place.iterdir() if entry.name.endswith(".toml")), key=lambda entry: entry.name)


def _read_all(texts: list[tuple[str, str]]) -> tuple[list[Rulebook], list[Problem]]:
    found: list[Rulebook] = []
    problems: list[Problem] = []
    for file, text in texts:
        rulebook, wrong = _read(file, text)
        problems += wrong
        if rulebook is None:
            continue
        if any(book.head.id == rulebook.head.id for book in found):
            problems.append(
                Problem(file=file, rule="", field="rulebook.id", reason=f"{rulebook.head.id} stands in another file too")
            )
        found.append(rulebook)
    return found, problems


def _read(file: str, text: str) -> tuple[Rulebook | None, list[Problem]]:
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return None, [Problem(file=file, rule="", field="", reason=str(error))]
    problems = [
        Problem(file=file, rule="", field=name, reason="unknown table") for name in data if name not in ("rulebook", "rule")
    ]
    head = _convert(data.get("rulebook", {}), RulebookHead, file, "rulebook", problems)
    rules = [_convert(entry, Rule, file, _name(entry, number), problems) for number, entry in enumerate(data.get("rule", []), 1)]
    if head is None or problems:
        return None, problems
    rulebook = Rulebook(head=head, rules=tuple(rule for rule in rules if rule is not None))
    return rulebook, list(problems_of(rulebook, file))


def _name(entry: object, number: int) -> str:
    return str(entry.get("id", f"rule {number}")) if isinstance(entry, dict) else f"rule {number}"


def _convert(data: Any, cls: type[msgspec.Struct], file: str, name: str, problems: list[Problem]) -> Any:
    try:
        return msgspec.convert(data, cls)
    except msgspec.ValidationError as error:
        reason, _, path = str(error).partition(" - at ")
        problems.append(Problem(file=file, rule=name, field=path.strip("`").removeprefix("$."), reason=reason))
        return None
