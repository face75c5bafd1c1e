"""Tables that made-up customers are composed from: names of eleven languages, streets, towns, phones, companies.

Of our own compiling: common names as they are common, the rest from stems and endings. Towns exist, streets may not.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Locale:
    """Names of one language, and its streets, towns and phones. Rare family names are a stem and an ending."""

    weight: int
    country: str
    given: tuple[str, ...]
    families: tuple[str, ...]
    stems: tuple[str, ...]
    endings: tuple[str, ...]
    streets: tuple[str, ...]
    towns: tuple[str, ...]
    code: str
    areas: tuple[str, ...]
    mobile: str
    doubles: bool = False  # two surnames


def _w(text: str) -> tuple[str, ...]:
    return tuple(text.split())


LOCALES: Final[tuple[Locale, ...]] = (
    Locale(
        30, "DE",
        _w("Thomas Michael Andreas Anna Sabine Stefan Peter Martin Claudia Christian Petra Julia Monika Susanne Daniel "
           "Alexander Markus Jan Lena Laura Katharina Sebastian Jürgen Birgit Heike Tobias Felix Lukas Sophie Marie "
           "Johanna Ulrike Björn Jörg Günther Käthe Elisabeth Franziska Maximilian Paul Jonas Hanna Hans-Peter "
           "Karl-Heinz Anne Antje Wolfgang Matthias Philipp Christina Christine Nele Benjamin Emil Ida Frieda"),
        _w("Müller Schmidt Schneider Fischer Weber Meyer Wagner Becker Schulz Hoffmann Schäfer Koch Bauer Richter "
           "Klein "
           "Wolf Schröder Neumann Schwarz Zimmermann Braun Krüger Hofmann Hartmann Lange Schmitt Werner Krause Meier "
           "Lehmann Köhler Maier König Mayer Huber Kaiser Fuchs Möller Weiß Jung Hahn Vogel Keller Günther"),
        _w("Linden Stein Eichen Hirsch Reh Kron Alt Neu Ober Nieder Wald Berg Roth Lang Gold Silber Kalt Winter Sommer "
           "Feld Bach Brand Gries Hasel Kirch Mühl Ross Schön Stern Tannen"),
        _w("mann berger feld stein bach hofer meister müller thal kamp brink hagen wald er auer huber"),
        ("Hauptstraße", "Lindenweg", "Gartenstraße", "Bahnhofstraße", "Am Markt", "Schillerstraße", "Kastanienallee",
         "Mühlenweg", "Rosenstraße", "Bergstraße", "Goethestraße", "Kirchgasse"),
        _w("Berlin Hamburg München Köln Leipzig Bremen Dresden Kassel Ulm Jena Lübeck Freiburg Erfurt Mainz"),
        "+49", _w("30 40 89 221 341 421 351"), "15",
    ),
    Locale(
        20, "GB",
        _w("John David James Sarah Emma Michael Robert William Elizabeth Margaret Susan Richard Thomas Charles Mary "
           "Patricia Jennifer Christopher Daniel Matthew Anthony Andrew Joshua Katherine Catherine Rebecca Emily "
           "Jessica "
           "Olivia Charlotte Alice Edward Benjamin Samuel Joseph Stephen Steven Nicholas Alexander Deborah Pamela Anne "
           "Ann Philip Phillip Gregory Timothy Kenneth Ronald Victoria Abigail Grace Ruth Harriet Jonathan"),
        _w("Smith Jones Taylor Brown Williams Wilson Johnson Davies Robinson Wright Thompson Evans Walker White "
           "Roberts "
           "Green Hall Wood Jackson Clarke Clark Lewis Harris Martin Cooper King Ward Baker Turner Hill Scott Young "
           "Allen "
           "O'Brien O'Connor Murphy Kelly Campbell Stewart Stuart MacDonald McDonald Reid Reed"),
        _w("Ash Black Brad Cart Dun Ed Fair Green Hart Kings Lang Mil Nor Pem Rad Shel Stan Thorn Whit Wood Ald Bram "
           "Chad "
           "Hol Mar Red Wal Win"),
        _w("ford ton well bridge field ley man son worth by wood ham stead shaw croft"),
        ("High Street", "Church Lane", "Station Road", "Park Avenue", "Mill Lane", "Victoria Road", "The Green",
         "Queens Road", "Kings Drive", "Manor Close", "School Lane"),
        _w("London Leeds Bristol Glasgow Norwich York Cardiff Bath Oxford Derby Exeter"),
        "+44", _w("20 113 117 141 1603"), "74",
    ),
    Locale(
        12, "ES",
        _w("María Carmen José Antonio Manuel Francisco Juan Ana Isabel Laura Cristina Marta Javier Carlos Daniel "
           "Miguel "
           "Alejandro Lucía Pilar Teresa Rosa Jesús Álvaro Sergio Pablo Elena Raquel Beatriz Ángel Rubén Diego"),
        _w("García Rodríguez González Fernández López Martínez Sánchez Pérez Gómez Martín Jiménez Hernández Ruiz Díaz "
           "Moreno Muñoz Álvarez Romero Gutiérrez Alonso Navarro Torres Domínguez Ramos Vázquez Gil Serrano Blanco"),
        _w("Mont Vill Agu Cast Font Riv Serr Pal Carb Olm Rob Mor Cal Bar Sal Zam Esc Alb"),
        _w("ero alba ares eda ón illo ado osa ián era alba ano"),
        ("Calle Mayor", "Avenida de la Constitución", "Calle Real", "Plaza de España", "Calle del Sol", "Calle Nueva"),
        _w("Madrid Barcelona Valencia Sevilla Zaragoza Málaga Bilbao Granada Cádiz"),
        "+34", _w("91 93 96 95"), "6", True,
    ),
    Locale(
        10, "FR",
        _w("Marie Jean Pierre Michel Nathalie Isabelle Philippe Catherine Nicolas Sylvie Julien François Céline "
           "Camille "
           "Léa Aurélie Hélène Étienne Benoît Théo Olivier Cédric Jean-Pierre Jean-Paul Anne-Marie Sophie Claire Chloé "
           "Inès Mathieu Guillaume Antoine Louis Thomas Emma"),
        _w("Martin Bernard Dubois Thomas Robert Richard Petit Durand Leroy Moreau Simon Laurent Lefebvre Lefèvre "
           "Michel "
           "Garcia David Bertrand Roux Vincent Fournier Morel Girard André Mercier Dupont Lambert Bonnet François"),
        _w("Beau Mont Ville Bois Roche Font Cham Gran Lan Mar Per Rous Sauv Val Ver Cour Gai Haut"),
        _w("champ mont neuve seau rand tier vières gnac lier zac nard don let"),
        ("rue de la République", "avenue Victor Hugo", "rue des Lilas", "place de l'Église", "rue Pasteur",
         "boulevard Voltaire", "chemin des Vignes"),
        _w("Paris Lyon Nantes Lille Rennes Dijon Tours Nice Toulouse"),
        "+33", _w("14 47 24 32"), "6",
    ),
    Locale(
        7, "IT",
        _w("Giuseppe Maria Anna Francesco Giulia Marco Luca Andrea Paola Francesca Antonio Alessandro Chiara Elena "
           "Matteo "
           "Davide Roberta Silvia Lucia Giovanni Stefano Simone Valentina Federica Martina Paolo"),
        _w("Rossi Russo Ferrari Esposito Bianchi Romano Colombo Ricci Marino Greco Bruno Gallo Conti De Costa Giordano "
           "Mancini Rizzo Lombardi Moretti Barbieri Fontana Santoro Mariani Rinaldi Caruso"),
        _w("Mont Bell Cast Gran Lomb Pell San Tar Ver Zan Bold Cap Fer Gam Mal Pas Sal"),
        _w("ini etti ato oni elli one acci ardi ucci aro esi ano"),
        ("Via Roma", "Via Garibaldi", "Corso Italia", "Piazza Dante", "Via Verdi", "Viale Europa"),
        _w("Roma Milano Torino Napoli Bologna Firenze Verona"),
        "+39", _w("06 02 011 055"), "34",
    ),
    Locale(
        6, "NL",
        _w("Jan Johannes Maria Anna Pieter Willem Hendrik Cornelis Sanne Femke Marieke Lotte Daan Bram Jeroen Thijs "
           "Kees "
           "Anouk Emma Sophie Lars Sem Eva Julia Ruben Maarten"),
        ("de Jong", "Jansen", "de Vries", "van den Berg", "van Dijk", "Bakker", "Janssen", "Visser", "Smit", "Meijer",
         "de Boer", "Mulder", "de Groot", "Bos", "Vos", "Peters", "Hendriks", "van der Meer", "van der Heijden",
         "van Leeuwen", "Dekker", "Brouwer", "de Wit", "Dijkstra", "van 't Hof"),
        _w("Hoog Laag Oost West Noord Zuid Kerk Molen Water Bosch Dijk Veld Broek"),
        _w("stra sma man kamp huizen ma veld hof horst dam"),
        ("Dorpsstraat", "Kerkstraat", "Molenweg", "Schoolstraat", "Julianalaan", "Stationsweg"),
        _w("Amsterdam Rotterdam Utrecht Haarlem Leiden Delft Zwolle"),
        "+31", _w("20 10 30"), "6",
    ),
    Locale(
        5, "PL",
        _w("Anna Maria Katarzyna Małgorzata Agnieszka Barbara Ewa Krzysztof Andrzej Piotr Tomasz Paweł Jan Michał "
           "Marcin "
           "Jakub Łukasz Stanisław Zofia Joanna Magdalena Wojciech Aleksandra"),
        _w("Nowak Wójcik Woźniak Kowalczyk Mazur Krawczyk Zając Król Wieczorek Wróbel Dudek Stępień Pawlak Walczak "
           "Baran"),
        _w("Kowal Wiśniew Lewandow Kamiń Zieliń Szymań Dąbrow Kozłow Jankow Piotrow Grabow Majew Olszew Jaworsk "
           "Malinow "
           "Adamcz Górs Rutkow Ostrow Bor"),
        _w("ski cki owicz ak czyk iak"),
        ("ulica Polna", "ulica Leśna", "ulica Słoneczna", "ulica Krótka", "ulica Szkolna", "aleja Wolności"),
        _w("Warszawa Kraków Łódź Wrocław Poznań Gdańsk"),
        "+48", _w("22 12 61"), "5",
    ),
    Locale(
        4, "SE",
        _w("Anna Lars Erik Karin Johan Maria Anders Eva Per Mikael Sara Linnea Astrid Ebba Gustav Axel Göran Åsa Oskar "
           "Björn Kerstin Elin"),
        _w("Andersson Johansson Karlsson Nilsson Eriksson Larsson Olsson Persson Svensson Gustafsson Pettersson "
           "Jonsson "
           "Lindberg Lindström Lindqvist Sandberg Nyström Åkesson"),
        _w("Lind Berg Sand Ny Ek Holm Sjö Hag Wall Söder Norr Öst"),
        _w("gren ström qvist berg dahl lund man mark"),
        ("Storgatan", "Kungsgatan", "Skolgatan", "Björkvägen", "Strandvägen"),
        _w("Stockholm Göteborg Malmö Uppsala Lund"),
        "+46", _w("8 31 40"), "7",
    ),
    Locale(
        3, "TR",
        _w("Mehmet Ayşe Mustafa Fatma Ahmet Emine Elif Zeynep Murat Cem Hakan Derya Deniz Selin Gül Emre Özlem İbrahim "
           "Hüseyin"),
        _w("Yılmaz Kaya Demir Çelik Şahin Yıldız Yıldırım Öztürk Aydın Özdemir Arslan Doğan Kılıç Aslan Koç Kurt "
           "Polat"),
        _w("Ak Kara Öz Gök Taş Er Demir Altın Gül Bay Şen Yel"),
        _w("taş soy gün oğlu kan türk man bulut dağ"),
        ("Atatürk Caddesi", "Gül Sokak", "İnönü Bulvarı", "Çınar Sokak"),
        _w("İstanbul Ankara İzmir Bursa"),
        "+90", _w("212 312 232"), "5",
    ),
    Locale(
        2, "BG",
        _w("Дмитрий Иван Мария Анна Елена Николай Сергей Александър Георги Петър Юлия Наталия Владимир Екатерина Ольга "
           "Виктор Татьяна Михаил Андрей"),
        _w("Иванов Петров Димитров Николов Георгиев Смирнов Кузнецов Попов Соколов Лебедев Козлов Новиков Морозов "
           "Волков"),
        _w("Алекс Бог Вас Григ Жур Зай Кисел Лазар Мак Орл Сав Тих Фед Хар Чер Щерб"),
        _w("ов ин ский енко ев ник"),
        ("улица Шипка", "булевард Витоша", "улица Победа", "улица Роза"),
        _w("София Пловдив Варна Бургас"),
        "+359", _w("2 32 52"), "8",
    ),
    Locale(
        1, "GR",
        _w("Γιώργος Μαρία Δημήτρης Ελένη Κώστας Γιάννης Αικατερίνη Νίκος Σοφία Βασιλική Παναγιώτης Αθηνά"),
        _w("Παπαδόπουλος Παππάς Βλάχος Ιωάννου Γεωργίου Νικολάου Δημητρίου Οικονόμου Μακρής Σταματίου"),
        _w("Αγγελ Βασιλ Καρα Κωνσταντ Μιχαλ Παπα Σταυρ"),
        _w("όπουλος ίδης άκης άτος ής"),
        ("Οδός Ερμού", "Οδός Αθηνάς", "Λεωφόρος Αλεξάνδρας"),
        _w("Αθήνα Πάτρα Βόλος"),
        "+30", _w("21 26"), "69",
    ),
)  # fmt: skip

SHORT_FORMS: Final = {
    "Elizabeth": "Liz", "William": "Bill", "Robert": "Bob", "Katherine": "Kate", "Catherine": "Cathy",
    "Michael": "Mike",
    "Christopher": "Chris", "James": "Jim", "Thomas": "Tom", "Daniel": "Dan", "Benjamin": "Ben", "Samuel": "Sam",
    "Joseph": "Joe", "Margaret": "Maggie", "Susan": "Sue", "Richard": "Dick", "Patricia": "Pat", "Jennifer": "Jenny",
    "Matthew": "Matt", "Anthony": "Tony", "Andrew": "Andy", "Rebecca": "Becky", "Edward": "Ted", "Deborah": "Debbie",
    "Nicholas": "Nick", "Gregory": "Greg", "Timothy": "Tim", "Kenneth": "Ken", "Ronald": "Ron", "Abigail": "Abby",
    "Victoria": "Vicky", "Jonathan": "Jon", "Alexander": "Alex", "Stephen": "Steve", "Steven": "Steve",
    "Maximilian": "Max", "Katharina": "Kathi", "Susanne": "Susi", "Elisabeth": "Lisa", "Johannes": "Hannes",
    "Franziska": "Franzi", "Matthias": "Matze", "Francisco": "Paco", "José": "Pepe", "Manuel": "Manolo",
    "Dolores": "Lola", "Isabel": "Isa", "Giuseppe": "Beppe", "Francesco": "Ciccio", "Alessandro": "Sandro",
    "Małgorzata": "Gosia", "Katarzyna": "Kasia", "Joanna": "Asia", "Tomasz": "Tomek", "Cornelis": "Kees",
    "Hendrik": "Henk", "Дмитрий": "Дима", "Александър": "Сашо",
}  # fmt: skip

COMPANY_WORDS: Final = _w(
    "Adler Apex Aurora Bernstein Birke Blau Cedar Comet Delta Distel Echo Falke Fjord Gamma Glocke Harbor Horizon Iris "
    "Jupiter Kiesel Kompass Kranich Lagune Lotus Magnolia Marmor Nordwind Olive Orbit Pelikan Phoenix Quarz Raven "
    "Sequoia "
    "Sierra Tulpe Union Vega Waldkauz Zephyr"
)
TRADES: Final = _w(
    "Bau Design Druck Energie Foods Garten Holz IT Labs Logistik Media Metall Optik Papier Praxis Reisen Software "
    "Solutions "
    "Studio Technik Trading Verlag"
)
FORMS: Final = {
    "DE": ("GmbH", "AG", "KG", "GmbH & Co. KG"), "GB": ("Ltd", "Limited", "LLP"), "ES": ("S.L.", "S.A."),
    "FR": ("SARL", "SAS"), "IT": ("S.r.l.", "S.p.A."), "NL": ("B.V.",), "PL": ("Sp. z o.o.",), "SE": ("AB",),
    "TR": ("A.Ş.",), "BG": ("ООД",), "GR": ("ΑΕ",),
}  # fmt: skip
FREEMAIL: Final = (
    "gmail.com",
    "gmail.com",
    "gmx.de",
    "web.de",
    "outlook.com",
    "yahoo.com",
    "hotmail.com",
    "icloud.com",
)
CYRILLIC: Final = dict(
    zip(
        "абвгдежзийклмнопрстуфхцчшщъыьэюя",
        [
            "a",
            "b",
            "v",
            "g",
            "d",
            "e",
            "zh",
            "z",
            "i",
            "y",
            "k",
            "l",
            "m",
            "n",
            "o",
            "p",
            "r",
            "s",
            "t",
            "u",
            "f",
            "kh",
            "ts",
            "ch",
            "sh",
            "shch",
            "a",
            "y",
            "",
            "e",
            "yu",
            "ya",
        ],
        strict=True,
    )
)
GREEK: Final = dict(
    zip(
        "αβγδεζηθικλμνξοπρσςτυφχψω",
        [
            "a",
            "v",
            "g",
            "d",
            "e",
            "z",
            "i",
            "th",
            "i",
            "k",
            "l",
            "m",
            "n",
            "x",
            "o",
            "p",
            "r",
            "s",
            "s",
            "t",
            "y",
            "f",
            "ch",
            "ps",
            "o",
        ],
        strict=True,
    )
)
