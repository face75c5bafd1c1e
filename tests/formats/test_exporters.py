"""Each exporter's file is recognised and its columns go where they belong."""

from __future__ import annotations

import csv
import io
import json
import os
from collections.abc import Sequence
from pathlib import Path

import pytest

from deskcrm.domain.mapping.model import COLUMN_OPTIONS, SHAPES, FileMapping, is_target
from deskcrm.domain.mapping.propose import propose
from deskcrm.formats.exporters import known, profiles

SAMPLES = Path(os.environ.get("DESKCRM_SAMPLES", Path(__file__).parents[3] / "shared" / "samples"))

HEADERS = {
    "Google Contacts": (
        "First Name,Middle Name,Last Name,Phonetic First Name,Name Prefix,Name Suffix,Nickname,File As,"
        "Organization Name,Organization Title,Organization Department,Birthday,Notes,Photo,Labels,"
        "E-mail 1 - Label,E-mail 1 - Value,Phone 1 - Label,Phone 1 - Value,Phone 3 - Label,Phone 3 - Value,"
        "Address 2 - Label,Address 2 - City,Address 1 - Postal Code,Website 1 - Value",
        {
            "First Name": "given",
            "Phonetic First Name": "-",
            "Organization Title": "title",
            "Labels": "tags",
            "E-mail 1 - Label": "-",
            "E-mail 1 - Value": "emails",
            "Phone 3 - Value": "phones",
            "Address 2 - City": "addresses.2.city",
            "Address 1 - Postal Code": "addresses.default.postcode",
            "Website 1 - Value": "urls",
        },
    ),
    "Google Contacts, layout to 2023": (
        "Name,Given Name,Additional Name,Family Name,Yomi Name,Birthday,Gender,Notes,Group Membership,"
        "E-mail 1 - Type,E-mail 1 - Value,Phone 1 - Type,Phone 1 - Value,Organization 1 - Name,"
        "Organization 1 - Title",
        {
            "Name": "name",
            "Given Name": "given",
            "Family Name": "family",
            "Yomi Name": "-",
            "Group Membership": "tags",
            "Organization 1 - Name": "organization",
            "Phone 1 - Value": "phones",
        },
    ),
    "Outlook contacts": (
        "Title,First Name,Last Name,Company,Job Title,Business Street,Business Street 2,"
        "Business Country/Region,Home Country,Assistant's Phone,Business Fax,Business Phone,Business Phone 2,"
        "Mobile Phone,Pager,Birthday,Categories,E-mail Address,E-mail Type,E-mail Display Name,"
        "E-mail 2 Address,Priority,Web Page",
        {
            "Title": "prefix",
            "Job Title": "title",
            "Business Street": "addresses.work.street",
            "Business Street 2": "addresses.work.extended",
            "Business Country/Region": "addresses.work.country",
            "Home Country": "addresses.home.country",
            "Assistant's Phone": "-",
            "Business Fax": "phones.work fax",
            "Business Phone 2": "phones.work",
            "Pager": "phones.pager",
            "Categories": "tags",
            "E-mail 2 Address": "emails",
            "E-mail Type": "-",
            "Priority": "-",
        },
    ),
    "Thunderbird address book": (
        "First Name,Last Name,Display Name,Primary Email,Secondary Email,Screen Name,Fax Number,Home Address,"
        "Home Address 2,Home ZipCode,Birth Year,Birth Month,Birth Day,Notes,",
        {
            "Display Name": "name",
            "Secondary Email": "emails",
            "Fax Number": "phones.fax",
            "Home Address": "addresses.home.street",
            "Home Address 2": "addresses.home.extended",
            "Home ZipCode": "addresses.home.postcode",
            "Birth Month": "birthday.month",
            "": "-",
        },
    ),
    "LinkedIn connections": (
        "First Name,Last Name,URL,Email Address,Company,Position,Connected On",
        {"URL": "urls.linkedin", "Position": "title", "Connected On": "created_at", "Company": "organization"},
    ),
    "HubSpot contacts": (
        "Record ID,First Name,Last Name,Email,Phone Number,Contact owner,Lifecycle Stage,Create Date,"
        "Associated Company",
        {"Record ID": "source_id", "Contact owner": "-", "Lifecycle Stage": "stage", "Create Date": "created_at"},
    ),
    "HubSpot companies": (
        "Record ID,Company name,Company owner,City,Company Domain Name,Phone Number",
        {"Record ID": "source_id", "Company name": "organization", "Company owner": "-", "Company Domain Name": "urls"},
    ),
    "Mailchimp unsubscribed": (
        "Email Address,First Name,MEMBER_RATING,OPTIN_TIME,CONFIRM_TIME,REGION,LEID,EUID,NOTES,TAGS,UNSUB_TIME",
        {"Email Address": "emails", "REGION": "-", "EUID": "source_id", "TAGS": "tags", "UNSUB_TIME": "-"},
    ),
    "Ghost members": (
        "id,email,name,note,subscribed_to_emails,complimentary_plan,stripe_customer_id,created_at,deleted_at,"
        "labels,tiers",
        {
            "id": "source_id",
            "note": "notes",
            "subscribed_to_emails": "consent.email",
            "stripe_customer_id": "source_ids",
            "created_at": "created_at",
            "labels": "tags",
        },
    ),
    "WooCommerce customers": (
        "Name,Username,Last Active,Sign Up,Email,Orders,Total Spend,AOV,Country / Region,City,Region,Postal Code",
        {"Name": "name", "Sign Up": "created_at", "Country / Region": "addresses.default.country", "Last Active": "-"},
    ),
    "WooCommerce orders": (
        "order_id,order_number,order_date,status,order_total,order_currency,customer_id,billing_first_name,"
        "billing_last_name,billing_email,billing_phone,billing_address_1,billing_city,shipping_first_name,"
        "customer_note,line_item_1,line_item_2",
        {
            "order_id": "activity.key",
            "order_date": "activity.at",
            "order_total": "activity.amount",
            "customer_id": "source_id",
            "billing_last_name": "family",
            "billing_address_1": "addresses.billing.street",
            "shipping_first_name": "-",
            "line_item_1": "item.name",
            "line_item_2": "item.name",
        },
    ),
    "Shopify customers": (
        "Customer ID,First Name,Last Name,Email,Accepts Email Marketing,Default Address Company,"
        "Default Address Address1,Default Address City,Default Address Zip,Default Address Phone,Phone,"
        "Accepts SMS Marketing,Total Spent,Note,Tax Exempt,Tags,"
        "Shoe size (customer.metafields.custom.shoe_size)",
        {
            "Customer ID": "source_id",
            "Accepts Email Marketing": "consent.email",
            "Accepts SMS Marketing": "consent.phone",
            "Default Address Address1": "addresses.default.street",
            "Default Address Zip": "addresses.default.postcode",
            "Default Address Phone": "phones",
            "Default Address Company": "organization",
            "Tax Exempt": "-",
            "Tags": "tags",
        },
    ),
    "Shopify customers, older layout": (
        "First Name,Last Name,Email,Company,Address1,Address2,City,Province,Province Code,Country,"
        "Country Code,Zip,Phone,Accepts Marketing,Total Spent,Total Orders,Tags,Note,Tax Exempt",
        {
            "Company": "organization",
            "Address1": "addresses.default.street",
            "Province": "addresses.default.region",
            "Province Code": "-",
            "Country": "addresses.default.country",
            "Accepts Marketing": "consent.email",
        },
    ),
    "Shopify orders": (
        "Name,Email,Financial Status,Paid at,Currency,Subtotal,Total,Created at,Lineitem quantity,"
        "Lineitem name,Lineitem price,Lineitem sku,Billing Name,Billing Address1,Billing Phone,Shipping Name,"
        "Refunded Amount,Id,Tags,Tax 1 Name,Phone",
        {
            "Name": "activity.key",
            "Email": "emails",
            "Financial Status": "activity.status",
            "Total": "activity.amount",
            "Subtotal": "-",
            "Created at": "activity.at",
            "Lineitem name": "item.name",
            "Lineitem sku": "item.sku",
            "Billing Name": "name",
            "Shipping Name": "-",
            "Refunded Amount": "activity.refunded",
            "Tags": "-",
            "Tax 1 Name": "-",
        },
    ),
    "Etsy orders": (
        "Sale Date,Order ID,Buyer User ID,Full Name,First Name,Last Name,Number of Items,Payment Method,Date Shipped,"
        "Street 1,Street 2,Ship City,Ship State,Ship Zipcode,Ship Country,Currency,Order Value,Coupon Code,"
        "Coupon Details,Discount Amount,Shipping Discount,Shipping,Sales Tax,Order Total,Status,"
        "Card Processing Fees,Order Net,Adjusted Order Total,Adjusted Card Processing Fees,"
        "Adjusted Net Order Amount,Buyer,Order Type,Payment Type,InPerson Discount,InPerson Location,SKU",
        {
            "Sale Date": "activity.at",
            "Order ID": "activity.key",
            "Buyer User ID": "source_id",
            "Street 1": "addresses.shipping.street",
            "Order Total": "activity.amount",
            "Order Net": "-",
            "Payment Type": "-",
        },
    ),
    "Eventbrite attendees": (
        "Order #,Order Date,First Name,Last Name,Email,Quantity,Price Tier,Ticket Type,Attendee #,Group,Order Type,"
        "Currency,Total Paid,Fees Paid,Eventbrite Fees,Eventbrite Payment Processing,Attendee Status,"
        "Home Address 1,Home Address 2,Home City,Home State,Home Zip,Home Country,Job Title,Company",
        {
            "Order #": "-",
            "Attendee #": "activity.key",
            "Order Date": "activity.at",
            "Total Paid": "activity.amount",
            "Attendee Status": "activity.status",
            "Home Zip": "addresses.home.postcode",
            "Job Title": "title",
        },
    ),
    "Squarespace orders": (
        "Order ID,Email,Financial Status,Paid at,Fulfillment Status,Fulfilled at,Currency,Subtotal,Shipping,Taxes,"
        "Amount Refunded,Total,Discount Code,Discount Amount,Shipping Method,Created at,Lineitem quantity,"
        "Lineitem name,Lineitem price,Lineitem sku,Lineitem variant,Lineitem requires shipping,Lineitem taxable,"
        "Lineitem fulfillment status,Billing Name,Billing Address1,Billing City,Billing Zip,Billing Phone,"
        "Shipping Name,Shipping City,Cancelled at,Private Notes,Payment Method,Payment Reference",
        {
            "Order ID": "activity.key",
            "Created at": "activity.at",
            "Paid at": "-",
            "Amount Refunded": "activity.refunded",
            "Private Notes": "activity.text",
            "Lineitem name": "item.name",
            "Billing Name": "name",
            "Shipping Name": "-",
        },
    ),
    "Stripe customers": (
        "id,Description,Email,Name,Created (UTC),Delinquent,Plan,Status,Total Spend,tier (metadata)",
        {"id": "source_id", "Created (UTC)": "created_at", "Name": "name", "Delinquent": "-"},
    ),
    "Stripe payments": (
        "id,Description,Created (UTC),Amount,Amount Refunded,Currency,Converted Amount,Status,Customer ID,"
        "Customer Email,Card Name,Card Last4",
        {
            "id": "activity.key",
            "Created (UTC)": "activity.at",
            "Amount": "activity.amount",
            "Amount Refunded": "activity.refunded",
            "Converted Amount": "-",
            "Customer ID": "source_id",
            "Customer Email": "emails",
            "Card Last4": "-",
        },
    ),
    "DeskCRM's own export": (
        "DeskCRM id,First name,Last name,Company,emails.work,phones,addresses.home.city,custom.Shoe size,Tags,"
        "Phone (lodge),City (home),Email (work),Bike",
        {
            "DeskCRM id": "source_id",
            "First name": "given",
            "emails.work": "emails.work",
            "addresses.home.city": "addresses.home.city",
            "custom.Shoe size": "custom.Shoe size",
            "Phone (lodge)": "phones.lodge",
            "Email (work)": "emails.work",
            "Bike": "custom.Bike",
            "Tags": "tags",
        },
    ),
    "DATEV customers": (
        "Konto,Name (Adressattyp Unternehmen),Name (Adressattyp natürl. Person),Vorname (Adressattyp natürl. Person),"
        "EU-UStID,Anrede,Straße,Postleitzahl,Ort,Telefon,E-Mail",
        {
            "Konto": "source_id",
            "Name (Adressattyp Unternehmen)": "organization",
            "Name (Adressattyp natürl. Person)": "family",
            "Vorname (Adressattyp natürl. Person)": "given",
        },
    ),
    "Zoho contacts": (
        "Record Id,Contact Owner.id,Contact Owner,First Name,Last Name,Account Name,Email,Asst Phone,Email Opt Out",
        {"Record Id": "source_id", "Account Name": "organization", "Asst Phone": "-", "Email Opt Out": "optout.email"},
    ),
    "Calendly appointments": (
        "User Email,Invitee Name,Invitee Email,Event Type Name,Start Date & Time,End Date & Time,Response 1",
        {
            "User Email": "-",
            "Invitee Email": "emails",
            "Start Date & Time": "activity.at",
            "End Date & Time": "-",
            "Response 1": "activity.text",
        },
    ),
    "Square customers": (
        "Reference ID,First Name,Last Name,Email Address,Square Customer ID,Lifetime Spend,Email Subscription Status",
        {
            "Square Customer ID": "source_id",
            "Reference ID": "source_ids",
            "Lifetime Spend": "-",
            "Email Subscription Status": "consent.email",
        },
    ),
    "PayPal payments": (
        "Datum,Uhrzeit,Name,Typ,Brutto,Netto,Absender E-Mail-Adresse,Empfänger E-Mail-Adresse,Transaktionscode",
        {
            "Absender E-Mail-Adresse": "emails",
            "Empfänger E-Mail-Adresse": "-",
            "Transaktionscode": "activity.key",
            "Brutto": "activity.amount",
            "Netto": "-",
        },
    ),
}


def understood(headers: Sequence[str], rows: Sequence[Sequence[str]], **more: str) -> FileMapping:
    return propose(headers, rows, exporters=known(), **more)


def targets(mapping: FileMapping) -> dict[str, str]:
    return {column.header: column.target for column in mapping.columns}


def options(mapping: FileMapping, header: str) -> dict[str, str]:
    return next(dict(column.options) for column in mapping.columns if column.header == header)


@pytest.mark.parametrize("words", HEADERS)
def test_an_exporters_headers_alone_tell_where_its_columns_go(words: str) -> None:
    header_line, expected = HEADERS[words]
    mapping = understood(header_line.split(","), [])
    assert mapping.exporter == words
    assert mapping.source
    assert targets(mapping) | expected == targets(mapping)


@pytest.mark.parametrize(
    ("words", "shape"),
    [
        ("Google Contacts", "people"),
        ("HubSpot companies", "companies"),
        ("Mailchimp unsubscribed", "subscribers"),
        ("Shopify orders", "orders"),
        ("Stripe payments", "payments"),
    ],
)
def test_the_exporter_tells_the_shape(words: str, shape: str) -> None:
    assert understood(HEADERS[words][0].split(","), []).shape == shape


MAILCHIMP = ["Email Address", "First Name", "MEMBER_RATING", "OPTIN_TIME", "CONFIRM_TIME", "LEID", "EUID", "TAGS"]


@pytest.mark.parametrize(
    ("file_name", "exporter", "consent"),
    [
        ("subscribed_members_export_8f2c.csv", "Mailchimp subscribed", "yes"),
        ("unsubscribed_members_export_8f2c.csv", "Mailchimp unsubscribed", "no"),
        ("cleaned_members_export_8f2c.csv", "Mailchimp cleaned", ""),
        ("nonsubscribed_members_export_8f2c.csv", "Mailchimp contacts, never subscribed", ""),
        ("members.csv", "Mailchimp audience", ""),
    ],
)
def test_which_mailchimp_list_it_is_stands_in_the_file_name(file_name: str, exporter: str, consent: str) -> None:
    mapping = understood(MAILCHIMP, [], file_name=file_name)
    assert mapping.exporter == exporter
    assert options(mapping, "Email Address").get("consent", "") == consent


def test_a_mailchimp_list_of_unknown_kind_opts_nobody_in_but_is_asked_about() -> None:
    mapping = understood(MAILCHIMP, [], file_name="members.csv")
    assert any("subscribed or unsubscribed" in question for question in mapping.questions)


def test_unsubscribed_files_are_opt_outs_whatever_their_name() -> None:
    mapping = understood([*MAILCHIMP, "UNSUB_TIME"], [], file_name="subscribed.csv")
    assert options(mapping, "Email Address") == {"consent": "no", "consent_at": "UNSUB_TIME"}


def test_google_labels_stand_in_the_column_beside_the_value() -> None:
    mapping = understood(HEADERS["Google Contacts"][0].split(","), [])
    assert options(mapping, "Phone 3 - Value")["label_column"] == "Phone 3 - Label"
    assert options(mapping, "Labels") == {"split": " ::: ", "skip_prefix": "* "}


def test_a_woocommerce_guest_is_nobodys_customer_number() -> None:
    mapping = understood(HEADERS["WooCommerce orders"][0].split(","), [])
    assert options(mapping, "customer_id")["skip"] == "0"


def test_stripe_times_are_utc() -> None:
    assert options(understood(HEADERS["Stripe payments"][0].split(","), []), "Created (UTC)")["zone"] == "UTC"


def test_own_fields_of_an_exporter_keep_their_name() -> None:
    header = "Shoe size (customer.metafields.custom.shoe_size)"
    headers = HEADERS["Shopify customers"][0].split(",")
    row = ["" for _ in headers]
    row[headers.index(header)] = "43"
    assert targets(understood(headers, [row]))[header] == "custom.Shoe size"


def test_an_empty_column_that_would_be_an_own_field_makes_none() -> None:
    assert targets(understood(HEADERS["Shopify customers"][0].split(","), []))["Total Spent"] == "-"


# The samples ----------------------------------------------------------------------------------------------------------

SAMPLE_TARGETS = {
    "google_contacts_new.csv": {"E-mail 2 - Value": "emails", "Labels": "tags", "Birthday": "birthday"},
    "google_contacts_old_utf16le.csv": {"Organization 1 - Name": "organization", "Group Membership": "tags"},
    "outlook_desktop_en_92.csv": {"E-mail Address": "emails", "Business Phone": "phones.work", "Categories": "tags"},
    "outlook_88_google_variant.csv": {"Business City": "addresses.work.city", "Business Address": "-"},
    "outlook_live_61.csv": {"Mobile Phone": "phones.mobile", "Birthday": "birthday"},
    "contacts_latin2_pl.csv": {
        "Imię": "given",
        "Nazwisko": "family",
        "Adres e-mail": "emails",
        "Telefon komórkowy": "phones.mobile",
        "Miasto (biuro)": "addresses.work.city",
        "Firma": "organization",
    },
    "contacts_cp1250_cz.csv": {
        "Jméno": "given",
        "Příjmení": "family",
        "E-mail": "emails",
        "Telefon": "phones",
        "Poznámka": "notes",
    },
    "thunderbird_en.csv": {"Primary Email": "emails", "Birth Year": "birthday.year", "": "-"},
    "linkedin_connections.csv": {"URL": "urls.linkedin", "Connected On": "created_at"},
    "hubspot_contacts.csv": {"Record ID": "source_id", "Lead Status": "custom.Lead Status", "Contact owner": "-"},
    "mailchimp_subscribed.csv": {"Email Address": "emails", "TAGS": "tags", "Address": "addresses"},
    "mailchimp_unsubscribed.csv": {"Email Address": "emails", "UNSUB_REASON": "-"},
    "ghost_members_export.csv": {"id": "source_id", "subscribed_to_emails": "consent.email", "tiers": "custom.tiers"},
    "ghost_formula_like.csv": {"email": "emails", "name": "name", "note": "notes"},
    "woocommerce_customers.csv": {"Total Spend": "custom.Total Spend", "City": "addresses.default.city"},
    "woocommerce_orders.csv": {"order_total": "activity.amount", "line_item_1": "item.name"},
    "shopify_customers.csv": {"Customer ID": "source_id", "Total Spent": "custom.Total Spent", "Tax Exempt": "-"},
    "shopify_orders.csv": {"Name": "activity.key", "Total": "activity.amount", "Billing Phone": "phones"},
    "stripe_customers.csv": {"id": "source_id", "tag (metadata)": "custom.tag"},
    "stripe_payments.csv": {"id": "activity.key", "Amount": "activity.amount", "Card Name": "name"},
}


def sample(name: str) -> tuple[list[str], Sequence[Sequence[str]]]:
    """A sample's header and rows, read with the dialect that the manifest states."""
    with (SAMPLES / "MANIFEST.tsv").open(encoding="utf-8", newline="") as manifest:
        rows = csv.DictReader(manifest, delimiter="\t", quoting=csv.QUOTE_NONE)
        facts = next(json.loads(row["expected_json"]) for row in rows if row["file"] == name)
    text = (SAMPLES / name).read_bytes().decode(facts["encoding"])
    lines = text.split("\n")[facts["header_row"] :]
    table = list(csv.reader(io.StringIO("\n".join(lines), newline=""), delimiter=facts["delimiter"]))
    return table[0], [row for row in table[1:] if any(row)]


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the exporter samples are not beside this clone")
@pytest.mark.parametrize("name", SAMPLE_TARGETS)
def test_a_sample_files_columns_go_where_they_belong(name: str) -> None:
    headers, rows = sample(name)
    mapping = understood(headers, rows, country="DE", file_name=name)
    assert [column.header for column in mapping.columns] == headers
    assert targets(mapping) | SAMPLE_TARGETS[name] == targets(mapping)


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the exporter samples are not beside this clone")
def test_dates_in_the_outlook_sample_are_month_first() -> None:
    headers, rows = sample("outlook_desktop_en_92.csv")
    assert options(understood(headers, rows), "Birthday")["order"] == "mdy"


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the exporter samples are not beside this clone")
def test_every_sample_table_gets_one_column_for_each_header() -> None:
    for path in sorted(SAMPLES.glob("*.csv")):
        text = path.read_bytes()[:60_000]
        table = list(csv.reader(text.decode("latin-1").replace("\0", "").splitlines()[:50], delimiter=","))
        if table:
            assert [c.header for c in understood(table[0], table[1:]).columns] == table[0]


# Profiles -------------------------------------------------------------------------------------------------------------

STATED = {"words", "source", "shape", "origin", "tells", "columns", "left_out", "like", "rank", "file_words"}
OPTIONS = {
    *(
        "split",
        "quote",
        "skip",
        "skip_prefix",
        "guard",
        "lines",
        "pairs",
        "order",
        "decimal",
        "currency",
        "zone",
        "key",
    ),
    *("consent", "label_prefix", *COLUMN_OPTIONS),
}


@pytest.mark.parametrize("name", sorted(profiles()))
def test_a_profile_states_what_it_should_and_where_that_was_found(name: str) -> None:
    stated = profiles()[name]
    assert STATED >= set(stated) >= {"words", "source", "shape", "origin", "tells"}
    assert stated["shape"] in SHAPES
    assert all(stated["tells"])
    assert len(stated["origin"]) > 10


def test_every_column_of_every_profile_goes_where_a_column_can_go() -> None:
    for exporter in known():
        for header, rule in exporter.rules.items():
            target = rule.target.format(n="2", g="2")
            assert is_target(target), (exporter.words, header)
            assert set(rule.options) <= OPTIONS, (exporter.words, header)


def test_no_exporter_stands_in_the_way_of_another() -> None:
    """Each is found by its own telling headers, where they say it without the file's name."""
    for name, stated in profiles().items():
        words = stated.get("file_words", [""])[0]
        for headers in stated["tells"]:
            found = understood(headers, [], file_name=f"{words}_export.csv").exporter
            assert found == stated["words"] or "mailchimp" in name, (name, headers, found)
