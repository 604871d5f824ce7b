"""Write data/drawings anew: ``make figures``, after a change here."""

from pathlib import Path

from tools.figures import render

FOLDER = Path(__file__).parents[2] / "data" / "drawings"

FOLDER.mkdir(exist_ok=True)
for stale in [*FOLDER.glob("*.svg"), *FOLDER.glob("*.json")]:
    stale.unlink()
for name, text in render().items():
    (FOLDER / name).write_text(text, encoding="utf-8")
