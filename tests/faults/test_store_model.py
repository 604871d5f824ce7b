"""The store against a plain dictionary: whatever is done, in whatever order, both hold the same."""

import copy
import shutil
import tempfile
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from sqlalchemy import URL
from support.amounts import amount

from backcare.domain import (
    EXERCISE_IDS,
    PAIN,
    REPS,
    Contact,
    DayEntry,
    ExerciseSet,
    Felt,
    Resumption,
    Session,
    Settings,
    SignsAnswer,
    SignsCheck,
    Slot,
    Whom,
)
from backcare.errors import CannotUndo
from backcare.exchange import export_log, import_log
from backcare.log import records
from backcare.log.columns import Rows
from backcare.store import LogStore, log_rows, open_store, start_new_log
from backcare.store.tables import LOG_TABLES

FIRST = date(2026, 3, 28)  # Four days, so that keys meet; the clocks change on the second.
days = st.integers(0, 3).map(lambda n: FIRST + timedelta(days=n))
slots = st.sampled_from(Slot)
pains = st.none() | st.sampled_from(PAIN)
notes = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\x00"), max_size=20)
sets = st.builds(ExerciseSet, st.sampled_from(EXERCISE_IDS[:3]), st.sampled_from(REPS), st.sampled_from(Felt))
sessions = st.builds(
    Session, days, slots, st.lists(sets, min_size=1, max_size=3, unique_by=lambda s: s.exercise).map(tuple),
    pains, pains, notes,
)  # fmt: skip
day_entries = st.builds(DayEntry, days, pain=pains, walk_minutes=st.none() | st.integers(0, 1440), note=notes)
whoms = st.sampled_from(Whom)
contacts = st.builds(Contact, days, whoms, notes)
checks = st.builds(SignsCheck, days, st.sampled_from(SignsAnswer))
State = dict[str, dict[Any, Any]]


def merged(state: State, rows: Rows) -> State:
    after = copy.deepcopy(state)
    for name, some in rows.items():
        after.setdefault(name, {}).update(some)
    return after


def filled(state: State) -> State:
    return {name: rows for name, rows in state.items() if rows}


class StoreModel(RuleBasedStateMachine):
    """``state`` is what the log should hold, ``past`` what it was before and after each step."""

    make: Callable[[], tuple[LogStore, URL | Path]]
    steps = 0
    kept = Bundle("kept")

    def __init__(self) -> None:
        super().__init__()
        self.store, self.url = type(self).make()
        self.state: State = {}
        self.past: dict[int, tuple[State, State]] = {}

    def became(self, step: int | None, after: State) -> None:
        type(self).steps += 1
        if step is None:
            assert filled(after) == filled(self.state)
            return
        assert step == max(self.past, default=0) + 1
        self.past[step] = (self.state, after)
        self.state = after

    def without(self, name: str, gone: Callable[[Any], bool]) -> None:
        self.state = {**self.state, name: {k: v for k, v in self.state.get(name, {}).items() if not gone(k)}}

    def replaced(self, after: Rows, same: Callable[[Any], bool]) -> State:
        kept = {n: {k: v for k, v in some.items() if n not in after or not same(k)} for n, some in self.state.items()}
        return merged(kept, after)

    @rule(session=sessions)
    def record_session(self, session: Session) -> None:
        rows = records.session_rows(session)
        after = self.replaced(rows, lambda key: key[:2] == (session.day, session.slot))
        self.became(self.store.record_session(session), after)

    @rule(day=days, slot=slots)
    def delete_session(self, day: date, slot: Slot) -> None:
        none: Rows = {"sessions": {}, "sets": {}}
        self.became(self.store.delete_session(day, slot), self.replaced(none, lambda key: key[:2] == (day, slot)))

    @rule(entry=day_entries)
    def record_day(self, entry: DayEntry) -> None:
        self.became(self.store.record_day(entry), merged(self.state, records.day_rows(entry)))

    @rule(day=days)
    def delete_day(self, day: date) -> None:
        self.became(self.store.delete_day(day), self.replaced({"days": {}}, lambda key: key == (day,)))

    @rule(day=days, exercise=st.sampled_from(EXERCISE_IDS))
    def record_resumption(self, day: date, exercise: str) -> None:
        step = self.store.record_resumption(Resumption(day, exercise))
        self.became(step, merged(self.state, {"resumptions": {(day, exercise): ()}}))

    @rule(contact=contacts)
    def record_contact(self, contact: Contact) -> None:
        self.became(self.store.record_contact(contact), merged(self.state, records.contact_rows(contact)))

    @rule(day=days, whom=whoms)
    def delete_contact(self, day: date, whom: Whom) -> None:
        after = self.replaced({"contacts": {}}, lambda key: key == (day, whom))
        self.became(self.store.delete_contact(day, whom), after)

    @rule(check=checks)
    def record_signs(self, check: SignsCheck) -> None:
        self.became(self.store.record_signs(check), merged(self.state, records.signs_rows(check)))

    @rule(day=days)
    def delete_signs(self, day: date) -> None:
        self.became(self.store.delete_signs(day), self.replaced({"signs": {}}, lambda key: key == (day,)))

    @rule(few_days=st.integers(2, 7))
    def record_settings(self, few_days: int) -> None:
        chosen = Settings(few_days=few_days)
        # Those of the programme are there without a row.
        is_default = chosen == Settings() and not self.state.get("settings")
        after = self.state if is_default else merged(self.state, records.settings_rows(chosen))
        self.became(self.store.record_settings(chosen), after)

    @rule(imported=st.lists(sessions, max_size=4), entry=day_entries)
    def record_rows(self, imported: list[Session], entry: DayEntry) -> None:
        rows: Rows = merged({}, records.day_rows(entry))
        for session in imported:
            rows = merged(dict(rows), records.session_rows(session))
        self.became(self.store.record_rows("import", rows), merged(self.state, rows))

    @rule()
    def export_and_import_changes_nothing(self) -> None:
        result = import_log(self.store, export_log(self.store.read_log()), today=FIRST + timedelta(days=9))
        assert (result.problems, result.added, result.changed, result.step) == ((), 0, 0, None)

    @precondition(lambda self: self.past)
    @rule(data=st.data())
    def undo(self, data: st.DataObject) -> None:
        number = data.draw(st.sampled_from(sorted(self.past)), label="number")
        before, after = self.past[number]
        try:
            step = self.store.undo(number)
        except CannotUndo:
            # The newest step, unless it was undone, can always be undone.
            assert number != max(self.past) or self.past[number] == ({}, {})
            return
        turned = copy.deepcopy(self.state)
        for name in {*before, *after}:
            for key in {*before.get(name, {}), *after.get(name, {})}:
                old, new = before.get(name, {}).get(key), after.get(name, {}).get(key)
                if old != new:
                    assert self.state.get(name, {}).get(key) == new, "undid what was changed since"
                    turned.setdefault(name, {}).pop(key, None)
                    if old is not None:
                        turned[name][key] = old
        self.became(step, turned)

    @rule()
    def reopen(self) -> None:
        self.store.engine.dispose()
        self.store = open_store(self.url)

    @precondition(lambda self: self.store.file)
    @rule(target=kept)
    def back_up(self) -> tuple[Path, State, dict[int, tuple[State, State]]]:
        made = self.store.backup_now().path
        place = Path(tempfile.mkdtemp(dir=made.parents[1])) / "kept.db"
        return Path(shutil.copy(made, place)), self.state, dict(self.past)

    @precondition(lambda self: self.store.file)
    @rule(backup=kept)
    def restore(self, backup: tuple[Path, State, dict[int, tuple[State, State]]]) -> None:
        path, state, past = backup
        newest = self.store.version().number
        self.store.restore(path)
        marked = self.store.version().number
        assert marked > newest or marked == newest == 0 == len(past), "a restore that nobody could notice"
        self.state, self.past = state, {**past, marked: ({}, {})} if marked else {}

    @rule()
    def erase(self) -> None:
        self.store.erase()
        assert self.store.version().number == 0
        self.state, self.past = {}, {}

    @precondition(lambda self: self.store.file and self.past)
    @rule()
    def lose_the_file_and_restore_it(self) -> None:
        assert self.store.file is not None
        kept = self.store.backup_now().path
        self.store.engine.dispose()
        self.store.file.unlink()
        start_new_log(self.store.file).restore(kept)
        assert self.store.version().number > max(self.past)
        self.past = {**self.past, self.store.version().number: ({}, {})}

    @invariant()
    def both_hold_the_same(self) -> None:
        with self.store.engine.connect() as connection:
            stored = {name: log_rows.read_rows(connection, "me", name) for name in LOG_TABLES}
        assert filled(stored) == filled(self.state)
        assert self.store.version().number == max(self.past, default=0)

    def teardown(self) -> None:
        log = self.store.read_log()
        assert len(log.sessions) == len(self.state.get("sessions", {}))
        assert all(log.session(day, Slot(slot)) for day, slot in self.state.get("sessions", {}))
        assert self.store.check() == []
        self.store.engine.dispose()


def run(make: Callable[[], tuple[LogStore, URL | Path]], examples: int, steps: int) -> int:
    """Run the machine; returns how many steps it took. Not shrunk: that would make databases by the thousand."""
    machine = type("Machine", (StoreModel,), {"make": staticmethod(make), "steps": 0})
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        machine,
        settings=settings(
            max_examples=examples, stateful_step_count=steps, deadline=None, database=None, print_blob=True,
            suppress_health_check=list(HealthCheck), phases=[Phase.generate],
        ),
    )  # fmt: skip
    return int(machine.steps)


def test_a_log_in_a_file_holds_what_a_dictionary_holds(memory: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made = 0

    def make() -> tuple[LogStore, Path]:
        nonlocal made
        made += 1
        path = memory / str(made) / "log.db"
        return open_store(path), path

    taken = run(make, amount(8, 160), amount(20, 40))
    with capsys.disabled():
        print(f"\n{taken} changes of a log in a file")
    assert taken >= amount(40, 2000)


def test_a_log_on_a_server_holds_what_a_dictionary_holds(
    postgresql: Callable[[], URL], capsys: pytest.CaptureFixture[str]
) -> None:
    def make() -> tuple[LogStore, URL]:
        url = postgresql()
        return open_store(url), url

    taken = run(make, amount(2, 30), amount(15, 40))
    with capsys.disabled():
        print(f"\n{taken} changes of a log on a server")
    assert taken >= amount(5, 500)
