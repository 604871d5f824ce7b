"""Any text inside Markdown, shown as it was written."""

import re

_ANYWHERE = re.compile(r"([\\`*_{}\[\]<>~$:!#|&@])")
"""What means something to Markdown, or to Streamlit's emoji, colours and formulas, wherever it stands."""
_AT_THE_START = re.compile(r"^([ \t]*\d*)([-+=.)])", re.MULTILINE)
"""What begins a list or a heading."""
_LATER = re.compile(r"(?<=:)(?=[a-z/])|(?<=[-<>=~])(?=[-<>=])|(?<=www)(?=\.)|(?=@)", re.IGNORECASE)
"""Where Streamlit looks once more after the Markdown is read, backslash or not: for icons, arrows and addresses."""
_JOINER = "\u2060"
"""Without width or meaning; between two characters it keeps them from being taken for one of those."""


def md(template: str, **values: object) -> str:
    """A literal Markdown template with values filled in so that they are shown as written, whatever they hold.

    >>> md("**{name}**: {n}", name="a*b $x$", n=3)
    '**a\\\\*b \\\\$x\\\\$**: 3'
    """
    return template.format(**{name: _as_written(str(value)) for name, value in values.items()})


def _as_written(text: str) -> str:
    # An indented line would be shown as code, and the end of a line as a space.
    apart = "  \n".join(_LATER.sub(_JOINER, line.strip()) for line in text.splitlines())
    return _AT_THE_START.sub(r"\1\\\2", _ANYWHERE.sub(r"\\\1", apart))
