from __future__ import annotations

import subprocess
import sys

SAYS = """
import logging
from varde.log_lines import write_log_lines
write_log_lines()
write_log_lines()
logging.getLogger("services.case_service").info("the token %s is used", 7)
logging.getLogger("a.library").info("chatter")
"""


def test_a_process_writes_each_line_once_with_its_time_and_its_part():
    done = subprocess.run([sys.executable, "-c", SAYS], capture_output=True, text=True, check=True)
    [line] = done.stderr.splitlines()
    assert line.endswith("Z INFO services.case_service: the token 7 is used")
    assert line[:4].isdigit()
