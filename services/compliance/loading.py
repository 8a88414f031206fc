"""Rulebooks are read from the package, or from any folder or file with local ones."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import structs

from services.compliance.calendar import local_day
from services.compliance.rulebook import BoundRule, Rule, Rulebook, RulebookHead, RuleKind
from services.compliance.rulebook_checks import problems_of
from services.compliance.rulebook_problems import Problem, RulebookError, line_in, of_shape, of_toml

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
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
        """Every rule by its permanent id; of a rule with several versions the latest."""
        return {bound.rule.id: bound for bound in self.bound}

    @cached_property
    def latest(self) -> tuple[Rulebook, ...]:
        """Every rulebook once, in its latest version."""
        return tuple({book.head.id: book for book in self.books}.values())

    @cached_property
    def _versions(self) -> dict[str, tuple[BoundRule, ...]]:
        found: dict[str, list[BoundRule]] = {}
        for bound in self.bound:
            found.setdefault(bound.rule.id, []).append(bound)
        return {id_: tuple(versions) for id_, versions in found.items() if len(versions) > 1}

    def of(self, row: Mapping[str, Any]) -> BoundRule:
        """The rule behind an obligation (rule_id, opened_at), in the version that opened it. KeyError for an unknown rule."""
        id_ = row["rule_id"]
        if id_ not in self._versions:
            return self.by_id[id_]
        day = local_day(row["opened_at"])
        holding = (
            one for one in self._versions[id_] if one.valid_from <= day and (one.valid_until is None or day <= one.valid_until)
        )
        return next(holding, self.by_id[id_])


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
            Problem(file="", rule="", field="rulebook", code="unknown_rulebook", values={"rulebook": id_})
            for id_ in wanted
            if id_ not in known
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
                Problem(file=file, rule="", field="rulebook.id", code="other_file", values={"rulebook": rulebook.head.id})
            )
        found.append(rulebook)
    return found, problems


@lru_cache(maxsize=64)
def _read(file: str, text: str) -> tuple[Rulebook | None, tuple[Problem, ...]]:
    """A rulebook is read again and again, and nothing but its text says what it is."""
    try:
        data = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        return None, (of_toml(error, text, file),)
    rulebook, problems = _shaped(file, data)
    if rulebook is not None:
        problems = list(problems_of(rulebook, file))
    return rulebook, tuple(structs.replace(problem, line=line_in(text, problem)) for problem in problems)


def _shaped(file: str, data: dict[str, Any]) -> tuple[Rulebook | None, list[Problem]]:
    problems = [Problem(file=file, rule=name, field="", code="unknown_table") for name in data if name not in ("rulebook", "rule")]
    entries = data.get("rule", [])
    if not isinstance(entries, list):
        problems.append(Problem(file=file, rule="", field="rule", code="rule_table"))
        entries = []
    head = _convert(data.get("rulebook", {}), RulebookHead, file, ("rulebook", None))
    rules = [_convert(entry, Rule, file, (_name(entry, number), number)) for number, entry in enumerate(entries, 1)]
    problems += [one for one in (head, *rules) if isinstance(one, Problem)]
    return (None, problems) if problems else (Rulebook(head=head, rules=tuple(rules)), [])


def _name(entry: object, number: int) -> str:
    return str(entry.get("id", f"rule {number}")) if isinstance(entry, dict) else f"rule {number}"


def _convert(data: Any, cls: type[msgspec.Struct], file: str, place: tuple[str, int | None]) -> Any:
    """The struct, or the problem that hinders it."""
    try:
        return msgspec.convert(data, cls)
    except msgspec.ValidationError as error:
        return of_shape(error, file=file, rule=place[0], number=place[1])
