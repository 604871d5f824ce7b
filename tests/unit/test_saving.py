"""The one way to save: whatever changes a log is called by ``Page.save``, which compares first."""

import ast
from pathlib import Path

import pytest

from backcare import actions
from backcare.store import log_store as store_log
from backcare.store.maintenance import Maintenance

ROOT = Path(__file__).parents[2]
SAVING = ROOT / "backcare" / "ui" / "saving.py"
ACTIONS = ROOT / "backcare" / "actions.py"
MAY = {SAVING, ACTIONS, ROOT / "backcare" / "cli.py", ROOT / "backcare" / "exchange" / "importing.py"}
"""The one way, what the pages do to a log, the command line, and the import that both of them call."""
LOOKED_AT = sorted(
    path
    for path in (*(ROOT / "backcare").rglob("*.py"), *(ROOT / "pages").glob("*.py"), ROOT / "app.py")
    if path not in MAY and path.parent != ROOT / "backcare" / "store"
)
OF_THE_WHOLE_LOG = {"restore", "erase", "backup_now", "backup_if_due", "choose_backup_folder"}


def changing_methods() -> set[str]:
    """The public methods of LogStore that write, by what they call: they, or what they call, open a transaction."""
    tree = ast.parse(Path(str(store_log.__file__)).read_text(encoding="utf-8"))
    methods = {
        function.name: {node.attr for node in ast.walk(function) if isinstance(node, ast.Attribute)}
        for cls in tree.body
        if isinstance(cls, ast.ClassDef) and cls.name == "LogStore"
        for function in cls.body
        if isinstance(function, ast.FunctionDef)
    }
    writing = {"_changing", "writing"}
    while more := {name for name, used in methods.items() if used & writing} - writing:
        writing |= more
    return {name for name in writing if not name.startswith("_")} - {"writing"}


DONE_BY_PAGES = {name for name, value in vars(actions).items() if getattr(value, "__module__", "") == actions.__name__}
METHODS = changing_methods() | OF_THE_WHOLE_LOG | DONE_BY_PAGES


def test_the_changing_methods_are_those_that_write():
    assert changing_methods() == {
        "record_session", "delete_session", "move_session", "record_day", "delete_day", "record_resumption",
        "delete_resumption", "record_contact", "delete_contact", "record_signs", "delete_signs", "record_settings",
        "record_rows", "import_rows", "undo", "remember_zone",
    }  # fmt: skip
    assert all(hasattr(Maintenance, name) for name in OF_THE_WHOLE_LOG)


def changes_outside_the_one_way(tree: ast.AST) -> set[str]:
    """What changes a log, or imports into it, and is not within the arguments of a call of ``save``."""
    if isinstance(tree, ast.Call) and getattr(tree.func, "attr", "") == "save":
        return set()
    own = {tree.attr} & METHODS if isinstance(tree, ast.Attribute) else set()
    return own.union(*map(changes_outside_the_one_way, ast.iter_child_nodes(tree)))


@pytest.mark.parametrize("path", LOOKED_AT, ids=[str(path.relative_to(ROOT)) for path in LOOKED_AT])
def test_only_the_one_way_and_the_commands_change_a_log(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert not changes_outside_the_one_way(tree)
    named = {alias.name for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for alias in node.names}
    # Developer mode fills its sample log before anybody sees it.
    imports = path.parent.name == "exchange" or path.name in ("records.py", "developer_mode.py")
    assert "import_log" not in named or imports


@pytest.mark.parametrize(
    ("source", "changes"),
    [
        ("page.save(lambda log: log.store.undo(step), done)", set()),
        ("page.save(lambda log: actions.stop_all(log, day, slot), done)", set()),
        ("store.undo(step)", {"undo"}),
        ("page.save(change, done)\nlog.record_day(entry)", {"record_day"}),
        ("page.button('x', store.erase)", {"erase"}),
        ("actions.stop_all(log, day, slot)", {"stop_all"}),
    ],
)
def test_a_change_outside_the_one_way_is_noticed(source, changes):
    assert changes_outside_the_one_way(ast.parse(source)) == changes


def test_the_one_way_compares_before_it_changes_anything():
    page = next(node for node in ast.parse(SAVING.read_text(encoding="utf-8")).body if isinstance(node, ast.ClassDef))
    save = next(node for node in page.body if isinstance(node, ast.FunctionDef) and node.name == "save")
    lines = [ast.unparse(node) for node in save.body]
    assert lines.index("self._check()") < lines.index("result = change(log)")
