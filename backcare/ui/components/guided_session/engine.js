// The engine of the guided session: what happens when. A state machine on a clock it is given; no page, sound or storage.

import { SegmentTimer } from "./segment_timer.js";

const READY = 5; // seconds of GET READY before an exercise
const AGAIN = 3; // seconds of GET READY when going on after a pause
const SETTLE = 15; // seconds to take up a new position
const SETTLE_SAME = 5; // the same position as in the exercise before

// emit: called with every event. hold: seconds of the holds that are open; null leaves their end to the person.
// saved: a snapshot to go on from. The clock is that of SegmentTimer.
export class Engine {
  #exercises;
  #entries; // what was done of each exercise
  #place; // which exercise it is at, and on which screen
  #timer;
  #emit;
  #hold;
  #isAsleep = false;
  #wasPaused = false;
  #shownSecond = null;

  constructor(exercises, clock, emit, hold = null, saved = null) {
    this.#exercises = exercises;
    this.#entries = saved?.entries ??
      exercises.map(({ id, target }) => ({ id, target, done: 0, state: "todo", begun: false, mark: null }));
    this.#place = { current: -1, screen: "start", asking: null, onFloor: false, early: false, ...saved?.place };
    this.#timer = new SegmentTimer(clock, () => this.tick());
    this.#emit = emit;
    this.#hold = hold;
  }

  start = () => this.#goNext();
  toggle = () => (this.#timer.isRunning ? this.pause() : this.resume());
  snapshot = () => structuredClone({ entries: this.#entries, place: this.#place });
  setHold = (seconds) => (this.#hold = seconds);
  #ready = (seconds, at = this.#timer.now) => this.#enter("ready", -1, seconds, at);
  #phase = (index, at) => this.#enter("phase", index, this.#exercise.phases[index].seconds ?? this.#hold, at);
  #leave = () => this.#show(this.#place.onFloor ? "up" : "done");
  #isLying = (index) => this.#exercises[index].position === "lying";

  get #entry() {
    return this.#entries[this.#place.current];
  }

  get #exercise() {
    return this.#exercises[this.#place.current];
  }

  get #remaining() {
    return this.#entries.filter(({ state }) => state === "todo" || state === "doing").length;
  }

  tick() {
    const timer = this.#timer;
    if (!timer.isRunning) return;
    // The device slept. Nobody was guided meanwhile, so no repetition is counted: pause where the clock was last seen.
    if (timer.hasSlept) return this.#halt(timer.seen, true);
    timer.look();
    const { now } = timer;
    while (timer.isRunning && timer.due <= now) this.#step(timer.due);
    if (timer.isRunning) this.#showSecond();
    timer.arm();
  }

  pause() {
    this.tick(); // what was due before this moment counts
    if (this.#timer.isRunning) this.#halt(this.#timer.now, false);
  }

  // Going on in the middle of a movement helps nobody: the repetition starts again after a short count.
  resume() {
    if (this.#place.screen !== "exercise" || this.#place.asking !== null || this.#timer.isRunning) return;
    this.#timer.look();
    if (this.#timer.segment === null) return this.#begin(this.#place.current);
    if (this.#timer.segment.kind === "phase") return this.#ready(AGAIN);
    this.#timer.resume();
    this.#emit({ type: "resumed" });
  }

  // The one big key: ends an open hold, the settling or a pause; otherwise pauses.
  primary() {
    const timer = this.#timer;
    if (this.#place.asking !== null) return;
    if (this.#place.screen === "down") return this.#begin(this.#place.current);
    if (this.#place.screen === "up") return this.#show("done");
    if (!timer.isRunning) return this.resume();
    this.tick();
    if (timer.isRunning && (timer.isOpen || timer.segment.kind === "setup")) this.#step(timer.now);
    else this.pause();
  }

  back() {
    const { asking, screen } = this.#place;
    if (asking !== null || screen === "done") return;
    const wasPaused = this.#timer.isPaused, entry = this.#entry;
    if (screen === "exercise" && (entry.done > 0 || this.#timer.segment?.kind === "phase")) {
      entry.done = Math.max(0, entry.done - 1);
      this.#timer.look();
      this.#ready(AGAIN);
    } else this.#backToExerciseBefore();
    if (wasPaused) this.pause();
  }

  skip() {
    if (this.#place.asking !== null) return;
    if (this.#place.screen === "down") {
      this.#entries.forEach((each, i) => each.state === "todo" && this.#isLying(i) && (each.state = "skipped"));
    } else if (this.#place.screen === "exercise") this.#entry.state = "skipped";
    else return;
    this.#goNext();
  }

  ask(what) {
    if (this.#place.asking !== null) return;
    this.#wasPaused = this.#timer.isPaused;
    this.pause();
    if (this.#place.screen === "done") return;
    this.#place.asking = what;
    this.#emit({ type: "screen" });
  }

  unask() {
    const goesOn = ["finish", "signs"].includes(this.#place.asking) && !this.#wasPaused;
    this.#place.asking = null;
    this.#emit({ type: "screen" });
    if (goesOn) this.resume();
  }

  // Those that may have caused it: what was begun, the newest first; before the first repetition, what is being prepared.
  suspects() {
    const begun = this.#entries.filter((entry) => entry.begun);
    return (begun.length ? begun.reverse() : [this.#entry]).map(({ id }) => id);
  }

  // The exercise under way is over when it was begun, whichever one is marked, or when it is marked itself.
  mark(kind, ids) {
    for (const each of this.#entries.filter(({ id }) => ids.includes(id))) {
      each.mark = kind;
      if (each.state === "todo") each.state = "stopped";
    }
    const entry = this.#entry, isUnderWay = this.#place.screen === "exercise" && entry.state === "doing";
    if (isUnderWay && (entry.begun || entry.mark)) entry.state = "stopped";
    this.#place.asking = "advice";
    this.#timer.end();
    this.#emit({ type: "screen" });
  }

  // It was said by mistake: the exercise that was under way is prepared again.
  unmark(ids) {
    for (const each of this.#entries.filter(({ id }) => ids.includes(id))) {
      each.mark = null;
      if (each.state === "stopped") each.state = each.begun ? "done" : "todo";
    }
    if (this.#place.screen === "exercise") this.#entry.state = "doing";
    this.goOn();
  }

  // While an urgent sign applies there is nothing to go on with; where none does, the session goes on where it was.
  answerSigns(isUrgent) {
    if (isUrgent) {
      this.#place.asking = "urgent";
      this.#timer.end();
      this.#emit({ type: "screen" });
    } else if (this.#place.asking === "signs") this.unask();
    else this.#emit({ type: "screen" });
  }

  // After an advice, or when a saved session is taken up again; from the way down to the next that is not stopped.
  goOn() {
    if (this.#place.screen === "up") this.#show("up");
    else if (this.#entry.state === "doing") this.#begin(this.#place.current);
    else this.#goNext();
  }

  end() {
    this.#place.early ||= this.#remaining > 0;
    this.#leave();
  }

  view() {
    const place = this.#place, exercise = this.#exercise, { phases } = exercise;
    const { isOpen, isPaused, left, passed, segment } = this.#timer;
    const phase = segment?.kind === "phase" ? phases[segment.index] : null;
    const rest = phases.at(-1).pose; // a repetition ends where the next one starts
    return {
      screen: place.asking ?? place.screen,
      isAsking: place.asking !== null,
      paused: isPaused || (place.screen === "exercise" && segment === null),
      asleep: this.#isAsleep,
      exercise,
      entry: this.#entry,
      number: place.current + 1,
      of: this.#entries.length,
      kind: segment?.kind ?? null,
      phase,
      open: isOpen,
      left,
      seconds: segment?.seconds ?? null,
      from: phase ? phases.at(segment.index - 1).pose : rest,
      to: phase ? phase.pose : rest,
      fraction: phase && segment.seconds ? Math.min(1, passed / segment.seconds) : 1,
      remaining: this.#remaining,
    };
  }

  #enter(kind, index, seconds, at) {
    this.#timer.enter({ kind, index, seconds }, at);
    if (kind === "phase") this.#entry.begun = true;
    this.#shownSecond = null;
    this.#emit({ type: "segment", at });
    this.#showSecond();
    this.#timer.arm();
  }

  #begin(index, at = this.#timer.now) {
    const before = this.#exercise, onFloor = this.#isLying(index);
    Object.assign(this.#place, { current: index, screen: "exercise", asking: null, onFloor });
    this.#entry.state = "doing";
    this.#timer.look();
    const isSame = before !== this.#exercise && before?.setup === this.#exercise.setup;
    this.#enter("setup", -1, isSame ? SETTLE_SAME : SETTLE, at);
    this.#emit({ type: "screen" });
  }

  // What follows when a segment is over; `at` is the moment at which it was due to be over.
  #step(at) {
    const { kind, index } = this.#timer.segment;
    const entry = this.#entry;
    if (kind === "setup") return this.#ready(READY, at);
    if (index + 1 < this.#exercise.phases.length) return this.#phase(index + 1, at);
    entry.done += 1;
    this.#emit({ type: "repetition", done: entry.done });
    if (entry.done < entry.target) return this.#phase(0, at);
    entry.state = "done";
    this.#goNext(at);
  }

  #goNext(at = this.#timer.now) {
    const next = this.#entries.findIndex(({ state }) => state === "todo");
    if (next < 0) return this.#leave();
    if (this.#place.onFloor || !this.#isLying(next)) return this.#begin(next, at);
    this.#place.current = next;
    this.#show("down");
  }

  #backToExerciseBefore() {
    const { current, screen } = this.#place, limit = screen === "up" ? this.#entries.length : current;
    const isBefore = ({ state }, i) => i < limit && (state === "done" || state === "skipped");
    const before = this.#entries.findLastIndex(isBefore);
    if (before < 0) return screen === "exercise" ? this.#begin(current) : undefined;
    if (screen === "exercise") this.#entry.state = "todo";
    const entry = this.#entries[before];
    entry.done = Math.min(entry.done, entry.target - 1);
    this.#begin(before);
  }

  #show(screen) {
    Object.assign(this.#place, { screen, asking: null });
    this.#timer.end();
    this.#emit({ type: "screen" });
  }

  #showSecond() {
    const second = Math.floor(this.#timer.passed);
    if (second === this.#shownSecond) return;
    this.#shownSecond = second;
    this.#emit({ type: "second", left: this.#timer.left });
  }

  #halt(at, isAsleep) {
    this.#timer.pause(at);
    this.#isAsleep = isAsleep;
    this.#emit({ type: "paused" });
  }
}
