"""Knows which tags stand inside a line of text, and which are never seen by a reader."""


def word_set(text: str) -> frozenset[str]:
    """The words of a list that is easier to read on a few lines than one a line."""
    return frozenset(text.split())


# Elements that do not break a line of text. Unknown names count as blocks, as their authors mostly style them so.
INLINE = word_set(
    "a abbr acronym b bdi bdo big blink br button cite code data del dfn em font i img input ins kbd label mark nobr "
    "q rb rp rt ruby s samp small span strike strong sub sup time tt u var wbr xfont"
)

# Elements whose text no reader of the page sees, or that hold controls, not text.
UNSEEN = word_set(
    "applet area audio base canvas datalist embed frame frameset head iframe link map math meta noembed noframes "
    "noscript object optgroup option param script select source style svg template textarea title track video"
)

HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))

# Where the way down to the main text ends: below these only parts of a text are found, never the whole of it.
TEXT_BLOCKS = HEADINGS | word_set("p ul ol dl li dd dt blockquote pre address figure details summary fieldset")

# What holds the cells of a table, and says nothing by itself.
TABLE_PARTS = frozenset(("thead", "tbody", "tfoot", "tr"))
