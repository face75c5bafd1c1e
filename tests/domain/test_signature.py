"""Signatures and business cards as people paste them, in several languages."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskcrm.domain.signature import MOST_LINES, looks_like_a_card, read_card

GERMAN = """Mit freundlichen Grüßen

Dr. Anna Weber
Geschäftsführerin

Weber Gartenbau GmbH
Sonnenallee 104
12045 Berlin

Tel.: +49 30 5550 1287
Mobil: 0151 23456789
Fax: +49 30 5550 1288
E-Mail: anna.weber@weber-gartenbau.example
www.weber-gartenbau.example

Amtsgericht Charlottenburg HRB 123456 B
USt-IdNr.: DE123456789
"""
ENGLISH = """Kind regards,
Grace O'Neill | Senior Physiotherapist
O'Neill Physio Ltd | 12 Baggot Street Lower, Dublin
T: +353 1 555 0189 | M: +353 87 123 4567
grace@oneillphysio.example | https://oneillphysio.example
"""
AMERICAN = """Sam Carter, Sales Manager
Harbor Supply Inc.
55 Main St
Springfield, IL 62704
(217) 555-0143
sam.carter@harborsupply.example
"""
FRENCH = """Cordialement,

Benoît Lefèvre
Gérant
Cabinet Lefèvre & Associés
12 rue de la République
69002 Lyon
Tél. : 04 72 40 12 34
Portable : 06 12 34 56 78
benoit.lefevre@cabinet-lefevre.example
"""
SPANISH = """Un saludo,
Carmen Ruiz Ortega
Directora
Taller Ruiz, S.L.
Calle Mayor 8
28013 Madrid
España
Móvil: +34 612 345 678
carmen@tallerruiz.example
"""
ITALIAN = """Giulia Bianchi – Responsabile vendite
Bianchi Ceramiche S.r.l.
Via Garibaldi 21
40121 Bologna
Tel. +39 051 123456
P.IVA 01234567890
giulia.bianchi@bianchiceramiche.example
"""
DUTCH = """Met vriendelijke groet,
Pieter van den Berg
Eigenaar
Van den Berg Fietsen B.V.
Herengracht 10
1015 BK Amsterdam
M +31 6 12345678
pieter@vandenbergfietsen.example
KvK 12345678
"""
POLISH = """Pozdrawiam
Łukasz Wójcik
Kierownik sprzedaży
Wójcik Sp. z o.o.
ul. Długa 5
00-238 Warszawa
tel. kom. +48 501 234 567
lukasz@wojcik.example
NIP 1234563218
"""
SWEDISH = """Med vänlig hälsning
Åsa Lindqvist
Försäljningschef
Lindqvist Möbler AB
Storgatan 3
114 55 Stockholm
+46 8 123 456 78
asa.lindqvist@lindqvistmobler.example
"""
JAPANESE = """株式会社山田商店
代表取締役
山田 太郎
〒150-0002 東京都渋谷区渋谷1-2-3
TEL 03-3123-4567
yamada@yamada-shoten.example
"""
GMAIL = """Lena
Lena Hoffmann <lena.hoffmann@gmail.com>
0176 12345678
Sent from my phone
"""


ADVISER = """Herzliche Grüße aus Freiburg
Ihre Katharina Vogel

Vogel & Partner Steuerberatungsgesellschaft mbB
Kaiser-Joseph-Straße 214
D-79098 Freiburg
Fon: +49 (0)761 / 45 67 8-12
k.vogel@vogel-partner.example"""
JOINER = """Gruß
Jörg Schäfer | Schreinermeister
Schäfer Möbelbau GmbH & Co. KG
T 07031-99 88 77 | M 0171 / 222 33 44
joerg@schaefer-moebel.example
Geschäftsführer: Karl Schäfer · AG Stuttgart HRA 12345"""
PARTNER = """Thanks!

Rachel O'Brien (she/her)
Head of Partnerships, Northwind Traders Ltd
+44 20 7946 0018 (direct) / +44 7911 123456 (mobile)
rachel.obrien@northwind.example"""
FOUNDER = """Best,
Priya

Priya Natarajan
Co-Founder & CEO @ Lumen Studio
priya@lumenstudio.example · @lumenstudio
O: (217) 555-0148  C: (217) 555-0199"""
BUYER = """Mme Claire DUPONT
Directrice des achats
Maison Dupont & Fils SA
Tel direct: +33 (0)1 44 55 66 77 | Port. : 06 12 34 56 78
claire.dupont@maison-dupont.example
75008 Paris, France"""


def values(fields: dict[str, Any], key: str) -> list[str]:
    return [point["value"] for point in fields.get(key, [])]


def labels(fields: dict[str, Any]) -> dict[str, str]:
    return {point["value"]: point["label"] for point in fields.get("phones", [])}


def test_a_german_signature_with_register_and_tax_number():
    card = read_card(GERMAN, "DE")
    fields = card.fields
    assert (fields["prefix"], fields["given"], fields["family"]) == ("Dr.", "Anna", "Weber")
    assert fields["title"] == "Geschäftsführerin"
    assert fields["organization"] == "Weber Gartenbau GmbH"
    assert labels(fields) == {"+493055501287": "work", "+4915123456789": "mobile", "+493055501288": "fax"}
    assert values(fields, "emails") == ["anna.weber@weber-gartenbau.example"]
    assert values(fields, "urls") == ["www.weber-gartenbau.example"]
    (address,) = fields["addresses"]
    assert (address["street"], address["postcode"], address["city"]) == ("Sonnenallee 104", "12045", "Berlin")
    assert card.rest == ["Amtsgericht Charlottenburg HRB 123456 B", "USt-IdNr.: DE123456789"]


@pytest.mark.parametrize(
    ("text", "country", "given", "family", "title", "company", "email", "phones"),
    [
        (ENGLISH, "IE", "Grace", "O'Neill", "Senior Physiotherapist", "O'Neill Physio Ltd",
         "grace@oneillphysio.example", {"+35315550189": "work", "+353871234567": "mobile"}),
        (AMERICAN, "US", "Sam", "Carter", "Sales Manager", "Harbor Supply Inc.", "sam.carter@harborsupply.example",
         {"+12175550143": ""}),
        (FRENCH, "FR", "Benoît", "Lefèvre", "Gérant", "Cabinet Lefèvre & Associés",
         "benoit.lefevre@cabinet-lefevre.example", {"+33472401234": "work", "+33612345678": "mobile"}),
        (SPANISH, "ES", "Carmen", "Ortega", "Directora", "Taller Ruiz, S.L.", "carmen@tallerruiz.example",
         {"+34612345678": "mobile"}),
        (ITALIAN, "IT", "Giulia", "Bianchi", "Responsabile vendite", "Bianchi Ceramiche S.r.l.",
         "giulia.bianchi@bianchiceramiche.example", {"+39051123456": "work"}),
        (DUTCH, "NL", "Pieter", "van den Berg", "Eigenaar", "Van den Berg Fietsen B.V.",
         "pieter@vandenbergfietsen.example", {"+31612345678": "mobile"}),
        (POLISH, "PL", "Łukasz", "Wójcik", "Kierownik sprzedaży", "Wójcik Sp. z o.o.", "lukasz@wojcik.example",
         {"+48501234567": "mobile"}),
        (SWEDISH, "SE", "Åsa", "Lindqvist", "Försäljningschef", "Lindqvist Möbler AB",
         "asa.lindqvist@lindqvistmobler.example", {"+46812345678": ""}),
        (ADVISER, "DE", "Katharina", "Vogel", "", "Vogel & Partner Steuerberatungsgesellschaft mbB",
         "k.vogel@vogel-partner.example", {"+497614567812": "work"}),
        (JOINER, "DE", "Jörg", "Schäfer", "Schreinermeister", "Schäfer Möbelbau GmbH & Co. KG",
         "joerg@schaefer-moebel.example", {"+497031998877": "work", "+491712223344": "mobile"}),
        (PARTNER, "GB", "Rachel", "O'Brien", "Head of Partnerships", "Northwind Traders Ltd",
         "rachel.obrien@northwind.example", {"+442079460018": "work", "+447911123456": "mobile"}),
        (FOUNDER, "US", "Priya", "Natarajan", "Co-Founder & CEO", "Lumen Studio", "priya@lumenstudio.example",
         {"+12175550148": "work", "+12175550199": "mobile"}),
        (BUYER, "FR", "Claire", "DUPONT", "Directrice des achats", "Maison Dupont & Fils SA",
         "claire.dupont@maison-dupont.example", {"+33144556677": "work", "+33612345678": "mobile"}),
    ],
    ids=["english", "american", "french", "spanish", "italian", "dutch", "polish", "swedish", "adviser", "joiner",
         "partner", "founder", "buyer"],
)  # fmt: skip
def test_signatures_of_many_countries(text, country, given, family, title, company, email, phones):
    fields = read_card(text, country).fields
    assert (fields["given"], fields["family"]) == (given, family)
    assert fields.get("title", "") == title
    assert fields["organization"] == company
    assert values(fields, "emails") == [email]
    assert labels(fields) == phones


@pytest.mark.parametrize(
    ("text", "country", "street", "postcode", "city", "land"),
    [
        (FRENCH, "FR", "12 rue de la République", "69002", "Lyon", ""),
        (SPANISH, "ES", "Calle Mayor 8", "28013", "Madrid", "España"),
        (ITALIAN, "IT", "Via Garibaldi 21", "40121", "Bologna", ""),
        (DUTCH, "NL", "Herengracht 10", "1015 BK", "Amsterdam", ""),
        (POLISH, "PL", "ul. Długa 5", "00-238", "Warszawa", ""),
        (SWEDISH, "SE", "Storgatan 3", "114 55", "Stockholm", ""),
        (AMERICAN, "US", "55 Main St", "62704", "Springfield", ""),
        (ADVISER, "DE", "Kaiser-Joseph-Straße 214", "79098", "Freiburg", "DE"),
        (BUYER, "FR", "", "75008", "Paris", "France"),
    ],
    ids=["french", "spanish", "italian", "dutch", "polish", "swedish", "american", "adviser", "buyer"],
)
def test_their_addresses(text, country, street, postcode, city, land):
    (address,) = read_card(text, country).fields["addresses"]
    found = [address.get(part, "") for part in ("street", "postcode", "city", "country")]
    assert found == [street, postcode, city, land]


def test_a_japanese_card_keeps_the_name_whole():
    fields = read_card(JAPANESE, "JP").fields
    assert fields["given"] == "山田 太郎"
    assert fields["organization"] == "株式会社山田商店"
    assert fields["title"] == "代表取締役"
    assert labels(fields) == {"+81331234567": "work"}
    assert "渋谷" in fields["addresses"][0]["street"]


def test_a_sender_line_is_enough_and_a_mail_provider_is_nobodys_company():
    card = read_card(GMAIL, "DE")
    assert (card.fields["given"], card.fields["family"]) == ("Lena", "Hoffmann")
    assert values(card.fields, "emails") == ["lena.hoffmann@gmail.com"]
    assert labels(card.fields) == {"+4917612345678": ""}
    assert card.fields.get("organization", "") in ("", "Lena")


def test_a_name_alone_and_a_number_alone_are_not_cards():
    assert not looks_like_a_card("Anna Weber")
    assert not looks_like_a_card("+49 30 5550 1287")
    assert not looks_like_a_card("anna@weber.example")
    assert looks_like_a_card("Anna Weber <anna@weber.example>")
    assert looks_like_a_card("Anna Weber\nBerlin")


def test_markup_is_text_and_sentences_are_left_over():
    card = read_card("<b>Anna</b> Weber\n" + "This message is confidential. " * 20, "DE")
    assert "confidential" not in str(card.fields)
    assert card.rest


@given(st.text(max_size=2000))
def test_any_text_is_read_without_trouble_and_nothing_long_becomes_a_field(text):
    card = read_card(text, "DE")
    assert all(len(str(value)) < 4000 for value in card.fields.values())


def test_a_novel_is_read_no_further_than_a_card_is_long():
    card = read_card("\n".join(f"Line {n}" for n in range(10_000)), "DE")
    assert len(card.rest) <= MOST_LINES
