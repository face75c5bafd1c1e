"""Widgets that say how wide they would like to be have room for their words, to the last fraction of a pixel."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics

from deskcrm.ui.screens.profile_parts.saying import Shown
from deskcrm.ui.screens.profile_parts.value_button import Tag
from deskcrm.ui.theme import Space, Type, theme
from deskcrm.ui.widgets.basic import Label

WORDS = ["Families", "VIP", "wholesale", "Klub", "Stammkunde", "Illinois", "e-bike", "Reparatur", "fifty"]


@pytest.mark.parametrize("word", WORDS)
def test_a_tag_as_wide_as_it_likes_shows_its_whole_word(qtbot, word):
    tag = Tag()
    qtbot.addWidget(tag)
    tag.show_value(Shown(word, word), "Tags")
    room = tag.sizeHint().width() - 2 * Space.S
    metrics = QFontMetrics(theme().font(Type.SMALL))
    assert metrics.elidedText(word, Qt.TextElideMode.ElideRight, room) == word


@pytest.mark.parametrize(
    "name", ["newsletter_unsubscribed_export_2026-11.csv", "kunden.csv", "anna.weber@mailbox.example", "x" * 80]
)
def test_a_wrapped_label_breaks_words_that_are_wider_than_it(qtbot, name):
    label = Label(f"Imported {name}", wrap=True)
    qtbot.addWidget(label)
    assert label.minimumSizeHint().width() < 200
    assert label.whole_text() == (label.accessibleName() or label.text()) == f"Imported {name}"
