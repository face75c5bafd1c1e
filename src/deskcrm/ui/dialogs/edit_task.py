"""The form that shows the whole of a task, to be changed or deleted."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from deskcrm.domain.views import TaskView
from deskcrm.languages import tr
from deskcrm.ui.desk import Desk
from deskcrm.ui.dialogs.task_form import TaskForm


class EditTask(TaskForm):
    """Writes only what was changed."""

    def __init__(self, desk: Desk, task: TaskView, parent: QWidget | None = None) -> None:
        from deskcrm.services.tasks import by_this_clock

        self._before = by_this_clock(task)
        super().__init__(
            desk, tr("Change the task"), tr("Save"), parent, contact=task.contact, name=task.name, task=self._before
        )  # fmt: skip

    def save(self) -> None:
        """Change the task and close."""
        from deskcrm.services import tasks

        said = self.said()
        if said is None:
            return
        changes = {key: value for key, value in said.items() if value != getattr(self._before, key)}
        if not changes:
            self.accept()
            return
        self.save_button.setEnabled(False)
        self._desk.do(
            tasks.edit, self._before.id, changes, done=lambda _tasks: self.accept(), failed=self.refuse, owner=self
        )  # fmt: skip
