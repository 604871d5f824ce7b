"""No value reaches Markdown unless it is a literal or went through ``md``: an image in a note would make a call.

Streamlit reads Markdown in labels, titles, options, help and messages alike. What is allowed there: a literal; ``md``
with a literal template, which shows its values as written; a name, a dict or a list that is only ever made of those;
and a parameter of one of our own functions that pass a label on (``PASS_ON``), whose callers are then looked at.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LOOKED_AT = sorted(
    path
    for folder in ("pages", "backcare/ui", "backcare/clinic", "backcare/server")
    for path in (ROOT / folder).rglob("*.py")
)
FIRST = {
    "markdown", "caption", "title", "header", "subheader", "error", "info", "warning", "success", "toast", "badge",
    "button", "download_button", "link_button", "form_submit_button", "expander", "popover", "dialog", "status",
    "spinner", "checkbox", "toggle", "radio", "selectbox", "multiselect", "pills", "segmented_control", "slider",
    "select_slider", "number_input", "text_input", "text_area", "date_input", "time_input", "datetime_input",
    "file_uploader", "camera_input", "audio_input", "color_picker", "feedback", "chat_message", "latex", "tabs",
    "menu_button",
}  # fmt: skip
"""Streamlit's functions whose first argument is Markdown."""
ALSO_SECOND = {"metric": (0, 1, 2), "progress": (1,), "image": (1,), "tabs": (0,), "Page": ()}
NAMED = {"label", "body", "help", "title", "text", "caption", "captions", "delta", "delta_description", "tabs"}
"""Arguments that are Markdown by name, in whichever function."""
OPTIONS = {"pills", "segmented_control", "radio"}
"""Functions that read Markdown in each option as well."""
PASS_ON = {
    "button": ("label",), "download": ("label",), "page_header": ("title",),
    "rescue_button": ("label",), "saving_button": ("label",), "dial": ("label",),
}  # fmt: skip
"""Our own functions that put a parameter into Markdown as it is."""
BANNED = {
    "write": "decides by itself what is Markdown", "exception": "prints the text of a fault", "table": "reads Markdown",
    "map": "asks others for its tiles", "html": "shows HTML", "echo": "shows code", "LinkColumn": "makes links",
    "ImageColumn": "loads pictures", "iframe": "loads pages", "pydeck_chart": "asks others for its tiles",
}  # fmt: skip
HTML = {
    ("backcare/ui/layout.py", "apply_style"),  # a file of styles
    ("backcare/ui/several_people.py", "_load_anew"),  # sets the cookie of the chosen person, whose id is quoted
}
"""Where HTML is written after all."""
NUMBERS = {"PAIN", "FEW_DAYS", "REPS", "CHANGE"}
"""Ranges of the model, shown as they are."""


def tree(path: Path) -> ast.Module:
    found = ast.parse(path.read_text(encoding="utf-8"), str(path))
    for parent in ast.walk(found):
        for child in ast.iter_child_nodes(parent):
            child.parent = parent
    return found


def name_of(node: ast.AST) -> str:
    """The last part of a dotted name."""
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def called_on_streamlit(call: ast.Call) -> bool:
    base = call.func
    while isinstance(base, ast.Attribute):
        base = base.value
    return isinstance(base, ast.Name) and base.id == "st"


def scopes(node: ast.AST) -> Iterator[ast.AST]:
    """The functions around a node, innermost first, and the module."""
    while (node := getattr(node, "parent", None)) is not None:
        if isinstance(node, ast.FunctionDef | ast.Lambda | ast.Module):
            yield node


def assigned(scope: ast.AST, name: str) -> Iterator[ast.AST | None]:
    """Whatever the name is made to stand for in a scope; ``None`` for what cannot be followed."""
    for node in ast.walk(scope):
        if isinstance(node, ast.Assign | ast.AnnAssign | ast.AugAssign | ast.NamedExpr):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            for target in targets:
                if isinstance(target, ast.Name) and target.id == name:
                    yield node.value
                elif isinstance(target, ast.Tuple) and name in map(name_of, target.elts):
                    at = [name_of(each) for each in target.elts].index(name)
                    yield from parts(node.value, at)
        elif isinstance(node, ast.For | ast.comprehension) and name in {name_of(n) for n in ast.walk(node.target)}:
            looped = node.iter
            items = isinstance(looped, ast.Call) and name_of(looped.func) in ("items", "values")
            yield looped.func.value if items else looped


def parts(value: ast.AST, at: int) -> Iterator[ast.AST | None]:
    if isinstance(value, ast.IfExp):
        yield from parts(value.body, at)
        yield from parts(value.orelse, at)
    else:
        yield value.elts[at] if isinstance(value, ast.Tuple) else None


CONSTANTS: dict[str, list[ast.AST]] = {}
FUNCTIONS: dict[str, list[ast.AST]] = {}
"""What each of our constants stands for, and what each of our functions returns, whichever file it is in."""
for _path in (*LOOKED_AT, ROOT / "backcare" / "labels.py"):
    for _node in tree(_path).body:
        if isinstance(_node, ast.FunctionDef):
            returned = [each.value for each in ast.walk(_node) if isinstance(each, ast.Return)]
            FUNCTIONS.setdefault(_node.name, []).extend(returned)
        elif isinstance(_node, ast.Assign) and isinstance(_node.targets[0], ast.Name) and _node.targets[0].id.isupper():
            CONSTANTS.setdefault(_node.targets[0].id, []).append(_node.value)


def is_safe(node: ast.AST | None, depth: int = 0) -> bool:
    """Whether nothing but literals and what ``md`` made can come out of an expression."""
    if node is None or depth > 8:
        return False
    deeper = depth + 1
    match node:
        case ast.Constant():
            return True
        case ast.Call(func=func, args=[first, *_]) if name_of(func) == "md":
            return is_literal(first)
        case ast.Call(func=ast.Attribute(value=ast.Constant(), attr="join"), args=[each]):
            return is_safe(each, deeper)
        case ast.Call(func=func) if FUNCTIONS.get(name_of(func)):
            return all(is_safe(value, deeper) for value in FUNCTIONS[name_of(func)])
        case ast.Call(func=ast.Name(id="list" | "tuple" | "dict"), args=[each]):
            return is_safe(each, deeper)
        case ast.JoinedStr(values=values):
            return all(isinstance(v, ast.Constant) or is_safe(v.value, deeper) for v in values)
        case ast.IfExp(body=body, orelse=other):
            return is_safe(body, deeper) and is_safe(other, deeper)
        case ast.BoolOp(values=values) | ast.List(elts=values) | ast.Tuple(elts=values) | ast.Dict(values=values):
            return all(is_safe(value, deeper) for value in values)
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            return is_safe(left, deeper) and is_safe(right, deeper)
        case (
            ast.GeneratorExp(elt=value) | ast.ListComp(elt=value) | ast.DictComp(value=value) | ast.Starred(value=value)
        ):
            return is_safe(value, deeper)
        case ast.Subscript(value=value):
            return is_safe(value, deeper)
        case ast.Lambda(body=body):
            return is_safe(body, deeper)
        case ast.Attribute(value=value, attr="__getitem__" | "get"):
            return is_safe(value, deeper)
        case ast.Call(func=ast.Attribute(value=value, attr="get"), args=[_, *other]):
            return is_safe(value, deeper) and all(is_safe(each, deeper) for each in other)
        case ast.Name() | ast.Attribute():
            return is_safe_name(node, deeper)
    return False


def is_literal(node: ast.AST | None) -> bool:
    """Whether it is written out in the code, here or where its name is given its meaning."""
    match node:
        case ast.Constant():
            return True
        case ast.IfExp(body=body, orelse=other):
            return is_literal(body) and is_literal(other)
        case ast.Name(id=name):
            found = [value for scope in scopes(node) for value in assigned(scope, name)]
            return bool(found) and all(is_literal(value) for value in found)
    return False


def is_safe_name(node: ast.Name | ast.Attribute, depth: int) -> bool:
    name = name_of(node)
    if name in NUMBERS:
        return True
    if isinstance(node, ast.Name):
        for scope in scopes(node):
            if isinstance(scope, ast.FunctionDef | ast.Lambda):
                arguments = [each.arg for each in (*scope.args.args, *scope.args.kwonlyargs)]
                if name in arguments:
                    return isinstance(scope, ast.FunctionDef) and name in PASS_ON.get(scope.name, ())
            found = list(assigned(scope, name))
            if found:
                return all(is_safe(value, depth) for value in found)
    return name in CONSTANTS and all(is_safe(value, depth) for value in CONSTANTS[name])


def is_number(node: ast.AST) -> bool:
    """Options without words of their own: numbers that are shown as they are."""
    return is_safe(node) or all(name_of(n) in ("target", "offers", "dose", "") for n in ast.walk(node))


def markdown_in(call: ast.Call) -> Iterator[ast.AST]:
    """The arguments of a call that Streamlit, or one of our functions for it, reads as Markdown."""
    name = name_of(call.func)
    if name in PASS_ON and not called_on_streamlit(call):
        positions: tuple[int, ...] = tuple(range(len(PASS_ON[name])))
        named = set(PASS_ON[name]) | NAMED
    elif called_on_streamlit(call):
        positions = ALSO_SECOND.get(name, (0,) if name in FIRST else ())
        named = NAMED if name in FIRST or name in ALSO_SECOND or name == "page_link" else {"help"}
    else:
        return
    yield from (call.args[at] for at in positions if at < len(call.args))
    yield from (keyword.value for keyword in call.keywords if keyword.arg in named)
    if called_on_streamlit(call) and name in OPTIONS:
        given = {keyword.arg: keyword.value for keyword in call.keywords}
        options = given.get("options", call.args[1] if len(call.args) > 1 else None)
        if "format_func" in given:
            yield given["format_func"]
        elif options is not None and not is_number(options):
            yield options


def is_excepted(where: str, name: str, around: str, call: ast.Call) -> bool:
    return (where, around) in HTML and (around != name or is_literal(call.args[0]))


def wrong_in(path: Path, module: ast.Module | None = None) -> list[str]:
    """Each call that puts something else into Markdown, or uses what is banned, as ``line: what``."""
    where = str(path.relative_to(ROOT)) if path.is_absolute() else str(path)
    found = []
    for call in (node for node in ast.walk(module or tree(path)) if isinstance(node, ast.Call)):
        name = name_of(call.func)
        around = next((scope.name for scope in scopes(call) if isinstance(scope, ast.FunctionDef)), name)
        if called_on_streamlit(call) and name in BANNED and not is_excepted(where, name, around, call):
            found.append(f"{call.lineno}: st.{name} {BANNED[name]}")
        if any(keyword.arg == "unsafe_allow_html" for keyword in call.keywords):
            if (where, around) not in HTML:
                found.append(f"{call.lineno}: HTML in {around}")
            continue
        found += [f"{call.lineno}: {ast.unparse(value)[:80]}" for value in markdown_in(call) if not is_safe(value)]
    return found


@pytest.mark.parametrize("path", LOOKED_AT, ids=[str(path.relative_to(ROOT)) for path in LOOKED_AT])
def test_only_literals_and_md_reach_markdown(path):
    assert wrong_in(path) == []


def linted(source: str) -> list[str]:
    module = ast.parse(source)
    for parent in ast.walk(module):
        for child in ast.iter_child_nodes(parent):
            child.parent = parent
    return wrong_in(Path("made-up.py"), module)


@pytest.mark.parametrize(
    "source",
    [
        "st.markdown(note)", "st.button(note)", 'st.markdown(f"{note}")', 'st.info("a" + note)', "st.tabs([note])",
        'st.button("x", help=note)', 'st.error(str(error))', "st.pills('x', notes)", "st.metric('x', note)",
        "st.segmented_control('x', list(d), format_func=lambda k: d[k].title)",
        "md_text = md(note)\nst.markdown(md_text)", "st.markdown(md(note))",
        "t = note\nst.markdown(md(t))",
        "st.write('x')", "st.exception(error)", "st.html(note)", "st.table(rows)", "st.page_link('x', label=note)",
        "st.markdown('<b>', unsafe_allow_html=True)", "a = 'x'\na = note\nst.markdown(a)", "st.sidebar.caption(note)",
        "for note in notes:\n    st.caption(note)",
        "def f(label):\n    st.button(label)",
        "label, after = (note, 'x') if a else ('y', 'z')\nst.button(label)", "st.toast(note)", "st.expander(note)",
    ],
)  # fmt: skip
def test_the_lint_finds_a_value(source):
    assert linted(source)


@pytest.mark.parametrize(
    "source",
    [
        "st.markdown('x')", "st.text(note)", "t = '{n}'\nst.markdown(md(t, n=note))",
        "st.markdown(md('{n}', n=note))", "st.button('a' if b else 'c')",
        "st.dataframe(rows)", "st.markdown('\\n'.join(md('- {n}', n=n) for n in notes))", 
        "label, after = ('a', 'x') if a else ('y', 'z')\nst.button(label)", "WORDS = {1: 'a'}\nst.button(WORDS[n])",
        "st.pills('x', list(d), format_func=lambda k: md('{k}', k=d[k]))", "st.selectbox('x', notes)",
        "st.segmented_control('x', (dose.target, *dose.offers))", "st.text_area('x', value=note)",
        "ui.choice(note, {1: note}, key='k')", "ui.ask(ui.Number('k', note, REPS))",
    ],
)  # fmt: skip
def test_the_lint_lets_literals_and_md_pass(source):
    assert linted(source) == []


def test_no_chart_field_is_one_that_a_tooltip_loads_as_picture():
    for node in ast.walk(tree(ROOT / "backcare" / "charts.py")):
        assert not (isinstance(node, ast.Constant) and node.value in ("image", "url", "href"))


DRAWN = {"figure.js": {"motion", "picture"}, "exercise_card.js": {"data"}, "exercise_list.js": {"exercise"}}
"""What puts in the figures that the server drew, and from where it takes them."""


@pytest.mark.parametrize("path", sorted((ROOT / "backcare").rglob("*.js")), ids=lambda path: path.name)
def test_what_runs_in_the_browser_writes_text_and_asks_nobody(path):
    text = path.read_text(encoding="utf-8")
    put_in = [line.split("=")[-1].strip() for line in text.splitlines() if "innerHTML" in line]
    assert {source.split(".")[0] for source in put_in} == DRAWN.get(path.name, set())
    for word in ("outerHTML", "insertAdjacentHTML", "document.write", "eval(", "fetch(", "sendBeacon"):
        assert word not in text


@pytest.mark.parametrize(
    ("component", "key", "sent", "drawn"),
    [
        ("exercise_card", "drawings", "' '.join(svgs)", {"svgs": "exercise_drawings(exercise)"}),
        ("exercise_list", "picture", "drawing.sized", {"drawing": "list_drawing(exercise)"}),
    ],
)
def test_the_pictures_that_are_put_in_are_our_own_drawings(component, key, sent, drawn):
    module = tree(ROOT / "backcare" / "ui" / "components" / component / "__init__.py")
    assigned_by_name = {
        ast.unparse(one.targets[0]): ast.unparse(one.value) for one in ast.walk(module) if isinstance(one, ast.Assign)
    }
    assert all(source in assigned_by_name[name] for name, source in drawn.items())
    dicts = [one for one in ast.walk(module) if isinstance(one, ast.Dict)]
    put_in = [ast.unparse(value) for one in dicts for each, value in zip(one.keys, one.values, strict=True)
              if isinstance(each, ast.Constant) and each.value == key]  # fmt: skip
    assert len(put_in) == 1
    assert put_in[0].startswith(sent)
