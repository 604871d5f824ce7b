// The answer about the urgent signs in a guided session: sent until Python has recorded it.

import { makeSender } from "./sender.js";

export class Signs {
  #session;

  constructor(session) {
    this.#session = session;
    this.send = makeSender(session, "signs", () => {
      const { draft } = session, said = this.#pending;
      return said && { run: draft.run, number: said.number, answer: said.answer };
    });
  }

  get #pending() {
    const said = this.#session.draft?.signs;
    return said && !said.answered ? said : null;
  }

  get hasNone() {
    return this.#session.draft.signs?.answer === "none";
  }

  readAnswer() {
    const { data, draft } = this.#session, said = this.#pending, answer = data.signs;
    if (said && answer?.run === draft.run && answer.number === said.number) this.#close();
  }

  // Only a run of the page that has taken the answer can take a person off the page that tells them to phone.
  leavePage() {
    if (this.#pending) this.#close();
  }

  say(answer) {
    const { draft, engine } = this.#session;
    draft.signs = { number: (draft.signs?.number ?? 0) + 1, answer, answered: false };
    engine.answerSigns(answer === "applies");
    this.send();
  }

  #close() {
    this.#session.draft.signs.answered = true;
    this.#session.write();
  }
}
