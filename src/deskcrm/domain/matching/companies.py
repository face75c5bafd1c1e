"""Two companies compared: name without its legal form, website, mail domain, phone, address; and their guards."""

from __future__ import annotations

from functools import lru_cache

from rapidfuzz.distance import JaroWinkler

from deskcrm.domain.matching import weights as w
from deskcrm.domain.matching.commonness import Commonness
from deskcrm.domain.matching.places import place_reason
from deskcrm.domain.matching.points import identifier_worth
from deskcrm.domain.matching.reasons import HOPELESS, START, Reason, Verdict
from deskcrm.domain.matching.subjects import FREEMAIL, Subject

_NAME = 9.0
_ALIKE = 0.9
_NAME_DIFFERS = -5.0
_FORM_DIFFERS = -3.0
_WEBSITE = 1.5
_DOMAIN = 0.5
_OTHER_COMPANY = -1.5
_NAME_ALONE = 2.0
_OTHER_FORM = -0.5


def judge_companies(a: Subject, b: Subject, common: Commonness, least: float = HOPELESS) -> Verdict | None:
    """What two companies come to; None when they don't reach `least` (log-odds)."""
    start = common.start
    name, likeness = _name(a, b, common)
    online = _online(a, b, start)
    phone = _phone(a, b, common)
    bare_a, bare_b = _placed(a), _placed(b)
    place = place_reason(bare_a, bare_b, common)
    form = None
    if a.form and b.form and a.form != b.form:
        form = Reason("form differs", _FORM_DIFFERS, a.shown_company, b.shown_company)
    known = [one for one in (name, form, online, phone, place) if one is not None]
    reasons = [Reason(START, start, figure=common.size), *known]
    total = sum(reason.weight for reason in reasons)
    cap, guard = _guard(likeness, form, online, phone, place)
    if total > cap:
        held = cap + w.LEAK * (total - cap)
        reasons.append(Reason(guard, held - total))
        total = held
    return Verdict(total, tuple(reasons)) if total >= least else None


def _placed(one: Subject) -> Subject:
    """The company with its addresses only: its name is compared by itself."""
    return Subject(one.id, one.kind, addresses=one.addresses)


def _name(a: Subject, b: Subject, common: Commonness) -> tuple[Reason | None, float]:
    if not a.company or not b.company:
        return None, 1.0
    likeness = company_likeness(a.company, b.company)
    if likeness < _ALIKE:
        return Reason("company name differs", _NAME_DIFFERS, a.shown_company, b.shown_company, likeness), likeness
    full = min(_NAME, -common.start + 1.0)
    weight = full if likeness == 1.0 else full * (1 - (1 - likeness) * 4)
    kind = "company name" if likeness < 1.0 else "same name"
    return Reason(kind, weight, a.shown_company, b.shown_company, likeness), likeness


@lru_cache(maxsize=65_536)
def company_likeness(a: str, b: str) -> float:
    """How like two company names are: in any order of their words, written together or apart."""
    if a == b or a.replace(" ", "") == b.replace(" ", ""):
        return 1.0
    words_a, words_b = sorted(a.split()), sorted(b.split())
    if words_a == words_b:
        return 0.99
    digits_a, digits_b = ([x for x in words if x.isdigit()] for words in (words_a, words_b))
    if digits_a != digits_b:  # "Kindergarten 3" is not "Kindergarten 4"
        return 0.5
    if len(words_a) == len(words_b) > 1:
        # Every word has to be alike: "Adler Bau" is not "Adler Druck".
        return min(JaroWinkler.similarity(x, y) for x, y in zip(a.split(), b.split(), strict=True))
    return JaroWinkler.similarity(a, b) if len(words_a) == len(words_b) else JaroWinkler.similarity(a, b) * 0.93


def domains(one: Subject) -> set[str]:
    """Where a company has its mail and its pages, without the domains that everybody has."""
    mails = {email.partition("@")[2] for email in one.emails}
    return (mails | set(one.websites)) - FREEMAIL


def _online(a: Subject, b: Subject, start: float) -> Reason | None:
    for site in a.websites:
        if site in b.websites:
            return Reason("website", _WEBSITE - start, site, site)
    shared = sorted(domains(a) & domains(b))
    return Reason("domain", _DOMAIN - start, shared[0], shared[0]) if shared else None


def _phone(a: Subject, b: Subject, common: Commonness) -> Reason | None:
    for phone in a.phones:
        if phone in b.phones:
            worth = identifier_worth(common.phones, phone, w.PHONE, common.start, a.code, b.code)
            if not worth:
                return Reason("phone ignored", 0.0, phone, phone, common.phones.profiles(phone))
            return Reason("phone", worth, phone, phone)
    return Reason("phone differs", w.PHONE_DIFFERS, a.phones[0], b.phones[0]) if a.phones and b.phones else None


def _guard(
    likeness: float, form: Reason | None, online: Reason | None, phone: Reason | None, place: Reason | None
) -> tuple[float, str]:
    """The log-odds that this pair may reach at most, and by which rule."""
    backed = any(one is not None and one.weight > 0 for one in (online, phone, place))
    if likeness < _ALIKE:
        return _OTHER_COMPANY, "other company"
    if form is not None and online is None:
        return _OTHER_FORM, "other company"
    return (99.0, "") if backed else (_NAME_ALONE, "name alone")
