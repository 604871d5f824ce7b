// What is seen of a guided session: its stage while it is played, else one of its cards; nothing while it is on no page.

import { Cards } from "./cards.js";
import { setsOf } from "./saved_session.js";
import { Stage } from "./stage.js";

export class Page {
  stage = null;
  cards = null;
  #session;
  #frame = 0;
  #isClosed = false; // the session is in the log, or shall not be; its card stays

  constructor(session) {
    this.#session = session;
  }

  isOn = (root) => this.stage?.root === root;
  unmount = () => (this.stage = this.cards = null);

  mount(root) {
    const { advice, urgent_signs } = this.#session.data;
    this.stage = new Stage(root, advice, urgent_signs);
    this.cards = new Cards(root);
  }

  drawSettings = () => this.cards?.drawSettings(this.#session.settings, this.#session.sound.kind());

  draw(refocus = true) {
    if (!this.stage) return;
    this.drawSettings();
    const { draft, engine, start, resultState, title } = this.#session;
    if (engine) this.#drawStage(refocus);
    else if (resultState) this.cards.drawClosed(draft.result, title, resultState);
    else if (draft) this.cards.drawResume(draft, setsOf(draft), title, this.#session.mayGoOn);
    else if (!this.#isClosed) start.draw(this.cards);
    if (resultState !== "saved" && resultState !== "discarded") return;
    this.#isClosed = true;
    this.#session.forget();
  }

  closeStage() {
    this.stage?.openSettings(false);
    this.stage?.open(false);
  }

  #drawStage(refocus) {
    const { draft, engine, signs, stops, title } = this.#session;
    const view = engine.view();
    const suspects = engine.suspects().map((id) => ({ id, title: title(id) }));
    const marked = draft.snapshot.entries.filter((entry) => entry.mark).map((entry) => title(entry.id));
    this.stage.open(true);
    this.stage.draw(view, { suspects, marked, recorded: stops.state, hasNoSigns: signs.hasNone });
    if (refocus) this.stage.focus(view);
    cancelAnimationFrame(this.#frame);
    this.#frame = requestAnimationFrame(() => this.#animate());
  }

  #animate() {
    const view = this.#session.engine?.view();
    if (!this.stage || view?.screen !== "exercise" || view.paused || view.kind !== "phase") return;
    this.stage.drawFigure(view);
    if (view.fraction < 1) this.#frame = requestAnimationFrame(() => this.#animate());
  }
}
