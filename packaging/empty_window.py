"""An empty window of the size of DeskCRM's: what `packaging/measure-start` packs to compare with."""

import sys

from PySide6.QtWidgets import QApplication, QMainWindow

app = QApplication(sys.argv)
window = QMainWindow()
window.resize(1280, 800)
window.show()
sys.exit(app.exec())
