"""Yes and no as exports write them."""

from __future__ import annotations

from typing import Final


def _words(line: str) -> frozenset[str]:
    return frozenset(line.split())


_YES: Final = _words(
    "1 1.0 x y yes yeah true t on ok checked ✓ ✔ ☑ ✅ j ja wahr o oui vrai s si sí verdadero cierto vero waar sim "
    "verdadeiro tak prawda subscribed opt-in optin opted-in opted_in opt_in abonniert angemeldet eingewilligt "
    "abonné abonnée inscrit inscrite suscrito suscrita iscritto iscritta aangemeld ingeschreven geabonneerd "
    "accepted granted enabled active aktiv actif activo attivo actief"
) | {"opted in", "opt in", "double opt-in", "yes, please"}
_NO: Final = _words(
    "0 0.0 n no nope false f off unchecked ✗ ✘ ☐ ❌ nein falsch non faux falso nee onwaar não nao nie falsz fałsz "
    "unsubscribed opt-out optout opted-out opted_out opt_out abgemeldet widersprochen désabonné désabonnée "
    "désinscrit désinscrite desuscrito cancelado disiscritto disiscritta afgemeld uitgeschreven declined denied "
    "revoked disabled inactive inaktiv inactif inactivo inattivo inactief"
) | {"opted out", "opt out", "not subscribed", "non-subscribed", "nicht abonniert", "no suscrito", "non inscrit"}


def parse_yes_no(text: str) -> bool | None:
    """Whether the cell says yes or no, None where it says neither (blank, "pending", a word not known).

    English, German, French, Spanish, Italian, Dutch, Portuguese and Polish; ticks, 1 and 0; words of consent.
    """
    word = text.strip().lower()
    if word in _YES:
        return True
    return False if word in _NO else None
