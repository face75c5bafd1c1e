"""Calling, writing to and copying what a contact is reached by, as entries of a menu."""

from __future__ import annotations

from functools import partial
from urllib.parse import quote

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QMenu

from deskcrm.domain.views import ProfileView
from deskcrm.languages import tr


def add_ways(menu: QMenu, profile: ProfileView) -> None:
    """Offer the first phone and email to be used, and what is copied."""
    email, phone = _first(profile, "emails"), _first(profile, "phones")
    if phone:
        menu.addAction(tr("Call {phone}", phone=phone), partial(_open_link, "tel", phone))
    if email:
        menu.addAction(tr("Write to {email}", email=email), partial(_open_link, "mailto", email))
    for label, text in ((tr("Copy name"), profile.name), (tr("Copy email"), email), (tr("Copy phone"), phone)):
        if text:
            menu.addAction(label, partial(_copy, text))


def _first(profile: ProfileView, key: str) -> str:
    points = profile.fields.get(key) or []
    return str(points[0]["value"]) if points else ""


def _open_link(scheme: str, point: str) -> None:
    QDesktopServices.openUrl(QUrl(f"{scheme}:{quote(point, safe='+@')}"))


def _copy(text: str) -> None:
    QGuiApplication.clipboard().setText(text)
