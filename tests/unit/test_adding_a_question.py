"""The three edits of docs/develop.md add a question to a log that is filled already: form, CSV, history, undo."""

import re
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DOCS = (ROOT / "docs" / "develop.md").read_text(encoding="utf-8")
SECTION = DOCS.partition("## Adding a question\n")[2].partition("\n## ")[0]
COLUMN, MIGRATION, WIDGET = map(
    textwrap.dedent, re.findall(r"   ```(?:python)?\n(.*?)   ```", SECTION, flags=re.DOTALL)
)

USE = """
import sys
from datetime import date
from pathlib import Path
from streamlit.testing.v1 import AppTest
from support.fields import field
from backcare.exchange import export_log, import_log
from backcare.log.descriptions import describe_change
from backcare.store import open_store

day, log = date(2026, 1, 5), Path("log.db")
store = open_store(log)
before = store.read_log().day_entry(day)
assert (before.sleep, before.pain, store.check()) == (None, 4, []), before

app = AppTest.from_file("backcare/server/main.py", default_timeout=60)
app.context = {"timezone": "Europe/London"}
app.run()
app.switch_page("../../pages/log.py")
app.query_params["day"] = day.isoformat()
app.run()
field(app, "How badly did you sleep?").answer("7")
next(button for button in app.button if button.label == "Save the day").click().run()
assert not app.exception, app.exception

log = store.read_log()
assert (log.day_entry(day).sleep, log.day_entry(day).pain) == (7, 4)
assert log.days["sleep"].count() == 1
step = store.history(1)[0]
assert [describe_change(change, {}) for change in step.changes] == ["5 January: nothing filled in → slept 7"], step
other = open_store(Path("other.db"))
assert import_log(other, export_log(log)).problems == ()
assert other.read_log().rows == log.rows
store.undo(step.id)
assert store.read_log().day_entry(day) == before
assert store.check() == []
"""


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of what runs, with the three edits made, and a log of the version before."""
    ignored = shutil.ignore_patterns("__pycache__")
    for folder in ("backcare", "pages", "data", ".streamlit"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=ignored)
    newest = sorted((ROOT / "tests/fixtures").glob("schema-*.db"))[-1]
    shutil.copy(newest, tmp_path / "log.db")
    note = '    note: str = field(default="", metadata={"column": NOTE})\n'
    insert(tmp_path / "backcare/domain.py", COLUMN, above=f"{note}\n    @property\n    def is_empty")
    (tmp_path / "backcare/store/migrations/versions/0006_sleep.py").write_text(MIGRATION, encoding="utf-8")
    insert(tmp_path / "pages/log.py", WIDGET, above='        day_question(form, "walk_minutes"')
    return tmp_path


def insert(path: Path, line: str, above: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count(above) == 1
    indent = re.match(" *", above)[0]
    path.write_text(text.replace(above, indent + line.strip() + "\n" + above), encoding="utf-8")


def test_the_three_edits_of_the_docs_add_a_question(copy: Path) -> None:
    environment = {
        "PYTHONPATH": f"{copy}:{ROOT / 'tests'}",
        "BACKCARE_DATABASE_URL": f"sqlite:///{copy / 'log.db'}",
        "HOME": str(copy),
        "PATH": "",
    }
    run = subprocess.run(
        [sys.executable, "-c", USE], cwd=copy, env=environment, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stdout + run.stderr
