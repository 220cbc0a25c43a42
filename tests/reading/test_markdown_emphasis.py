"""Emphasis, code and quotes of the written form, and the spaces around them."""

from tests.reading.writing import written


def test_bold_is_two_stars():
    assert written("A <b>bold</b> and <strong>strong</strong> word") == "A **bold** and **strong** word\n"


def test_italic_and_underlined_are_underscores():
    assert (
        written("An <i>italic</i>, <em>stressed</em> and <u>underlined</u> word")
        == "An _italic_ , _stressed_ and _underlined_ word\n"
    )


def test_struck_text_is_tildes():
    assert written("<del>one</del> <s>two</s> <strike>three</strike>") == "~~one~~ ~~two~~ ~~three~~\n"


def test_bold_italic_is_both():
    assert written("<b><i>both</i></b>") == "**_both_**\n"


def test_a_space_parts_emphasis_from_the_word_before():
    assert written("re<b>marked</b>") == "re **marked**\n"


def test_a_space_parts_emphasis_from_the_word_after():
    assert written("<b>mark</b>ing") == "**mark** ing\n"


def test_a_space_parts_emphasis_from_signs_around_it():
    assert written("(<i>e.g.</i>, this)") == "( _e.g._ , this)\n"


def test_a_full_stop_stays_close_to_the_emphasis_before():
    assert written("It <b>ends</b>. So") == "It **ends**. So\n"


def test_white_space_inside_emphasis_moves_out_of_it():
    assert written("a <b> bold </b> word") == "a **bold** word\n"


def test_a_no_break_space_alone_in_emphasis_is_kept():
    assert written("<b>\xa0</b>") == "**\xa0**\n"


def test_a_no_break_space_before_emphasis_is_parted_from_it():
    assert written("our\xa0<b>mark</b>") == "our\xa0 **mark**\n"


def test_a_no_break_space_after_emphasis_is_parted_from_it():
    assert written("<b>mark</b>\xa0more") == "**mark** \xa0more\n"


def test_emphasis_that_opens_a_block_right_after_another_has_a_space():
    assert written("<p>One</p><p><b>Two</b></p>") == "One\n\n **Two**\n"


def test_emphasis_that_opens_a_block_after_white_space_has_none():
    assert written("<p>One</p>\n<p><b>Two</b></p>") == "One\n\n**Two**\n"


def test_emphasis_that_opens_an_item_right_after_another_has_a_space():
    assert written("<ul><li>One</li><li><b>Two</b></li></ul>") == "  * One\n  *  **Two**\n\n\n"


def test_white_space_before_nested_emphasis_is_lost():
    assert written("<p>x</p><b> <i>Two</i></b>") == "x\n\n **_Two_**\n"


def test_empty_bold_is_four_stars():
    assert written("One <b></b> two") == "One ****two\n"


def test_an_empty_icon_swallows_the_space_after_it():
    assert written('One <i class="icon"></i> two') == "One __two\n"


def test_emphasis_in_a_heading_is_kept():
    assert written("<h2>A <b>bold</b> one</h2>") == "## A **bold** one\n"


def test_text_of_a_heading_after_emphasis_is_not_parted():
    assert written("<p>A <b>bold</b></p><h2>Title</h2>") == "A **bold**\n\n## Title\n"


def test_text_of_a_link_after_emphasis_is_not_parted():
    assert written('<b>mark</b><a href="/p">ed</a>') == "**mark**[ed](/p)\n"


def test_only_the_first_run_in_emphasis_is_stripped():
    assert written("<b>one <span> two </span></b>x") == "**one two **x\n"


def test_code_is_in_backquotes():
    assert written("Write <code>a b</code>, <tt>c</tt> or <kbd>d</kbd>") == "Write `a b`, `c` or `d`\n"


def test_nothing_is_escaped_in_code():
    assert written("<code>- a\\*b</code>") == "`- a\\*b`\n"


def test_code_in_preformatted_text_has_no_backquotes():
    assert written("<pre><code>a\nb</code></pre>") == "\n    a\n    b\n"


def test_a_quote_is_in_plain_quotes():
    assert written("He said <q>so</q> twice") == 'He said "so" twice\n'


def test_an_abbreviation_is_explained_at_the_end():
    assert (
        written('<p>The <abbr title="General Data Protection Regulation">GDPR</abbr> says</p>')
        == "The GDPR says\n  *[GDPR]: General Data Protection Regulation\n"
    )


def test_an_abbreviation_without_a_title_is_not_explained():
    assert written("The <abbr>GDPR</abbr> says") == "The GDPR says\n"
