"""What WeasyPrint 70 leaves out of a tagged PDF, put in before the file is written: PDF/UA-1 and PDF/A-2a in one file.

In: WeasyPrint's module that builds the structure tree, and its PDF in the making (pydyf objects; nothing here imports WeasyPrint). Out:
the same PDF, repaired. Separate from `typeset` because it knows about PDF and nothing about jobs. Working on the objects in memory costs
nothing that could be measured; reading the finished file again would, and languages and notes can't be told from it any more.

- running heads and folios are artifacts, not text outside the tree (ISO 32000-1, 14.8.2.2);
- parts of a text in another language carry it (ISO 14289-1, 7.2);
- page-bottom notes are `Note`, their marks `Reference` and `Lbl` (ISO 14289-1, 7.9);
- a heading or paragraph inside itself is one (WeasyPrint doubles it where a float stands in it);
- table heads say whether they head a column or a row (ISO 14289-1, 7.5);
- the box of a figure is in points from the page's foot (ISO 32000-1, 14.8.5.4.3);
- the metadata are readable without unpacking and name both standards (ISO 14289-1, 5; ISO 19005-2, 6.6.4);
- no stream ends with a carriage return, which before a line feed reads as a line's end, one byte too early (ISO 19005-2, 6.1.7.1).
"""

from __future__ import annotations

import base64
import functools
import zlib
from collections.abc import Iterator
from typing import Any

import pydyf  # type: ignore[import-untyped]

from builder.form_rooms import group_buttons

PX_TO_PT = 0.75
NULL = b"null"
SCOPES = {"col": "/Column", "colgroup": "/Column", "row": "/Row", "rowgroup": "/Row"}
ONCE = frozenset({"/P", "/H1", "/H2", "/H3", "/H4", "/H5", "/H6", "/Caption"})

_PROPERTY = (
    '<rdf:li rdf:parseType="Resource"><pdfaProperty:name>part</pdfaProperty:name>'
    "<pdfaProperty:valueType>Integer</pdfaProperty:valueType><pdfaProperty:category>internal</pdfaProperty:category>"
    "<pdfaProperty:description>Part of ISO 14289 that the file conforms to</pdfaProperty:description></rdf:li>"
)
UA_METADATA = (
    '<rdf:Description xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" rdf:about="" pdfuaid:part="1" />'
    '<rdf:Description xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"'
    ' xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#"'
    ' rdf:about=""><pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">'
    "<pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>"
    "<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>"
    f"<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix><pdfaSchema:property><rdf:Seq>{_PROPERTY}</rdf:Seq></pdfaSchema:property>"
    "</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>"
).encode()
"""What a PDF/A file must say before it may say that it is PDF/UA: the property isn't among those that PDF/A knows."""


def mend_streams() -> None:
    """Make pydyf's streams end plainly; call before the first PDF."""
    plain = pydyf.Stream.data.fget
    if hasattr(plain, "__wrapped__"):
        return

    @functools.wraps(plain)
    def data(self: pydyf.Stream) -> bytes:
        written: bytes = plain(self)
        return written if not written.endswith(b"\r\nendstream") else _as_text(self, written)

    pydyf.Stream.data = property(data)


def mend_references() -> None:
    """Make pydyf write the numbers of a PDF's pages once, not once for each of a book's hundred thousand elements."""
    plain = pydyf.PDF.page_references.fget
    if hasattr(plain, "__wrapped__"):
        return

    @functools.wraps(plain)
    def page_references(self: pydyf.PDF) -> tuple[bytes, ...]:
        known: tuple[int, tuple[bytes, ...]] = getattr(self, "known_references", (-1, ()))
        count = len(self.pages["Kids"])
        if known[0] != count:
            known = self.known_references = (count, plain(self))
        return known[1]

    pydyf.PDF.page_references = property(page_references)


def _as_text(stream: pydyf.Stream, written: bytes) -> bytes:
    """Return a stream whose bytes are written in letters: a little longer, and its end is plain."""
    raw = written.removesuffix(b"\nendstream").split(b"\nstream\n", 1)[1]
    inner = "/FlateDecode" if stream.compress else stream.extra.get("Filter")
    filters = pydyf.Array(["/ASCII85Decode", *([inner] if inner else [])])
    letters = base64.a85encode(raw, adobe=True).removeprefix(b"<~")
    coded: bytes = pydyf.Stream([letters], {**stream.extra, "Filter": filters}).data
    return coded


def mend_structure(tags: Any) -> None:
    """Make `weasyprint.pdf.tags` tell more of each box; call before the first PDF."""
    build = tags._build_box_tree
    if hasattr(build, "__wrapped__"):
        return
    margin_box, page_box, page_area = tags.boxes.MarginBox, tags.boxes.PageBox, tags.boxes.FootnoteAreaBox

    @functools.wraps(build)
    def mended(
        box: Any,
        parent: Any,
        pdf: pydyf.PDF,
        page_number: int,
        nums: dict[int, Any],
        annotations: Any,
        tags: dict[Any, Any],
    ) -> Iterator[Any]:
        if isinstance(box, margin_box):
            _set_aside(box, nums, tags)
            return
        for element in build(box, parent, pdf, page_number, nums, annotations, tags):
            if getattr(box, "element_tag", None) not in ("html", "body"):
                _describe(getattr(box, "_box", box), element, page_area)
                if element["S"] == parent["S"] and element["S"] in ONCE:
                    element["S"] = "/NonStruct"
            yield element
        if isinstance(box, page_box):
            box.children = ()  # of a book's five hundred pages the boxes would stay until it is written

    tags._build_box_tree = mended


def _set_aside(box: Any, nums: dict[int, Any], tags: dict[Any, Any]) -> None:
    """Take the text of a running head out of the tree; `finish` finds it by the nulls in the parent tree."""
    for child in box.descendants():
        if child in tags:
            nums[tags.pop(child)["mcid"]] = NULL


def _describe(box: Any, element: Any, page_area: type) -> None:
    """Add to a structure element what its box knows."""
    if isinstance(box, page_area) and element["S"] == "/NonStruct":
        element["S"] = "/P"
    if box.element is None:
        return
    name, own = box.element_tag, box.element_tag == box.element.tag
    language = box.element.get("lang")
    if own and language:
        element["Lang"] = pydyf.String(language)
    if box.link_annotation and element["S"] in ("/NonStruct", "/Span"):
        element["S"] = "/Link"  # bold or italic words in a link: WeasyPrint gives them an annotation of their own
    if name.endswith("::footnote-call"):
        element["S"] = "/Reference"
    elif name.endswith("::footnote-marker"):
        element["S"] = "/Lbl"
    elif own and element["S"] == "/Span" and "note" in box.element.get("class", "").split():
        element["S"] = "/Note"
        element["ID"] = pydyf.String(f"note-{element.number}")
    elif own and element["S"] == "/TH":
        element["A"]["Scope"] = SCOPES.get(box.element.get("scope", ""), "/Column")


def finish(_document: Any, pdf: pydyf.PDF) -> None:
    """Repair a PDF before it is written: WeasyPrint's `finisher`."""
    for item in pdf.objects:
        if isinstance(item, pydyf.Dictionary) and item.get("S") == "/Figure":
            _measure_in_points(pdf, item)
    group_buttons(pdf)
    _mark_artifacts(pdf)
    _name_standards(pdf)
    _compress(pdf)
    _write_down(pdf)


def _object(pdf: pydyf.PDF, reference: bytes) -> Any:
    """Return the object that `12 0 R` stands for."""
    return pdf.objects[int(reference.split()[0])]


def _measure_in_points(pdf: pydyf.PDF, figure: Any) -> None:
    """Turn a figure's box, which WeasyPrint gives in CSS pixels from the top, into PDF's units."""
    height = _object(pdf, figure["Pg"])["MediaBox"][3]
    left, top, right, bottom = (PX_TO_PT * value for value in figure["A"]["BBox"])
    figure["A"]["BBox"] = pydyf.Array([round(value, 3) for value in (left, height - bottom, right, height - top)])


def _mark_artifacts(pdf: pydyf.PDF) -> None:
    """Mark as pagination what stands on a page and has no place in the tree."""
    root = _object(pdf, pdf.catalog["StructTreeRoot"])
    numbers = _object(pdf, root["ParentTree"])["Nums"]
    pages = [pdf.objects[number] for number in pdf.pages["Kids"][::3]]
    for page, parents in zip(pages, numbers[1::2], strict=False):
        outside = {index for index, parent in enumerate(parents) if parent == NULL}
        items = _object(pdf, page["Contents"]).stream
        for place, item in enumerate(items if outside else ()):
            if isinstance(item, pydyf.Dictionary) and item.get("MCID") in outside:
                items[place - 1 : place + 1] = ["/Artifact", pydyf.Dictionary({"Type": "/Pagination"})]


def _name_standards(pdf: pydyf.PDF) -> None:
    """Write the metadata plainly, and name PDF/UA in those of a PDF/A."""
    metadata = _object(pdf, pdf.catalog["Metadata"])
    text = b"".join(metadata.stream)
    if b"pdfuaid:part" not in text:
        text = text.replace(b"</rdf:RDF>", UA_METADATA + b"</rdf:RDF>", 1)
    metadata.stream, metadata.compress = [text], False


def _compress(pdf: pydyf.PDF) -> None:
    """Compress the streams, which pydyf would do twice: to write them, and to count the file's identifier."""
    for item in pdf.objects:
        if isinstance(item, pydyf.Stream) and item.compress:
            raw = b"\n".join(pydyf._to_bytes(part) for part in item.stream)
            item.stream, item.compress = [zlib.compress(raw, 9)], False
            item.extra["Filter"] = "/FlateDecode"


class _Written(pydyf.Object):  # type: ignore[misc]
    """An object of a PDF that nothing changes any more: its bytes."""

    data: bytes = b""


def _write_down(pdf: pydyf.PDF) -> None:
    """Keep the bytes of structure elements in their place: a third of the memory, and they are written twice (see `_compress`)."""
    for number, item in enumerate(pdf.objects):
        if isinstance(item, pydyf.Dictionary) and item.get("Type") == "/StructElem":
            written = _Written()
            written.number, written.data = item.number, item.data
            pdf.objects[number] = written
