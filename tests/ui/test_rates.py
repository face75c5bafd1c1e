"""The form of exchange rates: one line for each currency that is met, and any other that is added."""

from __future__ import annotations

from deskcrm.domain.reporting import Rates
from deskcrm.services import activities, contacts, measures, settings
from deskcrm.ui.dialogs.rates import RatesForm


def test_rates_are_said_in_the_owners_own_currency(qtbot, window, workspace, settle):
    settings.put(workspace, "currency", "EUR")
    anna = contacts.add(workspace, "person", {"given": "Anna"}).value
    activities.log(workspace, anna, "order", "Lamp", amount=1000, currency="USD")
    window.open_screen("settings")
    settle()
    window.current.rates.click()
    settle()
    (form,) = window.findChildren(RatesForm)
    assert list(form.fields) == ["USD"]
    assert form.fields["USD"].accessibleName() == "What one USD is worth in EUR"
    form.fields["USD"].setText("lots")
    form.save()
    assert "no rate for USD" in form.trouble.text
    form.fields["USD"].setText("0,925")
    form._add(form.other.findText("GBP"))
    form.save()
    settle()
    assert measures.rates(workspace) == Rates("EUR", {"USD": 0.925}), "an empty line says nothing"
    window.undo()
    settle()
    assert measures.rates(workspace) == Rates("EUR")
