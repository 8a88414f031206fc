"""A browser page under watch: nothing may leave this machine, break the content policy or complain in the console."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import Page

OWN = frozenset({"data", "blob"})
COLLECT = """
window.violations = [];
document.addEventListener("securitypolicyviolation", (e) => window.violations.push(e.violatedDirective + " " + e.blockedURI));
"""


@dataclass
class Watch:
    page: Page
    expected: set[str] = field(default_factory=set)
    """Parts of console messages that a test brings about on purpose."""
    outside: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.add_init_script(COLLECT)
        self.page.on("request", lambda request: self._asked(request.url))
        self.page.on("console", lambda message: self._said(message.type, message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _asked(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in OWN and parts.hostname != "127.0.0.1":
            self.outside.append(url)

    def _said(self, kind: str, text: str) -> None:
        if kind in {"error", "warning"} and not any(part in text for part in self.expected):
            self.complaints.append(f"{kind}: {text}")

    def is_clean(self) -> bool:
        self.page.wait_for_load_state()  # a page on its way out answers no question
        found = {"outside": self.outside, "console": self.complaints, "policy": self.page.evaluate("window.violations ?? []")}
        assert not any(found.values()), found
        return True
