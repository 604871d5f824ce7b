"""Several people in one log at home: each has their own, and nothing of one shows for another."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest
from support.entries import answer_signs
from support.fields import field
from support.logs import entry, on, session

import backcare
from backcare import cli
from backcare.domain import Slot
from backcare.errors import InvalidValue
from backcare.store import Logs, open_logs, people
from backcare.store.people import MOST, Person, add_person, change_person

MAIN = Path(backcare.__file__).parent / "server" / "main.py"


@pytest.fixture
def logs(tmp_path: Path) -> Iterator[Logs]:
    opened = open_logs(tmp_path / "backcare.db")
    answer_signs(opened.of("me"))
    yield opened
    opened.engine.dispose()


def names(logs: Logs) -> list[str]:
    return [person.name for person in people.people(logs.engine)]


# In the store


def test_a_new_log_is_one_persons_who_needs_no_name(logs):
    assert people.people(logs.engine) == [Person("me")]


def test_people_are_added_renamed_and_listed_by_name_the_first_one_first(logs):
    second = add_person(logs.engine, " Person B ", "blue")
    add_person(logs.engine, "Person A", "red")
    change_person(logs.engine, Person("me", "Zed", "green"))
    change_person(logs.engine, Person(second.id, "person b", "violet"))
    assert names(logs) == ["Zed", "Person A", "person b"]
    assert people.people(logs.engine)[2] == Person(second.id, "person b", "violet")


def test_an_id_tells_nothing_about_its_person_and_is_never_another_persons(logs):
    ids = {add_person(logs.engine, f"Person {n}", "red").id for n in range(MOST - 1)}
    assert len(ids) == MOST - 1
    assert all(len(one) == 16 and set(one) <= set("0123456789abcdef") for one in ids)


def test_there_are_no_more_people_than_a_page_can_show(logs):
    for n in range(MOST - 1):
        add_person(logs.engine, f"Person {n}", "red")
    with pytest.raises(InvalidValue, match="at most 12"):
        add_person(logs.engine, "One too many", "red")


@pytest.mark.parametrize(
    ("name", "colour"),
    [("", "red"), ("  ", "red"), ("x" * 101, "red"), ("a\nb", "red"), ("A", "pink"), ("A", ""), ("PERSON B", "red")],
)
def test_a_name_or_colour_that_would_not_tell_people_apart_is_refused(logs, name, colour):
    there = add_person(logs.engine, "Person B", "blue")
    with pytest.raises(InvalidValue):
        add_person(logs.engine, name, colour)
    if name != "PERSON B":
        with pytest.raises(InvalidValue):
            change_person(logs.engine, Person(there.id, name, colour))
    assert names(logs) == ["", "Person B"]


def test_a_new_name_leaves_the_time_zone_as_it_was(logs):
    logs.of("me").remember_zone("Europe/London")
    change_person(logs.engine, Person("me", "Person A", "green"))
    assert people.people(logs.engine) == [Person("me", "Person A", "green")]
    assert logs.of("me").zone() == "Europe/London"


def test_each_has_a_log_of_their_own(logs):
    other = logs.of(add_person(logs.engine, "Person B", "blue").id)
    mine = logs.of("me")
    mine.record_session(session(1))
    other.record_day(entry(2))
    assert other.read_log().sets.empty
    assert mine.read_log().days.empty
    assert (mine.version().number, other.version().number) == (2, 1)


def test_removing_one_leaves_the_others(logs):
    other = logs.of(add_person(logs.engine, "Person B", "blue").id)
    other.record_session(session(1))
    logs.of("me").record_session(session(1))
    other.erase()
    assert names(logs) == [""]
    assert len(logs.of("me").read_log().sessions) == 1


def test_the_command_line_takes_a_name_as_well_as_an_id(logs, monkeypatch, capsys):
    monkeypatch.setenv("BACKCARE_DATABASE_URL", str(logs.engine.url))
    other = add_person(logs.engine, "Person B", "blue")
    logs.of(other.id).record_session(session(1))
    for called in ("person b", other.id):
        assert cli.main(["--person", called, "history"]) == 0
        assert "Session" in capsys.readouterr().out
    assert len(people.people(logs.engine)) == 2


# On the pages


@pytest.fixture
def open_page(logs: Logs, monkeypatch: pytest.MonkeyPatch) -> Iterator[object]:
    """A browser that has chosen somebody: ``open_page("records", "the id")``."""
    monkeypatch.setenv("BACKCARE_DATABASE_URL", str(logs.engine.url))
    st.cache_resource.clear()

    def come(name: str, chosen: str | None = None) -> AppTest:
        app = AppTest.from_file(str(MAIN), default_timeout=30)
        app.context = {"timezone": "Europe/London"}
        brought = {} if chosen is None else {"backcare-person": chosen}
        monkeypatch.setattr(type(st.context), "cookies", property(lambda _: brought))
        app.run()
        if name != "today":
            app.switch_page(f"../../pages/{name}.py").run()
        assert not app.exception
        return app

    yield come
    st.cache_resource.clear()


def words(app: AppTest) -> str:
    return "\n".join(str(part.value) for kind in ("title", "header", "markdown", "text", "caption", "success", "info")
                     for part in getattr(app, kind))  # fmt: skip


def choices(app: AppTest) -> list[str]:
    return [option for group in app.get("button_group") if group.key == "people" for option in group.options]


def test_one_person_alone_is_not_asked_who_they_are(open_page):
    assert choices(open_page("today")) == []


def test_with_several_each_page_begins_with_whose_it_is(logs, open_page):
    other = add_person(logs.engine, "Person *B*", "blue")
    for page in ("today", "exercises", "log", "progress", "records", "settings", "help"):
        shown = choices(open_page(page, other.id))
        assert len(shown) == 2, page
        assert any("Person" in one and "*B*" not in one for one in shown), "a name is shown as written"


@pytest.mark.parametrize("chosen", ["nobody", "", "'; DROP TABLE person; --", "me\0", "../me"])
def test_a_cookie_that_names_nobody_opens_the_first_persons_log(logs, open_page, chosen):
    add_person(logs.engine, "Person B", "blue")
    app = open_page("today", chosen)
    assert app.session_state["person"] == "me"
    assert len(people.people(logs.engine)) == 2


def test_what_one_has_logged_is_not_on_any_page_of_the_other(logs, open_page):
    other = add_person(logs.engine, "Person B", "blue")
    logs.of("me").record_session(session(1, Slot.MORNING, "5c", note="a secret of the first"))
    logs.of("me").record_day(entry(1, 9, note="another secret"))
    answer_signs(logs.of(other.id))
    for page in ("today", "log", "progress", "records", "settings"):
        assert "secret" not in words(open_page(page, other.id)), page
    assert "Nothing is logged yet" in words(open_page("progress", other.id))
    assert "secret" in words(open_page("records"))


def test_what_was_typed_is_kept_under_keys_of_its_person(logs, open_page):
    other = add_person(logs.engine, "Person B", "blue")
    for whose in ("me", other.id):
        app = open_page("log", whose)
        drafts = list(app.session_state["drafts"])
        assert drafts
        assert all(name.startswith(f"{whose}-") for name in drafts)


def test_an_entry_is_saved_for_the_one_who_was_chosen(logs, open_page):
    other = add_person(logs.engine, "Person B", "blue")
    answer_signs(logs.of(other.id))
    app = open_page("today", other.id)
    next(button for button in app.button if "I did it" in button.label).click().run()
    assert len(logs.of(other.id).read_log().sessions) == 1
    assert logs.of("me").read_log().sessions.empty


def test_settings_add_and_rename_and_say_why_not(logs, open_page):
    app = open_page("settings")
    field(app, "Name", "person-new").answer("Person B")
    app.button(key="person-new-save").click().run()
    assert names(logs) == ["", "Person B"]
    assert "Person B now has a log" in words(app)
    field(app, "Name", "person-me").answer("person b")
    app.button(key="person-me-save").click().run()
    assert names(logs) == ["", "Person B"]
    assert any("nobody else" in warning.value for warning in app.warning)
    field(app, "Name", "person-me").answer("Person A")
    app.button(key="person-me-save").click().run()
    assert names(logs) == ["Person A", "Person B"]


def test_a_person_who_was_erased_elsewhere_is_not_called_back(logs, open_page):
    other = add_person(logs.engine, "Person B", "blue")
    app = open_page("today", other.id)
    logs.of(other.id).erase()
    app.run()
    assert app.session_state["person"] == "me"
    assert names(logs) == [""]


def test_the_two_have_no_cache_in_common(logs, open_page):
    other = add_person(logs.engine, "Person B", "blue")
    logs.of("me").record_session(session(1))
    first, second = open_page("progress"), open_page("progress", other.id)
    assert "Nothing is logged yet" not in words(first)
    assert "Nothing is logged yet" in words(second)
    logs.of(other.id).record_session(session(on(1).day, Slot.EVENING))
    assert "Nothing is logged yet" not in words(second.run())
