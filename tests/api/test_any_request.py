"""Whatever is sent to the API, it answers as its own description says, and never with a fault of its own (schemathesis)."""

from __future__ import annotations

import os
import sys

import pytest
from api.any_request import AnyRequest
from record.town_in_browser import served
from town import CANARY, Town

pytestmark = pytest.mark.long

EXAMPLES = int(os.environ.get("API_EXAMPLES", "8"))
"""Of each operation; `make api` sends more than ten thousand requests."""


def test_no_request_makes_a_fault_or_an_answer_that_the_document_does_not_describe(town: Town, caplog: pytest.LogCaptureFixture):
    with served(town) as place:
        sender = AnyRequest(town, place.address, examples=EXAMPLES)
        calls = sender.every_operation()
    assert calls >= 60 * EXAMPLES, sender.answers
    sys.stdout.write(f"{calls} requests, by status: {dict(sorted(sender.answers.items()))}\n")
    assert not [status for status in sender.answers if status >= 500]
    assert sender.answers[201] > 20
    assert CANARY not in caplog.text
