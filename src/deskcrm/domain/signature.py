"""A pasted signature or business card, read into the fields of a new contact for the owner to look over."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final

from deskcrm.domain.cleaning.addresses import split_address
from deskcrm.domain.cleaning.countries import country_code
from deskcrm.domain.cleaning.emails import clean_email, email_key
from deskcrm.domain.cleaning.names import split_name
from deskcrm.domain.cleaning.phones import clean_phone, phone_key
from deskcrm.domain.cleaning.text import fold, tidy
from deskcrm.domain.matching.companynames import core_and_form

MOST_LINES: Final = 60
LONGEST_LINE: Final = 160
"""Longer lines are sentences: disclaimers, mottos. They are left over."""

_NAME_WORDS: Final = 5
_NAME_LONGEST: Final = 60


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# All folded. Sources: the signatures that mail programs of these languages propose, and the cards of their printers.
_GREETINGS: Final = (
    "mit freundlichen grussen", "freundliche grusse", "viele grusse", "beste grusse", "liebe grusse", "mfg", "lg",
    "herzliche grusse", "schone grusse", "bonne journee", "bonne soiree", "amicalement",
    "best regards", "kind regards", "warm regards", "regards", "best wishes", "sincerely", "yours", "cheers", "thanks",
    "thank you", "cordialement", "bien cordialement", "bien a vous", "salutations", "saludos", "un saludo",
    "atentamente", "cordiali saluti", "distinti saluti", "un saluto", "met vriendelijke groet", "groeten",
    "vriendelijke", "atenciosamente", "cumprimentos", "com os melhores", "pozdrawiam", "z powazaniem",
    "med vanlig halsning",
    "vanliga halsningar", "med venlig hilsen", "med vennlig hilsen", "sent from", "gesendet von", "von meinem",
    "envoye de", "enviado desde", "inviato da", "verstuurd vanaf",
)  # fmt: skip
_ALONE: Final = frozenset({"best", "gruss", "grusse", "vg", "danke", "merci", "bien a toi", "ciao", "saluti", "hilsen"})
"""Greetings only where nothing else is in the line: they begin names too."""
_REGISTER: Final = _words(
    "ustid ustidnr ust umsatzsteuer steuernummer hrb hra amtsgericht registergericht handelsregister iban bic swift "
    "konto vat btw kvk siret siren rcs tva cif nif nip regon krs piva iva cnpj cvr orgnr moms bankgiro registered"
)
_MOBILE: Final = _words("m c port mob mobil mobile mobiel cell handy movil portable gsm celular cellulare kom komorka")
_FAX: Final = _words("f fax telefax telefaks")
_WORK: Final = _words(
    "t tel fon tele telefon telefono telefoon telefone phone ph tlf tfno office buro durchwahl direct d p o w"
)
_LABELS: Final = dict.fromkeys(_MOBILE, "mobile") | dict.fromkeys(_FAX, "fax") | dict.fromkeys(_WORK, "work")
_TITLE_WORDS: Final = _words(
    "owner founder cofounder ceo cto cfo coo cmo president chairman director manager head lead officer partner "
    "engineer consultant advisor adviser sales marketing assistant secretary designer developer architect accountant "
    "attorney lawyer buyer coordinator specialist representative executive associate therapist physiotherapist "
    "geschaftsfuhrer geschaftsfuhrerin geschaftsfuhrung inhaber inhaberin leiter leiterin leitung vertrieb einkauf "
    "facharzt facharztin arzt arztin zahnarzt zahnarztin heilpraktiker heilpraktikerin notar notarin "
    "vorstand prokurist prokuristin assistentin referent referentin berater beraterin meister meisterin rechtsanwalt "
    "rechtsanwaltin steuerberater steuerberaterin architektin ingenieur ingenieurin "
    "directeur directrice gerant gerante responsable chef charge chargee ingenieure conseiller conseillere avocat "
    "director directora gerente jefe jefa encargado encargada consultor consultora abogado abogada ingeniero ingeniera "
    "titolare direttore direttrice responsabile amministratore amministratrice consulente ingegnere avvocato "
    "eigenaar eigenares zaakvoerder verkoopleider adviseur medewerker hoofd "
    "wlasciciel wlascicielka kierownik prezes dyrektor specjalista ksiegowa "
    "vd agare forsaljningschef chef saljare konsult direktor indehaver daglig leder gerencia diretor diretora "
    "socio socia fundador fundadora 代表取締役 取締役 部長 課長 社長 店長 经理 总经理 대표 이사 부장"
)
_COMPANY_WORDS: Final = _words(
    "group studio praxis kanzlei institut institute university universitat college agency agentur atelier werkstatt "
    "verlag hotel restaurant cafe bakery backerei clinic klinik apotheke pharmacy school schule stiftung foundation "
    "verein club association consulting partners solutions taller estudio clinica farmacia cabinet societe garage "
    "bike bikes werbeagentur immobilien gartenbau 株式会社 有限会社 有限公司"
)
_TRADES: Final = ("meister", "meisterin", "leiter", "leiterin", "berater", "beraterin", "techniker", "therapeutin")
"""Endings of German words for what somebody is; names end so too, so only a word that stands alone is taken for one."""
_COMPANY_ENDING: Final = "gesellschaft"
_STATED: Final = _words("geschaftsfuhrer geschaftsfuhrerin geschaftsfuhrung inhaber inhaberin")
"""What the law has companies write: it names who leads them, not who signs."""
_EAST_ASIAN_COMPANY: Final = ("株式会社", "有限会社", "合同会社", "有限公司", "주식회사")
_EMAIL: Final = re.compile(r"[\w.+%'-]+@[\w-]+(?:\.[\w-]+)+")
_URL: Final = re.compile(
    r"(?:https?://|www\.)[^\s<>|,;]+|(?<![@\w.])(?:[a-z0-9-]+\.)+(?:com|org|net|eu|de|at|ch|fr|es|it|nl|be|pl|se|dk|no|fi"
    r"|pt|uk|ie|us|ca|au|jp|br|example|io|shop|info|biz)(?:/[^\s<>|,;]*)?(?![\w@.])",
    re.IGNORECASE,
)
_LABEL_AND_PHONE: Final = re.compile(
    r"(?:(?P<label>[^\W\d_][^\W\d_.-]*)[\s.:]*)?(?P<number>(?:\+|\(\+?|00|\d)[\d\s()./–-]{5,}\d"
    r"(?:\s?(?:ext|x|dw)\.?\s?\d{1,5})?)(?:\s*\((?P<behind>[^\W\d_]+)\))?",
    re.IGNORECASE,
)
_APART: Final = re.compile(r"\s*[|•·∙]\s*|\t+| {3,}|\s+//\s+")
_DASH: Final = re.compile(r"\s+[–—-]\s+|,\s*")
_EDGES: Final = " \t,;:-–—_*|>"
_AT: Final = re.compile(r"\s+(?:@|at|bei|chez|presso|bij)\s+|,\s+")
_SENDER: Final = re.compile(
    r"^(?:(?:from|von|de|da|van|name)\s*:|(?:ihre?|votre|yours?)\s(?=(?-i:[^\W\d_a-z])))\s*", re.IGNORECASE
)
_PRONOUNS: Final = re.compile(r"\s*\((?:she|he|they|sie|er|elle|il)\b[^)]*\)", re.IGNORECASE)
_COUNTRY_BEFORE: Final = re.compile(
    r"^(?:(?P<car>D|A|F|B|L|I|S|E)|(?P<code>CH|NL|DK|PL|CZ|IT|ES|DE|AT|FR|BE|LU|SE))-(?=\d{4,5}\b)"
)
_CARS: Final = {"D": "DE", "A": "AT", "F": "FR", "B": "BE", "L": "LU", "I": "IT", "S": "SE", "E": "ES"}
_POSTAL_MARK: Final = re.compile(r"〒\s?\d{3}-\d{4}")


@dataclass(slots=True)
class Card:
    """What a pasted text says: `fields` as a profile shows them, and the lines that nothing was made of."""

    fields: dict[str, Any] = field(default_factory=dict)
    rest: list[str] = field(default_factory=list)


def read_card(text: str, country: str) -> Card:
    """A signature or business card, read into fields; `country` is where phones without one are from.

    Nothing is guessed that has no sign of its own: an email and a website by their form, a phone by its label or by
    being a number that exists, an address by its postcode and town, a company by its legal form or the email's domain,
    a job title by its words. What is then first, and short, is the name. All else is in `rest`.
    """
    reader = _Reader(country)
    for line in _lines(text):
        reader.take(line)
    return reader.card()


def looks_like_a_card(text: str) -> bool:
    """Whether pasted text is more than one value: several lines, or a name beside an address."""
    return len(list(_lines(text))) > 1 or (len(text.split()) > 1 and _EMAIL.search(text) is not None)


def _lines(text: str) -> Iterable[str]:
    for line in text[: MOST_LINES * LONGEST_LINE].splitlines()[:MOST_LINES]:
        for piece in _APART.split(line.replace("\xa0", " ")):
            kept = tidy(piece).strip(_EDGES)
            if kept:
                yield kept


class _Reader:
    """Takes line after line; what has a sign of its own is put away at once, the rest is weighed at the end."""

    def __init__(self, country: str) -> None:
        self._country = country
        self._emails: dict[str, str] = {}
        self._phones: dict[str, dict[str, str]] = {}
        self._urls: dict[str, str] = {}
        self._left: list[str] = []
        self._rest: list[str] = []

    def take(self, line: str) -> None:
        """Take what is certain out of a line, and keep the remainder."""
        if len(line) > LONGEST_LINE or _is_register(line):
            self._rest.append(line)
            return
        if fold(line).startswith(_GREETINGS) or fold(line).strip(" !.") in _ALONE:
            return
        line = _PRONOUNS.sub("", _SENDER.sub("", line))
        line = self._without_emails(line)
        line = self._without_urls(line)
        line = self._without_phones(line).strip(_EDGES)
        if line and not _only_labels(line):
            place, _, land = line.rpartition(", ")
            self._left += [place, land] if _is_place(place) and country_code(land) else [line]

    def _without_emails(self, line: str) -> str:
        addresses = _EMAIL.findall(line)
        for found in addresses:
            email = clean_email(found)
            key = email_key(email)
            if key is not None:
                self._emails.setdefault(key, email)
                line = line.replace(found, " ")
        return _less(line, "<>()[]") if addresses else line

    def _without_urls(self, line: str) -> str:
        for found in _URL.findall(line):
            url = found.rstrip("./")
            self._urls.setdefault(url.casefold().removeprefix("https://").removeprefix("http://"), url)
            line = line.replace(found, " ")
        return tidy(line)

    def _without_phones(self, line: str) -> str:
        for found in list(_LABEL_AND_PHONE.finditer(line)):
            label = _LABELS.get(fold(found["label"] or "")) or _LABELS.get(fold(found["behind"] or ""))
            number = clean_phone(found["number"], self._country)
            valid = phone_key(number) is not None
            if not valid and (label is None or _digits(found["number"]) < _FEWEST_DIGITS):
                continue
            if label is None and not found["number"].startswith(("+", "(+", "00", "0", "(0")) and _is_place(line):
                continue
            self._phones.setdefault(number, {"value": number, "label": label or ""})
            taken = found[0] if label else found["number"]
            line = line.replace(taken, " ")
        return tidy(line)

    def card(self) -> Card:
        """Weigh what is left, and answer the whole."""
        fields: dict[str, Any] = {}
        address = self._address()
        company = self._company()
        title = self._title()
        name = self._name()
        if not company:
            company = self._after_the_name(bool(name))
        fields |= split_name(name) if name else {}
        fields |= {key: text for key, text in (("title", title), ("organization", company)) if text}
        fields |= {
            key: list(found)
            for key, found in (
                ("emails", [{"value": email, "label": ""} for email in self._emails.values()]),
                ("phones", list(self._phones.values())),
                ("urls", [{"value": url, "label": ""} for url in self._urls.values()]),
                ("addresses", [{**address, "label": ""}] if address else []),
            )
            if found
        }
        return Card(fields, [*self._left, *self._rest])

    # what is left

    def _address(self) -> dict[str, str]:
        """The line with the postcode and town, with the street before it and the country behind it."""
        for n, line in enumerate(self._left):
            whole = split_address(line) if "," in line else {}
            if "postcode" in whole and "city" in whole and whole.get("street"):
                self._take_country(n, whole)
                self._left.pop(n)
                return whole
            if _POSTAL_MARK.search(line):
                return {"street": self._left.pop(n)}
            before_code = _COUNTRY_BEFORE.match(line)
            line = line[before_code.end() :] if before_code else line
            if not _is_place(line):
                continue
            before = self._left[n - 1] if n and _is_street(self._left[n - 1]) else ""
            found = split_address(f"{before or '-'}\n{line}")
            if before_code and "country" not in found:
                found["country"] = before_code["code"] or _CARS[before_code["car"]]
            self._take_country(n, found)
            self._left.pop(n)
            if before:
                self._left.pop(n - 1)
            return found if before else {part: text for part, text in found.items() if part != "street"}
        return {}

    def _take_country(self, place: int, found: dict[str, str]) -> None:
        behind = self._left[place + 1] if place + 1 < len(self._left) else ""
        if "country" not in found and country_code(behind):
            found["country"] = self._left.pop(place + 1)

    def _company(self) -> str:
        domains = {_domain_word(key) for key in self._emails} - _FREE_MAIL
        for n, line in enumerate(self._left):
            at = _AT.search(line)
            title, behind = (line[: at.start()], line[at.end() :]) if at else ("", "")
            if at and _is_title(title) and (at[0].strip() != "," or core_and_form(behind)[1]):
                self._left[n] = title
                return behind
            core, form = core_and_form(line)
            form = form or (_COMPANY_ENDING if _COMPANY_ENDING in fold(line) else "")
            by_form = bool(form) and len(line.split()) > 1
            by_word = bool(_COMPANY_WORDS & set(fold(line).split())) or any(
                mark in line for mark in _EAST_ASIAN_COMPANY
            )
            flat = core.replace(" ", "")
            by_domain = len(flat) >= _FEWEST_LETTERS and flat in {d.replace("-", "") for d in domains}
            if by_form or (by_domain and not self._is_the_person(line)) or (by_word and not _is_title(line)):
                return self._left.pop(n)
        return ""

    def _is_the_person(self, line: str) -> bool:
        """Whether an address is called after this line itself: anna@weber.example and Anna Weber."""
        first = set(re.split(r"[._-]", next(iter(self._emails)).partition("@")[0]))
        return bool(first & set(fold(line).split()))

    def _title(self) -> str:
        for n, line in enumerate(self._left):
            if not _is_title(line):
                continue
            name_and_title = _parted(line)
            if name_and_title is None:
                return self._left.pop(n)
            self._left[n], title = name_and_title
            return title
        return ""

    def _name(self) -> str:
        """The line that the email is called after, else the first that may be a name."""
        able = [n for n, line in enumerate(self._left) if _may_be_a_name(line)]
        if not able:
            return ""
        locals_ = [re.split(r"[._+-]", key.partition("@")[0]) for key in self._emails]
        called = {word for words in locals_ for word in words if len(word) > 1}

        def fits(n: int) -> int:
            words = fold(self._left[n]).split()
            return sum(1 for word in words if word in called or any(word in c for c in called if len(word) > 3))

        best = max(able, key=lambda n: (fits(n), fits(n) > 0 and len(self._left[n].split()) > 1, -n))
        name = self._left.pop(best)
        words = set(fold(name).split())
        self._left = [line for line in self._left if not set(fold(line).split()) <= words]  # signed by a part of it
        return name

    def _after_the_name(self, named: bool) -> str:
        """With a name, the one short line that is left with nothing else to be is the company."""
        short = [n for n, line in enumerate(self._left) if _may_be_a_name(line)]
        return self._left.pop(short[0]) if named and len(short) == 1 else ""


_FEWEST_DIGITS: Final = 6
_FEWEST_LETTERS: Final = 4
_FREE_MAIL: Final = _words(
    "gmail googlemail gmx web yahoo outlook hotmail live icloud posteo mail proton protonmail t-online"
)


def _digits(text: str) -> int:
    return sum(char.isdigit() for char in text)


def _less(line: str, marks: str) -> str:
    return tidy("".join(" " if char in marks else char for char in line)) if "@" not in line else tidy(line)


def _domain_word(key: str) -> str:
    parts = key.partition("@")[2].split(".")
    return parts[-2] if len(parts) > 1 else parts[0]


def _is_register(line: str) -> bool:
    words = fold(line.replace(".", "").replace("-", "").replace("/", " ")).split()
    if ":" in line and fold(line.partition(":")[0]) in _STATED:
        return True
    return any(word in _REGISTER for word in words[:4])


def _only_labels(line: str) -> bool:
    words = fold(line).split()
    return all(word in _LABELS or word in _CHANNELS for word in words)


_CHANNELS: Final = _words(
    "e mail email mailto web website internet homepage url site sitio sito adresse address anschrift"
)


def _is_place(line: str) -> bool:
    """Whether a line is a postcode and a town, in either order."""
    found = split_address(f"-\n{line}")
    return "postcode" in found and "city" in found


def _is_street(line: str) -> bool:
    return _digits(line) > 0 and not _EMAIL.search(line)


def _is_title(line: str) -> bool:
    if len(line) > _NAME_LONGEST + _NAME_LONGEST:
        return False
    words = set(re.split(r"[\s/&-]+", fold(line.replace("/", " "))))
    if len(words) == 1 and fold(line).endswith(_TRADES):
        return True
    return bool(words & _TITLE_WORDS) or any(mark in line for mark in _TITLE_WORDS if not mark.isascii())


def _parted(line: str) -> tuple[str, str] | None:
    """A name and a title on one line: "Anna Weber, Inhaberin"."""
    first, _, behind = (line[: cut.start()], "", line[cut.end() :]) if (cut := _DASH.search(line)) else ("", "", "")
    if first and behind and not _is_title(first) and _may_be_a_name(first) and _is_title(behind):
        return first.strip(), behind.strip()
    return None


def _may_be_a_name(line: str) -> bool:
    words = line.split()
    return (
        0 < len(words) <= _NAME_WORDS
        and len(line) <= _NAME_LONGEST
        and not _digits(line)
        and not line.endswith((".", "!", "?"))
        and not line.startswith("@")
        and any(char.isalpha() for char in line)
        and not (line.islower() and len(words) > 1)
    )
