"""Policies published as PDF.

`pdfs/` holds files as programs write them (two PDF libraries and a browser, of an invented policy), each beside the
document that must come of it (`.md`) or the kind of miss (`.miss`). Adding one needs no Python.
"""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.errors import Skip
from crawler.outcomes import Outcome
from crawler.reading import pdf_lines
from crawler.reading.pdfs import read_pdf
from tests.reading.pdf_writer import Text, write_pdf

CASES = Path(__file__).parent / "pdfs"
LONG = "We keep what an order needs and nothing beyond it, as the law of the land has us do it"
ENOUGH = [Text(LONG, 300), Text("and that is all there is to be said about it in this short notice.", 288)]


def lines(*texts, top=700, **kinds):
    return [Text(text, top - 12 * row, **kinds) for row, text in enumerate(texts)]


def read(*pages, **kinds):
    return read_pdf(write_pdf(*pages, **kinds))


def paragraphs(markdown):
    return [paragraph for paragraph in markdown.split("\n\n") if paragraph.strip()]


def outcome_of(body):
    with pytest.raises(Skip) as raised:
        read_pdf(body)
    return raised.value.outcome


@pytest.mark.parametrize("case", sorted(CASES.glob("*.md")), ids=lambda case: case.stem)
def test_a_pdf_becomes_its_document(case):
    title, markdown = read_pdf(case.with_suffix(".pdf").read_bytes())
    assert f"# {title}\n\n{markdown}" == case.read_text()


@pytest.mark.parametrize("case", sorted(CASES.glob("*.miss")), ids=lambda case: case.stem)
def test_a_pdf_that_cannot_be_read_becomes_its_miss(case):
    assert outcome_of(case.with_suffix(".pdf").read_bytes()) is Outcome(case.read_text().strip())


# ---- titles


def test_the_title_is_that_of_the_properties():
    assert read(ENOUGH, title="Privacy").title == "Privacy"


@pytest.mark.parametrize("title", ["Microsoft Word - privacy.doc", "final_v3.docx", "untitled", "Document1", ""])
def test_what_a_program_wrote_for_want_of_a_title_gives_way_to_the_largest_heading(title):
    page = [Text("A Small Shop", 740, size=14), Text("How We Keep Secrets", 715, size=20), *ENOUGH]
    assert read(page, title=title).title == "How We Keep Secrets"


def test_a_pdf_without_title_and_headings_has_an_empty_title():
    assert read(ENOUGH).title == ""


def test_a_heading_that_says_the_title_again_is_left_out():
    assert (
        paragraphs(read([Text("PRIVACY — Notice", 720, size=20), *ENOUGH], title="Privacy Notice").markdown)[0][0]
        == "W"
    )


# ---- headings


def test_larger_lines_are_headings_ranked_by_their_size():
    page = [Text("Notice", 740, size=20), Text("Part", 700, size=16), Text("Clause", 660, size=13), *ENOUGH]
    assert paragraphs(read(page).markdown)[:2] == ["## Part", "### Clause"]


def test_a_short_bold_line_that_stands_alone_is_a_heading():
    assert paragraphs(read([Text("Your rights", 340, bold=True), *ENOUGH], title="x").markdown)[0] == "## Your rights"


def test_a_bold_sentence_is_no_heading():
    assert paragraphs(read([Text("We sell nothing.", 340, bold=True), *ENOUGH]).markdown)[0] == "We sell nothing."


def test_a_heading_of_two_lines_is_one_heading():
    page = [Text("What we do with", 720, size=16), Text("your address", 702, size=16), *ENOUGH]
    assert paragraphs(read(page, title="x").markdown)[0] == "## What we do with your address"


# ---- paragraphs


def test_lines_become_paragraphs_again():
    page = [*lines(LONG, LONG, "end."), *lines(LONG, "the end.", top=640)]
    assert paragraphs(read(page).markdown) == [f"{LONG} {LONG} end.", f"{LONG} the end.\n"]


def test_a_wide_gap_ends_a_paragraph():
    assert len(paragraphs(read([*lines(LONG, LONG, LONG), *lines(LONG, LONG, top=640)]).markdown)) == 2


def test_a_short_line_that_ends_a_sentence_ends_a_paragraph():
    assert len(paragraphs(read(lines(LONG, "ends here.", LONG, LONG)).markdown)) == 2


def test_an_indented_first_line_begins_a_paragraph():
    page = [*lines(LONG, LONG + "."), Text(LONG, 676, x=90), Text(LONG, 664)]
    assert len(paragraphs(read(page).markdown)) == 2


def test_a_line_further_left_ends_an_indented_paragraph_that_stops_short():
    page = [*lines(LONG, LONG, "yours truly"), Text("A Small Shop", 664, x=90), Text("We answer within a week.", 652)]
    assert len(paragraphs(read(page).markdown)) == 3


def test_a_paragraph_goes_on_across_pages():
    first = [*ENOUGH, *lines(LONG, LONG, top=100)]
    assert f"{LONG} it goes on and ends." in read(first, lines("it goes on and ends.", LONG, LONG)).markdown


def test_a_number_at_the_start_of_a_line_within_a_sentence_is_no_list():
    page = lines(LONG + " in section", "4. of this notice, which says more of it than this line", LONG)
    assert len(paragraphs(read(page).markdown)) == 1


@pytest.mark.parametrize(
    ("above", "below", "joined"),
    [
        ("we keep infor-", "mation for a year", "we keep information for a year"),
        ("we ask a third-", "party to do it", "we ask a third-party to do it"),
        ("write us an e-", "mail about it", "write us an e-mail about it"),
        ("we do it in-", "House as well", "we do it in- House as well"),
        ("the soft\xad", "ware we use", "the software we use"),
    ],
)
def test_words_cut_at_the_end_of_a_line_are_mended(above, below, joined):
    assert joined in read(lines(LONG, f"{LONG} {above}", below, LONG)).markdown


def test_a_word_that_keeps_its_hyphen_elsewhere_keeps_it_at_the_end_of_a_line():
    page = lines("our follow-up letters, which are called so " + LONG, LONG + " and follow-", "up letters too", LONG)
    assert "and follow-up letters too" in read(page).markdown


def test_ligatures_become_letters():
    assert "efficient staff find flat offers" in read([Text("efficient staff find flat offers", 320), *ENOUGH]).markdown


# ---- lists


@pytest.mark.parametrize("mark", ["•", "-", "–", "*"])
def test_marked_lines_are_items(mark):
    page = [*ENOUGH, *lines(f"{mark} your name", f"{mark} your address", top=250)]
    assert "  * your name\n  * your address\n" in read(page).markdown


def test_the_second_line_of_an_item_belongs_to_it():
    page = [*ENOUGH, Text("• " + LONG, 250, x=80), Text("and more of it", 238, x=90), Text("• your address", 226, x=80)]
    assert f"  * {LONG} and more of it\n  * your address\n" in read(page).markdown


def test_counted_lines_are_an_ordered_list():
    page = [*ENOUGH, *lines("1. to see it;", "2. to mend it;", top=250)]
    assert "  1. to see it;\n  2. to mend it;\n" in read(page).markdown


def test_a_count_that_starts_later_keeps_its_numbers():
    page = [*ENOUGH, *lines("7) to see it;", "8) to mend it;", top=250)]
    assert "  7. to see it;\n  8. to mend it;\n" in read(page).markdown


def test_indented_lines_that_a_colon_announces_are_items():
    page = [*ENOUGH, Text("You may:", 250), *lines("see it;", "mend it.", top=230, x=90), Text(LONG, 190)]
    assert "You may:\n\n  * see it;\n  * mend it.\n" in read(page).markdown


# ---- furniture


def furnished(number, text):
    head = Text("A Small Shop · Privacy", 760, size=8)
    return [head, *lines(f"{text} {LONG}", f"{LONG}."), Text(f"Page {number} of 3", 30, x=300, size=8)]


def test_running_heads_and_page_numbers_are_left_out():
    markdown = read(*(furnished(number, text) for number, text in enumerate(["One", "Two", "Three"], 1))).markdown
    assert "Small Shop" not in markdown
    assert "Page" not in markdown


@pytest.mark.parametrize("number", ["1", "- 1 -", "Page 1", "Seite 1 von 2", "1/2", "iv"])
def test_a_page_number_is_left_out_even_where_there_is_one_page(number):
    assert paragraphs(read([*ENOUGH, Text(number, 30, x=300)]).markdown)[-1].endswith("short notice.\n")


def test_a_line_at_the_edge_that_stands_on_one_page_is_kept():
    assert "In force since May" in read([*ENOUGH, Text("In force since May", 30)]).markdown


def test_a_table_of_contents_is_left_out():
    assert "Rights" not in read([*ENOUGH, Text("4. Rights . . . . . . . . . . . 7", 500)]).markdown


def test_a_watermark_across_the_page_is_left_out():
    assert "DRAFT" not in read([*ENOUGH, Text("DRAFT", 300, x=200, size=60, turn="0.7 0.7 -0.7 0.7")]).markdown


def test_a_page_written_sideways_is_read_as_any_other():
    sideways = [Text(LONG, 100, x=200, turn="0 1 -1 0"), Text("and so on to the end.", 100, x=212, turn="0 1 -1 0")]
    assert paragraphs(read(sideways).markdown) == [f"{LONG} and so on to the end.\n"]


# ---- files that cannot be read


@pytest.mark.parametrize(
    "body", [b"", b"%PDF-1.4", b"%PDF-1.4\n%%EOF", b"<html>no PDF</html>", write_pdf(ENOUGH)[:300]]
)
def test_bytes_that_are_no_whole_pdf_are_a_broken_pdf(body):
    assert outcome_of(body) is Outcome.BROKEN_PDF


def test_a_pdf_without_pages_is_broken():
    assert outcome_of(write_pdf()) is Outcome.BROKEN_PDF


def test_a_page_without_text_is_scanned():
    assert outcome_of(write_pdf([])) is Outcome.SCANNED_PDF


@pytest.mark.parametrize("end", [b"%%EOF", b"startxref", b"trailer", b"xref\n0"])
def test_a_pdf_cut_near_its_end_is_read_as_far_as_it_goes(end):
    whole = write_pdf(ENOUGH)
    assert read_pdf(whole[: whole.rindex(end)]) == read_pdf(whole)


def test_junk_around_a_pdf_does_not_matter():
    assert read_pdf(b"\r\n\r\n" + write_pdf(ENOUGH) + b"\0" * 50) == read_pdf(write_pdf(ENOUGH))


def test_a_pdf_of_more_pages_than_a_policy_has_is_too_large():
    assert outcome_of(write_pdf(*[[]] * (pdf_lines.MAX_PAGES + 1))) is Outcome.TOO_LARGE


def test_a_pdf_that_draws_without_end_is_given_up():
    assert outcome_of(write_pdf("n\n" * (pdf_lines.MAX_OPERATIONS + 1))) is Outcome.TOO_SLOW


def test_a_pdf_of_more_drawing_than_a_policy_has_is_too_large():
    assert outcome_of(write_pdf("n " * (pdf_lines.MAX_CONTENT // 2 + 1))) is Outcome.TOO_LARGE


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from([write_pdf(ENOUGH), *(case.read_bytes() for case in sorted(CASES.glob("*.pdf")))]),
    st.lists(st.tuples(st.floats(0, 0.999), st.integers(0, 40), st.binary(max_size=6)), max_size=6),
)
def test_a_spoilt_pdf_is_read_or_skipped(body, wounds):
    for place, length, bytes_there in wounds:
        at = int(place * len(body))
        body = body[:at] + bytes_there + body[at + length :]
    try:
        assert read_pdf(body).markdown
    except Skip:
        return
