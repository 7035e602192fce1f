"""The faces: made the same every time, ours by name, whole in what they cover, and the only ones WeasyPrint sees."""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

from builder import fonts, resources
from tools import make_fonts

ROOT = Path(__file__).resolve().parent.parent


def font(face: str) -> TTFont:
    return TTFont(fonts.path(face))


@pytest.mark.unmeasured
@pytest.mark.parametrize("face", fonts.FACES)
def test_shipped_face_is_what_its_recipe_gives(face: str) -> None:
    """Cutting a face again gives the bytes that are there, and those that faces.json vouches for."""
    shipped = fonts.path(face).read_bytes()
    assert make_fonts.cut(fonts.FACES[face]) == shipped
    index = json.loads((resources.fonts_dir() / "faces.json").read_text("utf-8"))
    assert index["files"][fonts.FACES[face].file] == hashlib.sha256(shipped).hexdigest()


@pytest.mark.unmeasured
def test_making_fonts_again_touches_no_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Files that are right already keep their times, so that nothing that looks at them starts again."""
    few = {face: fonts.FACES[face] for face in ("serif", "legible")}
    monkeypatch.setattr(make_fonts, "FACES", few)
    first = make_fonts.make(tmp_path)
    for file in first:
        os.utime(file, (1, 1))
    damaged = tmp_path / fonts.FACES["serif"].file
    damaged.write_bytes(b"")
    again = make_fonts.make(tmp_path)
    assert again == first
    assert [file for file in again if file.stat().st_mtime != 1] == [damaged]


def test_missing_font_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without its fontpkg package a face can't be made, and the error says which one is wanted."""
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(FileNotFoundError) as caught:
        make_fonts.cut(fonts.FACES["sans"])
    assert str(caught.value) == (
        "the font package fontpkg_source_sans_3 is not installed; see [build-system] in pyproject.toml"
    )


@pytest.mark.parametrize("face", fonts.FACES)
def test_names_are_ours(face: str) -> None:
    """Family, full and PostScript names are our own: the OFL reserves "Source"; copyright and licence stay."""
    names = font(face)["name"]
    ours = {number: names.getDebugName(number) for number in (1, 2, 3, 4, 6)}
    entry = fonts.FACES[face]
    assert ours[1] == entry.family
    assert ours[4] == f"{entry.family} {entry.name}"
    assert ours[6] == entry.file.removesuffix(".ttf")
    assert not [text for text in ours.values() if text is None or "Source" in text or "Atkinson" in text]
    assert "Copyright" in names.getDebugName(0) or "©" in names.getDebugName(0)
    assert "SIL Open Font License" in names.getDebugName(13)


@pytest.mark.parametrize("face", fonts.FACES)
def test_face_is_static_and_says_its_weight_and_slant(face: str) -> None:
    """No axis is left, and the bits by which fontconfig chooses are those of the table."""
    cut, entry = font(face), fonts.FACES[face]
    assert not {"fvar", "gvar", "avar", "HVAR", "MVAR", "STAT"} & set(cut.keys())
    assert cut["OS/2"].usWeightClass == entry.weight
    assert bool(cut["OS/2"].fsSelection & 1) == bool(cut["head"].macStyle & 2) == (entry.style == "italic")
    assert bool(cut["OS/2"].fsSelection & 32) == bool(cut["head"].macStyle & 1) == (entry.weight >= 600)


def test_text_faces_keep_the_features_we_set_with() -> None:
    """Real small caps, both kinds of figures, fractions, raised figures, kerning and accents are in the text face."""
    tables = (font("serif")[table].table for table in ("GSUB", "GPOS"))
    tags = {record.FeatureTag for table in tables for record in table.FeatureList.FeatureRecord}
    assert tags >= set(make_fonts.FEATURES)
    assert not [tag for tag in tags if tag.startswith(("ss", "cv"))]


@pytest.mark.slow
def test_harfbuzz_cuts_what_fonttools_cuts() -> None:
    """Outlines are the same to the unit, and advances with them."""
    entry = fonts.FACES["serif"]
    saved = io.BytesIO()  # saving rounds the coordinates to whole units
    instantiateVariableFont(TTFont(make_fonts._source(entry)), dict(entry.axes)).save(saved)
    theirs, ours = TTFont(saved), font("serif")
    map_theirs, map_ours = theirs.getBestCmap(), ours.getBestCmap()
    shared = sorted(set(map_theirs) & set(map_ours))
    assert len(shared) > 850
    for point in shared:
        drawn = []
        for cut, name in ((theirs, map_theirs[point]), (ours, map_ours[point])):
            pen = DecomposingRecordingPen(cut.getGlyphSet())
            cut.getGlyphSet()[name].draw(pen)
            drawn.append((pen.value, cut["hmtx"][name][0]))
        assert drawn[0] == drawn[1], chr(point)


@pytest.mark.parametrize(
    "text",
    [
        "Никита Сергеевич Хрущёв; Україна, ґанок; Қазақстан, Ўзбекистон",
        "Khrushchëv, Tatʹi͡ana, obʺezd, ḫan, Ṭāriq, šúr, Łódź, Kádár, Ceaușescu, Đilas",
        "Ελλάδα, ἀλήθεια, ᾧ",
        "/ˈstaːlɪn/, ə, ŋ, ʃ, ʒ",
        "½ ⅓ ¾ ± × ≤ ≥ − ≈ → ← ↑ ↓ H₂O x² № § † ‡ € £ ₽",
        "«» „“ ‚‘ … – — ‑ ′ ″ ☐ • 4\u00a0March, 10\u202fkm, 1\u2009000",
        "C\u0327a\u0301 и\u0306",
    ],
)
def test_nothing_is_missing_of_what_courses_write(text: str) -> None:
    """Cyrillic, romanization by ALA-LC, Greek with its accents, sounds, fractions and marks can all be printed."""
    assert fonts.missing(text) == []


def test_missing_characters_come_in_order_and_once() -> None:
    """Chinese, Arabic and pictures are missing; each is named once, where it stands first."""
    assert fonts.missing("北京 is 北 and 😀, سلام") == ["北", "京", "😀", "س", "ل", "ا", "م"]


def test_invisible_characters_are_never_missing() -> None:
    """Tabs, line ends, joiners, soft hyphens and variation selectors need no glyph."""
    assert fonts.missing("a\tb\nc\u00ad\u200b\u200d\u2060\ufeff\ufe0f\u2028") == []


def test_a_letter_counts_as_there_when_its_parts_are() -> None:
    """Atkinson has no place for an acute on p: HarfBuzz still prints both; a Chinese character has no parts."""
    assert ord("ṕ") not in fonts.coverage("legible")
    assert fonts.missing("ṕ中", (fonts.LEGIBLE,)) == ["中"]


@pytest.mark.parametrize("face", fonts.FACES)
def test_accented_letters_of_romanization_are_in_the_face_itself(face: str) -> None:
    """Letters that a source lacks are put together when the fonts are made, so that a name is in one face."""
    assert {ord(character) for character in "ĭĬōŌŭŏǵ"} <= fonts.coverage(face)
    cut = font(face)
    accented, plain = (cut.getBestCmap()[ord(character)] for character in "ŏo")
    assert cut["hmtx"][accented][0] == cut["hmtx"][plain][0]
    assert cut["glyf"][accented].yMax > cut["glyf"][plain].yMax + 50


def test_twins_have_the_shape_of_what_they_stand_for() -> None:
    """The primes of romanization are drawn as primes, and the no-break hyphen as a hyphen."""
    glyphs = font("serif").getBestCmap()
    assert [glyphs[point] == glyphs[twin] for point, twin in make_fonts.TWINS.items()] == [True] * 3


def test_families_are_asked_one_by_one() -> None:
    """Atkinson has no Cyrillic; with Source Sans behind it nothing is missing."""
    assert fonts.missing("Ленин", (fonts.LEGIBLE,)) == ["Л", "е", "н", "и"]
    assert fonts.missing("Ленин", fonts.FALLBACKS[fonts.LEGIBLE]) == []


def test_licences_lie_beside_the_fonts() -> None:
    """Each source's licence is shipped under its name."""
    texts = {file.name: file.read_text("utf-8") for file in resources.fonts_dir().glob("OFL-*.txt")}
    assert sorted(texts) == ["OFL-atkinson-hyperlegible.txt", "OFL-source-sans-3.txt", "OFL-source-serif-4.txt"]
    assert not [name for name, text in texts.items() if "SIL OPEN FONT LICENSE" not in text.upper()]


def test_digest_stands_for_every_byte() -> None:
    """The digest is made from the hashes of all the files, in the order of their names."""
    hashes = [hashlib.sha256(file.read_bytes()).hexdigest() for file in sorted(resources.fonts_dir().glob("*.ttf"))]
    assert len(hashes) == len(fonts.FACES)
    assert fonts.digest() == hashlib.sha256("".join(hashes).encode()).hexdigest()


def test_fonts_that_were_never_made_are_an_error_with_the_command(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A checkout where `make` never ran says what to type."""
    monkeypatch.setattr(fonts, "fonts_dir", lambda: tmp_path)
    fonts._index.cache_clear()
    with pytest.raises(FileNotFoundError) as caught:
        fonts.digest()
    fonts._index.cache_clear()
    assert str(caught.value) == f"the fonts are not made yet: {tmp_path / 'faces.json'} is missing; run `make setup`"


PRINT_FONTS = """
import sys
from pathlib import Path
from builder.fonts import pin_fontconfig
pin_fontconfig(Path(sys.argv[1]))
import weasyprint
html = '''<body style="font-family: Arial"><p>Arial, <b>bold</b> <code>code</code> Ελλάδα Ленин &#x5317;
<p style="font-family: serif">serif <i>italic</i> <p style="font: 600 30pt Studyguide Serif Display">Title'''
sys.stdout.buffer.write(weasyprint.HTML(string=html).write_pdf(uncompressed_pdf=True))
"""


def test_weasyprint_sees_no_font_but_ours(tmp_path: Path) -> None:
    """Whatever a stylesheet asks for, the fonts in the PDF are ours, and the user's home stays untouched."""
    home, folder = tmp_path / "home", tmp_path / "pinned"
    home.mkdir()
    environment = {**os.environ, "HOME": str(home), "PYTHONPATH": str(ROOT)}
    environment.pop("FONTCONFIG_FILE", None)
    command = [sys.executable, "-c", PRINT_FONTS, str(folder)]
    pdf = subprocess.run(command, env=environment, capture_output=True, check=True).stdout
    names = set(re.findall(rb"/BaseFont /\w{6}\+([\w-]+)", pdf))
    assert {b"Studyguide-Serif", b"Studyguide-Sans", b"Studyguide-Serif-Display-Semi-Bold"} <= names
    assert not [name for name in names if not name.startswith(b"Studyguide-")]
    assert list(home.rglob("*")) == []
    assert len(list(folder.glob("fonts-*.conf"))) == 1


def test_pinning_after_weasyprint_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Fontconfig reads its variable once: too late is an error, not a page in other fonts."""
    monkeypatch.setitem(sys.modules, "weasyprint", sys)
    monkeypatch.setenv("FONTCONFIG_FILE", "/elsewhere/fonts.conf")
    with pytest.raises(RuntimeError) as caught:
        fonts.pin_fontconfig(tmp_path)
    assert str(caught.value) == "pin_fontconfig() must run before weasyprint is imported"


def test_pinning_twice_leaves_the_file_alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Several workers pin to one folder: the second finds the file as it should be, and clears FONTCONFIG_PATH."""
    monkeypatch.delitem(sys.modules, "weasyprint", raising=False)
    monkeypatch.setenv("FONTCONFIG_FILE", "")
    monkeypatch.setenv("FONTCONFIG_PATH", "/etc/fonts")
    file = fonts.pin_fontconfig(tmp_path / "new")
    os.utime(file, (1, 1))
    assert fonts.pin_fontconfig(tmp_path / "new") == file
    assert file.stat().st_mtime == 1
    assert os.environ["FONTCONFIG_FILE"] == str(file)
    assert "FONTCONFIG_PATH" not in os.environ
    assert list((tmp_path / "new").iterdir()) == [file]


def test_two_installations_share_a_cache_and_no_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Each sees its own fonts, also while the other begins: a file of one may name a folder that the other doesn't have."""
    monkeypatch.delitem(sys.modules, "weasyprint", raising=False)
    monkeypatch.setenv("FONTCONFIG_FILE", "")
    ours = fonts.pin_fontconfig(tmp_path)
    monkeypatch.setattr(fonts, "fonts_dir", lambda: tmp_path / "other")
    other = fonts.pin_fontconfig(tmp_path)
    assert ours != other
    assert "other</dir>" in other.read_text("utf-8")
    assert "other</dir>" not in ours.read_text("utf-8")


def test_fontconfig_file_escapes_odd_folders() -> None:
    """A folder named with an ampersand makes well-formed XML."""
    text = fonts.fontconfig_file(Path("/R&D/fonts"), Path("/R&D/cache"))
    assert "<dir>/R&amp;D/fonts</dir>" in text
    assert "<cachedir>/R&amp;D/cache</cachedir>" in text


def test_optical_sizes_differ() -> None:
    """The display face is the same design at another optical size: its letters are narrower."""
    text, display = (
        TTFont(io.BytesIO(fonts.path(face).read_bytes())) for face in ("serif-semibold", "display-semibold")
    )
    widths = [cut["hmtx"][cut.getBestCmap()[ord("a")]][0] for cut in (text, display)]
    assert widths[0] > widths[1]
