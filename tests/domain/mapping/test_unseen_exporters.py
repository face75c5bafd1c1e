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
XERO = """
*ContactName,AccountNumber,FirstName,LastName,POAddressLine1,POCity,PORegion,POPostalCode,SAAddressLine1,\
SACity,SAPostalCode
Oaktown Supplies,OS1,Kaz,Smith,PO Box 3955,Oaktown,NSW,2222,1 Kerr St,Newtown,2042
"""
INSIGHTLY = """
Square Customer ID,FirstName,EmailAddress1,EmailAddress1Type,Phone1,Phone1Type,AddressMail Street,\
AddressMail City,AddressMail State
7QZ3M2,Ingrid,ingrid@holm.example,WORK,+47 22 12 34 56,WORK,Storgata 1,Oslo,
8QZ3M2,Ole,ole@example.no,PERSONAL,+47 912 34 567,MOBILE,,,
"""
ACUITY = """
Start Time,End Time,First Name,Phone,Email,Type,Appointment Price,Paid?,Amount Paid Online,Appointment ID
"January 15, 2024 10:00 am","January 15, 2024 11:00 am",Lia,'+12125550101,lia@example.com,Massage,90.00,yes,90.00,11
"February 3, 2024 2:00 pm","February 3, 2024 3:00 pm",Ned,'+12125550102,ned@example.com,Massage,50.00,no,0.00,12
"""
GUMROAD = """
Purchase ID,Item Name,Buyer Email,Do not contact?,Purchase Date,Sale Price ($),Net Total ($),\
Refunded?,Partial Refund ($)
abc123==,E-book,kim@example.com,0,2024-03-14,10.0,8.8,0,0.0
abd124==,Course,lou@example.com,1,2024-03-15,99.0,89.8,1,99.0
"""
MEIN_BUERO = """
Kundennr.,Anrede,Firma1,Vorname,Name,Steuernummer,E-Mail 1
10001,Frau,,Anke,Schulz,,anke@example.de
10002,Firma,Nordlicht GmbH,,,12/345/67890,info@nordlicht.example
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
    "Xero": (
        XERO,
        "people",
        {
            "*ContactName": "organization", "POAddressLine1": "addresses.po.street", "POCity": "addresses.po.city",
            "SAAddressLine1": "addresses.sa.street", "SAPostalCode": "addresses.sa.postcode",
        },
    ),
    "Insightly": (
        INSIGHTLY,
        "people",
        {
            "Square Customer ID": "source_id", "EmailAddress1": "emails", "EmailAddress1Type": "-",
            "AddressMail Street": "addresses.mail.street", "AddressMail City": "addresses.mail.city",
        },
    ),
    "Acuity": (
        ACUITY,
        "appointments",
        {"Start Time": "activity.at", "End Time": "-", "Paid?": "-", "Amount Paid Online": "activity.amount"},
    ),
    "Gumroad": (
        GUMROAD,
        "orders",
        {
            "Purchase ID": "activity.key", "Do not contact?": "optout.email", "Sale Price ($)": "activity.amount",
            "Net Total ($)": "-", "Refunded?": "-", "Partial Refund ($)": "activity.refunded",
        },
    ),
    "Mein Büro": (
        MEIN_BUERO,
        "people",
        {"Anrede": "prefix", "Firma1": "organization", "Name": "family", "Steuernummer": "-"},
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


def test_a_column_of_kinds_labels_the_column_of_its_name() -> None:
    columns = {column.header: column for column in proposed(INSIGHTLY).columns}
    assert columns["Phone1"].options["label_column"] == "Phone1Type"
    assert columns["Phone1Type"].why == "the label of the column beside it"


@pytest.mark.parametrize("word", ["Venue", "Emergency Contact"])
def test_an_address_that_is_another_place_or_persons_stays_out(word: str) -> None:
    headers = ["Name", "Email", f"{word} Street", f"{word} City", f"{word} Postcode", f"{word} Country"]
    assert [column.target for column in propose(headers, []).columns[2:]] == ["-"] * 4


def test_an_id_is_nobodys_key_where_a_file_tells_of_nobody() -> None:
    mapping = propose(["capture_id", "amount"], [["a1", "12.00"], ["b2", "13.00"]])
    assert mapping.columns[0].target == "-"
    assert any("who a row is about" in question for question in mapping.questions)


def test_the_city_is_the_city_and_not_its_suburb() -> None:
    headers = ["Name", "Home Suburb", "Home City", "Home Postcode"]
    assert [column.target for column in propose(headers, []).columns[1:3]] == ["-", "addresses.home.city"]


@pytest.mark.parametrize(
    ("key", "shape"), [("Bestellnummer", "orders"), ("Rechnungsnummer", "invoices"), ("Rechnung Nr", "invoices")]
)
def test_an_address_for_invoices_makes_no_invoice_of_an_order(key: str, shape: str) -> None:
    headers = [key, "Datum", "Rechnungsadresse Vorname", "Rechnungsadresse Ort", "E-Mail", "Gesamtpreis"]
    assert propose(headers, []).shape == shape


def test_a_form_of_address_for_companies_is_nobodys_title() -> None:
    column = next(c for c in proposed(MEIN_BUERO).columns if c.header == "Anrede")
    assert column.options["skip"] == "Firma"
