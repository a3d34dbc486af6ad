"""The picture: right size, every character drawn, bars as long as their figures."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from bot.features.reports import canvas, chart, texts
from bot.features.reports.canvas import Canvas
from bot.library.models import Library
from tests.conftest import PROJECT
from tests.test_features.test_reports.conftest import MakeReport

BLUE, RED = (0x2F, 0x6B, 0xD8), (0xD6, 0x50, 0x4B)


def _drawn(png: bytes) -> Image.Image:
    image = Image.open(BytesIO(png))
    image.load()
    return image


def _count(image: Image.Image, colour: tuple[int, int, int], box: tuple[int, int, int, int]) -> int:
    found = image.crop(box).getcolors(1 << 24) or []
    return sum(number for number, pixel in found if pixel == colour)


def test_the_font_is_ours_and_its_licence_lies_beside_it() -> None:
    file = Path(str(canvas.font(20).path))
    assert file.is_relative_to(PROJECT)
    assert file.stat().st_size < 4 << 20
    assert "SIL OPEN FONT LICENSE Version 1.1" in (file.parent / "OFL.txt").read_text(encoding="utf-8")


def test_whatever_a_unit_or_a_person_here_is_called_has_a_shape() -> None:
    level = "".join(bytes([high, low]).decode("gb2312", "ignore") for high in range(0xB0, 0xF8) for low in range(0xA1, 0xFF))
    names = "喆堃镕赟燚犇骉翀玥琰璟瑄龍鎮縣區黨" + level
    assert canvas.drawable(names) == names
    signs = "ＡＺ０９，。！？；：“”‘’（）《》〈〉【】、…—～·①⑳№℃±×÷≤≥→←↑↓■□●○★☆㎡ÀéüñΩабв"
    assert canvas.drawable(signs) == signs


def test_every_character_of_the_chart_and_of_the_entries_has_a_shape(library: Library) -> None:
    words = [value for name, value in vars(texts).items() if name.startswith(("CHART_", "STATS_")) and isinstance(value, str)]
    words += [*texts.CHART_TILES, *texts.OUTCOMES.values(), *(entry.title for entry in library.entries)]
    font = canvas.font(40)
    box = bytes(font.getmask("\U0010fffd"))
    missing = {char for char in canvas.drawable("".join(words)) if bytes(font.getmask(char)) == box}
    assert not missing


def test_what_has_no_shape_is_left_out() -> None:
    assert canvas.drawable("司法局🎉\u200b\x07 一股\ud800") == "司法局 一股"


def test_long_names_end_with_dots() -> None:
    cut = canvas.fit("住房和城乡建设局办公室" * 3, 28, 300)
    assert cut.endswith("…")
    assert canvas.width(cut, 28) <= 300
    assert canvas.fit("司法局", 28, 300) == "司法局"


@pytest.mark.parametrize("days", [1, 7, 30, 90, 366])
def test_a_picture_for_every_period(make_report: MakeReport, days: int) -> None:
    png = chart.draw(make_report(days, voted=3, helped=2))
    image = _drawn(png)
    assert (image.format, image.width) == ("PNG", 1080)
    # A phone shows it whole, and Telegram takes it as a photo.
    assert 1000 <= image.height <= 1800
    assert len(png) < 500_000


def test_bars_are_as_long_as_their_figures(make_report: MakeReport) -> None:
    image = _drawn(chart.draw(make_report(7, {"answer": 6, "choose": 3, "none": 1})))
    plot = (200, 540, 1036, 890)
    blue, red = _count(image, BLUE, plot), _count(image, RED, plot)
    assert blue > 5_000
    assert blue / red == pytest.approx(6, rel=0.05)


def test_without_questions_it_says_so(make_report: MakeReport) -> None:
    image = _drawn(chart.draw(make_report(30, {})))
    assert _count(image, BLUE, (200, 540, 1036, 890)) == 0


def test_hostile_names_are_drawn_inside(make_report: MakeReport) -> None:
    names = {"长" * 500: 10**9, "🎉🎉": 3, "": 2, "‮反了": 1}
    assert _drawn(chart.draw(make_report(7, by_unit=names))).width == 1080


def test_boxes_without_area_are_left_out() -> None:
    drawing = Canvas(10, 10, "#ffffff")
    drawing.box(2, 5, 8, 5, "#000000", 3)
    assert _drawn(drawing.png()).getcolors() == [(100, (255, 255, 255))]
