"""The screens together: their order, their evidence, and that they keep what they screen out."""

from crawler.outcomes import Outcome
from crawler.screening import RULES, screen
from tests.screening.pages import POLICY, page, page_at

MISSING = page("The page you are looking for does not exist.", "Palace")


def test_a_policy_passes_all_screens() -> None:
    assert screen(page(POLICY, "Privacy policy")).screened is None


def test_a_document_that_is_no_policy_has_its_reason() -> None:
    assert screen(MISSING).screened is Outcome.SOFT_404


def test_it_has_the_evidence_too() -> None:
    assert screen(MISSING).evidence == "it says “Palace The page you are looking for does not exist.”"


def test_it_keeps_its_text() -> None:
    assert screen(MISSING).text == MISSING.text


def test_the_first_rule_that_holds_names_the_reason() -> None:
    assert screen(page("Error 404: access denied")).screened is Outcome.CHALLENGE_PAGE


def test_a_short_policy_may_speak_of_what_other_pages_say() -> None:
    spoken = "If access is denied or a page was not found, our server notes the address of your computer."
    assert screen(page(f"{POLICY} {spoken}", "Privacy policy")).screened is None


def test_the_title_tells_even_of_what_reads_like_a_policy() -> None:
    assert screen(page(POLICY, "404 Not Found")).screened is Outcome.SOFT_404


def test_screening_again_changes_nothing() -> None:
    assert screen(screen(MISSING)) == screen(MISSING)


def test_a_document_gets_its_language() -> None:
    assert screen(page(POLICY, "Privacy policy")).language == "en"


def test_a_language_that_is_not_wanted_is_screened_out() -> None:
    assert screen(page(POLICY, "Privacy policy"), frozenset({"de"})).screened is Outcome.OTHER_LANGUAGE


def test_the_policy_of_another_domain_is_screened_out() -> None:
    assert screen(page_at("https://castles.test/privacy")).screened is Outcome.ANOTHER_DOMAIN


def test_no_two_rules_give_the_same_reason() -> None:
    outcomes = [outcome for outcome, _ in RULES]
    assert len(set(outcomes)) == len(outcomes)
