"""The server's log tells where a fault happened, and never what was in it: a message may quote what a person wrote."""

import logging
import threading
import traceback
from typing import Any

from backcare.errors import BackcareError
from backcare.server.developer_mode import HOW

FAULT = "fault"
"""Where a record keeps its fault, for the filter; and the mark of a factory that redacts already."""
REPORTER = "streamlit.error_util"
"""The logger by which Streamlit reports what a page or a callback raised, whatever is done about it."""


def install() -> None:
    """From now on, whoever logs a fault in this process logs its kind and its place alone."""
    factory = logging.getLogRecordFactory()
    if getattr(factory, FAULT, False):
        return

    def redacting_factory(*args: Any, **kwargs: Any) -> logging.LogRecord:
        return without_values(factory(*args, **kwargs))

    setattr(redacting_factory, FAULT, True)
    logging.setLogRecordFactory(redacting_factory)
    logging.getLogger(REPORTER).addFilter(is_worth_telling)
    threading.excepthook = _thread_ended


def without_values(record: logging.LogRecord) -> logging.LogRecord:
    """The record with each fault in it replaced by what is safe to tell."""
    error = record.exc_info[1] if record.exc_info else None
    if isinstance(record.args, tuple):
        record.args = tuple(type(arg).__name__ if isinstance(arg, BaseException) else arg for arg in record.args)
    if error is not None:
        record.msg, record.args = f"{record.getMessage()}: {place_of(error)}\n{HOW}", None
        setattr(record, FAULT, error)
    record.exc_info = record.exc_text = None
    return record


def place_of(error: BaseException) -> str:
    """A fault's kind and the lines of code that it came through, its causes' too."""
    frames = traceback.extract_tb(error.__traceback__)
    lines = [f"{type(error).__name__} at", *(f"  {frame.filename}:{frame.lineno} in {frame.name}" for frame in frames)]
    cause = error.__cause__ or error.__context__
    return "\n".join(lines) + (f"\nafter {place_of(cause)}" if cause is not None else "")


def is_worth_telling(record: logging.LogRecord) -> bool:
    """Whether it is a fault of the program: what the person was told in words is none."""
    return not isinstance(getattr(record, FAULT, None), BackcareError)


def _thread_ended(args: threading.ExceptHookArgs) -> None:
    if args.exc_value is not None:
        logging.getLogger("backcare").error("A thread ended: %s", place_of(args.exc_value))
