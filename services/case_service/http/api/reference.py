"""The reference page of the API, and the document that programs read."""

from __future__ import annotations

import json

from services.case_service.http.api.openapi import document
from services.case_service.http.api.operation import OPERATIONS, Operation
from services.case_service.http.rights import Right

HEAD = """\
# The API

Made from the operations in `services/case_service/http/api`; the document that programs read is [openapi.json](openapi.json), which
a running Varde also answers at `/api/v1/openapi.json`. How to use it: [Use the API](../how-to/use-the-api.md).

| | address | right | what it does |
|---|---|---|---|
"""


def pages() -> dict[str, str]:
    """The pages' content by file name, below docs/reference."""
    rows = "\n".join(_row(each) for each in sorted(OPERATIONS, key=lambda one: (one.path, one.method)))
    written = json.dumps(document(), ensure_ascii=False, indent=1, sort_keys=False)
    return {"api.md": f"{HEAD}{rows}\n", "openapi.json": f"{written}\n"}


def _row(each: Operation) -> str:
    path = each.path.replace("<uuid:", "{").replace("<", "{").replace(">", "}")
    right = "" if each.right is Right.ANYONE else f"`{each.right.value}`"
    return f"| {each.method} | `/api/v1{path}` | {right} | {each.summary} |"
