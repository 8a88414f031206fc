"""The forms of a page, as a browser would send them, for those who would rather send something else."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin

OURS = {"csrf_token", "idempotency_key", "seen_version"}
"""Fields that the server made; a form in which they are wrong is refused before anything is read."""


@dataclass
class PageForm:
    """Where a form is sent, its fields with their values, and which of them it takes files in."""

    action: str
    fields: list[tuple[str, str]] = field(default_factory=list)
    files: set[str] = field(default_factory=set)

    @property
    def own(self) -> dict[str, str]:
        """What the server put into it."""
        return {name: value for name, value in self.fields if name in OURS}

    @property
    def asked(self) -> list[str]:
        """The fields that somebody fills in."""
        return [*dict.fromkeys(name for name, _ in self.fields if name not in OURS)]


class _Reader(HTMLParser):
    def __init__(self, path: str, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.path, self.forms, self.now = path, list[PageForm](), None
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.now = PageForm(urljoin(self.path, given.get("action") or self.path))
            if given.get("method", "get").lower() == "post":
                self.forms.append(self.now)
        elif tag in {"input", "select", "textarea", "button"} and given.get("name") and self.now is not None:
            if given.get("type") == "file":
                self.now.files.add(given["name"])
            else:
                self.now.fields.append((given["name"], given.get("value", "")))
            if "formaction" in given:
                self.forms.append(PageForm(urljoin(self.path, given["formaction"]), self.now.fields, self.now.files))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.now = None


def forms_on(path: str, page: str) -> list[PageForm]:
    """The forms of the page at ``path`` that send something."""
    return _Reader(path, page).forms
