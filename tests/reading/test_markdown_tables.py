"""Tables of the written form."""

from tests.reading.writing import written


def test_cells_are_parted_by_a_bar_and_the_first_row_is_the_head():
    assert (
        written("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td><td>d</td></tr></table>")
        == "a| b  \n---|---  \nc| d\n"
    )


def test_head_cells_are_written_like_others():
    assert (
        written(
            "<table><thead><tr><th>a</th><th>b</th></tr></thead><tbody><tr><td>c</td><td>d</td></tr></tbody></table>"
        )
        == "a| b  \n---|---  \nc| d\n"
    )


def test_white_space_between_cells_comes_before_the_bar():
    assert written("<table>\n<tr>\n<td>a</td>\n<td>b</td>\n</tr>\n</table>") == "a | b  \n---|---\n"


def test_text_after_a_table_is_on_the_next_line():
    assert written("<table><tr><td>a</td></tr></table>Text") == "a  \n---  \nText\n"


def test_a_paragraph_after_a_table_follows_a_line_of_two_spaces():
    assert written("<table><tr><td>a</td></tr></table><p>Text</p>") == "a  \n---  \n  \nText\n"


def test_a_table_of_one_column_has_a_rule_without_bars():
    assert written("<table><tr><td>a</td></tr><tr><td>b</td></tr></table>") == "a  \n---  \nb\n"


def test_a_table_is_not_parted_from_the_text_before_it():
    assert written("Text<table><tr><td>a</td></tr></table>") == "Texta  \n---\n"


def test_paragraphs_in_cells_break_the_row():
    assert written("<table><tr><td><p>a</p></td><td><p>b</p></td></tr></table>") == "a\n\n| \n\nb  \n  \n---|---\n"


def test_a_list_in_a_cell_breaks_the_row():
    assert (
        written("<table><tr><td>a<ul><li>b</li></ul></td><td>c</td></tr></table>") == "a\n\n  * b\n\n| c  \n---|---\n"
    )


def test_a_line_break_in_a_cell_breaks_the_row():
    assert written("<table><tr><td>a<br>b</td><td>c</td></tr></table>") == "a  \nb| c  \n---|---\n"


def test_a_table_in_a_table_ends_the_row_around_it():
    assert (
        written(
            "<table><tr><td>a<table><tr><td>b</td><td>c</td></tr></table></td><td>d</td></tr><tr><td>e</td></tr></table>"
        )
        == "a| b| c  \n---|---  \nd  \ne\n"
    )


def test_a_cell_that_spans_columns_is_one_cell():
    assert (
        written('<table><tr><td colspan="2">a</td></tr><tr><td>b</td><td>c</td></tr></table>') == "a  \n---  \nb| c\n"
    )


def test_a_line_of_two_spaces_follows_a_table_only_once():
    assert written("<table><tr><td>a</td></tr></table><p>Text</p><p>More</p>") == "a  \n---  \n  \nText\n\nMore\n"


def test_a_caption_is_not_parted_from_the_first_cell():
    assert written("<table><caption>Title</caption><tr><td>a</td></tr></table>") == "Titlea  \n---\n"


def test_bold_in_a_cell_is_parted_from_the_bar():
    assert written("<table><tr><td><b>a</b></td><td><b>b</b></td></tr></table>") == "**a**|  **b**  \n---|---\n"


def test_a_table_in_a_quotation_has_its_signs():
    assert written("<blockquote><table><tr><td>a</td><td>b</td></tr></table></blockquote>") == "> a| b  \n> ---|---\n"
