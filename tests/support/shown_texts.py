"""The texts that a person can see, collected from the sources: Python, HTML, JavaScript, TOML and Typst.

A value that is filled in later stands in a text as ``{}``.
"""

import ast
import re
import tomllib
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

FILLED_IN = "{}"
ICON = re.compile(r":material/\w+:")
NOT_SHOWN = {"ConfigurationError", "ProgrammeError"}
"""What is raised for whoever installs backcare or edits the programme."""
CODE = re.compile(r"=>|</?\w+[ >]|\b\w+\(|=\(|'self'|\[data-|^\s*(?:[A-Z]{4,} )+|\w_\w")
"""What no text for a person holds: a piece of a script, of HTML, of SQL or of a regular expression."""
INLINE = {"b", "strong", "em", "span"}
"""Elements of HTML that do not end a sentence."""
UNSEEN = {"style", "script"}
"""Elements of HTML whose content is not read."""
SAID = {"aria-label", "alt", "placeholder", "title"}
"""Attributes of HTML that are read."""


def texts_of(path: Path) -> list[str]:
    """The texts of one file, by the ending of its name."""
    source = path.read_text(encoding="utf-8")
    texts = [html for text in COLLECT[path.suffix](source) for html in _without_html(text)]
    return [" ".join(text.split()) for text in texts if not CODE.search(ICON.sub("", text))]


def _without_html(text: str) -> list[str]:
    return list(html_texts(text)) if text.lstrip().startswith("<") else [text]


def python_texts(source: str) -> Iterator[str]:
    """Every string that an expression builds, without docstrings; what is joined by ``+`` is one text."""
    waiting: list[ast.AST] = [ast.parse(source)]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            continue
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in NOT_SHOWN:
            continue
        text = _text(node)
        if text is not None:
            yield text
        parts = _parts_inside(node) if text is not None else ast.iter_child_nodes(node)
        waiting += reversed(list(parts))


def _text(node: ast.AST) -> str | None:
    """What a string in the source says; ``None`` for anything else."""
    match node:
        case ast.Constant(value=str(text)):
            return re.sub(r"\{\w*\}", FILLED_IN, text)
        case ast.JoinedStr(values=values):
            return "".join(_text(value) or FILLED_IN for value in values)
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            texts = [_text(left), _text(right)]
            return None if texts == [None, None] else "".join(FILLED_IN if text is None else text for text in texts)
    return None


def _parts_inside(node: ast.AST) -> Iterator[ast.AST]:
    """The expressions that are filled into a text, which may build texts of their own."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FormattedValue):
            yield child.value
        elif _text(child) is None:
            yield child
        else:
            yield from _parts_inside(child)


class _Page(HTMLParser):
    """Collects what a piece of HTML says."""

    def __init__(self) -> None:
        super().__init__()
        self.texts = [""]
        self.is_seen = True

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element begins: a new text, unless it stands within a line."""
        said = [value for name, value in attrs if name in SAID and value]
        self.texts[-1:-1] = said
        self.handle_endtag(tag)
        self.is_seen = tag not in UNSEEN

    def handle_endtag(self, tag: str) -> None:
        """It ends."""
        if tag not in INLINE:
            self.texts.append("")

    def handle_data(self, data: str) -> None:
        """Words."""
        if self.is_seen:
            self.texts[-1] += data


def html_texts(source: str) -> Iterator[str]:
    """What stands between the tags, and the attributes that are read."""
    page = _Page()
    page.feed(source)
    page.close()
    yield from (text.strip() for text in page.texts if text.strip())


def script_texts(source: str) -> Iterator[str]:
    """Every string of a script, without its comments."""
    yield from _Script(source).texts()


class _Script:
    """Reads JavaScript from string to string: a template holds code, which holds strings."""

    TOKEN = re.compile(r"//[^\n]*|/\*.*?\*/|\"((?:\\.|[^\"\\\n])*)\"|'((?:\\.|[^'\\\n])*)'|(`)|([{}])|\\.|.", re.DOTALL)

    def __init__(self, source: str) -> None:
        self.source = source
        self.at = 0

    def texts(self, depth: int = 0) -> Iterator[str]:
        """The strings of the code that begins here, to the brace that closes it."""
        while self.at < len(self.source):
            token = self.TOKEN.match(self.source, self.at)
            assert token
            self.at = token.end()
            if token[3]:
                yield from self._template()
            elif token[4]:
                depth += 1 if token[4] == "{" else -1
                if depth < 0:
                    return
            elif (text := token[1] or token[2]) is not None:
                yield text

    def _template(self) -> Iterator[str]:
        whole = ""
        while (char := self.source[self.at]) != "`":
            if self.source.startswith("${", self.at):
                self.at += 2
                yield from self.texts()
                whole += FILLED_IN
            else:
                whole += char
                self.at += 1
        self.at += 1
        yield whole


def toml_texts(source: str) -> Iterator[str]:
    """Every value that is a string."""

    def walk(value: Any) -> Iterator[str]:
        if isinstance(value, str):
            yield value
        elif isinstance(value, dict | list):
            for each in value.values() if isinstance(value, dict) else value:
                yield from walk(each)

    yield from walk(tomllib.loads(source))


def typst_texts(source: str) -> Iterator[str]:
    """Strings, and the contents in brackets from the innermost outwards; ``#name`` is a value."""
    source = re.sub(r"(?m)//.*$", "", source)
    yield from re.findall(r'"((?:\\.|[^"\\])*)"', source)
    while contents := re.findall(r"\[([^\[\]]*)\]", source):
        for text in contents:
            said = re.sub(r"#(?:[\w.]|-(?=\w))+(\((?:[^()]|\([^()]*\))*\))*", FILLED_IN, text).replace("*", "")
            yield from re.split(r"\n(?=\s*(?:==|-|\\|#|\{\}))", said)
        source = re.sub(r"\[[^\[\]]*\]", "", source)


COLLECT = {".py": python_texts, ".html": html_texts, ".js": script_texts, ".toml": toml_texts, ".typ": typst_texts}
"""By the ending of a file's name: what takes the texts from its source."""
