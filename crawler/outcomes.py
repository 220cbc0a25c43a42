"""Knows every way in which asking for something can end, in the words that the database keeps.

A final outcome is a fact about the past: asking again cannot change it. The others may go away, so the same command
run again asks again.
"""

from enum import Enum


class Outcome(Enum):
    """How it ended: the word kept in `captures.outcome` and `misses.kind`, whether that is final, what it means."""

    final: bool
    meaning: str

    def __new__(cls, word: str, final: bool, meaning: str) -> "Outcome":
        outcome = object.__new__(cls)
        outcome._value_ = word
        outcome.final = final
        outcome.meaning = meaning
        return outcome

    # had
    READ = ("read", True, "the capture was read and its document is stored")
    SAME_DIGEST = ("same-digest", True, "the index gives it the digest of a capture that was read")
    REDIRECT = ("redirect", True, "the capture is a redirect to another address of the policy")

    # nothing there to be had
    NO_CAPTURE = ("no-capture", True, "the archive holds no capture of the policy in this interval")
    NO_POLICY_PAGE = ("no-policy-page", True, "no address that looks like a privacy policy was found")
    NOT_LINKED = ("not-linked", True, "the home page of that time links to no privacy policy")
    BLOCKED = ("blocked", True, "the owner of the domain had it excluded from the archive")
    ROBOTS = ("robots", True, "the archive withholds it because of the domain's robots.txt")

    # the archive cannot say now
    RATE_LIMITED = ("rate-limited", False, "the archive asked us to slow down and did not answer")
    ARCHIVE_DOWN = ("archive-down", False, "the archive did not answer, or answered with a fault of its own")
    CUT_SHORT = ("cut-short", False, "the index answered in part only")
    NOT_ASKED = ("not-asked", False, "the run ended before this was asked for")

    # the capture cannot be had
    UNPLAYABLE = ("unplayable", True, "the index lists the capture but the archive cannot replay it")
    WRONG_MOMENT = ("wrong-moment", True, "the archive served a capture of another moment")
    WRONG_ADDRESS = ("wrong-address", True, "the archive served a capture of another address")
    ARCHIVED_ERROR = ("archived-error", True, "the site itself answered with an error at the time")
    REDIRECT_LOOP = ("redirect-loop", True, "archived redirects lead in a circle")
    TOO_MANY_HOPS = ("too-many-hops", True, "more than ten archived redirects in a row")
    OUT_OF_WINDOW = ("out-of-window", True, "the redirect leads to a capture outside the interval asked for")
    HOME_INSTEAD = ("home-instead", True, "the address leads to the home page: the policy was not there")

    # the bytes cannot be read
    EMPTY = ("empty", True, "the capture holds no bytes")
    TRUNCATED = ("truncated", False, "the bytes end too early and hold no readable part")
    TOO_LARGE = ("too-large", True, "the bytes, the tags or the letters are more than a policy can have")
    UNDECODABLE = ("undecodable", True, "the bytes cannot be decoded as the text of a page")
    NOT_A_PAGE = ("not-a-page", True, "the bytes are a picture, a script or another thing without a policy's text")
    ENCRYPTED_PDF = ("encrypted-pdf", True, "the PDF is protected by a password")
    SCANNED_PDF = ("scanned-pdf", True, "the PDF holds pictures of pages and no text")
    BROKEN_PDF = ("broken-pdf", True, "the PDF cannot be parsed")
    APPLICATION_SHELL = ("application-shell", True, "the page has no words before its scripts run")
    FRAMES = ("frames", True, "the page only frames other pages, which hold its words")
    TOO_SLOW = ("too-slow", True, "reading the page took longer than any page may")
    UNREADABLE = ("unreadable", True, "reading the page brought down the program that read it, twice")

    # it was read, and is not a policy
    CHALLENGE_PAGE = ("challenge-page", True, "a bot check or an error page archived as a good answer")
    SOFT_404 = ("soft-404", True, "a page that says it does not exist, archived as a good answer")
    PARKED = ("parked", True, "a parked or for-sale page")
    TOO_FEW_WORDS = ("too-few-words", True, "too few words to be a policy")
    OTHER_LANGUAGE = ("other-language", True, "in another language than those asked for")
    NOT_A_POLICY = ("not-a-policy", True, "a page of another kind: terms, news, help, a shop, a list of posts")
    ANOTHER_DOMAIN = ("another-domain", True, "the policy of another domain than the one studied")

    @property
    def is_miss(self) -> bool:
        """Whether it says that something asked for was not had."""
        return self not in (Outcome.READ, Outcome.SAME_DIGEST, Outcome.REDIRECT)

    @property
    def tells_of_bytes(self) -> bool:
        """Whether another capture of the same bytes would end the same way."""
        return self in _OF_BYTES


_OF_BYTES = frozenset(
    {
        Outcome.READ,
        Outcome.EMPTY,
        Outcome.TOO_LARGE,
        Outcome.UNDECODABLE,
        Outcome.NOT_A_PAGE,
        Outcome.ENCRYPTED_PDF,
        Outcome.SCANNED_PDF,
        Outcome.BROKEN_PDF,
        Outcome.APPLICATION_SHELL,
        Outcome.FRAMES,
        Outcome.TOO_SLOW,
        Outcome.UNREADABLE,
        Outcome.CHALLENGE_PAGE,
        Outcome.SOFT_404,
        Outcome.PARKED,
        Outcome.TOO_FEW_WORDS,
        Outcome.OTHER_LANGUAGE,
        Outcome.NOT_A_POLICY,
        Outcome.ANOTHER_DOMAIN,
    }
)


def outcome_named(word: str) -> Outcome:
    """The outcome that the database keeps as this word."""
    return next(outcome for outcome in Outcome if outcome.value == word)
