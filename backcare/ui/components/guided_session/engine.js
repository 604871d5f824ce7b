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
// hold: seconds of the holds that are open; null leaves their end to the person. saved: a snapshot to go on from.
// deno-lint-ignore no-unused-vars -- used in guided_session.js
function makeEngine(exercises, clock, emit, hold = null, saved = null) {
  const entries = saved?.entries ??
    exercises.map(({ id, target }) => ({ id, target, done: 0, state: "todo", begun: false, mark: null }));
  const place = { current: -1, screen: "start", asking: null, onFloor: false, early: false, ...saved?.place };
  let segment = null; // {kind: "setup" | "ready" | "phase", index of the phase, seconds: null = the person ends it, since}
  let paused = null; // ms of the segment that had passed when it was paused
  let asleep = false, wasPaused = false;
  let timer = null, seen = 0, seenWall = 0, shownSecond = null;

  const entry = () => entries[place.current];
  const exercise = () => exercises[place.current];
  const running = () => place.screen === "exercise" && segment !== null && paused === null && place.asking === null;
  const elapsed = () => paused ?? clock.now() - segment.since;
  const isOpen = () => segment?.seconds === null;

  function look() {
    seen = clock.now();
    seenWall = clock.wall();
  }

  function arm() {
    clock.clear(timer);
    if (!running()) return;
    const toDeadline = isOpen() ? Infinity : segment.seconds * 1000 - elapsed();
    timer = clock.set(tick, Math.max(0, Math.ceil(Math.min(ENGINE.BEAT, 1000 - (elapsed() % 1000), toDeadline))));
  }

  // A segment starts when the one before was due, not when the browser got round to it: so nothing adds up to a drift.
  function enter(kind, index, seconds, at) {
    segment = { kind, index, seconds, since: at };
    if (kind === "phase") entry().begun = true;
    paused = shownSecond = null;
    emit({ type: "segment", at });
    showSecond();
    arm();
  }

  function showSecond() {
    const second = Math.floor(elapsed() / 1000);
    if (second === shownSecond) return;
    shownSecond = second;
    emit({ type: "second", left: left() });
  }

  function left() {
    if (segment === null) return null;
    const passed = elapsed() / 1000;
    return isOpen() ? Math.floor(passed) : Math.max(0, Math.ceil(segment.seconds - passed));
  }

  const ready = (seconds, at = clock.now()) => enter("ready", -1, seconds, at);
  const phase = (index, at) => enter("phase", index, exercise().phases[index].seconds ?? hold, at);

  function begin(index, at = clock.now()) {
    const before = exercise();
    Object.assign(place, { current: index, screen: "exercise", asking: null });
    place.onFloor = exercise().position === "lying";
    entry().state = "doing";
    look();
    const same = before !== exercise() && before?.setup === exercise().setup;
    enter("setup", -1, same ? ENGINE.SETTLE_SAME : ENGINE.SETTLE, at);
    emit({ type: "screen" });
  }

  function show(screen) {
    Object.assign(place, { screen, asking: null });
    segment = paused = null;
    arm();
    emit({ type: "screen" });
  }

  function goNext(at = clock.now()) {
    const next = entries.findIndex((e) => e.state === "todo");
    if (next < 0) return leave();
    if (place.onFloor || exercises[next].position !== "lying") return begin(next, at);
    place.current = next;
    show("down");
  }

  const leave = () => show(place.onFloor ? "up" : "done");

  // What follows when a segment is over; `at` is the moment at which it was due to be over.
  function step(at) {
    if (segment.kind === "setup") return ready(ENGINE.READY, at);
    if (segment.index + 1 < exercise().phases.length) return phase(segment.index + 1, at);
    entry().done += 1;
    emit({ type: "repetition", done: entry().done });
    if (entry().done < entry().target) return phase(0, at);
    entry().state = "done";
    goNext(at);
  }

  function tick() {
    if (!running()) return;
    const now = clock.now();
    // The device slept. Nobody was guided meanwhile, so no repetition is counted: pause where the clock was last seen.
    const slept = now - seen > ENGINE.ASLEEP || clock.wall() - seenWall > ENGINE.ASLEEP;
    if (slept) return halt(Math.max(0, seen - segment.since), true);
    look();
    while (running() && !isOpen() && now >= segment.since + segment.seconds * 1000) {
      step(segment.since + segment.seconds * 1000);
    }
    if (running()) showSecond();
    arm();
  }

  function halt(passed, slept) {
    paused = passed;
    asleep = slept;
    arm();
    emit({ type: "paused" });
  }

  function pause() {
    tick(); // what was due before this moment counts
    if (running()) halt(elapsed(), false);
  }

  // Going on in the middle of a movement helps nobody: the repetition starts again after a short count.
  function resume() {
    if (place.screen !== "exercise" || place.asking !== null || running()) return;
    look();
    if (segment === null) return begin(place.current);
    if (segment.kind === "phase") return ready(ENGINE.AGAIN);
    segment.since = clock.now() - paused;
    paused = null;
    arm();
    emit({ type: "resumed" });
  }

  // The one big key: ends an open hold, the settling or a pause; otherwise pauses.
  function primary() {
    if (place.asking !== null) return;
    if (place.screen === "down") return begin(place.current);
    if (place.screen === "up") return show("done");
    if (!running()) return resume();
    tick();
    if (running() && (isOpen() || segment.kind === "setup")) step(clock.now());
    else pause();
  }

  function back() {
    if (place.asking !== null || place.screen === "done") return;
    const wasStill = paused !== null;
    if (place.screen === "exercise" && (entry().done > 0 || segment?.kind === "phase")) {
      entry().done = Math.max(0, entry().done - 1);
      look();
      ready(ENGINE.AGAIN);
    } else backToExerciseBefore();
    if (wasStill) pause();
  }

  function backToExerciseBefore() {
    const limit = place.screen === "up" ? entries.length : place.current;
    const before = entries.findLastIndex((e, i) => i < limit && (e.state === "done" || e.state === "skipped"));
    if (before < 0) return place.screen === "exercise" ? begin(place.current) : undefined;
    if (place.screen === "exercise") entry().state = "todo";
    entries[before].done = Math.min(entries[before].done, entries[before].target - 1);
    begin(before);
  }

  function skip() {
    if (place.asking !== null) return;
    if (place.screen === "down") {
      entries.forEach((e, i) => e.state === "todo" && exercises[i].position === "lying" && (e.state = "skipped"));
    } else if (place.screen === "exercise") entry().state = "skipped";
    else return;
    goNext();
  }

  function ask(what) {
    if (place.asking !== null || place.screen === "done") return;
    wasPaused = paused !== null;
    pause();
    place.asking = what;
    emit({ type: "screen" });
  }

  function unask() {
    const goesOn = place.asking === "finish" && !wasPaused;
    place.asking = null;
    emit({ type: "screen" });
    if (goesOn) resume();
  }

  // Those that may have caused it: what was begun, the newest first; before the first repetition, what is being prepared.
  function suspects() {
    const begun = entries.filter((e) => e.begun);
    return (begun.length ? begun.reverse() : [entry()]).map((e) => e.id);
  }

  // The exercise under way is over when it was begun, whichever one is marked, or when it is marked itself.
  function mark(kind, ids) {
    for (const e of entries.filter((e) => ids.includes(e.id))) {
      e.mark = kind;
      if (e.state === "todo") e.state = "stopped";
    }
    const isUnderWay = place.screen === "exercise" && entry().state === "doing";
    if (isUnderWay && (entry().begun || entry().mark)) entry().state = "stopped";
    place.asking = "advice";
    segment = null;
    emit({ type: "screen" });
  }

  // It was said by mistake: the exercise that was under way is prepared again.
  function unmark(ids) {
    for (const e of entries.filter((e) => ids.includes(e.id))) {
      e.mark = null;
      if (e.state === "stopped") e.state = e.begun ? "done" : "todo";
    }
    if (place.screen === "exercise") entry().state = "doing";
    goOn();
  }

  const remaining = () => entries.filter((e) => e.state === "todo" || e.state === "doing").length;

  // After an advice, or when a saved session is taken up again; from the way down to the next that is not stopped.
  function goOn() {
    if (place.screen === "up") show("up");
    else if (entry().state === "doing") begin(place.current);
    else goNext();
  }

  function end() {
    place.early ||= remaining() > 0;
    leave();
  }

  function view() {
    const { phases } = exercise();
    const phase = segment?.kind === "phase" ? phases[segment.index] : null;
    const rest = phases.at(-1).pose; // a repetition ends where the next one starts
    return {
      screen: place.asking ?? place.screen,
      isAsking: place.asking !== null,
      paused: paused !== null || (place.screen === "exercise" && segment === null),
      asleep,
      exercise: exercise(),
      entry: entry(),
      number: place.current + 1,
      of: entries.length,
      kind: segment?.kind ?? null,
      phase,
      open: isOpen(),
      left: left(),
      seconds: segment?.seconds ?? null,
      from: phase ? phases.at(segment.index - 1).pose : rest,
      to: phase ? phase.pose : rest,
      fraction: phase && segment.seconds ? Math.min(1, elapsed() / 1000 / segment.seconds) : 1,
      remaining: remaining(),
    };
  }

  const snapshot = () => structuredClone({ entries, place });
  const setHold = (seconds) => (hold = seconds);
  const start = () => goNext();
  const toggle = () => (running() ? pause() : resume());
  // deno-fmt-ignore
  return {
    start, tick, pause, resume, toggle, primary, back, skip, ask, unask, suspects, mark, unmark, goOn, end,
    view, snapshot, setHold,
  };
}
