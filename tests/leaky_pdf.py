"""Ways to plant words in a finished PDF, and a search that knows nothing of `preflight`."""

from __future__ import annotations

import re
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pikepdf
import pypdfium2
from pikepdf import Array, Dictionary, Name, Stream, String

Plant = Callable[[pikepdf.Pdf, str], None]


def _text(mode: int) -> Plant:
    """Return a way to write words on the first page, in a standard font; mode 3 is hidden text (ISO 32000-1, 9.3.6)."""

    def plant(pdf: pikepdf.Pdf, words: str) -> None:
        page = pdf.pages[0]
        font = pdf.make_indirect(Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))
        resources: Any = page.obj.Resources
        resources.Font.PlantedFont = font
        content = f"BT /PlantedFont 8 Tf {mode} Tr 40 40 Td ({words}) Tj ET".encode()
        page.contents_add(Stream(pdf, content), prepend=True)

    return plant


def _metadata(pdf: pikepdf.Pdf, words: str) -> None:
    pdf.docinfo[Name.Subject] = String(words)


def _xmp(pdf: pikepdf.Pdf, words: str) -> None:
    with pdf.open_metadata(set_pikepdf_as_editor=False) as metadata:
        metadata["dc:description"] = words


def _bookmark(pdf: pikepdf.Pdf, words: str) -> None:
    with pdf.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem(words, 0))


def _alternative(pdf: pikepdf.Pdf, words: str) -> None:
    root: Any = pdf.Root.StructTreeRoot
    root.K = Array(
        [root.K, pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Figure, P=root, Alt=String(words)))]
    )


def _actual_text(pdf: pikepdf.Pdf, words: str) -> None:
    codes = ("\ufeff" + words).encode("utf-16-be").hex()
    pdf.pages[0].contents_add(Stream(pdf, f"/Span << /ActualText <{codes}> >> BDC EMC".encode()), prepend=True)


def _form(pdf: pikepdf.Pdf, words: str) -> None:
    field = Dictionary(
        Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T=String("answer"), V=String(words), Rect=[0, 0, 9, 9]
    )
    pdf.pages[0].obj.Annots = Array([pdf.make_indirect(field)])
    pdf.Root.AcroForm = Dictionary(Fields=pdf.pages[0].obj.Annots)


def _attachment(pdf: pikepdf.Pdf, words: str) -> None:
    pdf.attachments["notes.txt"] = pikepdf.AttachedFileSpec(pdf, words.encode(), filename="notes.txt")


def _address(pdf: pikepdf.Pdf, words: str) -> None:
    address = "https://example.org/?q=" + words.replace(" ", "%20")
    link = Dictionary(
        Type=Name.Annot, Subtype=Name.Link, Rect=[0, 0, 9, 9], A=Dictionary(S=Name.URI, URI=String(address))
    )
    pdf.pages[0].obj.Annots = Array([pdf.make_indirect(link)])


def _stream(pdf: pikepdf.Pdf, words: str) -> None:
    pdf.Root.Planted = pdf.make_indirect(Stream(pdf, b"\xff" + words.encode("latin-1")))


PLANTS: dict[str, Plant] = {
    "printed text": _text(0), "hidden text": _text(3), "metadata": _metadata, "XMP metadata": _xmp, "bookmark": _bookmark,
    "alternative text": _alternative, "replacement text": _actual_text, "form value": _form, "attachment": _attachment,
    "link address": _address, "stream": _stream,
}  # fmt: skip


def planted(pdf: bytes, plant: Plant, words: str) -> bytes:
    """Return a PDF with words planted in it."""
    with pikepdf.open(BytesIO(pdf)) as opened:
        plant(opened, words)
        out = BytesIO()
        opened.save(out, compress_streams=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
        return out.getvalue()


def everything(pdf: bytes) -> str:
    """Return every letter and digit that a PDF holds, read without `preflight`: pages by pdfium, the file unpacked by qpdf."""
    document = pypdfium2.PdfDocument(pdf)
    pages = " ".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    with pikepdf.open(BytesIO(pdf)) as opened:
        out = BytesIO()
        opened.save(
            out, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.all,
            object_stream_mode=pikepdf.ObjectStreamMode.disable, qdf=True,
        )  # fmt: skip
    raw = out.getvalue()
    hexadecimal = (bytes.fromhex(found.decode()) for found in re.findall(rb"<((?:[0-9a-fA-F]{2})+)>", raw))
    wide = " ".join(data.decode("utf-16", "ignore") for data in hexadecimal if data[:2] == b"\xfe\xff")
    text = f"{pages} {wide} {raw.decode('latin-1')}".replace("%20", "")
    return re.sub(r"[^0-9a-z]", "", re.sub(r"\\(?:\r\n|\r|\n)|\x00", "", text).casefold())
