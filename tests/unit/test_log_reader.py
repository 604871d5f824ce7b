"""The log as the pages read it: kept by day, read again from the earliest change on, the plan always of the whole."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from support.logs import A, B, on, session
from support.strategies import FEW, START, rows

from backcare.domain import DayEntry, Felt, Resumption, Settings, Slot
from backcare.log.daily_values import daily_values
from backcare.log_reader import LogReader
from backcare.plan import plan_day
from backcare.programme import load_programme

PROGRAMME = load_programme()


def same_as_the_log(reader: LogReader, day) -> bool:
    """What is kept and what is advised are those of the whole log, read anew."""
    log = reader.store.read_log()
    day_view, past = reader.day_view(day), reader.day_view(day, past=True)
    return (
        day_view.by_day == daily_values(log)
        and day_view.plan == plan_day(PROGRAMME, log, day)
        and past.by_day == day_view.by_day.until(day)
        and past.plan == plan_day(PROGRAMME, log.until(day), day)
    )


CHANGES = [
    ("nothing", lambda s: None),
    ("a session today", lambda s: s.record_session(session(90, Slot.EVENING, "5c", "9w"))),
    ("a stop long ago", lambda s: s.record_session(session(40, Slot.EVENING, "5c", "9w"))),
    ("a session in a gap of long ago", lambda s: s.record_session(session(20, Slot.EVENING, "5c"))),
    ("a deleted session of long ago", lambda s: s.delete_session(on(41), Slot.MORNING)),
    ("an undone step of long ago", lambda s: s.undo(1)),
    ("a resumption long ago", lambda s: s.record_resumption(Resumption(on(50), B))),
    ("pain that rose over a session", lambda s: s.record_session(session(40, pain_before=2, pain_after=8))),
    ("an answer long ago", lambda s: s.record_day(DayEntry(on(41), 5, change=-1))),
    ("a session ahead", lambda s: s.record_session(session(95, Slot.MORNING, "5n"))),
    ("another pace", lambda s: s.record_settings(Settings(few_days=5))),
]


@pytest.mark.parametrize("change", [do for _, do in CHANGES], ids=[name for name, _ in CHANGES])
def test_a_change_of_any_day_is_seen_at_the_next_look(store, change):
    store.record_session(session(1, Slot.MORNING, "5c", "5n"))
    for n in range(36, 90):
        store.record_session(session(n, Slot.MORNING, "7c", "6c"))
    reader = LogReader(store, PROGRAMME)
    assert same_as_the_log(reader, on(90))
    change(store)
    for day in (on(90), on(110), on(60), on(90)):
        assert same_as_the_log(reader, day)


@pytest.fixture(scope="module")
def new_store(tmp_path_factory):
    """Logs of many people in one file: quicker to make than files."""
    from backcare.store import open_store

    path = tmp_path_factory.mktemp("new_store") / "backcare.db"
    people = iter(range(10**9))
    return lambda: open_store(path, person=f"person-{next(people)}")


STEP = st.tuples(st.integers(0, 70), st.sampled_from(["session", "worse", "resume", "delete", "pace", "undo"]), FEW)


@settings(max_examples=settings.default.max_examples // 4)
@given(rows(steps=12), st.lists(st.tuples(STEP, st.integers(-40, 3)), min_size=1, max_size=4))
def test_what_is_kept_is_the_whole_log_whatever_is_changed_meanwhile(new_store, made, steps):
    assume(made.sets)
    store = new_store()
    store.record_rows("import", {"sets": {r[:3]: r[3:] for r in made.sets}, "days": {}})
    store.record_rows("import", {"resumptions": dict.fromkeys(made.resumptions, ())})
    reader = LogReader(store, PROGRAMME)
    today = made.last
    assert same_as_the_log(reader, today)
    for (back, what, few_days), forward in steps:
        day = max(START, today - timedelta(days=back))
        if what in ("session", "worse"):
            felt = Felt.WORSE if what == "worse" else Felt.COMFORTABLE
            store.record_rows("import", {"sets": {(day, "evening", A): (7, str(felt))}})
        elif what == "resume":
            store.record_resumption(Resumption(day, A))
        elif what == "delete":
            store.delete_session(day, Slot.MORNING)
        elif what == "pace":
            store.record_settings(Settings(few_days=few_days))
        elif store.history(1)[0].kind != "undo":
            store.undo(store.version().number)
        today += timedelta(days=forward)
        assert same_as_the_log(reader, today)


def test_an_empty_log_has_a_plan(store):
    assert same_as_the_log(LogReader(store, PROGRAMME), on(1))


def test_only_the_days_from_the_earliest_change_on_are_read_again(store, monkeypatch):
    for n in (1, 2, 3):
        store.record_session(session(n, Slot.MORNING, "5c"))
    reader = LogReader(store, PROGRAMME)
    reader.day_view(on(4))
    read, asked = store.read_log, []

    def read_log(since=None, until=None):
        if until is None:  # A view reads its own day with both ends, the whole log with the first alone.
            asked.append(since)
        return read(since, until)

    monkeypatch.setattr(store, "read_log", read_log)
    reader.day_view(on(4))
    store.record_session(session(3, Slot.EVENING, "5c"))
    reader.day_view(on(4))
    store.record_session(session(2, Slot.EVENING, "5c"))
    store.record_session(session(4, Slot.EVENING, "5c"))
    reader.day_view(on(4))
    store.record_settings(Settings(few_days=4))
    reader.day_view(on(4))
    assert asked == [on(3), on(2), None]


def test_threads_that_look_while_others_save_see_a_whole_log(store):
    reader = LogReader(store, PROGRAMME)
    store.record_session(session(1, Slot.MORNING, "5c", "5c"))

    def work(n: int) -> None:
        for m in range(5):
            store.record_session(session(2 + n * 5 + m, Slot.MORNING, "7c", "6u"))
            day_view = reader.day_view(on(60))
            assert day_view.plan.today == on(60)
            assert len(day_view.by_day.done[A]) == len(day_view.by_day.slots)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(4)))
    assert same_as_the_log(reader, on(60))


def test_an_unchanged_log_is_looked_at_once_and_a_changed_one_anew(store):
    reader = LogReader(store, PROGRAMME)
    first = reader.day_view(on(5))
    made = first.cached("thing", list)
    assert reader.day_view(on(5)) is first
    assert first.cached("thing", list) is made
    for n in (1, 2, 3, 4):
        reader.day_view(on(n), past=True)
    assert reader.day_view(on(5)).plan == first.plan
    store.record_session(session(5, Slot.MORNING, "5c"))
    assert reader.day_view(on(5)).plan != first.plan


def test_another_log_in_its_place_is_not_taken_for_it(store, tmp_path):
    from backcare.store import open_store

    store.record_session(session(1, Slot.MORNING, "5c"))
    other = open_store(tmp_path / "other.db")
    other.record_session(session(1, Slot.MORNING, "9c", "9c"))
    other.engine.dispose()
    reader = LogReader(store, PROGRAMME)
    assert len(reader.day_view(on(1)).entries.sets) == 1
    (tmp_path / "other.db").replace(store.file)
    assert store.version().number == 1
    assert len(reader.day_view(on(1)).entries.sets) == 2
    assert same_as_the_log(reader, on(3))
