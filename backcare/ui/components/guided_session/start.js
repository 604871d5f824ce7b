// The start of a guided session: what is picked on its card, and today's numbers, for which the server is asked once more.

import { makeSender } from "./sender.js";

export const newId = () => Array.from(crypto.getRandomValues(new Uint32Array(3)), (part) => part.toString(16)).join("");

export class Start {
  #session;
  #request = null; // a start that waits for today's numbers: {id, card}
  #numbers = {}; // those that the person picked, by exercise
  #picked = {}; // the session that the person picked: {slot, day}

  constructor(session) {
    this.#session = session;
    this.send = makeSender(session, "start", () => this.#request?.id);
  }

  get #slot() {
    const { day, slot } = this.#session.data;
    return this.#picked.day === day ? this.#picked.slot : slot;
  }

  // What the card shows, to be compared.
  get #card() {
    const { day, steps } = this.#session.data;
    return JSON.stringify([day, this.#slot, steps.map(({ id, target, offers }) => [id, target, offers])]);
  }

  request() {
    const { page, sound } = this.#session;
    sound.unlock(); // a browser allows sound only at a press
    this.#request ??= { id: newId(), card: this.#card };
    page.cards.say("Looking up today's numbers…");
    this.send();
  }

  readAnswer() {
    const { data, page } = this.#session;
    if (this.#request === null || data.ready !== this.#request.id) return;
    const isSame = this.#request.card === this.#card;
    this.#request = null;
    if (isSame && data.steps.length) {
      page.cards.show(null);
      this.#session.begin(this.#slot, data.steps.map((step) => ({ ...step, target: this.#number(step) })));
    } else {
      page.draw();
      page.cards.say("Your numbers have changed since you opened this page. Look at them, then start.");
    }
  }

  draw(cards) {
    cards.drawStart(this.#session.data, {
      slot: this.#slot,
      number: (step) => this.#number(step),
      choose: (slot) => {
        this.#picked = { slot, day: this.#session.data.day };
        this.#session.page.draw();
      },
      pick: (id, number) => (this.#numbers[id] = number),
    });
  }

  #number({ id, target, offers, chosen }) {
    const number = this.#numbers[id];
    return [target, ...offers].includes(number) ? number : chosen;
  }
}
