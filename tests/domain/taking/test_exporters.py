"""Rows as the known programs write them, by the mappings that are proposed for their files."""

from __future__ import annotations

from tests.domain.taking.files import take_export

from deskcrm.domain.taking.taken import NOBODY, merge_lines


def test_shopify_customers() -> None:
    row = take_export(
        [
            {
                "Customer ID": "'6940095611115", "First Name": "Jamel", "Last Name": "Crooks",
                "Email": "jamel@example.com", "Accepts Email Marketing": "yes", "Default Address Company": "Crooks Ltd",
                "Default Address Address1": "8 Roosevelt Shoal", "Default Address Address2": "",
                "Default Address City": "Boston", "Default Address Province Code": "MA",
                "Default Address Country Code": "US", "Default Address Zip": "'02108",
                "Default Address Phone": "'+16175550123", "Phone": "'+16175550123", "Accepts SMS Marketing": "no",
                "Total Spent": "997.98", "Total Orders": "3", "Note": "", "Tax Exempt": "no", "Tags": "VIP, wholesale",
            }
        ]
    )[0]  # fmt: skip
    assert row.given_key == "6940095611115"
    assert row.points == ("email:jamel@example.com", "phone:+16175550123")
    assert row.data == {
        "given": "Jamel", "family": "Crooks", "organization": "Crooks Ltd", "emails|Email": ["jamel@example.com"],
        "phones|Default Address Phone": ["+16175550123"], "phones|Phone": ["+16175550123"],
        "consent.email": "in", "consent.phone": "out", "custom.Total Spent": "997.98", "custom.Total Orders": "3",
        "tags|Tags": ["VIP", "wholesale"],
        "addresses|addresses.default": [
            {"street": "8 Roosevelt Shoal", "city": "Boston", "region": "MA", "country": "US", "postcode": "02108"}
        ],
    }  # fmt: skip


def test_shopify_orders_of_several_lines() -> None:
    rows = take_export(
        [
            {
                "Name": "#1050", "Email": "koper@example.com", "Financial Status": "paid", "Currency": "EUR",
                "Total": "100.90", "Created at": "2026-05-01 09:59:00 +0200", "Lineitem quantity": "1",
                "Lineitem name": "Matcha 100 g", "Lineitem price": "62.95", "Lineitem sku": "MAT-100",
                "Billing Name": "Koper Een", "Billing Zip": "'2801AA", "Billing Phone": "'+31612345678",
                "Refunded Amount": "0.00",
            },
            {
                "Name": "#1050", "Email": "koper@example.com", "Created at": "2026-05-01 09:59:00 +0200",
                "Lineitem quantity": "1", "Lineitem name": "Matcha 50 g, refill", "Lineitem price": "37.95",
            },
        ]
    )  # fmt: skip
    assert [row.activity_key for row in rows] == ["#1050", "#1050"]
    order = merge_lines(rows)
    assert order.problem is None
    assert order.data["name"] == "Koper Een"
    assert order.points == ("email:koper@example.com", "phone:+31612345678")
    assert order.activity == {
        "kind": "order", "at": "2026-05-01T07:59:00Z", "amount": 10090, "refunded": 0, "currency": "EUR",
        "status": "paid",
        "items": [
            {"name": "Matcha 100 g", "sku": "MAT-100", "quantity": 1, "price": 6295},
            {"name": "Matcha 50 g, refill", "quantity": 1, "price": 3795},
        ],
    }  # fmt: skip


def test_woocommerce_orders_of_a_guest() -> None:
    row = take_export(
        [
            {
                "order_id": "501", "order_date": "2024-05-01 08:00:00", "status": "completed", "order_total": "54.99",
                "order_currency": "EUR", "customer_id": "0", "billing_first_name": "Aoife",
                "billing_last_name": "Byrne", "billing_email": "aoife@example.com",
                "line_item_1": "name:Mug|product_id:11|sku:MUG|quantity:2|total:50.00", "line_item_2": "",
            }
        ]
    )[0]  # fmt: skip
    assert row.given_key == ""
    assert row.activity_key == "501"
    assert row.activity is not None
    assert row.activity["items"] == [{"name": "Mug", "sku": "MUG", "quantity": 2, "price": 2500}]


def test_mailchimp_subscribed() -> None:
    row = take_export(
        [
            {
                "Email Address": "lea@example.com", "First Name": "Léa", "Last Name": "Martin",
                "Address": "12 rue Haute  Lyon  69001  FR", "Phone Number": "+33 6 12 34 56 78", "Birthday": "03/15",
                "MEMBER_RATING": "4", "OPTIN_TIME": "2023-05-01 10:00:00", "CONFIRM_TIME": "2023-05-01 10:05:00",
                "LEID": "90498395", "EUID": "810826c56e", "NOTES": "", "TAGS": '"Event Lyon","VIP"',
            }
        ],
        "subscribed_members_export.csv",
    )[0]  # fmt: skip
    assert row.given_key == "810826c56e"
    assert row.activity is None
    assert row.data == {
        "given": "Léa", "family": "Martin", "emails|Email Address": ["lea@example.com"], "consent.email": "in",
        "consent.email.at": "2023-05-01T10:00:00Z", "created_at": "2023-05-01T10:00:00Z",
        "phones|Phone Number": ["+33612345678"], "birthday": "--03-15", "tags|TAGS": ["Event Lyon", "VIP"],
        "addresses|Address": [{"street": "12 rue Haute", "city": "Lyon", "postcode": "69001", "country": "FR"}],
    }  # fmt: skip


def test_mailchimp_unsubscribed_opts_nobody_in() -> None:
    row = take_export(
        [
            {
                "Email Address": "gone@example.com", "MEMBER_RATING": "2", "OPTIN_TIME": "2022-01-01 10:00:00",
                "CONFIRM_TIME": "", "LEID": "1", "EUID": "a", "UNSUB_TIME": "2024-02-02 10:00:00",
            }
        ]
    )[0]  # fmt: skip
    assert row.data["consent.email"] == "out"
    assert row.data["consent.email.at"] == "2024-02-02T10:00:00Z"


def test_google_contacts() -> None:
    rows = take_export(
        [
            {
                "First Name": "Ada", "Last Name": "Okafor", "File As": "", "Organization Name": "Brightleaf Ltd",
                "Birthday": " --03-15", "Notes": "Met at fair,\nprefers mornings",
                "Labels": "* myContacts ::: Customers", "E-mail 1 - Label": "* Work",
                "E-mail 1 - Value": "ada@example.com", "E-mail 2 - Label": "Home",
                "E-mail 2 - Value": "ada@example.org ::: old@example.org", "Phone 1 - Label": "Mobile",
                "Phone 1 - Value": "+44 7400 123456", "Address 1 - Label": "Work",
                "Address 1 - Formatted": "1 High St\nLeeds\nLS1 1AA\nGB", "Address 1 - Street": "1 High St",
                "Address 1 - City": "Leeds", "Address 1 - Postal Code": "LS1 1AA", "Address 1 - Country": "GB",
            },
            {"Labels": "* Other contacts", "E-mail 1 - Label": "* Other", "E-mail 1 - Value": "no-name@example.com"},
            {"Organization Name": "Only Company GmbH", "Labels": "* myContacts"},
        ]
    )  # fmt: skip
    assert rows[0].data == {
        "given": "Ada", "family": "Okafor", "organization": "Brightleaf Ltd", "birthday": "--03-15",
        "notes": "Met at fair,\nprefers mornings", "tags|Labels": ["Customers"],
        "emails.work|E-mail 1 - Value": ["ada@example.com"],
        "emails.home|E-mail 2 - Value": ["ada@example.org", "old@example.org"],
        "phones.mobile|Phone 1 - Value": ["+447400123456"],
        "addresses.work|addresses.default": [
            {"street": "1 High St", "city": "Leeds", "postcode": "LS1 1AA", "country": "GB"}
        ],
    }  # fmt: skip
    assert rows[1].data == {"emails.other|E-mail 1 - Value": ["no-name@example.com"]}
    assert rows[2].data == {"organization": "Only Company GmbH"}
    assert [row.problem for row in rows] == [None, None, None]


def test_outlook() -> None:
    rows = take_export(
        [
            {
                "Title": "Mr.", "First Name": "Søren", "Last Name": "Møller", "Company": "Møller & Sons",
                "Business Street": "Havnegade 3", "Business City": "Aarhus", "Business Postal Code": "8000",
                "Business Country/Region": "Denmark", "Business Phone": "+45 20 12 34 56", "Home Phone": "",
                "Anniversary": "0/0/00", "Birthday": "12/31/1979", "Categories": "Customers;VIP",
                "E-mail Address": "/o=ExchangeLabs/cn=soren", "E-mail Type": "EX",
                "E-mail Display Name": "Søren <soren@example.com>", "Gender": "Unspecified",
                "Internet Free Busy": "", "Notes": "first line\nsecond line\n", "Priority": "Normal",
            }
        ]
    )  # fmt: skip
    assert rows[0].points == ("phone:+4520123456", "email:soren@example.com")
    assert rows[0].data == {
        "prefix": "Mr.", "given": "Søren", "family": "Møller", "organization": "Møller & Sons",
        "phones.work|Business Phone": ["+4520123456"], "birthday": "1979-12-31",
        "tags|Categories": ["Customers", "VIP"], "emails|E-mail Address": ["soren@example.com"],
        "notes": "first line\nsecond line",
        "addresses.work|addresses.work": [
            {"street": "Havnegade 3", "city": "Aarhus", "postcode": "8000", "country": "Denmark"}
        ],
    }  # fmt: skip


def test_thunderbird() -> None:
    rows = take_export(
        [
            {
                "First Name": "Nora", "Last Name": "Quist", "Display Name": "Nora Quist",
                "Primary Email": "nora@example.com", "Secondary Email": "", "Mobile Number": "+46 70 123 45 67",
                "Organization": "Quist AB", "Birth Year": "1988", "Birth Month": "2", "Birth Day": "9",
                "Notes": "two\nlines",
            },
            {"Display Name": "List only", "Primary Email": "", "Secondary Email": ""},
        ]
    )  # fmt: skip
    assert rows[0].data == {
        "given": "Nora", "family": "Quist", "emails|Primary Email": ["nora@example.com"], "organization": "Quist AB",
        "phones.mobile|Mobile Number": ["+46701234567"], "birthday": "1988-02-09", "notes": "two\nlines",
    }  # fmt: skip
    assert rows[1].data == {"name": "List only"}


def test_linkedin() -> None:
    link = "https://www.linkedin.com/in/max-mustermann"
    known, hidden = take_export(
        [
            {
                "First Name": "Max", "Last Name": "Mustermann", "URL": link, "Email Address": "",
                "Company": "ACME GmbH", "Position": "CTO", "Connected On": "05 Mar 2024",
            },
            {"Connected On": "30 Apr 2022"},
        ]
    )  # fmt: skip
    assert known.given_key == link
    assert known.data == {
        "given": "Max", "family": "Mustermann", "urls.linkedin|URL": [link], "organization": "ACME GmbH",
        "title": "CTO", "created_at": "2024-03-05",
    }  # fmt: skip
    assert hidden.problem == ("", "", NOBODY)


def test_stripe_payments() -> None:
    paid, refunded = take_export(
        [
            {
                "id": "ch_1", "Description": "Invoice 1", "Created (UTC)": "2024-03-01 12:00", "Amount": "1,250.00",
                "Amount Refunded": "0.00", "Currency": "eur", "Status": "Paid", "Customer ID": "cus_A1",
                "Customer Email": "lee@example.com", "Card Name": "Lee Hart",
            },
            {
                "id": "ch_2", "Created (UTC)": "2024-03-02 12:00", "Amount": "10.00", "Amount Refunded": "10.00",
                "Currency": "usd", "Status": "Refunded", "Customer Email": "guest@example.net",
            },
        ]
    )  # fmt: skip
    assert (paid.activity_key, paid.given_key, paid.data["name"]) == ("ch_1", "cus_A1", "Lee Hart")
    assert paid.activity == {
        "kind": "payment", "at": "2024-03-01T12:00:00Z", "title": "Invoice 1", "amount": 125000, "refunded": 0,
        "currency": "EUR", "status": "paid",
    }  # fmt: skip
    assert refunded.activity is not None
    assert (refunded.activity["amount"], refunded.activity["refunded"], refunded.activity["currency"]) == (
        1000, 1000, "USD",
    )  # fmt: skip
