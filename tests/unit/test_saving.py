"""The one way to save: whatever changes a log is called by ``save`` or ``act``, which compare first."""

import ast
from pathlib import Path

import pytest

from backcare.store import log_store as store_log
from backcare.store.maintenance import Maintenance

ROOT = Path(__file__).parents[2]
SAVING = ROOT / "backcare" / "ui" / "saving.py"
MAY = {SAVING, ROOT / "backcare" / "cli.py", ROOT / "backcare" / "exchange" / "importing.py"}
"""The one way, the command line, and the import that both of them call."""
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


METHODS = changing_methods() | OF_THE_WHOLE_LOG


def test_the_changing_methods_are_those_that_write():
    assert changing_methods() == {
        "record_session", "delete_session", "move_session", "record_day", "delete_day", "record_resumption",
        "delete_resumption", "record_settings", "record_rows", "import_rows", "undo", "remember_zone",
    }  # fmt: skip
    assert all(hasattr(Maintenance, name) for name in OF_THE_WHOLE_LOG)


WAYS = {"save", "act"}


def changes_outside_the_one_way(tree: ast.AST) -> set[str]:
    """What changes a log, or imports into it, and is not within the arguments of a call of ``save`` or ``act``."""
    if isinstance(tree, ast.Call) and WAYS & {getattr(tree.func, "id", ""), getattr(tree.func, "attr", "")}:
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
        ("saving.save(page, lambda log: log.undo(step), done)", set()),
        ("act(page, lambda log: log.erase(), done)", set()),
        ("store.undo(step)", {"undo"}),
        ("save(page, change, done)\nlog.record_day(entry)", {"record_day"}),
        ("saving.button('x', store.erase, page)", {"erase"}),
    ],
)
def test_a_change_outside_the_one_way_is_noticed(source, changes):
    assert changes_outside_the_one_way(ast.parse(source)) == changes


def test_each_change_in_the_one_way_goes_through_the_comparison():
    tree = ast.parse(SAVING.read_text(encoding="utf-8"))
    functions = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}
    for name, function in functions.items():
        used = {node.attr for node in ast.walk(function) if isinstance(node, ast.Attribute)}
        calls = [node.func for node in ast.walk(function) if isinstance(node, ast.Call)]
        called = {call.id for call in calls if isinstance(call, ast.Name)}
        helper = name.startswith("_")
        assert helper or not used & METHODS or called & (WAYS | {"check_page"}), name
    for way in WAYS:
        assert "check_page(page)" in ast.unparse(functions[way])
