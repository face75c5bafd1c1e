"""The About box, and the word about what is new after an update."""

from __future__ import annotations

from deskcrm import __version__
from deskcrm.ui import memory
from deskcrm.ui.dialogs.about import AboutDialog
from deskcrm.ui.window_acts import tell_of_update


def test_it_shows_what_is_new_and_whose_work_it_stands_on(window):
    window.commands["about"].trigger()
    (about,) = window.findChildren(AboutDialog)
    assert f"{__version__}\n" in about.news.toPlainText()
    licences = about.licences.toPlainText()
    for owner in ("GNU Lesser General Public License 3", "SQLAlchemy", "SIL OPEN FONT LICENSE", "Lucide"):
        assert owner in licences
    about.close()


def test_only_a_newer_version_is_told_of_and_only_once(window):
    assert memory.exchange_version("0.0.1") == ""
    tell_of_update(window)
    assert window.message.text == f"DeskCRM is now version {__version__}."
    window.message.press()
    (about,) = window.findChildren(AboutDialog)
    about.close()
    window.toast("nothing")
    tell_of_update(window)
    assert window.message.text == "nothing"


def test_the_very_first_start_tells_nothing(window):
    window.toast("nothing")
    tell_of_update(window)
    assert window.message.text == "nothing"
    assert memory.exchange_version("x") == __version__
