"""Lines of the written form: paragraphs, line breaks, white space, headings, rules, quotations, preformatted text."""

from tests.reading.writing import written


def test_paragraphs_are_one_line_each_with_one_blank_line_between():
    assert written("<p>One\n  line.</p><p>Another.</p>") == "One line.\n\nAnother.\n"


def test_a_space_before_the_end_of_a_paragraph_is_kept():
    assert written("<p>One. </p><p>Two.</p>") == "One. \n\nTwo.\n"


def test_a_space_at_the_start_of_a_paragraph_is_not_kept():
    assert written("<p>One.</p><p> Two.</p>") == "One.\n\nTwo.\n"


def test_runs_of_white_space_become_one_space():
    assert written("One \t\n two") == "One two\n"


def test_wide_spaces_become_plain_ones():
    assert written("One\u2003two\u3000three") == "One two three\n"


def test_a_line_break_is_two_spaces_and_a_line_end():
    assert written("One<br>two") == "One  \ntwo\n"


def test_a_space_before_a_line_break_stays_before_it():
    assert written("One <br>two") == "One   \ntwo\n"


def test_a_space_after_a_line_break_is_not_kept():
    assert written("One<br> two") == "One  \ntwo\n"


def test_a_line_break_at_the_end_of_a_paragraph_adds_a_line():
    assert written("<p>One<br></p><p>Two</p>") == "One  \n\n\nTwo\n"


def test_a_line_break_at_the_start_of_a_paragraph_makes_a_line_of_two_spaces():
    assert written("<p>One</p><p><br>Two</p>") == "One\n\n  \nTwo\n"


def test_a_division_is_a_paragraph():
    assert written("<div>One</div><div>Two</div>") == "One\n\nTwo\n"


def test_sections_do_not_part_paragraphs():
    assert written("<section>One</section><section>two</section>") == "Onetwo\n"


def test_a_heading_has_a_sign_for_each_level():
    assert written("<h2>Two</h2><h6>Six</h6>") == "## Two\n\n###### Six\n"


def test_white_space_around_a_heading_s_words_is_kept():
    assert written("<h2>\nTitle\n</h2>Text") == "##  Title \n\nText\n"


def test_levels_beyond_six_are_headings_too():
    assert written("<b>One</b><h8>Eight</h8>") == "**One**\n\n######## Eight\n"


def test_an_empty_heading_leaves_its_signs():
    assert written("<h3></h3><p>Text</p>") == "### \n\nText\n"


def test_a_rule_is_three_stars():
    assert written("<p>One</p><hr><p>Two</p>") == "One\n\n* * *\n\nTwo\n"


def test_a_quotation_has_a_sign_on_every_line():
    assert written("<blockquote><p>One</p><p>Two<br>Three</p></blockquote>") == "> One\n> \n> Two  \n> Three\n"


def test_a_quotation_in_a_quotation_has_two_signs():
    assert written("<blockquote>One<blockquote>Two</blockquote>Three</blockquote>") == "> One\n>\n>> Two\n> \n> Three\n"


def test_an_empty_quotation_leaves_its_sign():
    assert written("<blockquote></blockquote>") == "> \n"


def test_preformatted_text_is_indented_by_four_spaces():
    assert (
        written("<p>One</p><pre>a\n  b\n\nc</pre><p>Two</p>") == "One\n    \n    \n    a\n      b\n    \n    c\n\nTwo\n"
    )


def test_preformatted_text_in_an_item_follows_its_sign():
    assert written("<ul><li><pre>a\nb</pre></li></ul>") == "  *     a\n    b\n\n\n\n"


def test_preformatted_text_in_a_list_in_a_list_is_indented_twice():
    assert (
        written("<ul><li>One<ul><li><pre>a\nb</pre></li></ul></li></ul>")
        == "  * One\n    *         a\n        b\n\n\n\n"
    )


def test_preformatted_text_in_a_quotation_has_its_signs():
    assert written("<blockquote><pre>a\nb</pre></blockquote>") == "> \n>     a\n>     b\n"


def test_nothing_is_escaped_in_preformatted_text():
    assert written("<pre>- a\n1. b</pre>") == "\n    - a\n    1. b\n"


def test_an_empty_preformatted_block_leaves_a_line():
    assert written("<pre></pre><p>Text</p>") == "\nText\n"


def test_definitions_are_indented_below_their_terms():
    assert (
        written("<dl><dt>Term</dt><dd>What it is</dd><dt>Other</dt><dd>Else</dd></dl>")
        == "Term\n    What it is\nOther\n    Else\n"
    )


def test_the_document_ends_with_one_line_end():
    assert written("Text") == "Text\n"


def test_white_space_at_the_end_of_the_document_is_one_space():
    assert written("<p>Text\n\n</p>\n") == "Text \n"


def test_an_empty_document_is_a_line_end():
    assert written("<p></p>") == "\n"
