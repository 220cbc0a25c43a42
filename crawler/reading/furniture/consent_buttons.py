"""Consent dialogs that no name gives away: a block with one button to accept and another to refuse or to choose."""

import re

from crawler.reading.blocks import Block
from crawler.reading.furniture.pages import PageText

_MOST_OF_PROSE = 0.6

# What such buttons say in the languages of the measured pages.
_YES = re.compile(
    r"\b(?:accept|allow all|agree|got it|enable all|accepte|accepter|tout autoriser|akzeptieren|zustimmen|"
    r"einverstanden|aceptar|aceitar|accetta|accetto|accepteren|akkoord|godkänn|acceptera|zaakceptuj|zgadzam)",
    re.IGNORECASE,
)
_OTHER = re.compile(
    r"\b(?:reject|decline|refuse|deny|disagree|manage|more options|confirm my choices|"
    r"save (?:and|my|settings|preferences)|customi[sz]e|settings|preferences|necessary only|"
    r"refuser|paramétrer|personnaliser|en savoir plus|gérer|ablehnen|"
    r"einstellungen|rechazar|configurar|rejeitar|rifiuta|weigeren|instellingen|avvisa|odrzuć|ustawienia)",
    re.IGNORECASE,
)


def has_consent_buttons(block: Block, page: PageText) -> bool:
    """Whether the block, and no more of the page than it, asks for a yes or a no."""
    labels = page.buttons.get(block)
    if labels is None or len(labels) < 2 or page.share(block) >= _MOST_OF_PROSE:
        return False
    return any(map(_YES.search, labels)) and any(map(_OTHER.search, labels))
