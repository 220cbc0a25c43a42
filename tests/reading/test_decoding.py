"""Bytes of a page in, its text out, with what was declared and what was chosen."""

import codecs

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from lxml import etree

from crawler.reading.charset_guess import guess_charset
from crawler.reading.charsets import LABELS, find_charset
from crawler.reading.decoding import How, decode_text, has_mojibake

FRENCH = "Nous gardons les données déjà reçues ; voilà tout ce qu’il était nécessaire de dire à l’été."
GERMAN = "Wir erheben Daten nur, soweit dies für die Durchführung nötig ist; Sie können widersprechen. Grüße"
POLISH = "Gromadzimy dane osobowe, które użytkownik podaje. Każdy może żądać ich usunięcia bez względu na zgodę."
CZECH = "Shromažďujeme pouze údaje, které nám sami poskytnete při registraci. Děkujeme, že čtete až sem."
HUNGARIAN = "A megadott személyes adatokat kizárólag a megrendelés teljesítéséhez használjuk fel. Köszönjük az időt!"
TURKISH = "Kayıt sırasında verdiğiniz bilgileri yalnızca hizmet için kullanırız; izniniz olmadan paylaşılmaz, şüphesiz."
RUSSIAN = "Мы собираем только те сведения, которые вы сообщаете нам при регистрации. Третьим лицам они не передаются."
GREEK = "Συλλέγουμε μόνο τα στοιχεία που μας δίνετε κατά την εγγραφή σας. Έχετε δικαίωμα διόρθωσης."
HEBREW = "אנו אוספים רק את המידע שאתם מוסרים לנו בעת ההרשמה. המידע אינו מועבר לצד שלישי."
ARABIC = "نجمع فقط المعلومات التي تقدمها لنا عند التسجيل. لا يتم نقل البيانات إلى أطراف ثالثة."
JAPANESE = "当社は、お客様が登録の際に提供された情報のみを収集します。同意なく第三者に提供することはありません。"
CHINESE = "我们只收集您在注册时提供的信息。未经您的同意，我们不会将个人信息提供给第三方。您可以随时要求删除。"
TAIWANESE = "我們只收集您在註冊時提供的資訊。未經您的同意，我們不會將個人資料提供給第三方。您可以隨時要求刪除。"
KOREAN = "회사는 회원가입 시 이용자가 제공한 정보만을 수집합니다. 동의 없이 제삼자에게 제공되지 않습니다."


def page(text, head=""):
    return f"<html><head>{head}<title>Privacy</title></head><body><p>{text}</p></body></html>"


def chosen(body, declared=None):
    return decode_text(body, declared).chosen


# ---- the order


def test_a_byte_order_mark_outranks_the_header():
    decoded = decode_text(codecs.BOM_UTF8 + page(FRENCH).encode(), "iso-8859-1")
    assert (decoded.chosen, decoded.how) == ("utf-8", How.MARK)


def test_a_byte_order_mark_is_no_part_of_the_text():
    assert decode_text(codecs.BOM_UTF8 + b"abc", None).text == "abc"


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
def test_utf_16_is_read_by_its_mark(codec):
    assert decode_text(("\ufeff" + page(FRENCH)).encode(codec), "utf-8").text == page(FRENCH)


def test_the_header_outranks_the_page():
    decoded = decode_text(page(RUSSIAN, '<meta charset="koi8-r">').encode("cp1251"), "windows-1251")
    assert (decoded.text[-40:], decoded.how) == (page(RUSSIAN)[-40:], How.HEADER)


def test_a_header_that_names_no_known_charset_is_passed_over():
    assert chosen(page(RUSSIAN, '<meta charset="koi8-r">').encode("koi8-r"), "klingon") == "koi8-r"


def test_the_page_outranks_valid_utf_8():
    assert chosen(page("Ã©", '<meta charset="koi8-r">').encode()) == "koi8-r"


def test_valid_utf_8_outranks_any_guess():
    decoded = decode_text(page(FRENCH).encode(), None)
    assert (decoded.text, decoded.how) == (page(FRENCH), How.VALID)


def test_what_was_declared_is_told_as_it_was_declared():
    assert decode_text(b"<p>abc</p>", " ISO-8859-1 ").declared == "iso-8859-1"


def test_nothing_declared_is_told_as_nothing():
    assert decode_text(b"<p>abc</p>", None).declared is None


# ---- the labels


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("latin1", "windows-1252"),
        ("ASCII", "windows-1252"),
        ("\tIso-8859-1\n", "windows-1252"),
        ("iso-8859-9", "windows-1254"),
        ("tis-620", "windows-874"),
        ("gb2312", "gbk"),
        ("ks_c_5601-1987", "euc-kr"),
        ("x-sjis", "shift_jis"),
        ("unicode", "utf-16le"),
        ("UTF8", "utf-8"),
    ],
)
def test_a_label_stands_for_what_browsers_take_it_for(label, name):
    assert find_charset(label).name == name


def test_every_label_of_the_standard_but_those_it_shows_nothing_of_is_known():
    assert sum(len(labels.split()) for labels in LABELS.values()) == 228 - 3  # replacement, iso-2022-cn, and its -ext


@pytest.mark.parametrize("label", sorted({label for labels in LABELS.values() for label in labels.split()}))
def test_every_label_decodes(label):
    assert find_charset(label).decode(b"\x3c\x70\x3e\x20")[0]


@pytest.mark.parametrize(
    ("body", "label", "text"),
    [
        (b"\x93don\x92t\x94", "iso-8859-1", "“don’t”"),
        (b"\x81\x8d\x8f\x90\x9d", "windows-1252", "\x81\x8d\x8f\x90\x9d"),
        ("①Ⅳ㈱".encode("cp932"), "shift_jis", "①Ⅳ㈱"),
        (b"\xad\xa1 \xb8\xc4", "euc-jp", "① 個"),
        ("€镕".encode("gb18030"), "gb2312", "€镕"),
        ("똠방각하".encode("cp949"), "euc-kr", "똠방각하"),
        ("個人".encode("iso2022_jp"), "iso-2022-jp", "個人"),
        ("隐私".encode("hz"), "hz-gb-2312", "隐私"),
    ],
)
def test_a_charset_is_decoded_as_the_superset_that_browsers_use(body, label, text):
    assert decode_text(body, label).text == text


# ---- what the page declares


@pytest.mark.parametrize(
    "head",
    [
        '<meta charset="koi8-r">',
        "<META CHARSET=koi8-r >",
        "<meta charset = 'koi8-r'/>",
        "<meta/charset=koi8-r>",
        '<meta http-equiv="Content-Type" content="text/html; charset=koi8-r">',
        "<meta content='text/html;charset=koi8-r' http-equiv=content-type>",
        '<meta http-equiv="content-type" content="a charset; CHARSET = koi8-r;">',
        '<meta name="a"><meta x charset="bogus"><meta charset="koi8-r">',
        '<!-- <meta charset="utf-8"> --><meta charset="koi8-r">',
        '<!--><meta charset="koi8-r">',
        '<p title="<meta charset=utf-8>"><meta charset="koi8-r">',
        '<?php <meta charset="utf-8" ?><meta charset="koi8-r">',
    ],
)
def test_the_page_says_its_charset_in_any_form_that_a_browser_reads(head):
    assert chosen(head.encode()) == "koi8-r"


@pytest.mark.parametrize(
    "head",
    [
        '<!-- <meta charset="koi8-r"> -->',
        '<meta content="text/html; charset=koi8-r">',
        '<metadata charset="koi8-r">',
        '<meta charset="koi8-r',
        "<meta charset=koi8-r",
        '<p charset="koi8-r">',
        '<meta name="charset" content="koi8-r">',
    ],
)
def test_what_a_browser_does_not_take_for_a_declaration_is_none(head):
    assert decode_text(head.encode(), None).declared is None


def test_utf_16_said_in_a_page_that_can_be_read_is_utf_8():
    assert chosen(b'<meta charset="utf-16">') == "utf-8"


def test_x_user_defined_in_a_page_is_windows_1252():
    assert chosen(b'<meta charset="x-user-defined">') == "windows-1252"


def test_an_xml_declaration_is_read_where_no_meta_is():
    body = '<?xml version="1.0" encoding="windows-1251"?><p>Да</p>'.encode("cp1251")
    assert decode_text(body, None).text.endswith("<p>Да</p>")


def test_a_meta_behind_1024_bytes_is_read_where_the_bytes_are_more_than_ascii():
    body = page(RUSSIAN, "<script>" + "x" * 2000 + '</script><meta charset="koi8-r">').encode("koi8-r")
    assert chosen(body) == "koi8-r"


def test_a_meta_in_the_body_of_the_page_is_not_read():
    body = ("<head>" + "x" * 2000 + "</head><body><meta charset='koi8-r'>" + FRENCH).encode()
    assert decode_text(body, None).declared is None


# ---- the guess


@pytest.mark.parametrize(
    ("text", "codec"),
    [
        (FRENCH, "cp1252"),
        (GERMAN, "cp1252"),
        (POLISH, "cp1250"),
        (POLISH, "iso8859-2"),
        (CZECH, "cp1250"),
        (CZECH, "iso8859-2"),
        (HUNGARIAN, "cp1250"),
        (TURKISH, "cp1254"),
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8-r"),
        (GREEK, "cp1253"),
        (HEBREW, "cp1255"),
        (ARABIC, "cp1256"),
        (JAPANESE, "cp932"),
        (JAPANESE, "euc_jp"),
        (JAPANESE, "iso2022_jp"),
        (CHINESE, "gb18030"),
        (TAIWANESE, "big5"),
        (KOREAN, "cp949"),
        (FRENCH, "utf-16-le"),
        (FRENCH, "utf-16-be"),
    ],
)
def test_one_undeclared_paragraph_is_enough_to_guess_its_charset(text, codec):
    decoded = decode_text(page(text).encode(codec), None)
    assert (decoded.text, decoded.how) == (page(text), How.GUESS)


@pytest.mark.parametrize("text", ["the café", "© 2003", "“we’ll – not”", "Ação", "Å"])
def test_a_single_accent_in_english_is_windows_1252(text):
    assert decode_text(page(text).encode("cp1252"), None).text == page(text)


def test_a_guess_looks_at_texts_and_not_at_what_lies_between():
    body = b"<script>" + b"var x = 1;" * 20_000 + b"</script>" + page(RUSSIAN).encode("cp1251")
    assert guess_charset(body).name == "windows-1251"


def test_a_page_of_nothing_but_opening_brackets_is_guessed_in_time_that_grows_with_its_length_only():
    assert chosen(b"<" * 1_000_000 + b"\x92") == "windows-1252"  # hours, were it the square of the length


def test_bytes_that_are_no_text_still_become_one():
    assert decode_text(bytes(range(1, 256)) * 4, None).text


# ---- whether the declaration held


def test_a_declaration_that_fits_held():
    assert decode_text(page(FRENCH).encode(), "utf-8").held


def test_a_page_of_ascii_holds_whatever_it_declares():
    assert decode_text(b"<p>plain</p>", "windows-1251").held


def test_where_nothing_is_declared_nothing_failed_to_hold():
    assert decode_text(page(FRENCH).encode("cp1252"), None).held


def test_a_page_that_is_not_utf_8_though_it_says_so_is_read_as_what_it_is():
    decoded = decode_text(page(FRENCH).encode("cp1252"), "utf-8")
    assert (decoded.text, decoded.declared, decoded.chosen, decoded.held) == (
        page(FRENCH),
        "utf-8",
        "windows-1252",
        False,
    )


def test_one_stray_byte_does_not_overturn_a_declaration():
    decoded = decode_text(page(FRENCH * 3).encode() + b"\x92", "utf-8")
    assert (decoded.chosen, decoded.text.count("\ufffd")) == ("utf-8", 1)


def test_stray_bytes_mean_that_the_declaration_did_not_hold():
    assert not decode_text(page(FRENCH * 9).encode().replace(b"Nous", b"N\x92us"), "utf-8").held


def test_a_body_cut_inside_a_character_holds_its_declaration():
    decoded = decode_text("café".encode()[:-1], "utf-8")
    assert (decoded.chosen, decoded.held) == ("utf-8", True)


def test_utf_8_that_is_declared_to_be_latin_stays_as_a_browser_showed_it():
    decoded = decode_text(page(FRENCH).encode(), "iso-8859-1")
    assert (decoded.chosen, decoded.held, decoded.mojibake) == ("windows-1252", False, True)


# ---- mojibake


@pytest.mark.parametrize("text", [FRENCH, GERMAN, "we’re", "© 2003", RUSSIAN, JAPANESE, "\ufffd", "\ufeffabc"])
def test_text_decoded_twice_is_flagged(text):
    assert has_mojibake(find_charset("windows-1252").decode(text.encode())[0])


def test_gbk_quotes_read_as_latin_are_flagged():
    assert has_mojibake("the user¡¯s data")


@pytest.mark.parametrize(
    "text",
    [
        *(FRENCH, GERMAN, POLISH, CZECH, HUNGARIAN, TURKISH, RUSSIAN, GREEK, HEBREW, ARABIC, JAPANESE, KOREAN),
        "“MAÇÃ” e «MAÇû, MAÇÃ\xa0…",
        "¡Atención! ¡¡Hola!! ¿Qué?",
        "ÂGE, Âge, â€",
    ],
)
def test_sound_text_is_not_flagged(text):
    assert not has_mojibake(text)


def test_mojibake_is_kept_as_it_is():
    assert decode_text("<p>dÃ©jÃ </p>".encode(), None).text == "<p>dÃ©jÃ </p>"


# ---- what holds for all


LABEL = st.one_of(st.none(), st.sampled_from(sorted(LABELS)), st.text(max_size=12))
BODY = st.one_of(
    st.binary(max_size=400),
    st.tuples(st.text(max_size=200), st.sampled_from(["utf-8", "utf-16", "utf-16-le", "utf-8-sig"])).map(
        lambda drawn: drawn[0].encode(drawn[1], "surrogatepass")
    ),
    st.tuples(LABEL, st.binary(max_size=200)).map(lambda drawn: f'<meta charset="{drawn[0]}">'.encode() + drawn[1]),
)


@settings(max_examples=500, deadline=None)
@given(BODY, LABEL)
@example(b"\xed\xa0\x80", "utf-8")
@example(b"a\x00b", None)
@example(b"\xff\xfe\x00\xd8", None)
@example(b"\x1b$B\x00", "iso-2022-jp")
def test_any_bytes_become_text_without_zeros_and_lone_surrogates(body, declared):
    text = decode_text(body, declared).text
    assert "\0" not in text
    assert text.encode("utf-8").decode("utf-8") == text


@settings(max_examples=200, deadline=None)
@given(st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=300))
def test_utf_8_declared_as_such_comes_back_as_it_was_written(text):
    assert decode_text(codecs.BOM_UTF8 + text.encode(), None).text == text


@settings(max_examples=100, deadline=None)
@given(BODY, LABEL)
def test_the_text_goes_into_the_parser_whatever_it_declares_of_itself(body, declared):
    text = decode_text(b'<?xml version="1.0" encoding="koi8-r"?><p>x</p>' + body, declared).text
    tree = etree.fromstring(text.encode("utf-8"), etree.HTMLParser(encoding="utf-8"))
    assert tree is not None
