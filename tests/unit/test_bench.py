"""The benchmark's own parts on a tiny log: the logs it makes and the table it writes. Nothing here looks at a clock."""

from datetime import date, timedelta

import pytest
from bench import stores, table, years

from backcare.domain import Action, Slot
from backcare.log_reader import LogReader
from backcare.programme import load_programme
from backcare.store import open_store

TODAY = date(2026, 3, 31)


def test_ten_years_are_54750_sets_in_3650_days_that_end_today():
    rows = years.rows(years.DECADE, TODAY)
    assert (len(rows["sets"]), len(rows["sessions"]), len(rows["days"])) == (54_750, 10_950, 3_650)
    assert max(rows["days"]) == (TODAY,)


@pytest.fixture
def month(tmp_path):
    store = years.make(tmp_path / "month.db", years.MONTH, TODAY)
    yield store
    store.engine.dispose()


@pytest.fixture
def quarter(tmp_path):
    store = years.make(tmp_path / "quarter.db", 100, TODAY)
    yield store
    store.engine.dispose()


def test_only_the_last_slot_is_left_to_be_saved(month):
    assert month.first_and_last_day(["sessions"]) == (TODAY - timedelta(days=years.MONTH - 1), TODAY)
    entries = LogReader(month, load_programme()).day_view(TODAY).entries
    assert [slot for slot in Slot if entries.session(TODAY, slot) is None] == [years.LAST_SLOT]


def test_a_page_shows_a_long_log_as_it_shows_a_short(month, quarter):
    short, long = (LogReader(store, load_programme()).day_view(TODAY) for store in (month, quarter))
    assert short.entries.sets.equals(long.entries.sets)
    for day_view in (short, long):
        assert {dose.action for dose in day_view.plan.doses.values()} <= {Action.OFFER, Action.HOLD}
    assert short.plan.doses.keys() == long.plan.doses.keys()
    assert [d.action for d in short.plan.doses.values()] == [d.action for d in long.plan.doses.values()]


def test_a_save_by_hand_leaves_the_same_rows_as_the_store(tmp_path):
    day = TODAY - timedelta(days=50)
    found = []
    for name in ("ours", "by hand"):
        store = open_store(tmp_path / f"{name}.db")
        store.record_settings(years.Settings(few_days=4))
        if name == "ours":
            store.record_session(stores._session(day), expected=None)
        else:
            stores._save_by_hand(store.engine.raw_connection().driver_connection, stores._session(day))
        found.append((store.read_log().sets.values.tolist(), store.history()[0].changes, store.check()))
        store.engine.dispose()
    assert found[0] == found[1]
    assert found[0][2] == []


def test_the_table_says_what_is_over_its_bound():
    rows = [table.compared("save", [3, 1, 2], [2, 2, 9], 1.5), table.Row("open", 300, 100, 2), table.Row("peer", 9.5)]
    assert [row.verdict for row in rows] == ["ok", "OVER", ""]
    assert "| save | 2.00 ms | 2.00 ms | 1.00 × | 1.5 × | ok |" in table.as_markdown(rows)
    assert len({len(line) for line in table.as_text(rows).splitlines()}) == 1
