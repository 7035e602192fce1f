"""One headless Chromium: `by_chromium.py PROGRAM FOLDER HTML ...` writes a PDF into FOLDER for each page, one after another in one tab.

It is driven by the DevTools protocol over two pipes (`--remote-debugging-pipe`: JSON messages that end with a zero byte, on its descriptors
3 and 4), so that no library stands between. Our fonts are its only fonts, and its PDFs are tagged and have bookmarks, as ours.
"""

from __future__ import annotations

import base64
import fcntl
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from builder import fonts

FLAGS = (
    "--headless", "--remote-debugging-pipe", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-proxy-server",
)  # fmt: skip
PRINT = {"preferCSSPageSize": True, "printBackground": True, "generateTaggedPDF": True, "generateDocumentOutline": True}
_ABOVE = 10
"""Descriptors of our own ends start here, so that they can't be 3 or 4."""


class ChromiumError(Exception):
    """The browser refused a command, or went away."""


class Browser:
    """A running browser with one tab."""

    def __init__(self, program: str, profile: str) -> None:
        """Start it; `profile` is an empty folder for what it keeps."""
        there, commands = os.pipe()
        answers, here = os.pipe()
        ends = [fcntl.fcntl(end, fcntl.F_DUPFD_CLOEXEC, _ABOVE) for end in (there, here)]

        def connect() -> None:
            os.dup2(ends[0], 3)
            os.dup2(ends[1], 4)

        self.process = subprocess.Popen(
            [program, *FLAGS, f"--user-data-dir={profile}"],
            preexec_fn=connect, close_fds=False, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        for end in (there, here, *ends):
            os.close(end)
        self._commands, self._answers = os.fdopen(commands, "wb"), os.fdopen(answers, "rb")
        self._waiting, self._number, self._session = b"", 0, ""
        tab = self.call("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.call("Target.attachToTarget", targetId=tab, flatten=True)["sessionId"]
        self.call("Page.enable")

    def call(self, method: str, **words: object) -> dict[str, Any]:
        """Send a command and return its result; ChromiumError when it fails."""
        self._number += 1
        session = {"sessionId": self._session} if self._session else {}
        message = {"id": self._number, "method": method, "params": words, **session}
        self._commands.write(json.dumps(message).encode("utf-8") + b"\0")
        self._commands.flush()
        answer = self._until("id", self._number)
        if "error" in answer:
            raise ChromiumError(f"{method}: {answer['error']}")
        result: dict[str, Any] = answer["result"]
        return result

    def _until(self, key: str, value: object) -> dict[str, Any]:
        """Return the next message with that value; others are of no interest."""
        while True:
            while b"\0" not in self._waiting:
                piece = os.read(self._answers.fileno(), 1 << 20)
                if not piece:
                    raise ChromiumError("the browser went away")
                self._waiting += piece
            message, _, self._waiting = self._waiting.partition(b"\0")
            found: dict[str, Any] = json.loads(message)
            if found.get(key) == value:
                return found

    def pdf(self, page: str) -> bytes:
        """Open an HTML file and return it printed."""
        self.call("Page.navigate", url=Path(page).resolve().as_uri())
        self._until("method", "Page.loadEventFired")
        self.call("Runtime.evaluate", expression="document.fonts.ready.then(() => 0)", awaitPromise=True)
        return base64.b64decode(self.call("Page.printToPDF", **PRINT)["data"])

    def close(self) -> None:
        """End it and wait."""
        self._session = ""
        self.call("Browser.close")
        self.process.wait()


def main(program: str, folder: str, *pages: str) -> None:
    """Write a PDF for each page."""
    fonts.pin_fontconfig(Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "studyguide")
    with tempfile.TemporaryDirectory(prefix="chromium-", ignore_cleanup_errors=True) as profile:
        browser = Browser(program, profile)
        try:
            for page in pages:
                (Path(folder) / f"{Path(page).stem}.pdf").write_bytes(browser.pdf(page))
            browser.close()
        finally:
            browser.process.kill()
            browser.process.wait()


if __name__ == "__main__":
    main(*sys.argv[1:])
