"""Each command is found where the list of commands says, and nothing is loaded that it does not need."""

from __future__ import annotations

import subprocess
import sys

import pytest

from varde.cli.app import COMMANDS, known_by

LOADED = """
import sys
from varde.cli.app import known_by
known_by({module!r})
print(*sys.modules)
"""


def loaded_for(command: str) -> set[str]:
    line = [sys.executable, "-c", LOADED.format(module=COMMANDS[command])]
    return set(subprocess.run(line, capture_output=True, text=True, check=True).stdout.split())


@pytest.mark.parametrize("module", sorted(set(COMMANDS.values())))
def test_a_module_knows_the_commands_that_the_list_names_and_no_other(module: str):
    assert list(known_by(module)) == [name for name, known in COMMANDS.items() if known == module]


def test_what_is_added_to_a_group_is_there():
    assert {"replay"} < set(known_by("cases")["case"].commands)
    assert set(known_by("importing")["import"].commands) == {"cases", "survey", "roster"}


@pytest.mark.parametrize(("command", "needless"), [("project", "flask"), ("serve", "duckdb"), ("react", "duckdb")])
def test_a_process_that_is_started_again_and_again_loads_what_it_needs(command: str, needless: str):
    assert needless not in loaded_for(command)
