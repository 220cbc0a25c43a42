"""Pages whose words come only when their scripts run, and those that merely have few words."""

import pytest

from crawler.reading.pages import parse_page
from crawler.reading.shells import is_shell

WORDS = "<p>We keep what an order needs and nothing beyond it, as the law of the land has us do.</p>" * 9
SCRIPT = '<script src="/static/main.4f.js"></script>'


def shell(body, head=""):
    return is_shell(parse_page(f"<html><head><title>Privacy</title>{head}</head><body>{body}</body></html>"))


@pytest.mark.parametrize(
    "mount",
    [
        '<div id="root"></div>',
        '<div id="app">Loading…</div>',
        '<div id="__next"><div><span></span></div></div>',
        '<div id="__nuxt"><style>.spinner{}</style><svg><title>Please wait until it is there</title></svg></div>',
        "<app-root></app-root>",
        "<shop-app></shop-app>",
        '<div ng-app="shop"><div ng-view></div></div>',
    ],
)
def test_an_empty_element_that_scripts_fill_makes_a_shell(mount):
    assert shell(mount + SCRIPT)


@pytest.mark.parametrize(
    "plea",
    [
        "You need to enable JavaScript to run this app.",
        "Bitte aktivieren Sie JavaScript.",
        "Javascript est nécessaire",
        "<p>Please turn on <b>Java Script</b></p>",
    ],
)
def test_few_words_and_a_plea_for_javascript_make_a_shell(plea):
    assert shell(f"<noscript>{plea}</noscript><p>© Example</p>")


def test_few_words_under_a_heap_of_script_make_a_shell():
    assert shell("<p>Menu</p><script>" + "window.state = {};" * 1000 + "</script>")


def test_a_menu_and_a_foot_around_an_empty_mount_are_still_a_shell():
    assert shell("<nav>Home Shop Help</nav><div id='app'></div><footer>© 2021 Example Ltd.</footer>" + SCRIPT)


@pytest.mark.parametrize("extra", ['<div id="root"></div>' + SCRIPT, "<noscript>Enable JavaScript</noscript>"])
def test_a_page_with_words_is_no_shell(extra):
    assert not shell(WORDS + extra)


def test_words_inside_the_mount_are_words():
    assert not shell(f'<div id="root">{WORDS}</div>{SCRIPT}')


def test_words_for_readers_without_scripts_are_words():
    assert not shell(f'<div id="root"></div><noscript>{WORDS} Enable JavaScript for more.</noscript>{SCRIPT}')


def test_chinese_says_as_much_in_fewer_letters():
    assert not shell('<div id="root"></div>' + "我们只收集您在注册时提供的信息。" * 13 + SCRIPT)


@pytest.mark.parametrize(
    "body",
    [
        "<h1>Not found</h1>",
        "",
        "<p>Our policy is being rewritten.</p>" + SCRIPT,
        '<div id="root"></div>',
        "<script>document.write(1)</script><p>Short.</p>",
    ],
)
def test_few_words_alone_are_no_shell(body):
    assert not shell(body)


def test_a_page_of_frames_is_no_shell():
    page = parse_page('<html><frameset><frame src="a.html"><noframes>Enable JavaScript</noframes></frameset></html>')
    assert not is_shell(page)


def test_a_page_that_sends_its_reader_on_is_no_shell():
    assert not shell("<noscript>Enable JavaScript</noscript>", '<meta http-equiv="Refresh" content="0; url=/privacy">')


def test_words_in_templates_and_scripts_are_not_seen():
    assert shell(f"<template>{WORDS}</template><script type='text/html'>{WORDS}</script><div id='app'></div>")


def test_telling_a_shell_changes_nothing_in_the_page():
    page = parse_page(f'<div id="root"></div>{SCRIPT}<noscript>Enable JavaScript</noscript>')
    before = page.xpath("count(//node())")
    is_shell(page)
    assert page.xpath("count(//node())") == before
