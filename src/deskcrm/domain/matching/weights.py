"""The frozen numbers of the matcher, in nats (natural logarithms of odds), with their version.

They are Fellegi and Sunter's weights: how much likelier something is for one person written twice than for two people.
Tuned on the tuning seeds of bench/matching_data.py, rounded, and left alone since: docs/matching.md says how.
"""

from __future__ import annotations

from typing import Final

WEIGHTS_VERSION: Final = 3
"""Raised when any number or rule of the matcher changes: kept scores are then computed anew."""

DEFAULT_SCORE: Final = 0.5
"""From here on a pair is proposed, unless the owner moves it."""

KEPT_SCORE: Final = 0.3
"""From here on a pair is kept, so that the owner may ask for less certain ones, and figures may shift a little."""

SURE_SCORE: Final = 0.99
"""From here on pairs may be accepted all at once."""

LEG_SCORE: Final = 0.5
"""From here on a pair is taken to say something about a third."""

CONFLICT: Final = -1.0
"""Two of whom less is in common than this (without what is so to begin with) are two, whoever else they are like."""

RIVALRY: Final = 0.95
"""How much a likely rival takes of a pair's odds; what is left keeps whoever fits two equally well in sight."""

# How many people there are ------------------------------------------------------------------------------------------

TWICE: Final = 0.4
"""How many other profiles one expects of each person, before knowing anything."""
TOWN: Final = 3_000
"""A small book is a sample of a town: namesakes exist who are not customers. Added to the number of people."""

TEMPER: Final = 0.45
"""What is alike goes together more than chance would have it (names run in families, towns and generations), so that
adding up what each is worth by itself would be too sure by half. Found on the tuning seeds."""
START_TEMPER: Final = 0.6
START_SHIFT: Final = 2.35
"""The same for the odds to begin with, and a lift: compared are those alone who share something."""

# Names: a name in common is worth the logarithm of how rare it is, within these bounds ------------------------------

GIVEN_SHARE: Final = 1 / 300
FAMILY_SHARE: Final = 1 / 1_500
"""How common a name is that the book has not shown yet."""
COMMON_GIVEN_SHARE: Final = 1 / 40
COMMON_FAMILY_SHARE: Final = 1 / 100
"""The same of names that are known to be common (commonnames.py)."""
SHARE_FROM: Final = 1_000
"""So many people that share stands for."""
MOST_GIVEN: Final = 3.2
MOST_FAMILY: Final = 3.8

INITIAL: Final = 0.9
NICKNAME: Final = -0.4
"""On top of what the full name is worth."""
SHORT_OF_OTHERS: Final = -0.6
"""A short form by its looks, but both are names that others have (Anna and Johanna)."""
PART: Final = -1.3
OTHER_PART: Final = -1.6
"""On top of that: what they share isn't what both begin with (Fontillo Vázquez and Vázquez)."""
"""On top: one name has the other as one of its words (Hans-Peter and Peter, García and García López)."""
SPELLED: Final = -0.8
"""On top: one has no family name, but an email that spells the other's."""
TYPO_FLOOR: Final = 1.0
"""What a name is worth that differs by a slip; up to half of its full worth."""
GIVEN_DIFFERS: Final = -2.8
FAMILY_DIFFERS: Final = -2.5
BOTH_ARE_NAMES: Final = -1.8
"""Alike, but each of them is a name in its own right (Anna and Hanna)."""
SWAPPED: Final = -0.6
MIDDLE_DIFFERS: Final = -1.0
ONLY_SEX_DIFFERS: Final = -2.5

# Identifiers: worth what makes up for the odds to begin with, plus these --------------------------------------------

EMAIL: Final = 2.5
FAMILY_MAILBOX: Final = 1.5
"""familie.weber@: whose of them isn't known."""
EMAIL_TYPO: Final = -0.3
SAME_LOCAL: Final = 1.5
"""The part before the @ is the same, and says more than the name does."""
PHONE: Final = 1.6
PHONE_TYPO: Final = -0.5
EACH_OTHER_NAME: Final = -3.3
"""For each further name that an identifier is known under."""
EACH_BESIDE_NAMESAKES: Final = -1.2
"""The same where those who are compared are called the same: the others are somebody else."""
NAMED_IN_FAMILY: Final = 0.3
"""A family's mailbox and one name: a family rarely has two of them."""
SHARED_BY: Final = 4
"""An identifier that goes by so many names joins nobody."""
SHARED_BY_PROFILES: Final = 12
"""Nor does one on so many profiles, whatever they are called."""
ROLE_MAILBOX: Final = 0.6
EMAIL_DIFFERS: Final = -1.2
WORK_EMAIL_DIFFERS: Final = -0.9
OTHER_KIND_OF_EMAIL: Final = -0.1
"""One private, the other at work."""
PHONE_DIFFERS: Final = -0.6

BIRTHDAY: Final = 6.0
BIRTHDAY_SLIP: Final = 3.5
BIRTHDAY_DIFFERS: Final = -5.0
BIRTHDAY_CLOSE: Final = -1.0

# Place: street, postcode, town and company are one fact -------------------------------------------------------------

STREET: Final = 1.2
HOUSE: Final = 0.8
HOUSE_DIFFERS: Final = -1.2
EXTENDED: Final = 0.5
POSTCODE: Final = 2.0
POSTCODE_SLIP: Final = 0.5
CITY: Final = 1.0
OTHER_END: Final = 0.0
"""One town, but another postcode: they live elsewhere in it."""
NEXT_TO: Final = 0.5
"""The same, but a digit apart: a slip, or the next one."""
REGION: Final = 0.2
COMPANY: Final = 4.2
MOST_PLACE: Final = 2.6
BOTH_PLACES: Final = 0.8
"""An address and a company agree: a little more than either."""
STREET_DIFFERS: Final = -1.2
CITY_DIFFERS: Final = -1.1
COUNTRY_DIFFERS: Final = -1.5
COMPANY_DIFFERS: Final = -1.3
HOUSEHOLD_NAMES: Final = 4
"""Where more names are at one door, people work rather than live."""
CROWD: Final = 12
"""A street and number with so many names is no household; each doubling beyond takes something off."""

# Guards: as high as a pair may come (log-odds) ---------------------------------------------------------------------

OTHER_PERSON: Final = -3.0
"""Given names that are two names: family, twins, colleagues."""
OTHER_BIRTHDAY: Final = -0.4
GENERATION: Final = -2.0
"""Senior and junior."""
NAME_ALONE: Final = 1.3
"""Nothing but a name in common."""
NO_NAME: Final = 3.5
"""One of them has no name at all."""
COMMON_NAME: Final = -0.3
"""A common name, and nothing but a town with it."""
FIRST_NAME_ALONE: Final = -0.5
"""A given name with nothing that belongs to one person."""
OTHER_TOWN: Final = 3_000
"""A name in common, and known to live elsewhere."""
HOUSEHOLD: Final = 4.4
"""One name and one phone, but no mailbox and no birthday in common: father and son share as much. Under the sure."""
LEAK: Final = 0.02
"""What a guard lets through of what lies above it, so that the likelier pairs still come first."""
ONE_FAMILY: Final = 3.0
"""One household, and a given name that is only like the other or short for it."""
