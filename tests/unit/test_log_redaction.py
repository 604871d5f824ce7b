"""The server's log tells a fault's kind and place, and no value, whoever writes it there."""

import io
import logging
import threading

import pytest

from backcare.errors import InvalidValue
from backcare.server import log_redaction

CANARY = "kanarienvogel"


@pytest.fixture
def told(monkeypatch):
    """What is logged, with the server's own way of doing so put in place for the test."""
    made, hook = logging.getLogRecordFactory(), threading.excepthook
    reporter, written = logging.getLogger(log_redaction.REPORTER), io.StringIO()
    handler = logging.StreamHandler(written)
    log_redaction.install()
    loggers = (logging.getLogger("backcare"), logging.getLogger("somebody.else"), reporter)
    for logger in loggers:
        logger.addHandler(handler)
        # Others in this process may have quietened them.
        monkeypatch.setattr(logger, "disabled", False)
        monkeypatch.setattr(logger, "level", logging.WARNING)
        logger.manager._clear_cache()
    yield written.getvalue
    for logger in loggers:
        logger.removeHandler(handler)
    reporter.removeFilter(log_redaction.is_worth_telling)
    logging.setLogRecordFactory(made)
    threading.excepthook = hook


def fall(kind: type[Exception] = ValueError) -> None:
    try:
        int(CANARY)
    except ValueError as error:
        raise (kind(CANARY) if kind is not InvalidValue else InvalidValue("note", CANARY, "words")) from error


@pytest.mark.parametrize("name", ["somebody.else", log_redaction.REPORTER])
def test_a_fault_is_told_by_its_place_and_its_causes_too(told, name):
    try:
        fall()
    except ValueError as error:
        logging.getLogger(name).exception("It fell")
        logging.getLogger(name).error("It fell: %s", error)
        logging.getLogger(name).error("It fell", exc_info=error)
    assert told().count("ValueError at") == 4
    assert "test_log_redaction.py" in told()
    assert told().count("make dev") == 2
    assert "in fall" in told()
    assert CANARY not in told()


def test_what_the_person_was_told_in_words_is_no_fault(told):
    try:
        fall(InvalidValue)
    except InvalidValue:
        logging.getLogger(log_redaction.REPORTER).exception("Uncaught app execution")
    assert told() == ""


def test_a_thread_that_ends_by_a_fault_is_told_alike(told):
    thread = threading.Thread(target=fall)
    thread.start()
    thread.join()
    assert "A thread ended: ValueError at" in told()
    assert CANARY not in told()


def test_other_lines_are_left_as_they_are(told):
    logging.getLogger("somebody.else").warning("%s of %d", "one", 2)
    logging.getLogger("somebody.else").warning("%(a)s", {"a": 1})
    assert told() == "one of 2\n1\n"


def test_it_is_put_in_place_once(told):
    made = logging.getLogRecordFactory()
    log_redaction.install()
    assert logging.getLogRecordFactory() is made
