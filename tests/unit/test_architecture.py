"""The architecture: which layer may import which, what each may use, and a first line in every file."""

import ast
import re
import sys
from collections import defaultdict
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

import backcare

ROOT = Path(__file__).parents[2]
PACKAGE = sorted((ROOT / "backcare").rglob("*.py"))
PAGES = sorted((ROOT / "pages").glob("*.py"))
TESTS = sorted((ROOT / "tests").rglob("*.py"))
TOOLS = [*ROOT.glob("*.py"), *sorted((ROOT / "tools").rglob("*.py"))]
OURS = [path for path in (*PACKAGE, *PAGES, *TESTS, *TOOLS) if path.read_text(encoding="utf-8").strip()]
RULES = sorted((ROOT / "backcare" / "rules").glob("*.py"))
PURE = [*RULES, *(ROOT / "backcare" / f"{name}.py" for name in ("labels", "domain", "errors"))]


def named(paths):
    return pytest.mark.parametrize("path", paths, ids=[str(path.relative_to(ROOT)) for path in paths])


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def imported(path: Path) -> set[str]:
    """Every module that a file imports, wherever in it."""
    found = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add("." * node.level + (node.module or ""))
    return found


def layers() -> list[list[str]]:
    """The layers of the map in ``backcare/__init__.py``, top to bottom; the modules of one line are one layer."""
    lines = [line for line in str(backcare.__doc__).splitlines() if line.startswith("    ")]
    return [re.split(r"\s{2,}", line.strip())[0].split(" | ") for line in lines]


def contract(name: str, kind: str, **options: list[str] | str) -> str:
    lines = [f"[importlinter:contract:{name}]", f"name = {name}", f"type = {kind}"]
    for option, value in options.items():
        lines += (
            [f"{option} =", *(f"    {each}" for each in value)] if isinstance(value, list) else [f"{option} = {value}"]
        )
    return "\n".join(lines)


def below(*names: str) -> list[str]:
    """Every module but these."""
    return [f"backcare.{name}" for layer in layers() for name in layer if name not in names]


def test_each_layer_imports_only_from_those_below(capsys, monkeypatch, tmp_path):
    options = {"allow_indirect_imports": "True"}
    pure = ["backcare.rules", "backcare.labels", "backcare.domain", "backcare.errors"]
    config = tmp_path / "importlinter.ini"
    config.write_text(
        "\n\n".join(
            [
                "[importlinter]\nroot_package = backcare\ninclude_external_packages = True",
                contract("layers", "layers", containers=["backcare"], exhaustive="True",
                         layers=[" | ".join(layer) for layer in layers()]),
                contract("rules", "layers", containers=["backcare.rules"], exhaustive="True",
                         layers=["dose | review", "course", "stop | answer | adherence | referral | signs"]),
                contract("streamlit", "forbidden", source_modules=below("server", "cli", "ui", "clinic"),
                         forbidden_modules=["streamlit"]),
                contract("sql", "forbidden", source_modules=below("store", "files", "clinic"),
                         forbidden_modules=["sqlalchemy", "alembic", "psycopg", "sqlite3"], **options),
                contract("pandas", "forbidden", source_modules=pure, forbidden_modules=["pandas", "numpy"]),
            ]
        ),
        encoding="utf-8",
    )  # fmt: skip
    monkeypatch.chdir(ROOT)
    monkeypatch.syspath_prepend(str(ROOT))
    failed = lint_imports(config_filename=str(config), no_cache=True)
    assert not failed, capsys.readouterr().out


@named(PURE)
def test_the_rules_import_the_standard_library_and_each_other_alone(path):
    allowed = sys.stdlib_module_names | {"backcare"}
    assert {name.split(".")[0] for name in imported(path)} <= allowed


@named([*PURE, ROOT / "backcare" / "plan.py", ROOT / "backcare" / "log" / "frames.py"])
def test_the_rules_never_look_at_the_clock_or_the_disk(path):
    clock = {"today", "now", "utcnow", "fromtimestamp", "time", "localtime"}
    used = {node.attr for node in ast.walk(tree(path)) if isinstance(node, ast.Attribute)}
    names = {node.id for node in ast.walk(tree(path)) if isinstance(node, ast.Name)}
    own = {"today"} if path.stem == "plan" else set()  # A plan and its facts have a field of this name.
    assert not used & (clock - own)
    assert not names & {"open", "print", "input"}
    assert not {name.split(".")[0] for name in imported(path)} & {"time", "os", "io", "pathlib", "random", "socket"}


@named(PAGES)
def test_a_page_holds_no_sql_and_no_chart(path):
    assert not {name.split(".")[0] for name in imported(path)} & {"sqlalchemy", "sqlite3", "alembic", "altair"}


def test_no_two_functions_or_classes_share_a_name():
    # A migration is called by Alembic, and its helpers stay as they were when it was released.
    modules = [path for path in (*PACKAGE, *PAGES, *TOOLS) if "migrations" not in path.parts]
    defined = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    places = defaultdict(list)
    for path in modules:
        for node in tree(path).body:
            if isinstance(node, defined):
                places[node.name].append(str(path.relative_to(ROOT)))
    assert {name: paths for name, paths in places.items() if len(paths) > 1} == {}


@named(TESTS)
def test_the_name_of_a_test_has_at_most_a_dozen_words(path):
    names = [node.name for node in ast.walk(tree(path)) if isinstance(node, ast.FunctionDef)]
    assert [name for name in names if name.startswith("test_") and name.count("_") > 12] == []


@named(OURS)
def test_every_file_opens_with_one_line_that_says_what_it_is(path):
    said = ast.get_docstring(tree(path))
    assert said
    first = said.split("\n")[0]
    assert first[-1] in ".:…?", first
    assert len(first) > 10


@named([path for path in OURS if path not in TESTS])
def test_no_fault_is_swallowed_unnamed(path):
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.ExceptHandler):
            kinds = node.type.elts if isinstance(node.type, ast.Tuple) else [node.type]
            caught = {kind.id for kind in kinds if isinstance(kind, ast.Name)}
            passed_on = isinstance(node.body[-1], ast.Raise) and node.body[-1].exc is None
            assert node.type is not None, f"line {node.lineno}"
            assert passed_on or not caught & {"Exception", "BaseException"}, f"line {node.lineno}"
