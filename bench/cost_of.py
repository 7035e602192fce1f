"""Run a command and print what it cost, all its descendants included: `cost_of.py [--memory] REPORT COMMAND [ARGUMENT ...]`.

In: a command. Out: REPORT, a JSON file with processor seconds (user and system), wall-clock seconds and the peak memory of its largest
process in MB, as the kernel counts them; with `--memory` the peak of all processes together, memory that they share counted once, looked
at ten times a second. A process of its own, because a fork server outlives the command that began it: here it is taken
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
PAUSE = 0.1
"""Seconds between two looks at the memory."""


def held() -> float:
    """Return how much memory all descendants of this process hold, in MB; 0 where the system doesn't tell."""
    waiting, kilobytes = [str(os.getpid())], 0
    while waiting:
        process = Path("/proc") / waiting.pop()
        try:
            found = [word for file in process.glob("task/*/children") for word in file.read_text("ascii").split()]
            if process.name != str(os.getpid()):
                share = next(
                    line for line in (process / "smaps_rollup").read_text("ascii").splitlines() if "Pss:" in line
                )
                kilobytes += int(share.split()[1])
        except (OSError, StopIteration):
            continue  # it has just ended
        waiting += found
    return kilobytes / 2**10


def main(*words: str) -> int:
    """Run the command; return its exit code."""
    watches = words[0] == "--memory"
    report, *command = words[watches:]
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    start = time.perf_counter()
    process, together = subprocess.Popen(command), 0.0
    while watches and process.poll() is None:
        together = max(together, held())
        time.sleep(PAUSE)
    code = process.wait()
    wall = time.perf_counter() - start
    while True:
        try:
            os.wait()
        except ChildProcessError:
            break
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    megabytes = used.ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)
    Path(report).write_text(
        json.dumps({"cpu": used.ru_utime + used.ru_stime, "wall": wall, "peak_mb": max(megabytes, together)}), "utf-8"
    )
    return code


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:]))
