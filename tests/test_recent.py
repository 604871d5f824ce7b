"""The recent days and what was carried over: the same plan as from the whole log, whatever was changed meanwhile."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from logs import A, B, on, session
from strategies import FEW, START, rows

from backcare.model import Felt, Resumption, Settings, Slot
from backcare.plan import advised, plan_day
from backcare.programme import load_programme
from backcare.recent import Recent

PROGRAMME = load_programme()


def same_plan(recent: Recent, day) -> bool:
    return recent.look(day).plan == plan_day(PROGRAMME, recent.store.read_log(), day)


def same_years(recent: Recent, day, first=None) -> bool:
    """The days up to one, read in part and kept, are those of the whole log."""
    first = first or min(recent.store.oldest_day() or day, day)
    found, whole = recent.years(first, day), recent.store.read_daily(until=day)
    shown = {e: [d for d in done if d.day >= first] for e, done in whole.done.items()}
    return (
        by_exercise(found.advised) == by_exercise(advised(PROGRAMME, whole, first, day))
        and {e: [d for d in done if d.day >= first] for e, done in found.by_day.done.items()} == shown
        and {d: n for d, n in found.by_day.pain.items() if d >= first}
        == {d: n for d, n in whole.pain.items() if d >= first}
    )


def by_exercise(numbers):
    return sorted(numbers, key=lambda one: (one.exercise, one.day))


CHANGES = [
    ("nothing", lambda s: None),
    ("a session today", lambda s: s.record_session(session(90, Slot.EVENING, "5c", "9w"))),
    ("a stop long ago", lambda s: s.record_session(session(40, Slot.EVENING, "5c", "9w"))),
    ("a session in a gap of long ago", lambda s: s.record_session(session(20, Slot.EVENING, "5c"))),
    ("a deleted session of long ago", lambda s: s.delete_session(on(41), Slot.MORNING)),
    ("an undone step of long ago", lambda s: s.undo(1)),
    ("a resumption long ago", lambda s: s.record_resumption(Resumption(on(50), B))),
    ("another pace", lambda s: s.record_settings(Settings(few_days=5))),
]


@pytest.mark.parametrize("change", [do for _, do in CHANGES], ids=[name for name, _ in CHANGES])
@pytest.mark.parametrize("later", [0, 20])
def test_a_change_of_any_day_is_seen_at_the_next_look(store, change, later):
    store.record_session(session(1, Slot.MORNING, "5c", "5n"))
    for n in range(36, 90):
        store.record_session(session(n, Slot.MORNING, "7c", "6c"))
    recent = Recent(store, PROGRAMME)
    assert same_plan(recent, on(90))
    assert same_years(recent, on(90))
    change(store)
    assert same_years(recent, on(90 + later))
    assert same_plan(recent, on(90 + later))
    assert same_plan(recent, on(90))
    assert same_years(recent, on(90))
    assert same_years(recent, on(90), first=on(77))
    assert same_years(recent, on(90), first=on(50))
    assert same_plan(recent, on(60))
    assert same_plan(recent, on(90 + later))


@pytest.fixture(scope="module")
def shelf(tmp_path_factory):
    """Logs of many people in one file: quicker to make than files."""
    from backcare.store import open_store

    path = tmp_path_factory.mktemp("shelf") / "backcare.db"
    people = iter(range(10**9))
    return lambda: open_store(path, person=f"person-{next(people)}")


STEP = st.tuples(st.integers(0, 70), st.sampled_from(["session", "worse", "resume", "delete", "pace", "undo"]), FEW)


@settings(max_examples=settings.default.max_examples // 4)
@given(rows(steps=12), st.lists(st.tuples(STEP, st.integers(-40, 3)), min_size=1, max_size=4))
def test_the_recent_days_give_the_plan_of_the_whole_log_whatever_is_changed_meanwhile(shelf, made, steps):
    assume(made.sets)
    store = shelf()
    store.record_rows("import", {"sets": {r[:3]: r[3:] for r in made.sets}, "days": {}})
    store.record_rows("import", {"resumptions": dict.fromkeys(made.resumptions, ())})
    recent = Recent(store, PROGRAMME)
    today = made.last
    assert same_plan(recent, today)
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
            store.undo(store.last_step())
        today += timedelta(days=forward)
        assert same_plan(recent, today)
        assert same_years(recent, today)


def test_an_empty_log_has_a_plan(store):
    assert same_plan(Recent(store, PROGRAMME), on(1))


def test_many_threads_that_look_while_others_save_each_see_a_plan_of_the_log_as_it_was(store):
    recent = Recent(store, PROGRAMME)
    store.record_session(session(1, Slot.MORNING, "5c", "5c"))

    def work(n: int) -> None:
        for m in range(5):
            store.record_session(session(2 + n * 5 + m, Slot.MORNING, "7c", "6u"))
            look = recent.look(on(60))
            assert look.plan == plan_day(PROGRAMME, look.log, on(60), look.opening)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(4)))
    assert same_plan(recent, on(60))


def test_an_unchanged_log_is_looked_at_once_and_a_changed_one_anew(store):
    recent = Recent(store, PROGRAMME)
    first = recent.look(on(5))
    made = first.once("thing", list)
    assert recent.look(on(5)) is first
    assert first.once("thing", list) is made
    store.record_session(session(5, Slot.MORNING, "5c"))
    assert recent.look(on(5)) is not first


def test_another_log_put_in_its_place_is_not_taken_for_it_though_it_has_as_many_steps(store, tmp_path):
    from backcare.store import open_store

    store.record_session(session(1, Slot.MORNING, "5c"))
    other = open_store(tmp_path / "other.db")
    other.record_session(session(1, Slot.MORNING, "9c", "9c"))
    other.engine.dispose()
    recent = Recent(store, PROGRAMME)
    assert len(recent.look(on(3)).log.sets) == 1
    (tmp_path / "other.db").replace(store.file)
    assert store.last_step() == 1
    assert len(recent.look(on(3)).log.sets) == 2
    assert same_plan(recent, on(3))
