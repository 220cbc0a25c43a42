"""Pages of frames: what they say to a browser that shows none."""

from crawler.reading.blocks import measure
from crawler.reading.frames import page_without_frames
from crawler.reading.pages import parse_page

WORDS = "<p>We keep what an order needs and nothing beyond it.</p>"


def without_frames(inside: str) -> str:
    return f'<html><frameset><frame src="menu.html"><noframes>{inside}</noframes></frameset></html>'


def test_what_stands_in_place_of_frames_is_a_page() -> None:
    page = page_without_frames(parse_page(without_frames(f"<body>{WORDS}</body>")))
    assert page is not None
    assert "".join(page.itertext()) == "We keep what an order needs and nothing beyond it."


def test_where_nothing_stands_in_their_place_there_is_no_page() -> None:
    assert page_without_frames(parse_page(without_frames(" "))) is None


def test_what_stands_in_their_place_may_nest_without_end() -> None:
    page = page_without_frames(parse_page(without_frames(f"<body>{WORDS}{'<ul><li>' * 300}</body>")))
    assert page is not None
    assert measure(page).chars > 0
