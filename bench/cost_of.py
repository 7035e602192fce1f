"""Run a command and print what it cost, all its descendants included: `cost_of.py REPORT COMMAND [ARGUMENT ...]`.

In: a command. Out: REPORT, a JSON file with processor seconds (user and system), wall-clock seconds and the peak memory of its largest
process in MB, as the kernel counts them. A process of its own, because a fork server outlives the command that began it: here it is taken
over, waited for and counted (prctl(2), PR_SET_CHILD_SUBREAPER; Linux). Elsewhere workers are counted as far as their parent waits for them.
"""

from __future__ import annotations

import ctypes
import json
import os
import resource
import subprocess
import sys
import time
from pathlib import Path

PR_SET_CHILD_SUBREAPER = 36


def main(report: str, *command: str) -> int:
    """Run the command; return its exit code."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    start = time.perf_counter()
    code = subprocess.call(command)
    wall = time.perf_counter() - start
    while True:
        try:
            os.wait()
        except ChildProcessError:
            break
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    megabytes = used.ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)
    Path(report).write_text(
        json.dumps({"cpu": used.ru_utime + used.ru_stime, "wall": wall, "peak_mb": megabytes}), "utf-8"
    )
    return code


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:]))
