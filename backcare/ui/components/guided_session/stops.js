// The stops of a guided session: each is in the log from the moment it is said, and is sent until Python answers.

import { setsOf } from "./saved_session.js";
import { makeSender } from "./sender.js";

export class Stops {
  #session;

  constructor(session) {
    this.#session = session;
    this.send = makeSender(session, "stopped", () => {
      const stop = this.pending, { draft } = session;
      return stop && { run: draft.run, day: draft.day, slot: draft.slot, ...stop };
    });
  }

  // The first that Python has not yet recorded, or taken back.
  get pending() {
    return this.#session.draft?.stops.find((stop) => !stop.answered);
  }

  // What is said of the last one.
  get state() {
    const stop = this.#session.draft.stops.at(-1);
    if (!stop || stop.back) return "";
    const waiting = "Saving… It is safe on this device.";
    return stop.answered ? "This is in your log now." : waiting;
  }

  // Whether Python has answered the one that was sent.
  readAnswer() {
    const stop = this.pending, { data, draft } = this.#session, answer = data.stop;
    if (!stop || answer?.run !== draft.run || answer.number !== stop.number || answer.back !== stop.back) return false;
    Object.assign(stop, { answered: true, step: answer.step });
    this.#session.write();
    return true;
  }

  say(kind) {
    const { draft, engine, page } = this.#session;
    const ids = page.stage.chosenSuspects;
    const sets = setsOf({ snapshot: engine.snapshot() }).filter(({ id }) => ids.includes(id));
    const marked = sets.map((set) => ({ ...set, felt: kind }));
    draft.stops.push({ number: draft.stops.length + 1, back: false, step: null, sets: marked });
    engine.mark(kind, ids);
    this.send();
  }

  takeBack() {
    const { draft, engine } = this.#session;
    const stop = draft.stops.at(-1);
    Object.assign(stop, { back: true, answered: false });
    engine.unmark(stop.sets.map(({ id }) => id));
    this.send();
  }
}
