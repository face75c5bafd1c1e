"""Files of programs that have no profile: by words, values and each other their columns still find their fields.

Headers are those of the programs' own exports, people are invented. Of each layout the telling columns are named here:
those that were once misread, and traps such as the shop's own email beside each customer's.
"""

from __future__ import annotations

import csv
from io import StringIO

import pytest

from deskcrm.domain.mapping.model import FileMapping
from deskcrm.domain.mapping.propose import propose

PAYPAL_GERMAN = """
Datum,Name,Typ,Status,Währung,Brutto,Gebühr,Netto,Absender E-Mail-Adresse,Empfänger E-Mail-Adresse,Transaktionscode
03.01.2024,Heike Lenz,Zahlung,Abgeschlossen,EUR,"59,90","-1,84","58,06",heike@example.de,shop@desk.example,4AB12345CD67
15.01.2024,Ali Kaya,Zahlung,Abgeschlossen,EUR,"1.200,00","-30,00","1.170,00",ali@example.de,shop@desk.example,6AB12345CD
"""
CALENDLY = """
User Name,User Email,Invitee Name,Invitee Email,Text Reminder Number,Event Type Name,Start Date & Time,End Date & Time
Me,me@desk.example,Rob Fry,rob@example.com,+1 212-555-0199,Intro call,2024-04-02 10:00 am,2024-04-02 10:30 am
Me,me@desk.example,Ute Pfaff,ute@example.de,,Intro call,2024-04-13 02:00 pm,2024-04-13 02:30 pm
"""
MAILERLITE = """
Subscriber,Status,Subscribed,Name,Last name,Phone,Zip,Groups
jess@example.lt,active,2023-01-01 10:00:00,Jess,Kaz,,,"Main, Promo"
tom@example.lt,unsubscribed,2022-01-01 10:00:00,Tom,Bal,,,
bo@example.lt,bounced,2022-03-01 10:00:00,,,,,
"""
CONSTANT_CONTACT = """
Email address,Email permission status,First name,Phone - home,Street address line 1 - Home,City - Home,\
Zip/Postal Code - Home
meg@example.com,Implicit,Meg,(617) 555-0101,5 Oak St,Boston,02108
sid@example.com,Unsubscribed,Sid,,,,
"""
EBAY_GERMAN = """
Bestellnummer,Name des Käufers,E-Mail des Käufers,Adresse 1 des Käufers,Ort des Käufers,PLZ des Käufers,Angebotstitel,\
Gesamtbetrag,Verkauft am,Zahlungsdatum
12-34567,Fritz Otto,1a2b3c@members.ebay.com,Weg 9,Celle,29221,Alte Uhr,"EUR 126,99",03-Mai-24,04-Mai-24
"""
OUTLOOK_GERMAN = """
Vorname,Nachname,Straße geschäftlich,Ort geschäftlich,Telefon (privat),Geburtstag,Assistent(in),Telefon Assistent
Jürgen,Böhm,Bauweg 1,Ulm,0731 99887,12.8.1970,Frau Klein,0731 12346
Änne,Düring,,,0431 99887,0.0.00,,
"""
THUNDERBIRD_GERMAN = """
Vorname,Nachname,Primäre E-Mail-Adresse,Mobil-Tel.-Nr.,Dienstlich: Adresse,Dienstlich: Ort,\
Geburtsjahr,Geburtsmonat,Geburtstag
Otto,Graf,otto@example.de,0160 1234567,Allee 2,Düsseldorf,1969,7,21
"""
WIX = """
First Name,Email 1,Address 1 - Street,Address 1 - City,Address 2 - Street,Address 2 - City,Email subscriber status
Dana,dana@example.com,Herzl 5,Tel Aviv,Dizengoff 9,Haifa,Subscribed
Max,max@example.de,,,,,Unsubscribed
"""
BILLOMAT = """
client_number,name,first_name,last_name,street,zip,city,address,vat_number
KD1,Alpha Design,Uwe,Klein,Hohe Str. 1,44137,Dortmund,"Alpha Design
Hohe Str. 1
44137 Dortmund",DE222
KD2,,Eva,Groß,Kurze Str. 2,44139,Dortmund,"Eva Groß
Kurze Str. 2
44139 Dortmund",
"""
POLISH_INVOICES = """
Numer faktury,Data wystawienia,Nabywca,Adres nabywcy,Kod pocztowy,Miejscowość,E-mail nabywcy,Kwota netto,Kwota brutto
FV/1/2024,03.01.2024,Anna Wójcik,ul. Długa 5,00-238,Warszawa,anna@roza.example,"1 000,00","1 230,00"
FV/2/2024,15.01.2024,Jan Kowalski,ul. Krótka 1,31-001,Kraków,jan@example.pl,"100,00","123,00"
"""
SEVDESK = """
Kunden-Nr.,Titel,Nachname,Position,Umsatzsteuer-ID,Telefon,Strasse,Ort
1000,,Koch,Leiterin,DE111111111,+49 221 998877,Gartenweg 4,Köln
1001,,Wolf,Einkauf,,+49 221 998878,Allee 9,Bonn
"""
SQUARESPACE = """
Email,First Name,Accepts Marketing,Shipping Name,Shipping Address 1,Shipping Address 2,Shipping City,Shipping Zip
kate@example.com,Kate,true,Kate Moss,1 Elm St,Floor 2,Portland,97201
li@example.com,Li,false,Li Wei,9 Oak Ave,,Austin,78701
"""
LAYOUTS = {
    "PayPal, German": (
        PAYPAL_GERMAN,
        "payments",
        {
            "Absender E-Mail-Adresse": "emails", "Empfänger E-Mail-Adresse": "-", "Transaktionscode": "activity.key",
            "Brutto": "activity.amount", "Netto": "-", "Datum": "activity.at",
        },
    ),
    "Calendly": (
        CALENDLY,
        "appointments",
        {
            "User Name": "-", "User Email": "-", "Invitee Email": "emails", "Invitee Name": "name",
            "Text Reminder Number": "phones.mobile", "Start Date & Time": "activity.at", "End Date & Time": "-",
        },
    ),
    "MailerLite": (
        MAILERLITE,
        "people",
        {"Subscriber": "emails", "Status": "consent.email", "Subscribed": "custom.Subscribed", "Name": "given"},
    ),
    "Constant Contact": (
        CONSTANT_CONTACT,
        "people",
        {
            "Email permission status": "consent.email", "Street address line 1 - Home": "addresses.home.street",
            "Zip/Postal Code - Home": "addresses.home.postcode", "Phone - home": "phones.home",
        },
    ),
    "eBay, German": (
        EBAY_GERMAN,
        "orders",
        {
            "Name des Käufers": "name", "E-Mail des Käufers": "emails", "PLZ des Käufers": "addresses.default.postcode",
            "Adresse 1 des Käufers": "addresses.default.street", "Angebotstitel": "item.name",
            "Verkauft am": "activity.at", "Zahlungsdatum": "-",
        },
    ),
    "Outlook, German": (
        OUTLOOK_GERMAN,
        "people",
        {
            "Straße geschäftlich": "addresses.work.street", "Telefon (privat)": "phones.home",
            "Assistent(in)": "-", "Telefon Assistent": "-", "Geburtstag": "birthday",
        },
    ),
    "Thunderbird, German": (
        THUNDERBIRD_GERMAN,
        "people",
        {
            "Mobil-Tel.-Nr.": "phones.mobile", "Dienstlich: Adresse": "addresses.work.street",
            "Geburtsjahr": "birthday.year", "Geburtsmonat": "birthday.month", "Geburtstag": "birthday.day",
        },
    ),
    "Wix": (
        WIX,
        "people",
        {
            "Address 1 - Street": "addresses.default.street", "Address 2 - Street": "addresses.2.street",
            "Address 2 - City": "addresses.2.city", "Email subscriber status": "consent.email",
        },
    ),
    "Billomat": (
        BILLOMAT,
        "people",
        {"client_number": "source_id", "name": "organization", "address": "-", "vat_number": "-"},
    ),
    "Polish invoices": (
        POLISH_INVOICES,
        "invoices",
        {
            "Nabywca": "name", "Adres nabywcy": "addresses.default.street", "E-mail nabywcy": "emails",
            "Kwota brutto": "activity.amount", "Kwota netto": "-",
        },
    ),
    "sevDesk": (
        SEVDESK,
        "people",
        {"Kunden-Nr.": "source_id", "Position": "title", "Titel": "-", "Umsatzsteuer-ID": "-"},
    ),
    "Squarespace people": (
        SQUARESPACE,
        "people",
        {
            "Shipping Name": "-", "Shipping Address 1": "addresses.shipping.street",
            "Shipping Address 2": "addresses.shipping.extended", "Shipping Zip": "addresses.shipping.postcode",
        },
    ),
}  # fmt: skip


def proposed(text: str) -> FileMapping:
    headers, *rows = csv.reader(StringIO(text.strip()))
    return propose(headers, rows, country="DE")


@pytest.mark.parametrize(("text", "shape", "fields"), LAYOUTS.values(), ids=LAYOUTS)
def test_a_program_without_a_profile_is_understood(text: str, shape: str, fields: dict[str, str]) -> None:
    mapping = proposed(text)
    assert mapping.shape == shape
    found = {column.header: column.target for column in mapping.columns if column.header in fields}
    assert found == fields


def test_an_email_that_is_everybodys_is_said_to_be_the_owners_and_can_be_chosen_again() -> None:
    column = next(c for c in proposed(CALENDLY).columns if c.header == "User Email")
    assert (column.why, column.sure) == ("the same in every row: your own, it seems", False)
