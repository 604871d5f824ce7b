// The guided session as Streamlit mounts it: one a person and browser tab, which outlives runs of the page and the server.

const sessions = (globalThis[Symbol.for("backcare.guided")] ??= new Map());
const GRACE = 1500; // ms a session plays on without a page: a re-mount takes less, leaving the page takes for ever
const RETRY = [1000, 2000, 4000, 8000, 15000]; // ms until a message is sent to Python again, as long as nobody answers
const SPOKEN = {
  down: "Go down to the floor. Take your time.",
  up: "The exercises are over. Get up slowly.",
  worse: "Stopped. What happened?",
  advice: "Rest.",
};

const newId = () => Array.from(crypto.getRandomValues(new Uint32Array(3)), (part) => part.toString(16)).join("");

function makeSession(name) {
  const stored = makeStoredSession(name), storedPain = makeStoredSession(`${name}.before`);
  const storedSettings = makeStoredSession("settings");
  const settings = { sound: "voice", volume: 80, letters: true, hold: null, ...storedSettings.read() };
  const sound = makeSound(settings), clock = makeClock(), ending = new AbortController();
  const updateWakeLock = makeWakeLock(() => engine !== null);
  const picked = {}; // numbers that the person picked on the start card, by exercise
  let data = null, trigger = null, stage = null, cards = null; // of the last run and mount of the page
  let draft = stored.read(), engine = null, frame = 0, leaving = 0;
  let slotPicked = {}; // the session that the person picked on the start card: {slot, day}
  let request = null; // a start that waits for today's numbers: {id, card}
  let isAgainWanted = false; // "Start again" was pressed, and waits until the stops are in the log
  let isClosed = false; // the session is in the log, or shall not be; its card stays

  const title = (id) => data.titles[id] ?? id;
  const slot = () => (slotPicked.day === data.day ? slotPicked.slot : data.slot);
  const number = (step) => ([step.target, ...step.offers].includes(picked[step.id]) ? picked[step.id] : step.chosen);

  // Sends a message to Python, again and again until `message()` is none: the server may be away just now.
  function makeSender(name, message) {
    let timer = 0, tries = 0;
    return function send() {
      clearTimeout(timer);
      const value = stage && message();
      if (!value) return (tries = 0);
      trigger(name, value);
      timer = setTimeout(send, RETRY[Math.min(tries++, RETRY.length - 1)]);
    };
  }

  // Playing ------------------------------------------------------------------------------------------------------------
  // The exercises of a draft, as they are today. One that today's plan no longer holds keeps its count and is not played.
  function exercisesOf(entries) {
    return entries.map((entry) => {
      const step = data.steps.find(({ id }) => id === entry.id);
      if (step) return step;
      entry.state = "stopped";
      return { title: title(entry.id), phases: [{ pose: "start" }] };
    });
  }

  function play(exercises, snapshot = null) {
    engine = makeEngine(exercises, clock, handle, settings.hold, snapshot);
    sound.unlock();
    updateWakeLock();
  }

  // What the start card shows; the server is asked for it once more before the session starts.
  const card = () =>
    JSON.stringify([data.day, slot(), data.steps.map(({ id, target, offers }) => [id, target, offers])]);
  const sendStart = makeSender("start", () => request?.id);

  function start() {
    sound.unlock(); // a browser allows sound only at a press
    request ??= { id: newId(), card: card() };
    cards.say("One moment: looking for today's numbers…");
    sendStart();
  }

  function startIfAnswered() {
    if (request === null || data.ready !== request.id) return;
    const isSame = request.card === card();
    request = null;
    if (!isSame || !data.steps.length) {
      draw();
      return cards.say("Your numbers have changed since you opened this page. Look at them, then start.");
    }
    cards.show(null);
    draft = { run: newId(), day: data.day, slot: slot(), snapshot: null, result: null, stops: [] };
    play(data.steps.map((step) => ({ ...step, target: number(step) })));
    engine.start();
    draw();
  }

  // A question about pain that was open stays so.
  function goOn() {
    const isAnswered = !["worse", "advice"].includes(draft.snapshot.place.asking);
    play(exercisesOf(draft.snapshot.entries), draft.snapshot);
    if (isAnswered) engine.goOn();
    draw();
  }

  function handle(event) {
    // By these, tests measure how exactly it keeps time.
    document.dispatchEvent(new CustomEvent(`guided-${event.type}`, { detail: event }));
    const view = engine.view();
    if (event.type === "second") return showSecond(view);
    save();
    if (view.screen === "done") return finish(draft.snapshot.place.early);
    if (event.type === "segment" || event.type === "paused") cue(view);
    draw(event.type === "screen" || event.type === "paused");
    if (event.type === "screen" && view.screen !== "exercise") speakScreen(view);
  }

  function save() {
    draft.snapshot = engine.snapshot();
    stored.write(draft);
  }

  function showSecond({ left, kind, seconds }) {
    stage?.drawLeft(left);
    if (kind === "ready" && left > 0 && left < seconds) sound.cue("tick", String(left));
  }

  function cue(view) {
    const { tone, spoken, announced } = wordsFor(view);
    if (view.paused) sound.hush();
    sound.cue(tone, spoken);
    stage?.announce(announced);
  }

  function speakScreen({ screen, isAsking }) {
    sound.hush();
    if (SPOKEN[screen]) sound.cue(isAsking ? "stop" : "done", SPOKEN[screen]);
  }

  // The end ------------------------------------------------------------------------------------------------------------
  function finish(early) {
    const { run, day, slot } = draft;
    draft.result = { run, day, slot, early, sets: setsOf(draft) };
    engine = null;
    cancelAnimationFrame(frame);
    updateWakeLock();
    sound.hush();
    if (draft.result.sets.some(isDone)) {
      stored.write(draft);
      sound.cue("done", "Well done. Now save your session.");
    } else forget(); // nothing was done, so there is nothing to say about it
    stage?.openSettings(false);
    stage?.open(false);
    draw();
    sendResult();
    cards?.focus(draft ? "sent" : "start");
  }

  const sendResult = makeSender("finished", () => resultState() === "waiting" && draft.result);

  function resultState() {
    if (!draft?.result) return null;
    if (data.closed?.run === draft.run) return data.closed.recorded ? "saved" : "discarded";
    return data.received === draft.run ? "received" : "waiting";
  }

  function forget() {
    stored.drop();
    storedPain.drop();
    draft = null;
  }

  // Stops --------------------------------------------------------------------------------------------------------------
  // A stop is in the log from the moment it is said: sent until Python answers that it is recorded, or taken back.
  const pendingStop = () => draft?.stops.find((stop) => !stop.answered);

  const sendStop = makeSender("stopped", () => {
    const stop = pendingStop();
    return stop && { run: draft.run, day: draft.day, slot: draft.slot, ...stop };
  });

  function readStopAnswer() {
    const stop = pendingStop(), answer = data.stop;
    if (!stop || answer?.run !== draft.run || answer.number !== stop.number || answer.back !== stop.back) return;
    Object.assign(stop, { answered: true, step: answer.step });
    stored.write(draft);
    if (engine) draw(false);
    if (isAgainWanted) startAgain();
  }

  function markAs(kind) {
    const ids = stage.chosenSuspects();
    const sets = setsOf({ snapshot: engine.snapshot() }).filter(({ id }) => ids.includes(id));
    const marked = sets.map((set) => ({ ...set, felt: kind }));
    draft.stops.push({ number: draft.stops.length + 1, back: false, step: null, sets: marked });
    engine.mark(kind, ids);
    sendStop();
  }

  function takeBack() {
    const stop = draft.stops.at(-1);
    Object.assign(stop, { back: true, answered: false });
    engine.unmark(stop.sets.map(({ id }) => id));
    sendStop();
  }

  function startAgain() {
    isAgainWanted = Boolean(pendingStop()); // a stop that was said is not forgotten
    if (isAgainWanted) return;
    forget();
    draw();
    cards.focus("start");
  }

  function stopState() {
    const stop = draft.stops.at(-1);
    if (!stop || stop.back) return "";
    const waiting = "Putting this into your log… Until then it is kept on this device.";
    return stop.answered ? "This is in your log now." : waiting;
  }

  // Drawing ------------------------------------------------------------------------------------------------------------
  function draw(refocus = true) {
    if (!stage) return;
    drawSettings();
    const state = resultState();
    if (engine) drawStage(refocus);
    else if (state) cards.drawClosed(draft.result, title, state);
    else if (draft) cards.drawResume(draft, setsOf(draft), title, mayGoOn());
    else if (!isClosed) cards.drawStart(data, slot(), number, chooseSlot, (id, reps) => (picked[id] = reps));
    if (state !== "saved" && state !== "discarded") return;
    isClosed = true;
    forget();
  }

  function drawStage(refocus) {
    const view = engine.view();
    const suspects = engine.suspects().map((id) => ({ id, title: title(id) }));
    const marked = draft.snapshot.entries.filter((entry) => entry.mark).map((entry) => title(entry.id));
    stage.open(true);
    stage.draw(view, { suspects, marked, recorded: stopState() });
    if (refocus) stage.focus(view);
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(animate);
  }

  function animate() {
    const view = engine?.view();
    if (!stage || view?.screen !== "exercise" || view.paused || view.kind !== "phase") return;
    stage.drawFigure(view);
    if (view.fraction < 1) frame = requestAnimationFrame(animate);
  }

  const drawSettings = () => cards?.drawSettings(settings, sound.kind());

  function chooseSlot(slot) {
    slotPicked = { slot, day: data.day };
    draw();
  }

  // Yesterday's session can be saved, not continued: today has its own numbers.
  const mayGoOn = () =>
    draft.day === data.day && draft.snapshot.entries.some((e) => ["todo", "doing"].includes(e.state));

  // What the person does -----------------------------------------------------------------------------------------------
  const actions = {
    start,
    "go-on": goOn,
    again: startAgain,
    "save-so-far": () => (draft.snapshot.place.asking === "worse" ? goOn() : finish(true)),
    "mark-worse": () => markAs("worse"),
    "mark-new": () => markAs("new_pain"),
    "take-back": takeBack,
    settings: () => stage.openSettings(stage.part("drawer").hidden),
    "settings-done": () => {
      stage.openSettings(false);
      stage.focus(engine.view());
    },
    test: () => {
      sound.unlock();
      sound.cue("move", "Roll right. Hold.");
    },
  };

  function change() {
    const { part, root } = stage;
    settings.sound = root.querySelector('[name="guided-sound"]:checked').value;
    settings.volume = Number(part("volume").value);
    settings.letters = part("letters").checked;
    settings.hold = Number(part("hold").value) || null;
    engine?.setHold(settings.hold);
    storedSettings.write(settings);
    drawSettings();
  }

  // A button, or a tap anywhere on the stage while the person is to say when it goes on.
  function click(event) {
    const button = event.target.closest("button");
    if (button?.dataset.do) return actions[button.dataset.do]();
    if (button) return command(...button.dataset.engine.split(" "));
    const view = event.target.closest(".stage") && engine?.view();
    if (view && !view.paused && (view.open || view.kind === "setup")) command("primary");
  }

  function command(name, about) {
    engine?.[name](about);
    if (engine) draw();
  }

  // A key is a press on the button that names it, where that is to be seen; letters only where they are wanted.
  function press(event) {
    const focused = event.composedPath()[0];
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key === "Escape") {
      event.preventDefault();
      return stage.part("drawer").hidden ? engine?.pause() : actions["settings-done"]();
    }
    const isLetter = event.key.length === 1 && event.key !== " ";
    if (event.repeat || focused.matches("input, select, summary") || (isLetter && !settings.letters)) return;
    if (event.key === " " && focused.matches("button")) return;
    const key = event.key === " " ? "Space" : isLetter ? event.key.toUpperCase() : event.key;
    const buttons = stage.part("dialog").querySelectorAll(`[aria-keyshortcuts~="${CSS.escape(key)}"]:enabled`);
    const button = [...buttons].find((each) => each.getClientRects().length);
    if (!button) return;
    event.preventDefault();
    button.click();
  }

  // Coming and going ---------------------------------------------------------------------------------------------------
  function mount(root) {
    stage = makeStage(root, data.advice, data.urgent_signs);
    cards = makeCards(root);
    stage.part("root").onclick = click;
    stage.part("settings").oninput = change;
    Object.assign(stage.part("dialog"), {
      onkeydown: press,
      oncancel: (event) => event.preventDefault(),
      onclose: () => engine && draw(), // a browser may close it all the same
    });
  }

  function attach(run) {
    clearTimeout(leaving);
    data = run.data;
    trigger = run.setTriggerValue;
    if (stage?.root !== run.parentElement) {
      mount(run.parentElement);
      draw();
    } else if (!engine) draw(false);
    sendResult();
    readStopAnswer();
    sendStop();
    keepPain();
    startIfAnswered();
    sendStart();
  }

  // The pain before the session is asked by Python, which forgets it when the page is loaded again.
  function keepPain() {
    const { asked, pain } = data.before;
    const before = storedPain.read(), day = draft?.day ?? data.day;
    if (asked && pain !== null) storedPain.write({ day, pain });
    else if (!asked && before?.day === day) trigger("before", before.pain);
    else storedPain.drop();
  }

  function detach(root) {
    if (stage?.root !== root) return;
    stage = cards = null;
    leaving = setTimeout(leave, engine ? GRACE : 0);
  }

  function leave() {
    engine?.pause();
    engine = null;
    updateWakeLock();
    sound.hush();
    ending.abort();
    clock.close();
    sessions.delete(name);
  }

  function comeBack() {
    updateWakeLock();
    engine?.tick();
  }

  const { signal } = ending;
  document.addEventListener("visibilitychange", comeBack, { signal });
  globalThis.speechSynthesis?.addEventListener?.("voiceschanged", drawSettings, { signal });
  askBeforeLeaving(() => engine !== null || draft?.result, signal);
  return { attach, detach };
}

export default function (run) {
  const { session } = run.data;
  if (!sessions.has(session)) sessions.set(session, makeSession(session));
  sessions.get(session).attach(run);
  return () => sessions.get(session)?.detach(run.parentElement);
}
