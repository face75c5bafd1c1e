"""What Qt itself says, writes and lays out, in the language and region that DeskCRM speaks."""

from __future__ import annotations

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from deskcrm.languages import language, locale_name


def speak(app: QApplication) -> None:
    """Have calendars, number fields and the menus of text fields follow the owner's language and region."""
    name = locale_name()
    QLocale.setDefault(QLocale(name))
    if language() == "en":
        return  # Qt's own words are English
    translator = QTranslator(app)
    if translator.load(f"qtbase_{language()}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        app.installTranslator(translator)
