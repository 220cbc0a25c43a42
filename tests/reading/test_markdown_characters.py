"""Characters of the written form: which are kept, which are escaped, which are left out."""

from tests.reading.writing import written


def test_unicode_is_kept():
    assert written("“Quoted” – it’s © 漢字") == "“Quoted” – it’s © 漢字\n"


def test_a_no_break_space_is_kept():
    assert written("One\xa0two") == "One\xa0two\n"


def test_runs_of_no_break_spaces_are_kept():
    assert written("One\xa0\xa0 two") == "One\xa0\xa0 two\n"


def test_a_paragraph_of_a_no_break_space_is_kept():
    assert written("<p>One</p><p>\xa0</p><p>Two</p>") == "One\n\n\xa0\n\nTwo\n"


def test_entities_are_written_as_their_characters():
    assert written("&lt;b&gt; &amp;amp; &copy; &#8203;x") == "<b> &amp; © \u200bx\n"


def test_a_number_at_the_start_of_a_run_is_escaped():
    assert written("<p>2. Use</p>") == "2\\. Use\n"


def test_a_number_that_no_space_follows_is_not_escaped():
    assert written("<p>2.1 Use</p>") == "2.1 Use\n"


def test_a_number_within_a_run_is_not_escaped():
    assert written("<p>Rule 2. Use</p>") == "Rule 2. Use\n"


def test_a_number_at_the_start_of_a_source_line_is_escaped():
    assert written("<p>Rule\n2. Use</p>") == "Rule 2\\. Use\n"


def test_a_number_after_a_tag_is_escaped():
    assert written("Rule <span>2. Use</span>") == "Rule 2\\. Use\n"


def test_a_number_after_an_entity_is_escaped():
    assert written("Rule&amp;2. Use") == "Rule&2\\. Use\n"


def test_a_dash_at_the_start_of_a_run_is_escaped():
    assert written("<p>- News</p>") == "\\- News\n"


def test_a_line_of_dashes_is_escaped_once():
    assert written("<p>-----</p>") == "\\-----\n"


def test_a_dash_glued_to_a_word_is_not_escaped():
    assert written("<p>-News</p>") == "-News\n"


def test_a_plus_at_the_start_of_a_run_is_escaped():
    assert written("<p>+ News</p>") == "\\+ News\n"


def test_a_number_before_a_no_break_space_is_not_escaped():
    assert written("<p>2.\xa0Use</p>") == "2.\xa0Use\n"


def test_stars_underscores_hashes_and_brackets_are_not_escaped():
    assert written("<p>* a _b_ # [c](d) `e` > f</p>") == "* a _b_ # [c](d) `e` > f\n"


def test_a_backslash_before_a_sign_is_doubled():
    assert written("a\\*b") == "a\\\\*b\n"


def test_a_backslash_before_a_letter_is_kept():
    assert written("a\\b") == "a\\b\n"


def test_scripts_styles_and_heads_are_silent():
    assert written("One<script>x < y</script><style>a{}</style> two") == "One two\n"


def test_comments_are_silent():
    assert written("One <!-- said aside --> two") == "One  two\n"


def test_instructions_are_silent():
    assert written("One<?php said ?> two") == "One two\n"


def test_images_leave_nothing():
    assert written('One <img src="i.png" alt="An image"> two') == "One  two\n"


def test_form_fields_leave_their_text():
    assert written("<form>One <select><option>two</option></select> <button>three</button></form>") == "One two three\n"


def test_superscripts_are_plain():
    assert written("E=mc<sup>2</sup>") == "E=mc2\n"


def test_a_comment_parts_two_runs():
    assert written("One<!-- aside -->2. two") == "One2\\. two\n"
