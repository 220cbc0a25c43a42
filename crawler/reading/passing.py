"""Knows what on a page changes by itself while its policy stays: moments of viewing, copyright years, counters.

Only short lines are looked at: what passes stands by itself, and in a paragraph of prose the same words are wording.
Each pattern has signs that must stand in those lines for it to be worth trying.
"""

import re

_LONGEST_LINE = 200  # letters

_DIGIT = re.compile(r"\d")  # whatever passes is counted

_YEARS = r"(?:19|20)\d\d(?:\s*[-–—,/]\s*(?:(?:19|20)?\d\d|present|today))*"
_NOW = (
    r"(?:today(?:['’]s date)?(?: is)?|current (?:date|time)|server time|local time|it is now"
    r"|page (?:generated|printed|loaded)|printed|date (?:viewed|accessed|printed))"
)
_COPYRIGHT = re.compile(
    rf"(?:©|\(c\)|copyright)[^\n\d]{{0,40}}{_YEARS}|{_YEARS}[ ,]*(?:©|\(c\)|copyright)", re.IGNORECASE
)
_DATE = (
    r"(?:[^\W\d]{3,12},? )?(?:(?:the )?\d{1,2}(?:st|nd|rd|th)?(?: of)? [^\W\d]{3,12},? \d{4}"
    r"|[^\W\d]{3,12}\.? \d{1,2}(?:st|nd|rd|th)?,? \d{4}|\d{1,4}[./-]\d{1,2}[./-]\d{2,4})"
)
_MOMENT = re.compile(rf"\b{_NOW}(?: on| at| in)?\s*:?\s*{_DATE}(?:[ ,]*(?:at )?\d{{1,2}}:\d\d)?", re.IGNORECASE)
_CLOCK = re.compile(r"\b\d{1,2}:\d\d:\d\d(?:\s*[ap]\.?m\b\.?)?", re.IGNORECASE)
_COUNTER = re.compile(
    r"\b(?:visit(?:or|ed)s?|page ?views?|views?|hits?|comments?|users? online|cart)"
    r"(?: number| no\.?| count(?:er)?)?\s*[:#(]+\s*\d[\d,.]*"
    r"|\bvisitor (?:number |no\.? )?#?\d[\d,.]*"
    r"|\b\d[\d,.]* (?:visitors?|page ?views?|hits?|views|comments?|(?:users?|guests?|members?) online)\b"
    r"|\b(?:in|took) \d+[.,]\d+ seconds\b",
    re.IGNORECASE,
)

_PASSING: tuple[tuple[tuple[str, ...], re.Pattern[str]], ...] = (
    (("©", "(c)", "copyright"), _COPYRIGHT),
    (("today", "current ", "server time", "local time", "it is now", "printed", "page ", "date "), _MOMENT),
    ((":",), _CLOCK),
    (("visitor", "visits", "visited:", "view", "hits", "comment", " online", " seconds", "cart"), _COUNTER),
)


def without_passing(text: str) -> str:
    """A text without what passes."""
    lines = text.split("\n")
    short = [place for place, line in enumerate(lines) if len(line) <= _LONGEST_LINE and _DIGIT.search(line)]
    looked_at = "\n".join([lines[place] for place in short]).lower()
    for signs, pattern in _PASSING:
        for sign in signs:
            if sign in looked_at:
                for place in short:
                    if sign in lines[place].lower():
                        lines[place] = pattern.sub(" ", lines[place])
    return "\n".join(lines)
