"""studyguide: printable study guides from YAML course folders."""

from __future__ import annotations

__version__ = "0.1.0"
