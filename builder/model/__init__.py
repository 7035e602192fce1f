"""The content schema: typed, frozen values for every file that a course may hold (DESIGN: content)."""

from __future__ import annotations

from builder.model.base import ContentError, ImageUse, Item, Model, NativeText
from builder.model.classes import Assessment, ClassInfo
from builder.model.course import CourseInfo, Edition, Lane, Level, Print, merge_print
from builder.model.questions import CLOSED_KINDS, Answer, Question, QuestionPart, Space
from builder.model.section import Disagreement, Document, Event, FigureUse, Objective, Passage, Section
from builder.model.shared import ImageInfo, KeyFigure, Rubric, Term

__all__ = [
    "CLOSED_KINDS", "Answer", "Assessment", "ClassInfo", "ContentError", "CourseInfo", "Disagreement", "Document", "Edition",
    "Event", "FigureUse", "ImageInfo", "ImageUse", "Item", "KeyFigure", "Lane", "Level",
    "Model", "NativeText", "Objective", "Passage", "Print", "Question", "QuestionPart", "Rubric", "Section",
    "Space", "Term", "merge_print",
]  # fmt: skip
