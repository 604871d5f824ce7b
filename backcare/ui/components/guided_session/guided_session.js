// The guided session as Streamlit mounts it: one a person and browser tab, which outlives runs of the page and the server.

import { askBeforeLeaving } from "./browser.js";
import { Input } from "./input.js";
import { Session } from "./session.js";

const sessions = (globalThis[Symbol.for("backcare.guided")] ??= new Map());
const GRACE = 1500; // ms a session plays on without a page: a re-mount takes less, leaving the page takes for ever

class MountedSession {
  #name;
  #session;
  #input;
  #leaving = 0;
  #ending = new AbortController();

  constructor(name) {
    this.#name = name;
    this.#session = new Session(name);
    this.#input = new Input(this.#session);
    const { signal } = this.#ending, { page } = this.#session;
    document.addEventListener("visibilitychange", () => this.#comeBack(), { signal });
    globalThis.speechSynthesis?.addEventListener?.("voiceschanged", () => page.drawSettings(), { signal });
    askBeforeLeaving(() => this.#session.engine !== null || this.#session.draft?.result, signal);
  }

  attach({ data, parentElement, setTriggerValue }) {
    clearTimeout(this.#leaving);
    const { engine, page } = Object.assign(this.#session, { data, trigger: setTriggerValue });
    if (!page.isOn(parentElement)) {
      page.mount(parentElement);
      this.#input.listen(page.stage);
      page.draw();
    } else if (!engine) page.draw(false);
    this.#session.exchange();
  }

  detach(root) {
    const { engine, page } = this.#session;
    if (!page.isOn(root)) return;
    page.unmount();
    this.#leaving = setTimeout(() => this.#leave(), engine ? GRACE : 0);
  }

  #leave() {
    this.#session.close();
    this.#ending.abort();
    sessions.delete(this.#name);
  }

  #comeBack() {
    this.#session.updateWakeLock();
    this.#session.engine?.tick();
  }
}

export default function (run) {
  const { session } = run.data;
  if (!sessions.has(session)) sessions.set(session, new MountedSession(session));
  sessions.get(session).attach(run);
  return () => sessions.get(session)?.detach(run.parentElement);
}
