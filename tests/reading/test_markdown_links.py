"""Links of the written form."""

from tests.reading.writing import written


def test_a_link_is_its_text_and_its_address():
    assert written('See <a href="https://a.example/p">this page</a>.') == "See [this page](https://a.example/p).\n"


def test_a_link_with_a_title_has_it_in_quotes():
    assert written('<a href="/p" title="A page">this</a>') == '[this](/p "A page")\n'


def test_an_empty_title_is_left_out():
    assert written('<a href="/p" title=" ">this</a>') == "[this](/p)\n"


def test_brackets_in_titles_are_escaped():
    assert written('<a href="/p" title="(a) [b]">this</a>') == '[this](/p "\\(a\\) \\[b\\]")\n'


def test_parentheses_in_addresses_are_escaped():
    assert written('<a href="/p_(a)">this</a>') == "[this](/p_\\(a\\))\n"


def test_a_space_in_an_address_is_kept():
    assert written('<a href="/p a">this</a>') == "[this](/p a)\n"


def test_a_link_whose_text_is_its_address_is_in_angle_brackets():
    assert written('at <a href="https://a.example/">https://a.example/</a>') == "at <https://a.example/>\n"


def test_a_title_is_lost_where_the_text_is_the_address():
    assert written('<a href="https://a.example/" title="A">https://a.example/</a>') == "<https://a.example/>\n"


def test_an_address_without_a_scheme_is_never_in_angle_brackets():
    assert written('<a href="a.example">a.example</a>') == "[a.example](a.example)\n"


def test_an_address_in_bold_is_not_in_angle_brackets():
    assert (
        written('<a href="https://a.example/"><b>https://a.example/</b></a>')
        == "[**https://a.example/**](https://a.example/)\n"
    )


def test_an_address_with_an_ampersand_is_not_in_angle_brackets():
    assert (
        written('<a href="https://a.example/?a&amp;b">https://a.example/?a&amp;b</a>')
        == "[https://a.example/?a&b](https://a.example/?a&b)\n"
    )


def test_an_address_in_a_span_is_not_in_angle_brackets():
    assert (
        written('<a href="https://a.example/"><span>https://a.example/</span></a>')
        == "[https://a.example/](https://a.example/)\n"
    )


def test_an_address_in_a_paragraph_is_in_angle_brackets():
    assert written('<a href="https://a.example/"><p>https://a.example/</p></a>') == "<https://a.example/>\n"


def test_a_mail_address_is_a_link():
    assert written('<a href="mailto:a@b.example">a@b.example</a>') == "[a@b.example](mailto:a@b.example)\n"


def test_a_link_within_the_page_is_plain_text():
    assert written('<a href="#top">Return to top</a>') == "Return to top\n"


def test_an_anchor_is_plain_text():
    assert written('<a name="top">Top</a>') == "Top\n"


def test_a_link_of_an_image_is_empty():
    assert written('<a href="/p"><img src="i.png"></a>') == "[](/p)\n"


def test_a_link_of_an_image_keeps_its_title():
    assert written('<a href="/p" title="Home"><img src="i.png"></a>') == '[](/p "Home")\n'


def test_a_link_without_content_is_empty():
    assert written('<a href="/p"></a>') == "[](/p)\n"


def test_white_space_in_a_link_is_kept():
    assert written('see <a href="/p"> here </a>now') == "see [ here ](/p)now\n"


def test_a_link_is_not_parted_from_the_words_around_it():
    assert written('a<a href="/p">b</a>c') == "a[b](/p)c\n"


def test_bold_in_a_link_stays_in_it():
    assert written('<a href="/p"><b>b</b></a>') == "[**b**](/p)\n"


def test_a_link_in_bold_stays_in_it():
    assert written('<b><a href="/p">b</a></b>') == "**[b](/p)**\n"


def test_a_paragraph_in_a_link_ends_before_its_bracket():
    assert written('<a href="/p"><p>One</p></a>') == "[One\n\n](/p)\n"


def test_a_division_in_a_link_is_no_paragraph():
    assert written('<a href="/p"><div>One</div><div>two</div></a>') == "[Onetwo](/p)\n"


def test_a_heading_in_a_link_follows_its_bracket():
    assert written('<a href="/p"><h2>One</h2></a>') == "[\n\n## One\n\n](/p)\n"
