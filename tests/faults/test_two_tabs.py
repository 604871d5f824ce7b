"""Two tabs, two people, days and zones: whatever is pressed, the log holds what was seen and meant, and no more."""

import shutil
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import streamlit
import time_machine
from hypothesis import HealthCheck, Phase, note, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from streamlit.testing.v1 import AppTest
from support import meant
from support.amounts import LONG, amount
from support.entries import FIRST, answer_signs
from support.fields import answer, cards, field, fields
from support.logs import EXERCISES
from support.meant import ANSWERS, OPEN, SETTINGS, Meant, Refused, State, session, session_in, sets_of
from support.reference import CONCERN
from support.strategies import SLOTS

import backcare
from backcare.labels import CHANGE_LABELS, FELT_LABELS
from backcare.log import Log
from backcare.plan import plan_day
from backcare.programme import load_programme
from backcare.store import Logs, open_logs, open_store, people

MAIN = Path(backcare.__file__).parent / "server" / "main.py"
FAR = ZoneInfo("Pacific/Kiritimati")  # Where the computer is: no page may take its day from there.
LONDON = "Europe/London"
ZONES = ("Pacific/Auckland", LONDON, "America/Los_Angeles")
BEGIN = datetime(2026, 3, 27, 9, tzinfo=ZoneInfo(LONDON))  # The clocks of London change two nights later.
HOURS = (1, 3, 6, 12, 24, 24, 24, 24, 48, 8 * 24, 15 * 24, -1, -12, -24)
DAY = timedelta(days=1)
PROGRAMME = load_programme()
TITLES = {exercise.id: exercise.title for exercise in PROGRAMME.exercises}
WORDS = {str(felt): words for felt, words in FELT_LABELS.items()}
ASKED = {"pain": "Average pain over 24 hours", "change": "How is your back"}
PACE = "Comfortable days before you can add 1 or 2"
MINE = "My exercises"
WHICH = "Which one?"
BUTTONS = {
    "advised-": "log_as_advised", "resume-": "resume", "stop-all-": "stop_all", "date-": "correct_the_date",
    "save-session-": "save_the_session", "delete-session-": "delete_the_session", "take-back-": "take_back",
    "save-settings-": "save_the_settings",
}  # fmt: skip
"""What each button does, by the beginning of its key; to undo is pressed more seldom."""
STEPS = {
    "press": 16, "fill_in": 4, "open_a_page": 3, "overtake": 3, "come_back": 1, "let_time_pass": 3, "travel": 1,
    "change_the_person": 2, "settle_a_form": 1,
}  # fmt: skip
"""What a walk is made of, and how much of each."""
OVERTAKEN = (("today", "log"), ("log", "log"), ("log", "log"), ("log", "today"), ("today", "today"), ("settings",) * 2)
"""The pages of the tab that is overtaken, and of the one that overtakes it."""
SELECTABLE: tuple[list[Any], list[Any]] = ([(), EXERCISES[:2], EXERCISES[1:], EXERCISES[:1]], [2, 3, 4])
"""The settings that are chosen from: exercises (none: all), and pace."""
Change = Callable[[State], State]


def slot_at(hour: int) -> str:
    return SLOTS[(hour >= 12) + (hour >= 17)]


def title(exercise: str) -> str:
    return TITLES[exercise].lower()


@dataclass
class Form:
    """One tab's form of a session: filled in from ``origin``; ``seen`` is what its person was told of since."""

    origin: State
    seen: State
    filled: dict[Any, Any]
    typed: dict[Any, Any]

    @property
    def values(self) -> dict[Any, Any]:
        return {**self.filled, **self.typed}

    def sets(self, exercises: Iterable[str]) -> dict[str, tuple[int, str]]:
        """The sets that it says, with the stops that its person was told of since it was filled in."""
        values = self.values
        reps = {e: values["reps", e] for e in exercises if values.get(("reps", e))}  # One chosen since is open.
        which = [e for e in values["which"] if e in reps] or list(reps)
        felt = {e: values["felt"] if e in which else "comfortable" for e in reps}
        sets = {e: (n, values["felt", e] if values["each"] else felt[e]) for e, n in reps.items()}
        for key, (n, marked) in meant.stops_in(self.seen).items():
            if self.origin.get(key) != (n, marked):
                sets[key[3]] = (sets.get(key[3], (n, ""))[0], marked)
        return sets


def filled_in(recorded: State, advised: dict[str, int]) -> dict[Any, Any]:
    """What a session's form begins with: what is recorded, else the numbers of the day, all comfortable."""
    sets = sets_of(recorded)
    marked = {felt for _, felt in sets.values()} - {"comfortable"}
    felt = min(marked) if len(marked) == 1 else "comfortable"
    which = [e for e, (_, how) in sets.items() if {how} == marked]
    pains = next((row[:2] for key, row in recorded.items() if key[0] == "sessions"), (None, None))
    values = {"felt": felt, "which": which, "each": len(marked) > 1, "pain_before": pains[0], "pain_after": pains[1]}
    for exercise, number in advised.items():
        reps, felt = sets.get(exercise, (0 if sets else number, "comfortable"))
        values |= {("reps", exercise): reps, ("felt", exercise): felt}
    return values


@dataclass
class Drawn:
    """What stands on a tab's screen: whose and of which day (none: it names its day), and the log as it then was."""

    person: int
    day: date | None
    today: date
    state: State
    about: tuple[date, str] = (date.min, "")


class Tab:
    """One tab of a browser: what it has drawn, and what was typed and picked in it."""

    drawn: Drawn

    def __init__(self, app: AppTest, person: int, zone: str) -> None:
        self.app, self.person, self.page = app, person, "today"
        self.go_to(zone)
        self.ran = False
        self.numbers: dict[str, int] = {}  # What Today says of each exercise, with what was picked.
        self.picked: dict[tuple[int, date, str], int] = {}
        self.forms: dict[tuple[int, date, str], Form] = {}
        self.exercises: list[str] = []  # Those of the form; none where no form is drawn.
        self.chosen: tuple[dict[int, Any], dict[int, Any]] = ({}, {})  # In Settings, by person.
        self.offered: tuple[int, int] | None = None  # The step that the notice offers to undo, after its person.
        self.last: tuple[int, int] | None = None  # The step that was saved last, after its person.

    def go_to(self, zone: str) -> None:
        self.zone = zone
        self.app.context = {"timezone": zone, "locale": "en-GB"}

    @property
    def form(self) -> Form | None:
        return self.forms.get((self.drawn.person, *self.drawn.about))

    def drop_form(self) -> None:
        self.forms.pop((self.drawn.person, *self.drawn.about), None)

    def keys(self, begin: str, end: str = "") -> list[str]:
        return [b.key for b in self.app.button if b.key and b.key.startswith(begin) and b.key.endswith(end)]

    def refusals(self) -> list[str]:
        return [each.value for each in self.app.warning if each.icon == ":material/error:"]

    def run(self, answers: dict[str, object] | None = None, button: str | None = None) -> None:
        """Answer our own fields, by their names, and press a button right after."""
        answered = [(field(self.app, name), value) for name, value in (answers or {}).items()]
        if button is not None:
            self.app.button(key=button).click()
        answer(self.app, answered)
        self.ran = True


class TwoTabs(RuleBasedStateMachine):
    """``meant``: what each person's log should hold. ``tally``: what the presses came to."""

    begin: Callable[[], tuple[Logs, list[str]]]
    tally: Counter[str]
    chance: Random

    def __init__(self) -> None:
        super().__init__()
        self.logs, self.ids = type(self).begin()
        self.stores = [self.logs.of(person) for person in self.ids]
        self.meant = [Meant({SETTINGS: ((), 3), ("signs", FIRST): ("none",)}) for _ in self.ids]
        self.now = BEGIN
        self.travelling = time_machine.travel(self.now.astimezone(FAR), tick=False)
        self.clock = self.travelling.start()
        self.tabs: list[Tab] = []
        self.acting = 0
        self.next: list[tuple[int, str]] = []
        self.compared = [0, 0]
        self.planned: set[tuple[int, int, date]] = set()

    def teardown(self) -> None:
        self.travelling.stop()
        self.logs.engine.dispose()

    @initialize(
        past=st.tuples(*[st.sampled_from([0, 3, 4, 13, 14, 15])] * 2),
        pain=st.sampled_from([2, 5, 8]),
        stop=st.sampled_from([None, -1, -1, 1]),
        chance=st.randoms(use_true_random=True),
    )
    def begin_with_a_past(self, past: tuple[int, int], pain: int, stop: int | None, chance: Random) -> None:
        """Each has done the exercises for some days, until yesterday; the first perhaps has a stop, even one ahead.

        What is done is picked by ``chance``, evenly: what Hypothesis itself draws becomes alike from walk to walk.
        """
        self.chance = chance
        for n, (store, person, days) in enumerate(zip(self.stores, self.meant, past, strict=True)):
            state = dict(person.state)
            for ago in range(days, 0, -1):
                day = BEGIN.date() - ago * DAY
                state |= session(day, "morning", dict.fromkeys(EXERCISES, (5, "comfortable")))
                state["days", day] = (5 if ago > days - 7 else pain, *OPEN[1:])
            if stop and n == 0:
                state |= session(BEGIN.date() + stop * DAY, "evening", {EXERCISES[3]: (5, "worse")})
            rows: dict[str, dict] = {"sessions": {}, "sets": {}, "days": {}}
            for (table, *key), row in meant.without(state, person.state).items():
                rows[table][tuple(key)] = row if table == "sets" else (*row[:-1], "")
            store.record_rows("import", rows)
            person.became(state)
        self.tabs = [self.opened(0, LONDON), self.opened(0, LONDON)]

    def opened(self, person: int, zone: str) -> Tab:
        tab = Tab(AppTest.from_file(str(MAIN), default_timeout=30), person, zone)
        tab.app.session_state["person"] = self.ids[person]
        tab.run()
        self.draw(tab)
        return tab

    @rule()
    def go_on(self) -> None:
        self.picks: list[Any] = []
        if not self.next:
            self.next = [(self.pick(0, 1), self.pick(*[do for do, often in STEPS.items() for _ in range(often)]))]
        self.acting, do = self.next.pop(0)
        for tab in self.tabs:
            tab.ran = False
        try:
            getattr(self, do)(self.tabs[self.acting])
            for tab in self.tabs:
                if tab.ran:
                    self.draw(tab)
        finally:
            note(f"tab {self.acting}, {self.local(self.tabs[self.acting])}: {do} {self.picks}")

    def pick(self, *options: Any) -> Any:
        self.picks.append(self.chance.choice(options))
        return self.picks[-1]

    def local(self, tab: Tab) -> datetime:
        return self.now.astimezone(ZoneInfo(tab.zone))

    # What surrounds the presses

    def open_a_page(self, tab: Tab) -> None:
        page = self.pick("today", "today", "log", "log", "settings")
        self.open(tab, page, self.pick(0, 0, 1, -1), self.pick(*SLOTS))

    def overtake(self, tab: Tab) -> None:
        """Both tabs are opened, the other one saves something, and only then is something pressed in this one."""
        other, slot = self.tabs[1 - self.acting], self.pick(*SLOTS)
        mine, theirs = self.pick(*OVERTAKEN)
        days = 0 if mine == "today" else self.pick(0, 0, 1)
        self.open(tab, mine, days, slot)
        self.open(other, theirs, days, self.pick(slot, slot, *SLOTS))
        before, after = self.pick(([], []), (["fill_in"], ["fill_in", "settle_a_form"]))
        here, away = self.acting, 1 - self.acting
        self.next = [(here, do) for do in before]
        self.next += [(away, self.pick("fill_in", "mark_a_stop")), (away, "press_first")]
        self.next += [(here, do) for do in (*after, "press_first")]

    def open(self, tab: Tab, page: str, days: int, slot: str) -> None:
        tab.page, tab.offered = page, tab.offered if page == tab.page else None
        if page == "log":
            tab.app.query_params["day"] = (self.local(tab).date() - days * DAY).isoformat()
            tab.app.query_params["slot"] = slot
        tab.app.switch_page(f"../../pages/{page}.py")
        tab.run()

    def come_back(self, tab: Tab) -> None:
        tab.run()

    def let_time_pass(self, tab: Tab) -> None:
        self.now += timedelta(hours=self.pick(*HOURS))
        self.clock.move_to(self.now)

    def travel(self, tab: Tab) -> None:
        tab.go_to(self.pick(*ZONES))

    def change_the_person(self, tab: Tab) -> None:
        """Choosing somebody loads the page anew; where one gives way to another, the old page still stands."""
        if self.pick(True, False):
            self.tabs[self.acting] = self.opened(1 - tab.person, tab.zone)
        else:
            tab.person = 1 - tab.person
            tab.app.session_state["person"] = self.ids[tab.person]

    def settle_a_form(self, tab: Tab) -> None:
        """Where an entry has changed while it was being typed, go on with what was typed, or with what is saved."""
        do = self.pick("-keep-mine", "-take-saved")
        for key in [key for key in tab.keys("", do) if "-session-" in key]:
            tab.run(button=key)
            if do == "-keep-mine":
                tab.form.seen = session_in(tab.drawn.state, *tab.drawn.about)
            else:
                tab.drop_form()

    # Typing and picking

    def fill_in(self, tab: Tab) -> None:
        tab.run(self.filling_in(tab))

    def mark_a_stop(self, tab: Tab) -> None:
        if tab.page != "log" or not tab.exercises or tab.form.values["each"]:
            return self.fill_in(tab)
        tab.form.typed["felt"] = felt = self.pick("worse", "new_pain")
        return tab.run({"How did it feel?": WORDS[felt]})

    def filling_in(self, tab: Tab) -> dict[str, object]:
        """Something is typed or picked in a tab; returns what its next run sends with it."""
        drawn = tab.drawn
        if tab.page == "log":
            return self.typing(tab, tab.form) if tab.exercises else {}
        if tab.page == "settings":
            n = self.pick(0, 1)
            chosen, saved = tab.chosen[drawn.person], drawn.state[SETTINGS][n]
            chosen[n] = new = self.pick(*[value for value in SELECTABLE[n] if value != chosen.get(n, saved)])
            if new == saved:
                del chosen[n]  # As it was again: what is saved meanwhile is shown.
            if n == 1:
                return {PACE: str(new)}
            return {MINE: [TITLES[exercise] for exercise in new or EXERCISES]}
        offers = {e: one for e in tab.numbers for one in fields(tab.app) if one.name.endswith(f"for {title(e)}")}
        if not offers:
            return {}
        exercise = self.pick(*offers)
        number = self.pick(*offers[exercise].words)
        tab.numbers[exercise] = tab.picked[drawn.person, drawn.day, exercise] = int(number)
        return {offers[exercise].name: number}

    def typing(self, tab: Tab, form: Form) -> dict[str, object]:
        what, exercise = (
            self.pick("felt", "felt", "felt", "reps", "pain_before", "pain_after"),
            self.pick(*tab.exercises),
        )
        if what.startswith("pain"):
            form.typed[what] = self.pick(1, 3, 6)
            return {what.replace("_", " ").capitalize(): str(form.typed[what])}
        if what == "reps":
            form.typed["reps", exercise] = self.pick(0, 1, 4, 5, 6, 7, 9)
            return {TITLES[exercise]: form.typed["reps", exercise]}
        if any(one.name.startswith(WHICH) for one in fields(tab.app)) and self.pick(True, False):
            form.typed["which"] = [exercise]
            return {WHICH: [TITLES[exercise]]}
        each, felt = form.values["each"], self.pick(*WORDS)
        form.typed[("felt", exercise) if each else "felt"] = felt
        return {f"How {title(exercise)} felt" if each else "How did it feel?": WORDS[felt]}

    # Presses

    def press(self, tab: Tab) -> None:
        """Press one of the buttons, or answer one of the questions, that stand on a tab's screen."""
        presses = [(do, key) for begin, do in BUTTONS.items() for key in tab.keys(begin)]
        if tab.page == "today":
            asked = " ".join(one.name for one in fields(tab.app))
            presses += [("answer", what) for what, name in ASKED.items() if name in asked]
        presses = 6 * presses + 3 * [("undo", key) for key in tab.keys("undo-message-")]
        if presses:
            self.do(tab, *self.pick(*presses))

    def press_first(self, tab: Tab) -> None:
        """Press what a page is there for."""
        for begin in ("resume-", "save-session-", "advised-", "save-settings-"):
            if keys := tab.keys(begin):
                return self.do(tab, BUTTONS[begin], self.pick(*keys))
        return self.press(tab)

    def do(self, tab: Tab, do: str, what: str) -> None:
        self.doing = do.replace("_", " ")
        getattr(self, do)(tab, what)

    def save(self, tab: Tab, change: Change, *, softens: State | None = None, undoes: int | None = None,
             answers: dict[str, object] | None = None, button: str | None = None) -> bool:  # fmt: skip
        """A press, and what it must come to: ``change`` says what the log should hold, or that it is refused."""
        person, drawn = self.meant[tab.person], tab.drawn
        before, why = person.state, ""
        try:
            if drawn.person != tab.person:
                raise Refused("person")
            if drawn.day not in (None, self.local(tab).date()):
                raise Refused("day")
            after = change(before)
        except Refused as refused:
            after, why = before, str(refused)
        self.compared[tab.person] = -1
        tab.run(answers, button)
        assert not tab.app.exception, self.doing
        assert bool(tab.refusals()) == bool(why), (self.doing, why, tab.refusals())
        for key, (_, felt) in meant.stops_in(meant.without(before, softens or {})).items():
            assert CONCERN[after[key][1]] >= CONCERN[felt], "a stop was lifted by the way"
        if person.became(after, undoes):
            tab.last = tab.offered = tab.person, len(person.steps)
            assert tab.keys(f"undo-message-{len(person.steps)}-"), "what was just saved cannot be undone"
        elif not why:
            tab.offered = tab.last
        stopped = len(meant.stops_in(after)) > len(meant.stops_in(before))
        self.tally.update([f"{self.doing}: {why or 'done'}", why or "done", *["stops"] * stopped])
        return not why

    def log_as_advised(self, tab: Tab, key: str) -> None:
        drawn, slot = tab.drawn, key.split("-")[1]

        def change(state: State) -> State:
            if meant.advice(state, drawn.day, drawn.day) != meant.advice(drawn.state, drawn.day, drawn.day):
                raise Refused("change")
            sets = {exercise: (number, "comfortable") for exercise, number in tab.numbers.items()}
            return meant.replaced(state, drawn.day, slot, {}, session(drawn.day, slot, sets))

        self.save(tab, change, answers=self.filling_in(tab) if self.pick(True, False) else {}, button=key)

    def answer(self, tab: Tab, what: str) -> None:
        n, key = ANSWERS[what], ("days", tab.drawn.day)
        value = self.pick(0, 3, 8) if what == "pain" else self.pick(-1, 0, 2)
        seen = tab.drawn.state.get(key, OPEN)

        def change(state: State) -> State:
            row = state.get(key, OPEN)
            if row[n] not in (seen[n], value):
                raise Refused("change")
            return {**state, key: (*row[:n], value, *row[n + 1 :])}

        words = str(value) if what == "pain" else CHANGE_LABELS[value]
        self.save(tab, change, answers={ASKED[what]: words})

    def resume(self, tab: Tab, key: str) -> None:
        exercise, today = next(e for e in EXERCISES if key.startswith(f"resume-{e}-")), self.local(tab).date()
        shown = max(k[1] for k in meant.stops_in(tab.drawn.state) if k[3] == exercise)

        def change(state: State) -> State:
            marked = [k[1] for k in meant.stops_in(state) if k[3] == exercise]
            if meant.decided(state, today, today)[0][exercise].action == "stop" and max(marked) != shown:
                raise Refused("change")
            return {**state, ("resumptions", today, exercise): ()}

        self.save(tab, change, button=key)

    def stop_all(self, tab: Tab, key: str) -> None:
        today, hour = self.local(tab).date(), self.local(tab).hour

        def change(state: State) -> State:
            active = [e for e, (number, _) in meant.advice(state, today, today).items() if number is not None]
            if not active:
                raise Refused("all stopped")
            slot = meant.stopping_slot(state, today, slot_at(hour))
            recorded = session_in(state, today, slot)
            more = session(today, slot, dict.fromkeys(active, (1, "worse")))
            return {**meant.without(state, recorded), **meant.added(recorded, more)}

        self.save(tab, change, button=key)

    def undo(self, tab: Tab, key: str) -> None:
        number, person = int(key.split("-")[2]), self.meant[tab.person]
        self.save(tab, lambda state: person.without_step(number), button=key, undoes=number, softens=person.state)

    def correct_the_date(self, tab: Tab, key: str) -> None:
        today, sessions = self.local(tab).date(), {tab.drawn.about}
        if tab.page == "today":
            marked = [k[1:3] for k in meant.stops_in(tab.drawn.state) if key.startswith(f"date-{k[3]}-")]
            sessions = {each for each in marked if each[0] == max(marked)[0]}
        if len(sessions) > 1:
            return  # Each would be a step of its own.
        ((day, slot),) = sessions
        shown = session_in(tab.drawn.state, day, slot)

        def change(state: State) -> State:
            if session_in(state, day, slot) != shown:
                raise Refused("change")
            rest = meant.without(state, shown)
            moved = {(k[0], today, *k[2:]): row for k, row in shown.items()}
            return {**rest, **meant.added(session_in(rest, today, slot), moved)}

        self.save(tab, change, button=key, softens=shown)

    def save_the_session(self, tab: Tab, key: str) -> None:
        (day, slot), form, today = tab.drawn.about, tab.form, self.local(tab).date()
        answers = self.typing(tab, form) if self.pick(True, False) else {}
        sets = form.sets(tab.exercises)
        said = session(day, slot, sets, (form.values["pain_before"], form.values["pain_after"]))

        def change(state: State) -> State:
            if not form.seen:
                shown, (doses, _) = (
                    meant.advice(tab.drawn.state, day, tab.drawn.today),
                    meant.decided(state, day, today),
                )
                as_advised = [e for e, (n, _) in sets.items() if e in shown and n in (shown[e][0], *shown[e][1])]
                if day > today or any(doses[exercise].action == "stop" for exercise in as_advised):
                    raise Refused("day" if day > today else "change")
            if not sets:
                raise Refused("empty")
            return meant.replaced(state, day, slot, form.seen, said)

        if self.save(tab, change, answers=answers, button=key, softens=form.origin):
            tab.drop_form()

    def delete_the_session(self, tab: Tab, key: str) -> None:
        (day, slot), form = tab.drawn.about, tab.form

        def change(state: State) -> State:
            if not form.seen:
                raise Refused("change")  # Recorded elsewhere while a new one was typed here.
            return meant.replaced(state, day, slot, form.seen, {})

        if self.save(tab, change, button=key, softens=form.seen):
            tab.drop_form()

    def take_back(self, tab: Tab, key: str) -> None:
        day, exercise = tab.drawn.about[0], next(e for e in EXERCISES if f"-{e}-" in key)
        resumed = [k for k in tab.drawn.state if k[0] == "resumptions" and k[2] == exercise]
        ahead = key.startswith(f"take-back-{day}-")
        gone = [k for k in resumed if (k[1] == day if ahead else day < min(k[1], tab.drawn.today))]
        self.save(tab, lambda state: meant.without(state, gone), button=key)

    def save_the_settings(self, tab: Tab, key: str) -> None:
        seen, chosen = tab.drawn.state[SETTINGS], tab.chosen[tab.drawn.person]

        def change(state: State) -> State:
            now = state[SETTINGS]
            wanted = {n: value for n, value in chosen.items() if value != seen[n]}
            if any(now[n] not in (seen[n], value) for n, value in wanted.items()):
                raise Refused("change")
            return {**state, SETTINGS: tuple(wanted.get(n, value) for n, value in enumerate(now))}

        if self.save(tab, change, button=key):
            chosen.clear()

    # What a page must show

    def draw(self, tab: Tab) -> None:
        """A tab has been drawn: remember what it shows, and compare that with what it should show."""
        assert not tab.app.exception, tab.page
        today = self.local(tab).date()
        tab.drawn = Drawn(tab.person, None if tab.page == "log" else today, today, self.meant[tab.person].state)
        undo = [(tab.person, int(key.split("-")[2])) for key in tab.keys("undo-message-")]
        assert undo in ([], [tab.offered]), "to undo something else is offered"
        {"today": self.draw_today, "log": self.draw_log, "settings": self.draw_settings}[tab.page](tab, tab.drawn)

    def draw_today(self, tab: Tab, drawn: Drawn) -> None:
        day, state = drawn.today, drawn.state
        doses, review = meant.decided(state, day, day)
        shown = {one.name: one for one in fields(tab.app)}
        advised = {e: (n, offers) for e, (n, offers) in meant.advice(state, day, day).items() if n is not None}
        tab.numbers = {exercise: number for exercise, (number, _) in advised.items()}
        h = SLOTS.index(slot_at(self.local(tab).hour))
        free = [slot for slot in SLOTS[h:] + SLOTS[:h] if advised and not session_in(state, day, slot)]
        offers = {f"Today's number for {title(e)}": (e, [n, *more]) for e, (n, more) in advised.items() if more}
        # With all three done there is nothing to choose a number for; what was chosen is kept.
        assert {name for name in shown if name.startswith("Today's number")} == (set(offers) if free else set())
        for name, (exercise, numbers) in offers.items():
            picked = tab.picked.get((drawn.person, day, exercise))
            tab.numbers[exercise] = number = picked if picked in numbers else numbers[0]
            if free:
                tab.picked[drawn.person, day, exercise] = number
                assert (shown[name].words, shown[name].value) == ([str(n) for n in numbers], str(number))
        count = {TITLES[e]: f"{n} repetition" + "s" * (n != 1) for e, n in tab.numbers.items()}
        assert {name: words["number"] for name, words in cards(tab.app).items()} == count
        stopped = [TITLES[exercise] for exercise in EXERCISES if doses[exercise].action == "stop"]
        said = [each.value for each in tab.app.markdown]
        assert [name for name in TITLES.values() if any(text.startswith(f"**{name}**  \n") for text in said)] == stopped
        assert any("Stopped:" in each.label for each in tab.app.expander) == bool(stopped)
        ready = [slot for slot in free[:1] if SLOTS.index(slot) <= h]  # One of a later hour asks first.
        assert [key.split("-")[1] for key in tab.keys("advised-", f"-{self.ids[drawn.person]}-{day}")] == ready
        assert any("time to get help" in each.label for each in tab.app.expander) == review.refer
        asked = {what: one for what, name in ASKED.items() for one in shown.values() if one.name.startswith(name)}
        saved = {what: state.get(("days", day), OPEN)[n] for what, n in ANSWERS.items()}
        assert ("change" in asked) == (meant.is_change_asked(state, day) or saved["change"] is not None)
        words = {"pain": str(saved["pain"]), "change": CHANGE_LABELS.get(saved["change"])}
        assert {what: one.value for what, one in asked.items()} == {
            what: None if saved[what] is None else words[what] for what in asked
        }
        assert "pain" in asked

    def draw_log(self, tab: Tab, drawn: Drawn) -> None:
        day, slot = date.fromisoformat(field(tab.app, "Day").value), field(tab.app, "Time of day").value.lower()
        drawn.about = day, slot
        recorded = session_in(drawn.state, day, slot)
        assert bool(tab.keys("save-session-")) == (bool(recorded) or day <= drawn.today)
        tab.exercises = []
        if not tab.keys("save-session-"):
            return
        advice = meant.advice(drawn.state, day, drawn.today)
        tab.exercises = [e for e in EXERCISES if e in advice or e in sets_of(recorded)]
        form = tab.form
        if form is None or form.values == form.filled:
            picked = {e: tab.picked.get((drawn.person, day, e)) for e in advice}
            advised = {e: picked[e] if picked[e] in offers else n or 0 for e, (n, offers) in advice.items()}
            filled = filled_in(recorded, {e: advised.get(e, 0) for e in tab.exercises})
            form = tab.forms[drawn.person, day, slot] = Form(recorded, recorded, filled, {})
        told = [key for key in tab.keys("", "-keep-mine") if "-session-" in key]
        assert bool(told) == (form.seen != recorded)
        values = form.values
        for exercise in tab.exercises:
            assert field(tab.app, TITLES[exercise]).value == values.get(("reps", exercise))
            if values["each"] and exercise in sets_of(form.origin):
                assert field(tab.app, f"How {title(exercise)} felt").value == WORDS[values["felt", exercise]]
        assert values["each"] or field(tab.app, "How did it feel?").value == WORDS[values["felt"]]

    def draw_settings(self, tab: Tab, drawn: Drawn) -> None:
        saved, chosen = drawn.state[SETTINGS], tab.chosen[drawn.person]
        for n in [n for n, value in chosen.items() if value == saved[n]]:
            del chosen[n]
        exercises, pace = (chosen.get(n, value) for n, value in enumerate(saved))
        assert field(tab.app, PACE).value == str(pace)
        assert field(tab.app, MINE).value == [TITLES[exercise] for exercise in exercises or EXERCISES]

    # What must hold after each step

    @invariant()
    def each_log_is_as_meant_and_so_is_the_advice(self) -> None:
        for n, (store, person) in enumerate(zip(self.stores, self.meant, strict=True)):
            newest = store.version().number
            assert newest == len(person.steps)
            acting = bool(self.tabs) and n == self.tabs[self.acting].person
            case = n, newest, self.local(self.tabs[self.acting]).date() if acting else BEGIN.date()
            if self.compared[n] == newest and (not acting or case in self.planned):
                continue  # Whatever changes a log is a step of it; after a press, it is read again all the same.
            log, self.compared[n] = store.read_log(), newest
            assert meant.held(log) == person.state
            if acting and case not in self.planned:
                self.planned.add(case)
                self.compare_the_advice(log, person.state, case[-1])

    def compare_the_advice(self, log: Log, state: State, day: date) -> None:
        plan, (doses, review) = plan_day(PROGRAMME, log, day), meant.decided(state, day, day)
        assert plan.chosen == meant.chosen(state)
        decided = {e: (d.action, d.target, d.offers, d.wait or None) for e, d in plan.doses.items()}
        assert decided == {e: (*dose[:3], dose.missing or None) for e, dose in doses.items()}
        assert (plan.review.verdict, plan.review.numbers, plan.review.person, plan.review.refer) == tuple(review)


LEAST = {"done": 500, "person": 8, "day": 25, "change": 12, "stops": 12, "resume: done": 8, "undo: done": 25}
"""How often each must have come about in the short version, so that the walks are no empty ones."""


def test_what_two_tabs_show_is_what_a_press_saves(memory: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = open_store(memory / "begun.db")
    ids = ["me", people.add_person(first.engine, "Other", "blue").id]
    people.change_person(first.engine, people.Person("me", "Me", "green"))
    begun = open_logs(f"sqlite:///{memory / 'begun.db'}")
    for person in ids:
        answer_signs(begun.of(person))
    for each in (first, begun):
        each.engine.dispose()

    def begin() -> tuple[Logs, list[str]]:
        shutil.rmtree(memory / "walk", ignore_errors=True)
        (memory / "walk").mkdir()
        url = f"sqlite:///{shutil.copy(memory / 'begun.db', memory / 'walk' / 'backcare.db')}"
        monkeypatch.setenv("BACKCARE_DATABASE_URL", url)
        streamlit.cache_resource.clear()
        return open_logs(url), ids

    machine = type("Machine", (TwoTabs,), {"begin": staticmethod(begin), "tally": Counter()})
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        machine,
        settings=settings(
            max_examples=amount(50, 500), stateful_step_count=30, deadline=None, database=None, derandomize=not LONG,
            print_blob=True, suppress_health_check=list(HealthCheck), phases=[Phase.generate],
        ),
    )  # fmt: skip
    streamlit.cache_resource.clear()
    print("\n" + ", ".join(f"{what} {many}" for what, many in sorted(machine.tally.items())))
    assert {what: many for what, many in LEAST.items() if machine.tally[what] < many} == {}
