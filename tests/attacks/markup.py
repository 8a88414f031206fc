"""Text that would become markup if a page let it, and finding out whether one did."""

from __future__ import annotations

from html.parser import HTMLParser

from werkzeug.test import TestResponse

TAG = "varde-attack"
ATTACK = (
    f"\"'></textarea></select></title></script></style><{TAG} onclick=window.attacked=1></{TAG}>"
    "<script>window.attacked=1</script><img src=x onerror=window.attacked=1>{{7*7}}"
)

RUNS = ("javascript:", "vbscript:", "data:text", "data:image/svg")


class Grown(HTMLParser):
    """The elements of a page that nobody of ours put there."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        odd = [
            name for name, value in attrs if name.startswith("on") or (value or "").lower().startswith(("javascript:", "data:t"))
        ]
        if tag == TAG or odd:
            self.found.append(self.get_starttag_text() or tag)


def assert_no_markup_grew(answer: TestResponse, where: str) -> None:
    """The page holds what was written as text, or not at all. What is no page is never shown as one."""
    if answer.mimetype == "text/html":
        assert Grown(answer.text).found == [], where
    else:
        assert answer.headers["X-Content-Type-Options"] == "nosniff", where
        assert answer.mimetype != "image/svg+xml" or f"<{TAG}" not in answer.text, where
