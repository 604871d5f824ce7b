// The engine of the guided session: what happens when. A state machine on a clock it is given; no page, sound or storage.

const ENGINE = Object.freeze({
  READY: 5, // seconds of GET READY before an exercise
  AGAIN: 3, // seconds of GET READY when going on after a pause
  SETTLE: 15, // seconds to take up a new position
  SETTLE_SAME: 5, // the same position as in the exercise before
  BEAT: 250, // ms: how often the engine looks at the clock at least
  ASLEEP: 5000, // ms: background tabs are woken every second, so a longer gap means that the device slept
});

// clock: {now() in ms and steady, wall() in ms, set(function, ms), clear(handle)}. emit: called with every event.
// deno-lint-ignore no-unused-vars -- used in session.js
function makeEngine(exercises, clock, emit, holdSeconds = null, kept = null) {
  const entries = kept?.entries ??
    exercises.map((e) => ({ id: e.id, target: e.target, done: 0, state: "todo", begun: false, mark: null }));
  const s = { entries, current: -1, screen: "start", asking: null, onFloor: false, early: false, ...kept?.place };
  let segment = null; // {kind: "setup" | "ready" | "phase", index, seconds: number | null = the person ends it, since}
  let paused = null; // ms of the segment that had passed when it was paused
  let asleep = false, wasPaused = false;
  let timer = null, seen = 0, seenWall = 0, shownSecond = null, hold = holdSeconds;

  const entry = () => entries[s.current];
  const exercise = () => exercises[s.current];
  const running = () => s.screen === "exercise" && segment !== null && paused === null && s.asking === null;
  const elapsed = () => (paused !== null ? paused : clock.now() - segment.since);
  const isOpen = () => segment?.kind === "phase" && segment.seconds === null;

  function say(type, more = {}) {
    emit({ type, ...more });
  }

  function look() {
    seen = clock.now();
    seenWall = clock.wall();
  }

  function arm() {
    clock.clear(timer);
    timer = null;
    if (!running()) return;
    const passed = clock.now() - segment.since;
    const toDeadline = segment.seconds === null ? Infinity : segment.seconds * 1000 - passed;
    timer = clock.set(tick, Math.max(0, Math.ceil(Math.min(ENGINE.BEAT, 1000 - (passed % 1000), toDeadline))));
  }

  // A segment starts when the one before was due, not when the browser got round to it: so nothing adds up to a drift.
  function enter(kind, index, seconds, at) {
    segment = { kind, index, seconds, since: at };
    if (kind === "phase") entry().begun = true;
    paused = null;
    shownSecond = null;
    say("segment", {
      kind,
      index,
      seconds,
      at,
      seen: clock.now(),
      exercise: exercise().id,
      repetition: entry().done + 1,
    });
    showSecond();
    arm();
  }

  function showSecond() {
    const second = Math.floor(elapsed() / 1000);
    if (second === shownSecond) return;
    shownSecond = second;
    say("second", { left: left() });
  }

  function left() {
    if (segment === null) return null;
    return segment.seconds === null
      ? Math.floor(elapsed() / 1000)
      : Math.max(0, Math.ceil(segment.seconds - elapsed() / 1000));
  }

  function phase(index, at) {
    const wanted = exercise().phases[index].seconds;
    enter("phase", index, wanted ?? hold, at);
  }

  function begin(index, at = clock.now(), settle = null) {
    const before = exercises[s.current];
    s.current = index;
    s.screen = "exercise";
    s.asking = null;
    s.onFloor = exercise().position === "lying";
    entry().state = "doing";
    look();
    const same = before && before !== exercise() && before.setup === exercise().setup;
    enter("setup", 0, settle ?? (same ? ENGINE.SETTLE_SAME : ENGINE.SETTLE), at);
    say("screen");
  }

  function show(screen) {
    s.screen = screen;
    s.asking = null;
    segment = null;
    paused = null;
    arm();
    say("screen");
  }

  function goNext(at = clock.now()) {
    const next = entries.findIndex((e) => e.state === "todo");
    if (next < 0) return leave();
    if (exercises[next].position === "lying" && !s.onFloor) {
      s.current = next;
      return show("down");
    }
    begin(next, at);
  }

  const leave = () => show(s.onFloor ? "up" : "done");

  // What follows when a segment is over; `at` is the moment at which it was due to be over.
  function step(at) {
    if (segment.kind === "setup") return enter("ready", 0, ENGINE.READY, at);
    if (segment.kind === "ready") return phase(0, at);
    if (segment.index + 1 < exercise().phases.length) return phase(segment.index + 1, at);
    entry().done += 1;
    say("repetition", { done: entry().done });
    if (entry().done < entry().target) return phase(0, at);
    entry().state = "done";
    say("exercise-done");
    goNext(at);
  }

  function tick() {
    if (!running()) return;
    const now = clock.now();
    if (now - seen > ENGINE.ASLEEP || clock.wall() - seenWall > ENGINE.ASLEEP) return fallAsleep();
    look();
    while (running() && segment.seconds !== null && now >= segment.since + segment.seconds * 1000) {
      step(segment.since + segment.seconds * 1000);
    }
    if (running()) showSecond();
    arm();
  }

  // The device slept. Nobody was guided meanwhile, so no repetition is counted: pause where the clock was last seen.
  function fallAsleep() {
    paused = Math.max(0, seen - segment.since);
    asleep = true;
    arm();
    say("paused", { asleep });
  }

  function pause() {
    if (running()) tick(); // what was due before this moment counts
    if (!running()) return;
    paused = elapsed();
    asleep = false;
    arm();
    say("paused", { asleep });
  }

  // Going on in the middle of a movement helps nobody: the repetition starts again after a short count.
  function resume() {
    if (s.screen !== "exercise" || s.asking !== null || (segment !== null && paused === null)) return;
    look();
    const at = clock.now();
    asleep = false;
    if (segment === null) begin(s.current, at);
    else if (segment.kind === "phase") enter("ready", 0, ENGINE.AGAIN, at);
    else {
      segment.since = at - paused;
      paused = null;
      arm();
    }
    say("resumed");
  }

  // The one big key: ends an open hold, the settling or a pause; otherwise pauses.
  function primary() {
    if (s.asking !== null) return;
    if (s.screen === "down") return begin(s.current);
    if (s.screen === "up") return show("done");
    if (paused !== null || segment === null) return resume();
    tick();
    if (!running()) return;
    if (isOpen() || segment.kind === "setup") return step(clock.now());
    pause();
  }

  function endHold() {
    if (running() && isOpen()) step(clock.now());
  }

  function back() {
    if (s.asking !== null || s.screen === "done") return;
    const still = paused !== null;
    if (s.screen === "exercise" && (entry().done > 0 || segment?.kind === "phase")) {
      entry().done = Math.max(0, entry().done - 1);
      look();
      enter("ready", 0, ENGINE.AGAIN, clock.now());
    } else backToExerciseBefore();
    if (still) pause();
  }

  function backToExerciseBefore() {
    const limit = s.screen === "up" ? entries.length : s.current;
    const before = entries.findLastIndex((e, i) => i < limit && (e.state === "done" || e.state === "skipped"));
    if (before < 0) return s.screen === "exercise" ? begin(s.current) : undefined;
    if (s.screen === "exercise") entry().state = "todo";
    entries[before].done = Math.min(entries[before].done, entries[before].target - 1);
    begin(before);
  }

  function skip() {
    if (s.asking !== null) return;
    if (s.screen === "down") {
      entries.forEach((e, i) => e.state === "todo" && exercises[i].position === "lying" && (e.state = "skipped"));
    } else if (s.screen === "exercise") entry().state = "skipped";
    else return;
    goNext();
  }

  function ask(what) {
    if (s.asking !== null || s.screen === "done") return;
    wasPaused = paused !== null;
    if (s.screen === "exercise") pause();
    s.asking = what;
    say("screen");
  }

  function unask() {
    const goesOn = s.asking === "finish" && !wasPaused;
    s.asking = null;
    say("screen");
    if (goesOn) resume();
  }

  // Those that may have caused it: what was begun, the newest first; before the first repetition, what is being prepared.
  function suspects() {
    const begun = entries.some((e) => e.begun);
    const may = (e, i) => (begun ? e.begun : i === s.current);
    return entries.map((e, i) => ({ id: e.id, title: exercises[i].title, may: may(e, i) })).filter((e) => e.may)
      .reverse();
  }

  // The exercise under way is over when it was begun, whichever one is marked, or when it is marked itself.
  function mark(kind, ids) {
    for (const e of entries) if (ids.includes(e.id)) e.mark = kind;
    for (const e of entries) if (ids.includes(e.id) && e.state === "todo") e.state = "stopped";
    if (s.screen === "exercise" && (entry().begun || entry().mark) && entry().state === "doing") {
      entry().state = "stopped";
    }
    s.asking = "advice";
    segment = null;
    say("screen");
  }

  // It was said by mistake: the exercise that was under way is prepared again.
  function unmark(ids) {
    if (s.asking !== "advice") return;
    s.asking = null;
    for (const e of entries) {
      if (!ids.includes(e.id)) continue;
      e.mark = null;
      if (e.state === "stopped") e.state = e.begun ? "done" : "todo";
    }
    if (s.screen !== "exercise") return show(s.screen);
    begin(s.current);
  }

  const remaining = () => entries.filter((e) => e.state === "todo" || e.state === "doing").length;

  function goOn() {
    if (s.asking !== "advice") return;
    s.asking = null;
    if (s.screen !== "exercise") return show(s.screen);
    if (entry().state === "doing") return begin(s.current);
    goNext();
  }

  function end() {
    s.early = s.early || remaining() > 0;
    leave();
  }

  function view() {
    const now = exercise();
    const phaseNow = segment?.kind === "phase" ? now.phases[segment.index] : null;
    const first = now?.phases.at(-1).pose; // a repetition ends where the next one starts
    const from = phaseNow && segment.index > 0 ? now.phases[segment.index - 1].pose : first;
    return {
      screen: s.screen,
      asking: s.asking,
      paused: paused !== null || (s.screen === "exercise" && segment === null),
      asleep,
      exercise: now,
      entry: entry(),
      number: s.current + 1,
      of: entries.length,
      kind: segment?.kind ?? null,
      phase: phaseNow,
      open: isOpen(),
      left: left(),
      seconds: segment?.seconds ?? null,
      from,
      to: phaseNow ? phaseNow.pose : first,
      fraction: phaseNow && segment.seconds ? Math.min(1, elapsed() / 1000 / segment.seconds) : 1,
      remaining: remaining(),
    };
  }

  function snapshot() {
    const { current, screen, asking, onFloor, early } = s;
    return { entries: entries.map((e) => ({ ...e })), place: { current, screen, asking, onFloor, early } };
  }

  const start = () => goNext();
  const setHold = (seconds) => (hold = seconds);
  return {
    start,
    tick,
    pause,
    resume,
    primary,
    endHold,
    back,
    skip,
    ask,
    unask,
    suspects,
    mark,
    unmark,
    goOn,
    end,
    view,
    snapshot,
    setHold,
  };
}
