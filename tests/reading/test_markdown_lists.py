"""Lists of the written form."""

from tests.reading.writing import written


def test_an_item_is_indented_and_has_a_star():
    assert written("<ul><li>One</li><li>Two</li></ul>") == "  * One\n  * Two\n\n\n"


def test_text_right_after_a_list_has_one_blank_line_before_it():
    assert written("<ul><li>One</li></ul>Text") == "  * One\n\nText\n"


def test_a_paragraph_after_a_tight_list_has_three_blank_lines_before_it():
    assert written("<p>Text</p><ul><li>One</li></ul><p>Text</p>") == "Text\n\n  * One\n\n\n\nText\n"


def test_a_paragraph_after_a_loose_list_has_four_blank_lines_before_it():
    assert written("<ul><li><p>One</p></li><li><p>Two</p></li></ul><p>Text</p>") == "  * One\n\n  * Two\n\n\n\n\nText\n"


def test_items_that_hold_paragraphs_have_a_blank_line_between():
    assert written("<ul><li><p>One</p></li><li><p>Two</p></li></ul>") == "  * One\n\n  * Two\n\n\n\n"


def test_a_list_in_an_item_is_indented_by_two_more():
    assert (
        written("<ul><li>One<ul><li>Two<ul><li>Three</li></ul></li></ul></li><li>Four</li></ul>")
        == "  * One\n    * Two\n      * Three\n  * Four\n\n\n"
    )


def test_a_list_between_items_is_indented_by_two_more():
    assert written("<ul><li>One</li><ul><li>Two</li></ul><li>Three</li></ul>") == "  * One\n    * Two\n  * Three\n\n\n"


def test_numbers_are_counted():
    assert written("<ol><li>One</li><li>Two</li></ol>") == "  1. One\n  2. Two\n\n\n"


def test_a_list_starts_at_its_number():
    assert written('<ol start="9"><li>Nine</li><li>Ten</li></ol>') == "  9. Nine\n  10. Ten\n\n\n"


def test_a_start_that_is_no_number_is_one():
    assert written('<ol start="iv"><li>One</li></ol>') == "  1. One\n\n\n"


def test_letters_are_numbers():
    assert written('<ol type="a"><li>One</li></ol>') == "  1. One\n\n\n"


def test_a_numbered_list_in_an_item_counts_for_itself():
    assert (
        written("<ol><li>One<ol><li>First</li></ol></li><li>Two</li></ol>") == "  1. One\n    1. First\n  2. Two\n\n\n"
    )


def test_an_item_without_a_list_has_no_indent():
    assert written("<li>One</li><li>Two</li>") == "* One\n* Two\n"


def test_text_after_a_line_break_in_an_item_is_not_indented():
    assert written("<ul><li>One<br>more</li></ul>") == "  * One  \nmore\n\n\n"


def test_a_second_paragraph_of_an_item_is_not_indented():
    assert written("<ul><li><p>One</p><p>More</p></li></ul>") == "  * One\n\nMore\n\n\n\n"


def test_an_empty_item_shares_its_line_with_the_next():
    assert written("<ul><li></li><li>Two</li></ul>") == "  *   * Two\n\n\n"


def test_text_between_items_stands_on_its_own_line():
    assert written("<ul><li>One</li>loose</ul>") == "  * One\nloose\n\n"


def test_two_lists_in_a_row_have_two_blank_lines_between():
    assert written("<ul><li>One</li></ul><ul><li>Two</li></ul>") == "  * One\n\n\n  * Two\n\n\n"
