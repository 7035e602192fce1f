"""The files that all sections share, each as a whole: what their JSON Schemas are made from.

Separate from `shared`, whose models they list: a course is read item by item, so that one broken item stops only the sections that use it,
and nobody waits for the validators of whole files.
"""

from __future__ import annotations

from typing import Any

from pydantic import ConfigDict, RootModel

from builder.model.base import Model
from builder.model.shared import ImageInfo, KeyFigure, Rubric, Term


class Sources(Model):
    """The file `sources.yaml`: a bibliography in CSL-YAML, as Pandoc reads it."""

    model_config = ConfigDict(title="bibliography")

    references: tuple[dict[str, Any], ...] = ()
    """The sources; each has an `id` and a `type` (CSL)."""


class KeyFigures(RootModel[tuple[KeyFigure, ...]]):
    """The file `key_figures.yaml`: the people of the course."""


class Glossary(RootModel[tuple[Term, ...]]):
    """The file `glossary.yaml`: the terms of the course."""


class Images(RootModel[dict[str, ImageInfo]]):
    """The file `images.yaml`: the course's pictures by file name."""


class Rubrics(RootModel[tuple[Rubric, ...]]):
    """The file `rubrics.yaml`: scales and criteria."""
