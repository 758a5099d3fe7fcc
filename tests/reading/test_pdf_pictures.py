"""Quotes found again on the pages of a PDF, and pictures of where they stand."""

from __future__ import annotations

import io
import random
from pathlib import Path

import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader

from generator.core import Paper
from generator.core.spots import Box, LocatedQuote, QuotePicture, SentenceBox
from generator.errors import UnreadablePaper
from generator.reading import ReadingLimits, locate_quotes_in_pdfs
from generator.reading.pdf import read_pdf
from generator.reading.pdf.quote_pictures import MAX_BYTES, locate_quotes
from tests.reading.pdf_sheets import Sheets, sentence, sentences, wrap

WIDTH, HEIGHT = 595.0, 842.0
COLUMN = 230.0


def page_of(path: Path) -> Path:
    """Return a page of one column, whose lines begin 60 points from the left."""
    sheets = Sheets(path)
    sheets.centred(70, "A study of lamps", 16, "Times-Bold")
    sheets.paragraph(60, 120, 475, sentences(1, 12))
    return sheets.save()


def columns_of(path: Path) -> Path:
    """Two pages of two columns each, through which a text runs."""
    sheets = Sheets(path)
    rest = wrap(sentences(1, 120), COLUMN, 10, "Times-Roman", 12)
    for _ in range(2):
        for x in (55.0, 310.0):
            rest = sheets.fill(rest, x, 90, 400, COLUMN)
        sheets.next_page()
    sheets.line(55, 90, "The end of the study is here, on its last page.")
    return sheets.save()


def spot(paper: Paper, words: str) -> SentenceBox:
    found = next(s for s in paper.sentences if words in s.text)
    assert found.page is not None
    assert found.box is not None
    return SentenceBox(found.page, found.box, found.text)


def seen(path: Path, *words: str, draw: bool = True) -> LocatedQuote:
    """One quote of the sentences that hold ``words``."""
    paper = read_pdf(path, id="x")
    (found,) = locate_quotes(str(path), [[spot(paper, w) for w in words]], draw=draw)
    return found


def marked(picture: QuotePicture) -> tuple[Image.Image, Box]:
    """Return the picture, and the box around what is marked in it, as shares of its size."""
    image = Image.open(io.BytesIO(picture.data)).convert("RGB")
    red, _, blue = image.split()
    yellow = Image.eval(blue, lambda v: 255 if v < 190 else 0)
    bright = Image.eval(red, lambda v: 255 if v > 220 else 0)
    box = Image.composite(yellow, Image.new("L", image.size), bright).getbbox()
    assert box is not None
    width, height = image.size
    return image, (box[0] / width, box[1] / height, box[2] / width, box[3] / height)


def test_each_line_of_a_quote_has_its_own_box_without_what_stands_before_and_behind_it(
    tmp_path: Path,
) -> None:
    path = page_of(tmp_path / "a.pdf")
    number = next(n for n in range(2, 12) if len(seen(path, sentence(n)).lines) > 1)
    first, *_, last = seen(path, sentence(number)).lines
    before, after = seen(path, sentence(number - 1)).lines[-1], seen(path, sentence(number + 1)).lines[0]
    assert first.box[0] > 60.5 / WIDTH  # what stands before it on its first line is not in the box
    assert last.box[2] < 534.5 / WIDTH
    assert before.box[2] <= first.box[0]
    assert last.box[2] <= after.box[0] + 0.001


def test_a_picture_shows_the_lines_of_the_quote_marked_and_its_surroundings_not(tmp_path: Path) -> None:
    found = seen(page_of(tmp_path / "a.pdf"), sentence(5))
    (picture,) = found.pictures
    image, box = marked(picture)
    lines = [line.box for line in found.lines]
    # The whole of it is marked, and lines stand above and below.
    shown = picture.width * 72 / 96
    whole = max(b[2] for b in lines) - min(b[0] for b in lines)
    assert (box[2] - box[0]) * shown / WIDTH == pytest.approx(whole, abs=0.01)
    assert box[1] * picture.height > 24 < (1 - box[3]) * picture.height
    # Ink under the pen, and around it.
    grey = image.convert("L")
    top, bottom = round(box[1] * image.height), round(box[3] * image.height)
    assert min(grey.crop((0, top, image.width, bottom)).tobytes()) < 80
    assert min(grey.crop((0, 0, image.width, top - 2)).tobytes()) < 80
    # Nothing is marked but the quote: above and below it, the page is white where nothing stands.
    assert image.getpixel((image.width - 2, 2)) == (255, 255, 255)


def test_a_quote_that_runs_on_in_the_next_column_or_page_has_a_picture_of_each_part(tmp_path: Path) -> None:
    path = columns_of(tmp_path / "a.pdf")
    paper = read_pdf(path, id="x")
    told = [sentence(n) for n in range(2, 118) if sentence(n) in paper.text]
    everything = locate_quotes(str(path), [[spot(paper, words)] for words in told], draw=True)
    split = [quote for quote in everything if len(quote.pictures) == 2]
    for quote in split:
        assert [p.page for p in quote.pictures] == [quote.lines[0].page, quote.lines[-1].page]
    # From the left column to the right one, and from the first page to the second.
    ways = {(q.lines[0].page, q.lines[-1].page, q.lines[0].box[0] < 0.5 < q.lines[-1].box[0]) for q in split}
    assert ways == {(1, 1, True), (1, 2, False), (2, 2, True)}


def test_a_quote_whose_lines_do_not_stand_one_above_the_other_has_one_picture(tmp_path: Path) -> None:
    path = page_of(tmp_path / "a.pdf")
    found = [seen(path, sentence(n)) for n in range(2, 12)]
    apart = [s for s in found if len(s.lines) == 2 and s.lines[0].box[0] > s.lines[1].box[2]]
    assert apart
    assert {len(s.pictures) for s in apart} == {1}


def test_pictures_of_a_long_quote_are_two_at_most(tmp_path: Path) -> None:
    found = seen(columns_of(tmp_path / "a.pdf"), sentence(2), sentence(8), sentence(14), sentence(20))
    assert len(found.lines) > 4
    assert len(found.pictures) == 2


def test_without_pictures_the_lines_are_the_same(tmp_path: Path) -> None:
    path = page_of(tmp_path / "a.pdf")
    plain = seen(path, sentence(3), draw=False)
    assert plain.pictures == ()
    assert plain.lines == seen(path, sentence(3)).lines


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_on_a_page_that_is_shown_turned_the_mark_lies_on_the_words(tmp_path: Path, turn: int) -> None:
    # Of a page that lies on its side, the canvas changes width and height.
    sheets = Sheets(tmp_path / "turned.pdf", size=(HEIGHT, WIDTH) if turn % 180 else (WIDTH, HEIGHT))
    sheets.canvas.setPageRotation(turn)
    sheets.paragraph(60, 120, 400, sentences(1, 12))
    shown = (0, 0, HEIGHT, WIDTH) if turn % 180 else (0, 0, WIDTH, HEIGHT)
    (found,) = locate_quotes(str(sheets.save()), [[SentenceBox(1, shown, sentence(4))]], draw=True)
    assert len(found.lines) == 2
    assert all(0 <= part <= 1 for line in found.lines for part in line.box)
    (picture, *_) = found.pictures
    image, box = marked(picture)
    width, height = image.size
    left, top, right, bottom = box
    within = image.convert("L").crop((left * width, top * height, right * width, bottom * height))
    assert min(within.tobytes()) < 80


def test_a_sentence_whose_words_are_not_on_its_page_is_shown_by_its_box(tmp_path: Path) -> None:
    path = page_of(tmp_path / "a.pdf")
    (found,) = locate_quotes(
        str(path), [[SentenceBox(1, (59.5, 168.4, 297.5, 252.6), "Words of a scan.")]], draw=True
    )
    assert [line.box for line in found.lines] == [pytest.approx((0.1, 0.2, 0.5, 0.3))]
    assert len(found.pictures) == 1


@pytest.mark.parametrize(
    ("page", "box"), [(9, (0, 0, 9, 9)), (0, (0, 0, 9, 9)), (1, (700, 900, 800, 950)), (1, (50, 50, 50, 60))]
)
def test_a_place_that_no_page_has_is_none(tmp_path: Path, page: int, box: Box) -> None:
    (found,) = locate_quotes(
        str(page_of(tmp_path / "a.pdf")), [[SentenceBox(page, box, "Sentence 1")]], draw=True
    )
    assert found == LocatedQuote(())


def test_a_photograph_under_the_words_makes_no_picture_larger_than_allowed(tmp_path: Path) -> None:
    sheets = Sheets(tmp_path / "noise.pdf")
    noise = Image.frombytes("RGB", (900, 900), random.Random(1).randbytes(900 * 900 * 3))
    sheets.canvas.drawImage(ImageReader(noise), 0, 0, WIDTH, HEIGHT)
    sheets.paragraph(60, 120, 475, sentences(1, 30))
    found = seen(sheets.save(), sentence(3), sentence(4), sentence(5), sentence(6))
    assert found.lines
    assert all(len(picture.data) <= MAX_BYTES for picture in found.pictures)


def test_a_page_as_large_as_a_house_needs_no_more_memory_than_another(tmp_path: Path) -> None:
    sheets = Sheets(tmp_path / "house.pdf", size=(14_000, 14_000))
    sheets.paragraph(60, 120, 13_000, sentences(1, 40), size=400)
    path = sheets.save()
    paper = read_pdf(path, id="x")
    quote = [SentenceBox(1, (0, 0, 14_000, 14_000), "not on the page")]
    assert paper.pages == 1
    (found,) = locate_quotes(str(path), [quote], draw=True)
    for picture in found.pictures:
        image = Image.open(io.BytesIO(picture.data))
        assert image.width * image.height <= 4_000_000


def test_files_that_cannot_be_opened_or_take_too_long_cost_only_their_own_pictures(tmp_path: Path) -> None:
    good = page_of(tmp_path / "good.pdf")
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(good.read_bytes()[:300])
    quotes = [[spot(read_pdf(good, id="x"), sentence(n))] for n in (1, 2)]
    found = dict(locate_quotes_in_pdfs({broken: quotes, good: quotes}, draw=True))
    assert [type(one) for one in found[broken]] == [UnreadablePaper, UnreadablePaper]
    assert [len(one.pictures) for one in found[good] if isinstance(one, LocatedQuote)] == [1, 1]
    ((_, ended),) = locate_quotes_in_pdfs(
        {good: quotes * 40}, draw=True, limits=ReadingLimits(seconds=0.02, patience=1000)
    )
    assert [type(one) for one in ended] == [UnreadablePaper] * 80
    assert "took more than 0.02 s" in str(ended[0])


def test_what_is_found_comes_in_the_order_asked_for(tmp_path: Path) -> None:
    path = page_of(tmp_path / "a.pdf")
    paper = read_pdf(path, id="x")
    quotes = [[spot(paper, sentence(1 + n % 12))] for n in range(70)]  # more than one task takes
    ((_, found),) = locate_quotes_in_pdfs({path: quotes}, draw=False, jobs=2)
    assert len(found) == 70
    assert found[0] == found[60] != found[1] == found[61]
