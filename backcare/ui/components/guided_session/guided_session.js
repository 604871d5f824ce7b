// The guided session as Streamlit mounts it: one room a person and browser, which outlives reruns, re-mounts and the server.

const ROOMS = (globalThis[Symbol.for("backcare.guided")] ??= new Map());
const GRACE = 1500; // ms a session plays on without a page: a re-mount takes less, leaving the page takes for ever
const RETRY = [1000, 2000, 4000, 8000, 15000]; // ms until the result is handed over again, as long as nobody answers

const newRun = () =>
  [...crypto.getRandomValues(new Uint8Array(12))].map((byte) => byte.toString(16).padStart(2, "0")).join("");

function makeRoom(first) {
  const keep = makeKeep(first.session), kept = makeKeep("settings"), before = makeKeep(`${first.session}.before`);
  const settings = { sound: "voice", volume: 80, letters: true, ...kept.read() };
  settings.hold = first.hold ?? settings.hold ?? null;
  const sound = makeSound(settings), wake = makeWake();
  const clock = makeClock(() => engine?.tick());
  const guard = makeGuard(() => draft !== null && (engine !== null || draft.result));
  const room = { data: first, send: null };
  const picked = {}; // numbers that the person picked on the start card, by exercise
  let slotPicked = null; // the session that the person picked there: {slot, day}
  let asked = null; // a start that waits for today's numbers: {request, card, retry}
  let draft = keep.read(),
    engine = null,
    stage = null,
    cards = null,
    frame = null,
    retry = null,
    tries = 0,
    stopRetry = null,
    stopTries = 0,
    whenSent = null,
    leaving = null,
    over = false;

  const titles = () => ({
    ...room.data.titles,
    ...Object.fromEntries(room.data.steps.map((step) => [step.id, step.title])),
  });

  const number = (step) => ([step.target, ...step.offers].includes(picked[step.id]) ? picked[step.id] : step.chosen);

  // Playing ------------------------------------------------------------------------------------------------------------
  // The exercises of a draft, as they are today. One that today's plan no longer holds keeps its count and is not played.
  function exercisesOf(entries) {
    return entries.map((entry) => {
      const step = room.data.steps.find((each) => each.id === entry.id);
      if (step) return { ...step, target: entry.target };
      if (entry.state === "todo" || entry.state === "doing") entry.state = "skipped";
      return {
        id: entry.id,
        title: titles()[entry.id] ?? entry.id,
        position: "standing",
        setup: "",
        phases: [{ pose: "start" }],
        steps: [],
        target: entry.target,
      };
    });
  }

  function play(exercises, snapshot = null) {
    engine = makeEngine(exercises, clock, heard, settings.hold, snapshot);
    sound.unlock();
    wake.want();
    guard.on();
  }

  const slot = () => (slotPicked?.day === room.data.day ? slotPicked.slot : room.data.slot);

  function chooseSlot(name) {
    slotPicked = { slot: name, day: room.data.day };
    draw();
  }

  // What the start card shows; the server is asked for it once more before the session starts.
  const card = () =>
    JSON.stringify([room.data.day, slot(), room.data.steps.map((step) => [step.id, step.target, step.offers])]);

  function start() {
    sound.unlock(); // a browser allows sound only at a press
    asked ??= { request: newRun(), card: card() };
    cards.say("One moment: looking for today's numbers…");
    askToStart();
  }

  function askToStart() {
    if (!asked || !stage) return;
    room.send("start", asked.request);
    asked.retry = setTimeout(askToStart, RETRY.at(-1));
  }

  function mayStart() {
    if (asked === null || room.data.ready !== asked.request) return;
    clearTimeout(asked.retry);
    const same = asked.card === card();
    asked = null;
    if (same && room.data.steps.length) {
      cards.show(null);
      return begin();
    }
    draw();
    cards.say("Your numbers have changed since you opened this page. Look at them, then start.");
  }

  function begin() {
    draft = { run: newRun(), day: room.data.day, slot: slot(), snapshot: null, result: null, stops: [] };
    play(room.data.steps.map((step) => ({ ...step, target: number(step) })));
    engine.start();
    draw();
  }

  function goOn() {
    const exercises = exercisesOf(draft.snapshot.entries);
    const { place, entries } = draft.snapshot;
    const gone = place.screen === "exercise" && entries[place.current].state !== "doing";
    play(exercises, draft.snapshot);
    if (place.asking === "finish") engine.unask();
    if (gone && place.asking === null) engine.start();
    else if (place.asking === null && place.screen === "exercise") engine.resume();
    draw();
  }

  function heard(event) {
    stage?.root.querySelector('[data-is="root"]').dispatchEvent(
      new CustomEvent(`guided-${event.type}`, { detail: event, bubbles: true, composed: true }),
    );
    if (event.type === "second") return second(event.left);
    save();
    const view = engine?.view();
    if (!view) return;
    if (view.screen === "done") return finish(resultOf(draft.snapshot));
    if (event.type === "segment" || event.type === "paused") cue(view);
    draw(event.type === "screen" || event.type === "paused");
    if (event.type === "screen" && (view.asking !== null || view.screen !== "exercise")) announce(view);
  }

  function save() {
    if (!engine || !draft) return;
    draft.snapshot = engine.snapshot();
    keep.write(draft);
  }

  function second(left) {
    const view = engine?.view();
    stage?.drawLeft(left);
    if (view?.kind === "ready" && left > 0 && left < view.seconds) sound.cue("tick", String(left));
  }

  function cue(view) {
    const words = wordsFor(view);
    if (view.paused) sound.hush();
    sound.cue(view.paused ? null : words.tone, words.spoken);
    stage?.hear(words.heard);
  }

  function announce(view) {
    const spoken = {
      down: "Go down to the floor. Take your time.",
      up: "The exercises are over. Get up slowly.",
      worse: "Stopped. What happened?",
      advice: "Rest.",
    }[view.asking ?? view.screen];
    sound.hush();
    if (spoken) sound.cue(view.asking ? "stop" : "done", spoken);
  }

  // The end ------------------------------------------------------------------------------------------------------------
  function resultOf(snapshot) {
    const sets = snapshot.entries.map((e) => ({
      id: e.id,
      target: e.target,
      reps: e.done,
      felt: e.mark,
      partial: e.done < e.target,
    }));
    return { run: draft.run, day: draft.day, slot: draft.slot, early: snapshot.place.early, sets };
  }

  function finish(result) {
    draft = { ...draft, result };
    if (result.sets.some((set) => set.reps > 0 || set.felt)) keep.write(draft);
    else forget(); // nothing was done, so there is nothing to say about it
    engine = null;
    cancelAnimationFrame(frame);
    wake.release();
    sound.hush();
    if (draft) sound.cue("done", "Well done. Now save your session.");
    stage?.drawer(false);
    stage?.open(false);
    draw();
    handOver();
    cards?.focus(draft ? "sent" : "start");
  }

  // Handed over until Python answers with this run: the server may be away just now.
  function handOver() {
    clearTimeout(retry);
    if (!draft?.result || room.data.received === draft.run || room.data.closed?.run === draft.run || !stage) return;
    room.send("finished", draft.result);
    retry = setTimeout(handOver, RETRY[Math.min(tries++, RETRY.length - 1)]);
  }

  // Stops --------------------------------------------------------------------------------------------------------------
  // A stop is in the log from the moment it is said: sent until Python answers that it is kept, or taken back.
  const pending = () => draft?.stops?.find((stop) => !stop.answered);

  function sendStop() {
    clearTimeout(stopRetry);
    const stop = pending(), then = whenSent;
    if (!stop) {
      whenSent = null;
      return then?.();
    }
    if (!stage) return;
    const answer = room.data.kept;
    if (answer?.run === draft.run && answer.number === stop.number && answer.back === stop.back) {
      Object.assign(stop, { answered: true, step: answer.step ?? stop.step, failed: answer.failed });
      keep.write(draft);
      if (engine) draw(false);
      return sendStop();
    }
    const { number, back, step, sets } = stop;
    room.send("stopped", {
      run: draft.run,
      day: draft.day,
      slot: draft.slot,
      early: true,
      number,
      back,
      step: step ?? null,
      sets,
    });
    stopRetry = setTimeout(sendStop, RETRY[Math.min(stopTries++, RETRY.length - 1)]);
  }

  function markAs(kind) {
    const ids = stage.suspectsChosen(engine.suspects());
    const sets = resultOf(engine.snapshot()).sets.filter((set) => ids.includes(set.id)).map((set) => ({
      ...set,
      felt: kind,
    }));
    draft.stops = [...(draft.stops ?? []), { number: (draft.stops ?? []).length + 1, back: false, sets }];
    stopTries = 0;
    engine.mark(kind, ids);
    sendStop();
  }

  function again() {
    if (pending()) return (whenSent = again); // a stop that was said is not forgotten
    forget();
    draw();
    cards.focus("start");
  }

  function takeBack() {
    const stop = draft.stops.at(-1);
    Object.assign(stop, { back: true, answered: false });
    stopTries = 0;
    engine.unmark(stop.sets.map((set) => set.id));
    sendStop();
  }

  function keptWords() {
    const stop = draft.stops?.at(-1);
    if (!stop || stop.back) return "";
    return stop.answered
      ? "This is in your log now."
      : "Putting this into your log… Until then it is kept on this device.";
  }

  function forget() {
    clearTimeout(retry);
    clearTimeout(stopRetry);
    keep.drop();
    before.drop();
    guard.off();
    draft = null;
    tries = 0;
  }

  // Drawing ------------------------------------------------------------------------------------------------------------
  function draw(refocus = true) {
    if (!stage) return;
    const view = engine?.view() ?? null;
    cards.drawSettings(settings, sound.kind());
    if (view !== null && view.screen !== "start") {
      stage.open(true);
      stage.draw(view, {
        suspects: engine.suspects(),
        marked: draft.snapshot.entries.filter((e) => e.mark).map((e) => titles()[e.id]),
        kept: keptWords(),
      });
      if (refocus) stage.focus(view);
      return animate();
    }
    if (draft?.result && draft.run === room.data.closed?.run) {
      cards.drawSent(draft.result, titles(), room.data.closed.recorded ? "saved" : "discarded");
      over = true;
      return forget();
    }
    if (draft?.result) {
      return cards.drawSent(draft.result, titles(), room.data.received === draft.run ? "received" : "waiting");
    }
    if (draft?.snapshot) return cards.drawResume(resultOf(draft.snapshot), titles(), mayGoOn());
    if (!over) {
      cards.drawStart(room.data.steps, number, picked, {
        day: room.data.day,
        slots: room.data.slots,
        slot: slot(),
        choose: chooseSlot,
      });
    }
  }

  // Yesterday's session can be saved, not continued: today has its own numbers.
  const mayGoOn = () =>
    draft.day === room.data.day && draft.snapshot.entries.some((e) => e.state === "todo" || e.state === "doing");

  function animate() {
    cancelAnimationFrame(frame);
    const next = () => {
      const view = engine?.view();
      if (!stage || !view || view.screen !== "exercise" || view.paused || view.asking || view.kind !== "phase") return;
      stage.drawFigure(view);
      if (view.fraction < 1) frame = requestAnimationFrame(next);
    };
    frame = requestAnimationFrame(next);
  }

  // What the person does -----------------------------------------------------------------------------------------------
  const playing = (action) => () => {
    if (!engine) return;
    action(engine);
    if (engine) draw();
  };
  const actions = {
    start,
    "go-on": goOn,
    again,
    "save-so-far":
      () => (draft.snapshot.place.asking === "worse" ? goOn() : finish({ ...resultOf(draft.snapshot), early: true })),
    primary: playing((e) => e.primary()),
    pause: playing((e) => (e.view().paused ? e.resume() : e.pause())),
    back: playing((e) => e.back()),
    skip: playing((e) => e.skip()),
    finish: playing((e) => e.ask("finish")),
    worse: playing((e) => e.ask("worse")),
    unask: playing((e) => e.unask()),
    end: playing((e) => e.end()),
    others: playing((e) => e.goOn()),
    "mark-worse": playing(() => markAs("worse")),
    "mark-new": playing(() => markAs("new_pain")),
    "take-back": playing(takeBack),
    settings: () => stage.drawer(stage.part("drawer").hidden),
    "settings-done": () => {
      stage.drawer(false);
      stage.focus(engine.view());
    },
    test: () => {
      sound.unlock();
      sound.cue("move", "Roll right. Hold.");
    },
  };

  function change() {
    const part = stage.part;
    settings.sound = stage.root.querySelector('[name="guided-sound"]:checked')?.value ?? settings.sound;
    settings.volume = Number(part("volume").value);
    settings.letters = part("letters").checked;
    settings.hold = part("hold").value === "" ? null : Number(part("hold").value);
    engine?.setHold(settings.hold);
    kept.write(settings);
    cards.drawSettings(settings, sound.kind());
  }

  const KEYS = {
    ArrowLeft: "back",
    ArrowRight: "skip",
    b: "back",
    s: "skip",
    p: "pause",
    f: "finish",
    w: "worse",
    m: "settings",
  };

  function press(event) {
    const on = event.composedPath()[0];
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key === "Escape") {
      event.preventDefault();
      return stage.part("drawer").hidden ? engine?.pause() : actions["settings-done"]();
    }
    if (event.repeat || on.matches("input, select, summary, option")) return;
    const letter = event.key.length === 1;
    const action = event.key === " "
      ? (on.matches("button") ? null : "primary")
      : KEYS[letter ? event.key.toLowerCase() : event.key];
    if (!action || (letter && event.key !== " " && !settings.letters)) return;
    event.preventDefault();
    actions[action]();
  }

  function wire(root) {
    root.querySelectorAll("[data-do]").forEach((button) => (button.onclick = () => actions[button.dataset.do]()));
    for (const input of stage.part("settings").querySelectorAll("input:not([type=range]), select")) {
      input.onchange = change;
    }
    stage.part("volume").oninput = change;
    stage.dialog.onkeydown = press;
    stage.dialog.oncancel = (event) => event.preventDefault();
    stage.dialog.onclose = () => engine && draw(); // a browser may close it all the same
    stage.part("stage").onclick = (event) => {
      const view = engine?.view();
      if (!event.target.closest("button") && (view?.open || view?.kind === "setup") && !view.paused) actions.primary();
    };
  }

  // Coming and going ---------------------------------------------------------------------------------------------------
  const changedView = () => {
    wake.again();
    engine?.tick();
  };

  room.attach = (root) => {
    clearTimeout(leaving);
    if (stage?.root !== root) {
      stage = makeStage(root, () => room.data);
      cards = makeCards(root);
      wire(root);
      document.addEventListener("visibilitychange", changedView);
      globalThis.speechSynthesis?.addEventListener?.("voiceschanged", voices);
      if (draft?.result) guard.on();
      draw();
    } else if (!engine) draw(false);
    handOver();
    sendStop();
    keepPainBefore();
    mayStart();
  };

  // The pain before the session is asked by Python, which forgets it when the page is loaded again.
  function keepPainBefore() {
    const { known, pain } = room.data.before;
    const stored = before.read(), day = draft?.day ?? room.data.day;
    if (known && pain !== null) before.write({ day, pain });
    else if (!known && stored?.day === day) room.send("before", stored.pain);
    else before.drop();
  }

  const voices = () => cards?.drawSettings(settings, sound.kind());

  room.detach = (root) => {
    if (stage?.root !== root) return;
    stage = cards = null;
    document.removeEventListener("visibilitychange", changedView);
    globalThis.speechSynthesis?.removeEventListener?.("voiceschanged", voices);
    if (engine) leaving = setTimeout(leave, GRACE);
    else leave();
  };

  function leave() {
    engine?.pause();
    save();
    clearTimeout(retry);
    clearTimeout(stopRetry);
    clearTimeout(asked?.retry);
    wake.release();
    sound.hush();
    guard.off();
    clock.close();
    ROOMS.delete(first.session);
  }

  return room;
}

export default function ({ data, parentElement, setTriggerValue }) {
  if (!ROOMS.has(data.session)) ROOMS.set(data.session, makeRoom(data));
  const room = ROOMS.get(data.session);
  room.data = data;
  room.send = setTriggerValue;
  room.attach(parentElement);
  return () => room.detach(parentElement);
}
