// The guided session as Streamlit mounts it: one a person and browser tab, which outlives runs of the page and the server.

import { askBeforeLeaving, makeClock, makeWakeLock } from "./browser.js";
import { Engine } from "./engine.js";
import { Input } from "./input.js";
import { Page } from "./page.js";
import { isDone, makeStoredSession, setsOf } from "./saved_session.js";
import { makeSender } from "./sender.js";
import { makeSound } from "./sound.js";
import { Signs } from "./signs.js";
import { newId, Start } from "./start.js";
import { Stops } from "./stops.js";
import { wordsFor } from "./words.js";

const sessions = (globalThis[Symbol.for("backcare.guided")] ??= new Map());
const GRACE = 1500; // ms a session plays on without a page: a re-mount takes less, leaving the page takes for ever
const SPOKEN = {
  down: "Go down to the floor. Take your time.",
  up: "The exercises are over. Get up slowly.",
  worse: "Stopped. What happened?",
  advice: "Rest.",
  urgent: "Phone 1 1 1 now.",
};

// The draft of what was done, the engine that plays it, what is heard of it, and its result.
class Session {
  data = null; // what Python said at the last run of the page
  trigger = null; // and what tells it something
  engine = null;
  page = new Page(this);
  start = new Start(this);
  stops = new Stops(this);
  signs = new Signs(this);
  #input = new Input(this);
  #clock = makeClock();
  #sendResult = makeSender(this, "finished", () => this.resultState === "waiting" && this.draft.result);
  #name;
  #stored;
  #storedPain;
  #storedSettings = makeStoredSession("settings");
  #updateWakeLock = makeWakeLock(() => this.engine !== null);
  #leaving = 0;
  #ending = new AbortController();
  #isAgainWanted = false; // "Start again" was pressed, and waits until the stops are in the log

  constructor(name) {
    this.#name = name;
    this.#stored = makeStoredSession(name);
    this.#storedPain = makeStoredSession(`${name}.before`);
    this.draft = this.#stored.read();
    this.settings = { sound: "voice", volume: 80, letters: true, hold: null, ...this.#storedSettings.read() };
    this.sound = makeSound(this.settings);
    const { signal } = this.#ending;
    document.addEventListener("visibilitychange", () => this.#comeBack(), { signal });
    globalThis.speechSynthesis?.addEventListener?.("voiceschanged", () => this.page.drawSettings(), { signal });
    askBeforeLeaving(() => this.engine !== null || this.draft?.result, signal);
  }

  // A run of the page: what it has brought is read, and what is not answered is sent.
  attach({ data, parentElement, setTriggerValue }) {
    clearTimeout(this.#leaving);
    Object.assign(this, { data, trigger: setTriggerValue });
    if (!this.page.isOn(parentElement)) {
      this.page.mount(parentElement);
      this.#input.listen(this.page.stage);
      this.page.draw();
    } else if (!this.engine) this.page.draw(false);
    this.#sendResult();
    if (this.stops.readAnswer()) {
      if (this.engine) this.page.draw(false);
      if (this.#isAgainWanted) this.startAgain();
    }
    this.stops.send();
    this.signs.readAnswer();
    this.signs.send();
    this.#keepPain();
    this.start.readAnswer();
    this.start.send();
  }

  detach(root) {
    if (!this.page.isOn(root)) return;
    this.page.unmount();
    this.#leaving = setTimeout(() => this.#leave(), this.engine ? GRACE : 0);
  }

  get resultState() {
    const { closed, received } = this.data;
    if (!this.draft?.result) return null;
    if (closed?.run === this.draft.run) return closed.recorded ? "saved" : "discarded";
    return received === this.draft.run ? "received" : "waiting";
  }

  // Yesterday's session can be saved, not continued: today has its own numbers.
  get mayGoOn() {
    const { day, snapshot } = this.draft;
    return day === this.data.day && snapshot.entries.some(({ state }) => state === "todo" || state === "doing");
  }

  begin(slot, exercises) {
    this.draft = { run: newId(), day: this.data.day, slot, snapshot: null, result: null, stops: [], signs: null };
    this.#play(exercises);
    this.engine.start();
    this.page.draw();
  }

  // A question about pain that was open stays so.
  goOn() {
    const { snapshot } = this.draft;
    const isAnswered = !["worse", "advice"].includes(snapshot.place.asking);
    this.#play(this.#exercisesOf(snapshot.entries), snapshot);
    if (isAnswered) this.engine.goOn();
    this.page.draw();
  }

  saveSoFar() {
    if (this.draft.snapshot.place.asking === "worse") this.goOn();
    else this.#finish(true);
  }

  startAgain() {
    this.#isAgainWanted = Boolean(this.stops.pending); // a stop that was said is not forgotten
    if (this.#isAgainWanted) return;
    this.forget();
    this.page.draw();
    this.page.cards.focus("start");
  }

  changeSettings(settings) {
    Object.assign(this.settings, settings);
    this.engine?.setHold(settings.hold);
    this.#storedSettings.write(this.settings);
    this.page.drawSettings();
  }

  title = (id) => this.data.titles[id] ?? id;
  write = () => this.#stored.write(this.draft);

  forget() {
    this.#stored.drop();
    this.#storedPain.drop();
    this.draft = null;
  }

  #leave() {
    this.signs.leavePage();
    this.engine?.pause();
    this.engine = null;
    this.#updateWakeLock();
    this.sound.hush();
    this.#ending.abort();
    this.#clock.close();
    sessions.delete(this.#name);
  }

  #comeBack() {
    this.#updateWakeLock();
    this.engine?.tick();
  }

  // The pain before the session is asked by Python, which forgets it when the page is loaded again.
  #keepPain() {
    const { asked, pain } = this.data.before;
    const before = this.#storedPain.read(), day = this.draft?.day ?? this.data.day;
    if (asked && pain !== null) this.#storedPain.write({ day, pain });
    else if (!asked && before?.day === day) this.trigger("before", before.pain);
    else this.#storedPain.drop();
  }

  // The exercises of a draft, as they are today. One that today's plan no longer holds keeps its count and is not played.
  #exercisesOf(entries) {
    return entries.map((entry) => {
      const step = this.data.steps.find(({ id }) => id === entry.id);
      if (step) return step;
      entry.state = "stopped";
      return { title: this.title(entry.id), phases: [{ pose: "start" }] };
    });
  }

  #play(exercises, snapshot = null) {
    this.#isAgainWanted = false;
    this.engine = new Engine(exercises, this.#clock, (event) => this.#handle(event), this.settings.hold, snapshot);
    this.sound.unlock();
    this.#updateWakeLock();
  }

  #handle(event) {
    // By these, tests measure how exactly it keeps time.
    document.dispatchEvent(new CustomEvent(`guided-${event.type}`, { detail: event }));
    const view = this.engine.view();
    if (event.type === "second") return this.#showSecond(view);
    this.draft.snapshot = this.engine.snapshot();
    this.write();
    if (view.screen === "done") return this.#finish(this.draft.snapshot.place.early);
    if (event.type === "segment" || event.type === "paused") this.#cue(view);
    this.page.draw(event.type === "screen" || event.type === "paused");
    if (event.type === "screen" && view.screen !== "exercise") this.#speakScreen(view);
  }

  #showSecond({ left, kind, seconds }) {
    this.page.stage?.drawLeft(left);
    if (kind === "ready" && left > 0 && left < seconds) this.sound.cue("tick", String(left));
  }

  #cue(view) {
    const { tone, spoken, announced } = wordsFor(view);
    if (view.paused) this.sound.hush();
    this.sound.cue(tone, spoken);
    this.page.stage?.announce(announced);
  }

  #speakScreen({ screen, isAsking }) {
    this.sound.hush();
    if (SPOKEN[screen]) this.sound.cue(isAsking ? "stop" : "done", SPOKEN[screen]);
  }

  #finish(early) {
    const { run, day, slot } = this.draft;
    this.draft.result = { run, day, slot, early, sets: setsOf(this.draft) };
    this.#isAgainWanted = false;
    this.engine = null;
    this.#updateWakeLock();
    this.sound.hush();
    if (this.draft.result.sets.some(isDone)) {
      this.write();
      this.sound.cue("done", "Well done. Now save your session.");
    } else this.forget(); // nothing was done, so there is nothing to say about it
    this.page.closeStage();
    this.page.draw();
    this.#sendResult();
    this.page.cards?.focus(this.draft ? "sent" : "start");
  }
}

export default function (run) {
  const { session } = run.data;
  if (!sessions.has(session)) sessions.set(session, new Session(session));
  sessions.get(session).attach(run);
  return () => sessions.get(session)?.detach(run.parentElement);
}
