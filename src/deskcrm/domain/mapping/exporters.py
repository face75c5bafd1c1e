"""Known exporters: the headers that give each away, and what its columns mean. Facts from the exporters' own files.

In a header pattern `#` stands for a number; in its target and options `{n}` is that number, and `{g}` the address group
that it makes ("default" for 1).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from deskcrm.domain.mapping.model import DEFAULT_GROUP
from deskcrm.domain.mapping.words import fold_header


@dataclass(frozen=True, slots=True)
class To:
    """Where an exporter's column goes, and what to say about it beyond "Shopify column"."""

    target: str
    why: str = ""
    options: Mapping[str, str] = field(default_factory=dict)


Rules = Mapping[str, "To | str"]


@dataclass(frozen=True, slots=True)
class Exporter:
    """One kind of file that one program writes."""

    words: str
    source: str
    shape: str
    tells: tuple[frozenset[str], ...]  # any one of these sets of folded headers gives it away
    rules: Mapping[str, To]  # by folded header, numbers as "#"
    file_words: tuple[str, ...] = ()  # one of these must stand in the file's name, as a word


_OWN_FIELD: Final = re.compile(r"(.*\S) \((?:metadata|customer\.metafields\..+)\)")
_NUMBER: Final = re.compile(r"\b\d+\b")


def rule_for(exporter: Exporter, header: str) -> To | None:
    """What an exporter means by a header; None where the header is not its own."""
    own = _OWN_FIELD.fullmatch(header.strip())
    if own and exporter.shape == "people":
        return To(f"custom.{own[1]}", f"a field of the owner's own in {exporter.source}")
    folded = fold_header(header)
    rule = exporter.rules.get(folded)
    if rule is not None:
        return rule
    numbers = _NUMBER.findall(folded)
    rule = exporter.rules.get(_NUMBER.sub("#", folded))
    if rule is None or not numbers:
        return rule
    number = numbers[0]
    words = {"n": number, "g": DEFAULT_GROUP if number == "1" else number}
    options = {key: value.format(**words) for key, value in rule.options.items()}
    return To(rule.target.format(**words), rule.why, options)


def recognise(headers: Sequence[str], file_name: str = "") -> Exporter | None:
    """The exporter whose telling headers are all there; the first that fits."""
    folded = frozenset(fold_header(h) for h in headers)
    name_words = frozenset(fold_header(file_name).split())
    for exporter in EXPORTERS:
        if exporter.file_words and name_words.isdisjoint(exporter.file_words):
            continue
        if any(telling <= folded for telling in exporter.tells):
            return exporter
    return None


def _to(target: str, why: str = "", **options: str) -> To:
    return To(target, why, options)


def _rules(*tables: Rules) -> dict[str, To]:
    made: dict[str, To] = {}
    for table in tables:
        for header, rule in table.items():
            folded = fold_header(header.replace("#", " 0 ")).split()
            made[" ".join("#" if word == "0" else word for word in folded)] = rule if isinstance(rule, To) else To(rule)
    return made


def _tells(*alternatives: str) -> tuple[frozenset[str], ...]:
    return tuple(frozenset(fold_header(h) for h in headers.split("|")) for headers in alternatives)


def _none(why: str, *headers: str) -> dict[str, To]:
    return {header: To("-", why) for header in headers}


def _address(prefix: str, group: str, names: Mapping[str, str]) -> dict[str, str]:
    """The parts of an address, each under the exporter's prefix: header to part."""
    return {f"{prefix}{header}": f"addresses.{group}.{part}" for header, part in names.items()}


_A_COLLEAGUE: Final = "a colleague, not the contact"
_MACHINE: Final = "nothing like it here"
_MONEY: Final = "money; orders give it exactly"
_COUNT: Final = "a count; orders give it exactly"
_SORTING: Final = "how it sounds, not how it is written"
_BUILT_IN: Final = "built-in value, not the contact's"
_NAME_PARTS: Final = {"First Name": "given", "Middle Name": "additional", "Last Name": "family"}

# Google Contacts ------------------------------------------------------------------------------------------------------

_GOOGLE_PARTS: Final = {
    "Street": "street",
    "City": "city",
    "PO Box": "extended",
    "Region": "region",
    "Postal Code": "postcode",
    "Country": "country",
    "Extended Address": "extended",
}


def _google(label: str) -> dict[str, To | str]:
    """The numbered blocks, which say Label in the new layout and Type in the old one."""
    blocks: dict[str, To | str] = {}
    for block, target in (
        ("E-mail", "emails"),
        ("Phone", "phones"),
        ("Website", "urls"),
        ("IM", "handles"),
        ("Chat", "handles"),
    ):
        blocks[f"{block} # - Value"] = _to(
            target, split=" ::: ", label_column=f"{block} {{n}} - {label}", label_prefix="* "
        )
        blocks[f"{block} # - {label}"] = _to("-", "the label of the column beside it")
        blocks[f"{block} # - Service"] = _to("-", "the label of the column beside it")
    labelled = {"label_column": f"Address {{n}} - {label}", "label_prefix": "* "}
    blocks[f"Address # - {label}"] = _to("-", "the label of the address beside it")
    blocks["Address # - Formatted"] = _to("addresses.{g}", lines="\n", split=" ::: ", **labelled)
    for header, part in _GOOGLE_PARTS.items():
        blocks[f"Address # - {header}"] = _to(f"addresses.{{g}}.{part}", split=" ::: ", **labelled)
    for block in ("Relation", "Event", "Custom Field"):
        blocks[f"{block} # - {label}"] = _to("-", "the label of the column beside it")
        blocks[f"{block} # - Value"] = _to("-", _MACHINE)
    return blocks


_GOOGLE_TAGS: Final = _to("tags", split=" ::: ", skip_prefix="* ")
_GOOGLE_NEW: Final = _rules(
    _google("Label"),
    _NAME_PARTS,
    {
        "Name Prefix": "prefix",
        "Name Suffix": "suffix",
        "Nickname": "nickname",
        "Organization Name": "organization",
        "Organization Title": "title",
        "Organization Department": "department",
        "Birthday": "birthday",
        "Notes": "notes",
        "Labels": _GOOGLE_TAGS,
    },
    _none(_SORTING, "Phonetic First Name", "Phonetic Middle Name", "Phonetic Last Name"),
    _none(_MACHINE, "File As", "Photo"),
)
_GOOGLE_OLD: Final = _rules(
    _google("Type"),
    {
        "Name": "name",
        "Given Name": "given",
        "Additional Name": "additional",
        "Family Name": "family",
        "Name Prefix": "prefix",
        "Name Suffix": "suffix",
        "Nickname": "nickname",
        "Birthday": "birthday",
        "Gender": "gender",
        "Occupation": "title",
        "Language": "language",
        "Notes": "notes",
        "Group Membership": _GOOGLE_TAGS,
        "Organization 1 - Name": "organization",
        "Organization 1 - Title": "title",
        "Organization 1 - Department": "department",
    },
    _none(
        _SORTING,
        "Yomi Name",
        "Given Name Yomi",
        "Additional Name Yomi",
        "Family Name Yomi",
        "Organization # - Yomi Name",
    ),
    _none(
        _MACHINE,
        *("Initials", "Short Name", "Location", "Billing Information", "Directory Server", "Mileage", "Sensitivity"),
        *(
            "Priority",
            "Subject",
            "Photo",
            "Organization # - Type",
            "Organization # - Symbol",
            "Organization # - Location",
        ),
        *("Organization # - Job Description", "Organization # - Name", "Organization # - Title"),
        "Organization # - Department",
    ),
)

# Outlook --------------------------------------------------------------------------------------------------------------


def _outlook_addresses() -> dict[str, To | str]:
    parts: dict[str, To | str] = {}
    names = {
        " Street": "street",
        " Street 2": "extended",
        " Street 3": "extended",
        " Address PO Box": "extended",
        " City": "city",
        " State": "region",
        " Postal Code": "postcode",
        " Country": "country",
        " Country/Region": "country",
    }
    for word, group in (("Business", "work"), ("Home", "home"), ("Other", "other")):
        parts |= _address(word, group, names)
        parts[f"{word} Address"] = _to(f"addresses.{group}", lines="\n")
    return parts


_OUTLOOK: Final = _rules(
    _outlook_addresses(),
    _NAME_PARTS,
    {
        "Title": _to("prefix", "the form of address in Outlook"),
        "Suffix": "suffix",
        "Nickname": "nickname",
        "Company": "organization",
        "Department": "department",
        "Job Title": "title",
        "Web Page": "urls",
        "Personal Web Page": "urls.home",
        "IMAddress": "handles",
        "Birthday": _to("birthday", skip="0/0/00"),
        "Anniversary": _to("anniversary", skip="0/0/00"),
        "Gender": _to("gender", skip="Unspecified"),
        "Language": "language",
        "Notes": "notes",
        "Categories": _to("tags", split=";", skip="myContacts|starred"),
        "E-mail Address": _to("emails", else_from="E-mail Display Name"),
        "E-mail # Address": _to("emails", else_from="E-mail {n} Display Name"),
        "Business Phone": "phones.work",
        "Business Phone #": "phones.work",
        "Home Phone": "phones.home",
        "Home Phone #": "phones.home",
        "Mobile Phone": "phones.mobile",
        "Other Phone": "phones.other",
        "Primary Phone": "phones.main",
        "Car Phone": "phones.car",
        "Radio Phone": "phones.radio",
        "Company Main Phone": "phones.company",
        "Callback": "phones.callback",
        "ISDN": "phones.isdn",
        "TTY/TDD Phone": "phones.tty",
        "Pager": "phones.pager",
        "Business Fax": "phones.work fax",
        "Home Fax": "phones.home fax",
        "Other Fax": "phones.other fax",
    },
    _none("the assistant's, not the contact's", "Assistant's Phone", "Assistant's Name"),
    _none(
        "says what the email beside it is",
        *("E-mail Type", "E-mail # Type", "E-mail Display Name", "E-mail # Display Name"),
    ),
    _none(_SORTING, "Given Yomi", "Surname Yomi", "Company Yomi"),
    _none(
        _BUILT_IN, "Priority", "Private", "Sensitivity", "Internet Free Busy", "Directory Server", "Telex", "Mileage"
    ),
    _none(_MACHINE, "Initials", "Account", "Billing Information", "Keywords", "Location", "Office Location"),
    _none("too private to take over unasked", "Government ID Number", "Organizational ID Number"),
)

# Thunderbird, LinkedIn, HubSpot ---------------------------------------------------------------------------------------

_THUNDERBIRD_PARTS: Final = {
    " Address": "street",
    " Address 2": "extended",
    " City": "city",
    " State": "region",
    " ZipCode": "postcode",
    " Country": "country",
}
_THUNDERBIRD: Final = _rules(
    _NAME_PARTS,
    _address("Home", "home", _THUNDERBIRD_PARTS),
    _address("Work", "work", _THUNDERBIRD_PARTS),
    {
        "Display Name": "name",
        "Nickname": "nickname",
        "Primary Email": "emails",
        "Secondary Email": "emails",
        "Screen Name": "handles",
        "Work Phone": "phones.work",
        "Home Phone": "phones.home",
        "Fax Number": "phones.fax",
        "Pager Number": "phones.pager",
        "Mobile Number": "phones.mobile",
        "Job Title": "title",
        "Department": "department",
        "Organization": "organization",
        "Web Page 1": "urls.work",
        "Web Page 2": "urls.home",
        "Birth Year": "birthday.year",
        "Birth Month": "birthday.month",
        "Birth Day": "birthday.day",
        "Notes": "notes",
    },
)
_LINKEDIN: Final = _rules(
    _NAME_PARTS,
    {
        "URL": _to("urls.linkedin", "LinkedIn column; also tells people without an email apart", key="yes"),
        "Email Address": "emails",
        "Company": "organization",
        "Position": "title",
        "Connected On": "created_at",
    },
)
_HUBSPOT: Final = _rules(
    _NAME_PARTS,
    {
        "Record ID": "source_id",
        "Record ID - Contact": "source_id",
        "Email": "emails",
        "Phone Number": "phones",
        "Mobile Phone Number": "phones.mobile",
        "Fax Number": "phones.fax",
        "Website URL": "urls",
        "Lifecycle Stage": "stage",
        "Lead Status": "custom.Lead Status",
        "Create Date": "created_at",
        "Associated Company": "organization",
        "Company Name": "organization",
        "Job Title": "title",
        "Salutation": "prefix",
        "Date of birth": "birthday",
        "Street Address": "addresses.default.street",
        "City": "addresses.default.city",
        "State/Region": "addresses.default.region",
        "Postal Code": "addresses.default.postcode",
        "Country/Region": "addresses.default.country",
        "Unsubscribed from all email": "optout.email",
    },
    _none(_A_COLLEAGUE, "Contact owner", "Company owner", "HubSpot Team"),
    _none(
        "HubSpot's keys of companies",
        "Associated Company IDs",
        "Primary Associated Company ID",
        "Associated Company ID",
    ),
    _none(_MACHINE, "Last Modified Date", "Last Activity Date", "Marketing contact status"),
)
_HUBSPOT_COMPANIES: Final = _rules(
    _HUBSPOT,
    {
        "Company name": "organization",
        "Name": "organization",
        "Company Domain Name": "urls",
        "Industry": "custom.Industry",
    },
)

# Newsletters ----------------------------------------------------------------------------------------------------------


def _mailchimp(consent: str, at: str) -> dict[str, To]:
    options = {"consent": consent, "consent_at": at} if consent else {}
    why = {"yes": "Mailchimp column; this list is subscribed", "no": "Mailchimp column; this list has unsubscribed"}
    email = To("emails", why.get(consent, ""), options)
    guessed = "guessed by Mailchimp from the internet address"
    return _rules(
        _NAME_PARTS,
        {
            "Email Address": email,
            "Email": email,
            "Phone Number": "phones",
            "Phone": "phones",
            "Address": _to("addresses", "one address in a cell, parted by two spaces", lines="  "),
            "Birthday": _to("birthday", "dates without a year, month first", order="mdy"),
            "OPTIN_TIME": "created_at",
            "EUID": "source_id",
            "NOTES": "notes",
            "TAGS": _to("tags", split=",", quote='"'),
            "LANGUAGE": "language",
        },
        _none(guessed, "LATITUDE", "LONGITUDE", "GMTOFF", "DSTOFF", "TIMEZONE", "CC", "REGION"),
        _none(_MACHINE, "MEMBER_RATING", "OPTIN_IP", "CONFIRM_IP", "LAST_CHANGED", "LEID", "CLEAN_CAMPAIGN_ID"),
        _none("when they said so", "CONFIRM_TIME", "UNSUB_TIME", "CLEAN_TIME"),
        _none(
            _MACHINE,
            *(
                "UNSUB_CAMPAIGN_TITLE",
                "UNSUB_CAMPAIGN_ID",
                "UNSUB_REASON",
                "UNSUB_REASON_OTHER",
                "CLEAN_CAMPAIGN_TITLE",
            ),
        ),
    )


_GHOST: Final = _rules(
    {
        "id": "source_id",
        "email": "emails",
        "name": "name",
        "note": "notes",
        "subscribed_to_emails": _to("consent.email", "yes / no"),
        "stripe_customer_id": "source_ids",
        "created_at": "created_at",
        "labels": _to("tags", split=","),
        "tiers": "custom.tiers",
    },
    _none(_MACHINE, "email_disabled", "complimentary_plan", "deleted_at"),
)

# Shops ----------------------------------------------------------------------------------------------------------------

_WOO_CUSTOMERS: Final = _rules(
    {
        "Name": "name",
        "Username": "source_ids",
        "Sign Up": "created_at",
        "Email": "emails",
        "Orders": _to("custom.Orders", _COUNT),
        "Total Spend": _to("custom.Total Spend", _MONEY),
        "AOV": _to("custom.AOV", _MONEY),
        "Country / Region": "addresses.default.country",
        "City": "addresses.default.city",
        "Region": "addresses.default.region",
        "Postal Code": "addresses.default.postcode",
    },
    _none("changes by itself; activities give it", "Last Active"),
)
_WOO_PARTS: Final = {
    "address_1": "street",
    "address_2": "extended",
    "postcode": "postcode",
    "city": "city",
    "state": "region",
    "country": "country",
}
_WOO_ORDERS: Final = _rules(
    _address("billing_", "billing", _WOO_PARTS),
    _address("shipping_", "shipping", _WOO_PARTS),
    {
        "order_id": "activity.key",
        "order_number": _to("-", "the order has its id already"),
        "order_date": "activity.at",
        "status": "activity.status",
        "order_status": "activity.status",
        "order_total": "activity.amount",
        "order_currency": "activity.currency",
        "currency": "activity.currency",
        "refunded_total": "activity.refunded",
        "order_refund": "activity.refunded",
        "customer_id": _to("source_id", "WooCommerce column; 0 is a guest", skip="0"),
        "customer_user": _to("source_id", "WooCommerce column; 0 is a guest", skip="0"),
        "customer_email": "emails",
        "billing_email": "emails",
        "billing_phone": "phones",
        "billing_first_name": "given",
        "billing_last_name": "family",
        "billing_company": "organization",
        "customer_note": "activity.text",
        "line_item_#": _to("item.name", "a packed order line", pairs="|"),
        "line_items": _to("item.name", "packed order lines", pairs="|", split=";"),
    },
    _none(
        "maybe somebody else's: who gets the parcel",
        *("shipping_first_name", "shipping_last_name", "shipping_company", "shipping_phone"),
    ),
    _none(
        "part of the total",
        *(
            "shipping_total",
            "tax_total",
            "cart_discount",
            "discount_total",
            "order_subtotal",
            "fee_total",
            "shipping_tax_total",
        ),
    ),
    _none("when it was paid; the order's own date counts", "paid_date"),
    _none(_MACHINE, "payment_method", "shipping_method", "customer_ip_address", "customer_user_agent", "order_key"),
)

_SHOPIFY_PARTS: Final = {
    "Address1": "street",
    "Address2": "extended",
    "City": "city",
    "Zip": "postcode",
}


def _shopify_customers(prefix: str) -> dict[str, To | str]:
    old = not prefix
    regions = (
        {"Province": "region", "Country": "country"} if old else {"Province Code": "region", "Country Code": "country"}
    )
    table: dict[str, To | str] = {
        **_address(prefix, DEFAULT_GROUP, _SHOPIFY_PARTS | regions),
        **_NAME_PARTS,
        f"{prefix}Company": "organization",
        "Customer ID": "source_id",
        "Email": "emails",
        "Phone": "phones",
        "Accepts Email Marketing": _to("consent.email", "yes / no"),
        "Accepts Marketing": _to("consent.email", "yes / no"),
        "Accepts SMS Marketing": _to("consent.phone", "yes / no"),
        "Accepts WhatsApp Marketing": _to("-", _MACHINE),
        "Total Spent": _to("custom.Total Spent", _MONEY),
        "Total Orders": _to("custom.Total Orders", _COUNT),
        "Note": "notes",
        "Tags": _to("tags", split=","),
        "Tax Exempt": _to("-", _MACHINE),
    }
    if old:
        table |= {
            "Province Code": _to("-", "the province is there in words"),
            "Country Code": _to("-", "the country is there in words"),
        }
    else:
        table["Default Address Phone"] = "phones"
    return table


_SHOPIFY_NEW: Final = _rules(_shopify_customers("Default Address "))
_SHOPIFY_OLD: Final = _rules(_shopify_customers(""))
_SHOPIFY_ORDER_PARTS: Final = {
    "Address1": "street",
    "Address2": "extended",
    "City": "city",
    "Zip": "postcode",
    "Province": "region",
    "Country": "country",
}
_SHOPIFY_ORDERS: Final = _rules(
    _address("Billing ", "billing", _SHOPIFY_ORDER_PARTS),
    _address("Shipping ", "shipping", _SHOPIFY_ORDER_PARTS),
    {
        "Name": _to("activity.key", "Shopify column; the number of the order"),
        "Email": "emails",
        "Financial Status": "activity.status",
        "Currency": "activity.currency",
        "Total": _to("activity.amount", "Shopify column; counts once for each order"),
        "Created at": "activity.at",
        "Lineitem quantity": "item.quantity",
        "Lineitem name": "item.name",
        "Lineitem price": "item.price",
        "Lineitem sku": "item.sku",
        "Billing Name": "name",
        "Billing Company": "organization",
        "Billing Phone": "phones",
        "Phone": "phones",
        "Notes": "activity.text",
        "Refunded Amount": "activity.refunded",
    },
    _none("the same as its lines", "Billing Street", "Shipping Street"),
    _none("said with an old order; the customer list says it better", "Accepts Marketing"),
    _none("maybe somebody else's: who gets the parcel", "Shipping Name", "Shipping Company", "Shipping Phone"),
    _none("part of the total", "Subtotal", "Shipping", "Taxes", "Discount Amount", "Lineitem discount", "Duties"),
    _none("the order's date counts", "Paid at", "Fulfilled at", "Cancelled at", "Next Payment Due At"),
    _none("the order's, not the customer's", "Tags", "Vendor", "Source", "Id", "Fulfillment Status"),
    _none(
        _MACHINE,
        *(
            "Discount Code",
            "Shipping Method",
            "Lineitem compare at price",
            "Lineitem requires shipping",
            "Lineitem taxable",
        ),
        *("Lineitem fulfillment status", "Note Attributes", "Payment Method", "Payment Reference", "Risk Level"),
        *("Tax # Name", "Tax # Value", "Receipt Number", "Billing Province Name", "Shipping Province Name"),
        *(
            "Payment Terms Name",
            "Outstanding Balance",
            "Employee",
            "Location",
            "Device ID",
            "Payment ID",
            "Payment References",
        ),
    ),
)

# Stripe ---------------------------------------------------------------------------------------------------------------

_STRIPE_PARTS: Final = {
    "Line1": "street",
    "Line2": "extended",
    "City": "city",
    "State": "region",
    "Postal Code": "postcode",
    "Zip": "postcode",
    "Country": "country",
}
_STRIPE_CUSTOMERS: Final = _rules(
    _address("Address ", DEFAULT_GROUP, _STRIPE_PARTS),
    _address("Shipping Address ", "shipping", _STRIPE_PARTS),
    {
        "id": "source_id",
        "Description": "notes",
        "Email": "emails",
        "Name": "name",
        "Phone": "phones",
        "Created (UTC)": _to("created_at", zone="UTC"),
        "Created date (UTC)": _to("created_at", zone="UTC"),
        "Plan": "custom.Plan",
        "Status": "custom.Status",
        "Total Spend": _to("custom.Total Spend", "money; payments give it exactly"),
        "Payment Count": _to("custom.Payment Count", "a count; payments give it exactly"),
        "Refunded Volume": _to("custom.Refunded Volume", "money; payments give it exactly"),
    },
    _none(_MACHINE, "Delinquent", "Dispute Losses", "Business Vat ID", "Default Source", "Account Balance", "Currency"),
)
_STRIPE_PAYMENTS: Final = _rules(
    {
        "id": _to("activity.key", "Stripe column; the number of the payment"),
        "Description": "activity.title",
        "Created (UTC)": _to("activity.at", zone="UTC"),
        "Created date (UTC)": _to("activity.at", zone="UTC"),
        "Amount": "activity.amount",
        "Amount Refunded": "activity.refunded",
        "Currency": "activity.currency",
        "Status": "activity.status",
        "Customer ID": "source_id",
        "Customer Email": "emails",
        "Customer Phone": "phones",
        "Card Name": "name",
        "Card Address Line1": "addresses.billing.street",
        "Card Address Line2": "addresses.billing.extended",
        "Card Address City": "addresses.billing.city",
        "Card Address State": "addresses.billing.region",
        "Card Address Country": "addresses.billing.country",
        "Card Address Zip": "addresses.billing.postcode",
    },
    _none(
        "Stripe's own reckoning", "Converted Amount", "Converted Amount Refunded", "Converted Currency", "Fee", "Tax"
    ),
    _none(
        "about the card, not the customer", "Card ID", "Card Last4", "Card Brand", "Card Funding", "Card Fingerprint"
    ),
    _none(
        "about the card, not the customer",
        *("Card Exp Month", "Card Exp Year", "Card Issue Country", "Card CVC Status", "Card AVS Zip Status"),
        *("Card AVS Line1 Status", "Card Tokenization Method"),
    ),
    _none(
        _MACHINE,
        *("Seller Message", "Mode", "Statement Descriptor", "Customer Description", "Captured", "Disputed Amount"),
        *("Dispute Status", "Dispute Reason", "Dispute Date (UTC)", "Dispute Evidence Due (UTC)", "Invoice ID"),
        *("Payment Source Type", "Destination", "Transfer", "Interchange Costs", "Merchant Service Charge"),
        *("Transfer Group", "PaymentIntent ID", "Taxes On Fee"),
    ),
)

# Address books that are no tables (vCards, LDIF), as `formats.addressbook` lays them out -----------------------------

_BOOK_PARTS: Final = {
    "street": "street",
    "line 2": "extended",
    "city": "city",
    "region": "region",
    "postcode": "postcode",
    "country": "country",
}


def _book() -> dict[str, To | str]:
    table: dict[str, To | str] = {}
    beside = "the label of the column beside it"
    for block, target in (("Email", "emails"), ("Phone", "phones"), ("Website", "urls"), ("Handle", "handles")):
        table[f"{block} #"] = _to(target, label_column=f"{block} {{n}} label")
        table[f"{block} # label"] = _to("-", beside)
    labelled = {"label_column": "Address {n} label"}
    table["Address # label"] = _to("-", beside)
    table["Address #"] = _to("addresses.{g}", lines="\n", **labelled)
    for header, part in _BOOK_PARTS.items():
        table[f"Address # {header}"] = _to(f"addresses.{{g}}.{part}", **labelled)
    return table


_ADDRESS_BOOK: Final = _rules(
    _book(),
    _NAME_PARTS,
    {
        "Record id": _to("source_id", "the address book's own key"),
        "Whole name": "name",
        "Title of address": "prefix",
        "Suffix": "suffix",
        "Nickname": "nickname",
        "Company": "organization",
        "Department": "department",
        "Job title": "title",
        "Birthday": _to("birthday", order="ymd"),
        "Anniversary": _to("anniversary", order="ymd"),
        "Language": "language",
        "Gender": "gender",
        "Stage": "stage",
        "Tags": _to("tags", split=";", quote='"'),
        "Source ids": _to("source_ids", split=";"),
        "Notes": "notes",
    },
    _none("people are told by name and how to reach them", "Kind"),
    _none("pictures can't be taken over yet", "Photo"),
    _none("kept with the row; nothing like it here", "Not placed"),
)

# Calendars, as `formats.ics` lays them out ----------------------------------------------------------------------------

_CALENDAR: Final = _rules(
    {
        "Event key": _to("activity.key", "the event, its time and who is in it"),
        "Starts": _to("activity.at", "when it starts", order="ymd"),
        "Kind of event": "activity.kind",
        "Event title": "activity.title",
        "Details": "activity.text",
        "Event status": "activity.status",
        "Name": "name",
        "Email": "emails",
    },
    _none("when it starts counts", "Ends"),
    _none("each of its times has a row", "Repeats"),
)

_OWN: Final = _rules(
    {"DeskCRM id": _to("source_id", "DeskCRM's own key")},
)

_MAILCHIMP_TELLS: Final = (
    "OPTIN_TIME|LEID",
    "MEMBER_RATING|LEID",
    "LEID|EUID",
    "MEMBER_RATING|OPTIN_TIME|CONFIRM_TIME",
)

EXPORTERS: Final[tuple[Exporter, ...]] = (
    Exporter("DeskCRM's own export", "DeskCRM", "people", _tells("DeskCRM id"), _OWN),
    Exporter("Calendar", "Calendar", "appointments", _tells("Event key|Starts|Event title|Repeats"), _CALENDAR),
    Exporter(
        "Address book",
        "Address book",
        "people",
        _tells("Whole name|First name|Last name|Email 1 label|Phone 1 label"),
        _ADDRESS_BOOK,
    ),
    Exporter(
        "Google Contacts",
        "Google Contacts",
        "people",
        _tells(
            "File As|Organization Name|Labels",
            "First Name|Phonetic First Name|E-mail 1 - Value",
            "First Name|E-mail 1 - Label",
        ),
        _GOOGLE_NEW,
    ),
    Exporter(
        "Google Contacts, layout to 2023",
        "Google Contacts",
        "people",
        _tells("Given Name|Yomi Name", "Given Name|Group Membership", "Given Name|E-mail 1 - Type"),
        _GOOGLE_OLD,
    ),
    Exporter(
        "Outlook contacts",
        "Outlook",
        "people",
        _tells(
            "E-mail Address|E-mail Type|E-mail Display Name",
            "E-mail Address|Internet Free Busy",
            "E-mail Address|Given Yomi|Surname Yomi",
            "E-mail Address|Business Phone|Home Phone|Company",
            "First Name|E-mail Address|Company|Business Phone",
            "First Name|E-mail Address|Mobile Phone|Business Street",
            "First Name|E-mail Address|Job Title|Categories",
            "Last Name|E-mail Address|E-mail 2 Address|Categories",
        ),
        _OUTLOOK,
    ),
    Exporter(
        "Thunderbird address book",
        "Thunderbird",
        "people",
        _tells("Primary Email|Secondary Email|Display Name"),
        _THUNDERBIRD,
    ),
    Exporter("LinkedIn connections", "LinkedIn", "people", _tells("First Name|Last Name|Connected On"), _LINKEDIN),
    Exporter(
        "HubSpot companies",
        "HubSpot",
        "companies",
        _tells("Record ID|Company name|Company Domain Name", "Record ID|Company name|Company owner"),
        _HUBSPOT_COMPANIES,
    ),
    Exporter(
        "HubSpot contacts",
        "HubSpot",
        "people",
        _tells(
            "Record ID|Contact owner",
            "Record ID|Lifecycle Stage",
            "Record ID|Lead Status",
            "Record ID|Associated Company",
            "Record ID|First Name|Email|Create Date",
            "Record ID - Contact|Email",
        ),
        _HUBSPOT,
    ),
    Exporter(
        "Mailchimp unsubscribed", "Mailchimp", "subscribers", _tells("LEID|UNSUB_TIME"), _mailchimp("no", "UNSUB_TIME")
    ),
    Exporter("Mailchimp cleaned", "Mailchimp", "subscribers", _tells("LEID|CLEAN_TIME"), _mailchimp("", "")),
    Exporter(
        "Mailchimp unsubscribed",
        "Mailchimp",
        "subscribers",
        _tells(*_MAILCHIMP_TELLS),
        _mailchimp("no", "LAST_CHANGED"),
        ("unsubscribed",),
    ),
    Exporter(
        "Mailchimp cleaned", "Mailchimp", "subscribers", _tells(*_MAILCHIMP_TELLS), _mailchimp("", ""), ("cleaned",)
    ),
    Exporter(
        "Mailchimp contacts, never subscribed",
        "Mailchimp",
        "subscribers",
        _tells(*_MAILCHIMP_TELLS),
        _mailchimp("", ""),
        ("nonsubscribed", "transactional", "archived"),
    ),
    Exporter(
        "Mailchimp subscribed",
        "Mailchimp",
        "subscribers",
        _tells(*_MAILCHIMP_TELLS),
        _mailchimp("yes", "OPTIN_TIME"),
        ("subscribed",),
    ),
    Exporter("Mailchimp audience", "Mailchimp", "subscribers", _tells(*_MAILCHIMP_TELLS), _mailchimp("", "")),
    Exporter(
        "Ghost members",
        "Ghost",
        "subscribers",
        _tells("email|subscribed_to_emails|complimentary_plan", "email|subscribed_to_emails|stripe_customer_id"),
        _GHOST,
    ),
    Exporter(
        "WooCommerce customers",
        "WooCommerce",
        "people",
        _tells("Name|Username|Sign Up|AOV", "Name|Last Active|AOV"),
        _WOO_CUSTOMERS,
    ),
    Exporter(
        "WooCommerce orders",
        "WooCommerce",
        "orders",
        _tells(
            "order_id|billing_email|order_total", "order_id|billing_last_name", "order_number|billing_email|order_total"
        ),
        _WOO_ORDERS,
    ),
    Exporter(
        "Shopify customers",
        "Shopify",
        "people",
        _tells(
            "Default Address Address1|Total Spent",
            "Customer ID|Default Address City",
            "Accepts Email Marketing|Default Address City",
        ),
        _SHOPIFY_NEW,
    ),
    Exporter(
        "Shopify customers, older layout",
        "Shopify",
        "people",
        _tells("Accepts Marketing|Total Spent|Total Orders", "Accepts Email Marketing|Total Spent|Total Orders"),
        _SHOPIFY_OLD,
    ),
    Exporter(
        "Shopify orders",
        "Shopify",
        "orders",
        _tells("Name|Financial Status|Lineitem name", "Name|Financial Status|Total"),
        _SHOPIFY_ORDERS,
    ),
    Exporter(
        "Stripe payments",
        "Stripe",
        "payments",
        _tells("id|Created (UTC)|Amount|Currency", "id|Created date (UTC)|Amount|Currency"),
        _STRIPE_PAYMENTS,
    ),
    Exporter(
        "Stripe customers",
        "Stripe",
        "people",
        _tells(
            "id|Email|Created (UTC)|Delinquent", "id|Email|Created (UTC)|Total Spend", "id|Email|Created (UTC)|Plan"
        ),
        _STRIPE_CUSTOMERS,
    ),
)


def own_export(exporter: Exporter | None) -> bool:
    """Whether a file is DeskCRM's own export brought back."""
    return exporter is not None and exporter.source == "DeskCRM"
