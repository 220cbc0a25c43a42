"""The writer of the published form as a whole: what it is given, what it leaves alone, what it withstands."""

import lxml.html
from lxml import etree

from crawler.reading.markdown import write_markdown
from tests.reading.writing import written


def test_the_tag_of_the_root_is_written():
    assert write_markdown(lxml.html.fragment_fromstring("<h2>Title</h2>")) == "## Title\n"


def test_the_tail_of_the_root_is_not_written():
    body = lxml.html.fragment_fromstring("<p>One</p>two", create_parent="body")
    assert write_markdown(body[0]) == "One\n"


def test_each_href_is_printed_as_it_resolves():
    link = lxml.html.fragment_fromstring('<a href="p">this</a>')
    assert write_markdown(link, lambda href: f"https://a.example/{href}") == "[this](https://a.example/p)\n"


def test_a_link_that_resolves_into_the_page_is_plain_text():
    link = lxml.html.fragment_fromstring('<a href="https://a.example/#top">this</a>')
    assert write_markdown(link, lambda href: href.removeprefix("https://a.example/")) == "this\n"


def test_a_link_whose_text_is_what_its_href_resolves_to_is_in_angle_brackets():
    link = lxml.html.fragment_fromstring('<a href="p">https://a.example/p</a>')
    assert write_markdown(link, lambda href: f"https://a.example/{href}") == "<https://a.example/p>\n"


def test_only_hrefs_are_resolved():
    asked: list[str] = []
    fragment = lxml.html.fragment_fromstring('<p><img src="i"><a name="n"></a><a href="p">a</a></p>')
    write_markdown(fragment, lambda href: asked.append(href) or href)
    assert asked == ["p"]


def test_the_tree_is_left_as_it_was():
    source = '<div>One <!-- aside --><a href="p" title="t">two</a><pre>three</pre> four</div>'
    tree = lxml.html.fragment_fromstring(source)
    write_markdown(tree)
    assert etree.tostring(tree, encoding="unicode", method="html") == source


def test_writing_twice_gives_the_same():
    tree = lxml.html.fragment_fromstring("<div><p><b>One</b></p><ol><li>Two</li></ol></div>")
    assert write_markdown(tree) == write_markdown(tree)


def test_ten_thousand_nested_elements_are_written():
    root = innermost = lxml.html.Element("div")
    for tag in ("div", "span", "b", "p") * 2500:
        innermost = etree.SubElement(innermost, tag)
    innermost.text = "deep"
    assert "deep" in write_markdown(root)


def test_elements_without_a_meaning_are_written_as_their_text():
    assert written("<o:p>One <blink>two</blink></o:p>") == "One two\n"


def test_the_words_of_a_frame_are_text():
    assert written("<iframe>No <b>frames</b></iframe>") == "No <b>frames</b>\n"


def test_the_place_holder_of_another_writer_is_text():
    assert written("&amp;nbsp_place_holder;") == "&nbsp_place_holder;\n"


def test_a_list_that_starts_at_an_endless_number_starts_at_one():
    assert written(f'<ol start="{"9" * 4300}"><li>One</li></ol>') == "  1. One\n\n\n"


def test_a_title_behind_a_script_in_the_head_is_silent():
    page = lxml.html.document_fromstring("<head><script>go()</script><title>Title</title></head><body>One</body>")
    assert write_markdown(page) == "One\n"
