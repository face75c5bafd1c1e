"""Tables the sample business is made from: names, towns, streets, phone ranges and companies, all of our own compiling.

Given and family names are common ones of several European languages, put together at random; towns exist, the streets
do not. Phone numbers come only from ranges that the regulators of each country keep free for films and books
(Bundesnetzagentur, Ofcom, Arcep, PTS), email domains only from those that RFC 2606 reserves.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Language:
    """Common names of one language, and how often the shop's customers have such a name."""

    code: str
    weight: int
    women: tuple[str, ...]
    men: tuple[str, ...]
    families: tuple[str, ...]


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


LANGUAGES: Final[tuple[Language, ...]] = (
    Language(
        "de",
        58,
        _words(
            "Anna Katharina Susanne Ulrike Sabine Friederike Johanna Lena Greta Petra Monika Elisabeth Christina "
            "Birgit Franziska Hannah Julia Claudia Heike Renate Jana Miriam Marlene Gudrun Antje Silke Käthe Änne "
            "Theresa Nele Wiebke Carolin Bettina Annika Ingrid Sophie Charlotte Mathilda"
        ),
        _words(
            "Thomas Andreas Michael Jürgen Ulrich Johannes Maximilian Benjamin Alexander Stefan Matthias Jörg "
            "Günter Lukas Jonas Moritz Felix Henning Torsten Bernd Holger Sebastian Tobias Friedrich Björn "
            "Christian Philipp Konrad Rüdiger Emil Anton Martin Daniel Ralf Wolfgang Niklas Sören Joachim"
        ),
        _words(
            "Müller Schmidt Schneider Fischer Weber Meyer Wagner Becker Schulte Hoffmann Kolb Richter Klein Wolf "
            "Schröder Neumann Schwarz Braun Zimmermann Krüger Hartmann Lange Krause Lehmann Köhler Maier Walter "
            "Huber Kaiser Fuchs Peters Lang Weiß Jung Hahn Keller Vogler Friedrich Gerlach Berger Winkler Lohse "
            "Baumann Albrecht Simon Böhm Kraus Schumann Martens Vogt Jäger Brandt Haas Graf Dietrich Pohl Kuhn "
            "Busch Sauer Arnold Wolff Seidel Ernst Heinrich Engel Horn Voigt Bergmann Pfeiffer Beck Lindemann "
            "Hübner Groß Heinze Nagel Reuter Ziegler Nowotny Thiele Rösler Ohlsen Stäbler Wiesner Kühnel Harms "
            "Paulsen Oelze Strauß Reinhold Gebauer Wendt Kamp"
        ),
    ),
    Language(
        "tr",
        8,
        _words("Ayşe Elif Zeynep Emine Derya Selin Gül Esra"),
        _words("Mehmet Emre Murat Cem Hakan Deniz Kerem Onur"),
        _words("Yılmaz Kaya Demir Çelik Şahin Aydın Özkan Arslan Doğan Kılıç Aslan Koç"),
    ),
    Language(
        "pl",
        7,
        _words("Agnieszka Małgorzata Ewa Zofia Magdalena Joanna Kinga Halina"),
        _words("Piotr Paweł Tomasz Marek Krzysztof Wojciech Jakub Łukasz"),
        _words("Nowak Wójcik Mazur Kowalczyk Krawczyk Zając Król Wrona Dudek Sikora Baran Pająk"),
    ),
    Language(
        "it",
        6,
        _words("Giulia Chiara Francesca Paola Elena Martina Lucia"),
        _words("Marco Luca Giuseppe Matteo Andrea Paolo Davide"),
        _words("Rossi Ferrari Bianchi Romano Colombo Ricci Marino Greco Gallo Conti Costa Fontana"),
    ),
    Language(
        "fr",
        6,
        _words("Camille Léa Aurélie Hélène Sylvie Margaux Chloé Inès"),
        _words("Étienne Julien Mathieu François Benoît Théo Olivier Cédric"),
        _words("Martin Bernard Dubois Laurent Lefèvre Moreau Girard Fournier Mercier Chevalier Garnier Béranger"),
    ),
    Language(
        "en",
        5,
        _words("Emily Charlotte Rebecca Fiona Harriet Megan Alice"),
        _words("Oliver Jasper William Callum Edward Graham Simon"),
        _words("Taylor Walker Hughes Bennett Clarke Fletcher Harding Ashworth Barlow Whitfield O'Connor Marsh"),
    ),
    Language(
        "es",
        4,
        _words("María Lucía Carmen Ana Marta Pilar"),
        _words("Javier Carlos Diego Álvaro Rubén Íñigo"),
        _words("García Fernández López Martínez Sánchez Romero Navarro Iglesias Ibáñez Peña"),
    ),
    Language(
        "sv",
        3,
        _words("Astrid Linnea Ebba Karin Åsa"),
        _words("Gustav Axel Mattias Göran Oskar"),
        _words("Lindqvist Sandberg Nyström Åkesson Bergström Holm Ekdahl Sjöberg"),
    ),
    Language(
        "nl",
        3,
        _words("Sanne Femke Marieke Anouk Lotte"),
        _words("Daan Sander Jeroen Bram Thijs"),
        ("de Vries", "van den Berg", "Bakker", "Visser", "Smit", "de Boer", "Mulder", "van Dijk"),
    ),
)

NICKNAMES: Final[dict[str, str]] = {
    "Katharina": "Kathi",
    "Susanne": "Susi",
    "Friederike": "Rike",
    "Johanna": "Hanna",
    "Elisabeth": "Lisa",
    "Christina": "Tina",
    "Franziska": "Franzi",
    "Theresa": "Resi",
    "Charlotte": "Lotte",
    "Thomas": "Tom",
    "Andreas": "Andi",
    "Michael": "Michi",
    "Ulrich": "Uli",
    "Ulrike": "Uli",
    "Johannes": "Hannes",
    "Maximilian": "Max",
    "Benjamin": "Ben",
    "Alexander": "Alex",
    "Matthias": "Matze",
    "Sebastian": "Basti",
    "Tobias": "Tobi",
    "Friedrich": "Fritz",
    "Christian": "Chris",
    "Joachim": "Achim",
    "Daniel": "Dani",
    "Giuseppe": "Beppe",
    "Magdalena": "Magda",
    "Rebecca": "Becky",
    "William": "Will",
    "Edward": "Ed",
    "Francesca": "Franca",
}


@dataclass(frozen=True, slots=True)
class PhoneRange:
    """Numbers kept free for fiction: country and area code, the fixed digits, and the free ones at the end."""

    country: str
    area: str
    stem: str
    free: int
    first: int = 0
    last: int | None = None  # None: all that the free digits allow


@dataclass(frozen=True, slots=True)
class Town:
    """Where customers live: its postcodes, its share of customers, and the ranges its phones come from."""

    name: str
    country: str  # ISO 3166 alpha-2
    weight: int
    postcodes: tuple[str, ...]
    landline: PhoneRange
    mobile: str  # a key of MOBILES, or blank where no mobile range is known to be free
    languages: tuple[str, ...] = ()  # none: names of every language


MOBILES: Final[dict[str, tuple[PhoneRange, ...]]] = {
    "DE": (PhoneRange("49", "171", "39200", 2), PhoneRange("49", "176", "040690", 2)),
    "SE": (PhoneRange("46", "70", "17406", 2, first=5),),
}

TOWNS: Final[tuple[Town, ...]] = (
    Town(
        "Berlin",
        "DE",
        68,
        _words("10115 10247 10405 10437 10551 10781 10963 10999 12043 12055 12161 13086 13187 13353 14059"),
        PhoneRange("49", "30", "23125", 3),
        "DE",
    ),
    Town("Hamburg", "DE", 9, _words("20144 20259 22085 22299 22765"), PhoneRange("49", "40", "66969", 3), "DE"),
    Town("Köln", "DE", 6, _words("50672 50823 50939 51065"), PhoneRange("49", "221", "4710", 3), "DE"),
    Town("Frankfurt am Main", "DE", 4, _words("60316 60385 60594"), PhoneRange("49", "69", "90009", 3), "DE"),
    Town("München", "DE", 5, _words("80333 80469 80637 81541"), PhoneRange("49", "89", "99998", 3), "DE"),
    Town("Lyon", "FR", 3, _words("69001 69004 69007"), PhoneRange("33", "4", "6571", 4), "", ("fr",)),
    Town("London", "GB", 2, ("N4 9ZZ", "SE5 9ZZ", "E8 9ZZ"), PhoneRange("44", "20", "79460", 3), "", ("en",)),
    Town("Stockholm", "SE", 3, ("113 99", "116 99"), PhoneRange("46", "8", "465004", 2, last=99), "SE", ("sv",)),
)

STREETS: Final[dict[str, tuple[str, ...]]] = {
    "DE": (
        "Holunderstraße",
        "Spatzenweg",
        "Am Kranichteich",
        "Laternenstraße",
        "Zeisigstraße",
        "Korbmachergasse",
        "Alte Speicherstraße",
        "Wacholderallee",
        "Schlehenweg",
        "Glockengießerstraße",
        "Postreiterstraße",
        "Haselnussweg",
        "Fährmannstraße",
        "Tuchmacherstraße",
        "Quittenstraße",
        "Am Windmühlenfeld",
    ),
    "FR": ("rue des Hirondelles", "quai des Tisserands", "rue du Vieux Pressoir"),
    "GB": ("Juniper Rise", "Heronsgate Lane", "Cobbler's Row"),
    "SE": ("Ekorrstigen", "Björktrastvägen", "Lyktgatan"),
}

MAIL_DOMAINS: Final[tuple[str, ...]] = (
    "post.example",
    "post.example",
    "post.example",
    "mailbox.example",
    "mailbox.example",
    "briefkasten.example",
    "webpost.example",
    "example.com",
    "example.org",
    "example.net",
)

TEAMS: Final[tuple[str, ...]] = (
    "Kranich Logistik GmbH",
    "Praxis am Kranichteich",
    "Blattwerk Verlag GmbH",
    "Lastenfreunde eG",
    "Studio Zeisig GbR",
    "Bäckerei Ofenwarm",
    "Stadtkurier Spatz GmbH",
    "Wacholder Architekten PartG mbB",
)
"""Companies with several customers, who share an office phone."""

SOLE_COMPANIES: Final[tuple[str, ...]] = (
    "Tischlerei Eckholz",
    "Yogaraum Linde",
    "Fotografie Lichtblick",
    "Musikschule Viertelnote",
    "Café Kastanie",
    "Blumen Immergrün",
    "Nachhilfe Pfiffikus",
    "Kita Sonnenkäfer e. V.",
    "Hofladen Apfelbaum",
    "Goldschmiede Funke",
    "Steuerbüro Zahlwerk",
    "Polsterei Rosshaar",
    "Kanzlei Paragraf & Partner",
    "Imkerei Summstein",
    "Buchhandlung Eselsohr",
)

JOBS: Final[tuple[str, ...]] = (
    "Office manager",
    "Fleet manager",
    "Managing director",
    "Accounts",
    "Courier",
    "Owner",
    "Designer",
    "Assistant",
)
