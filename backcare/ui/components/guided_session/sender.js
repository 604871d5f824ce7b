// A message to Python, sent again and again until there is none to send: the server may be away just now.

const RETRY = [1000, 2000, 4000, 8000, 15000]; // ms until it is sent again, as long as nobody answers

// message: makes what is sent, or nothing when it is answered.
export class Sender {
  #session;
  #name;
  #message;
  #timer = 0;
  #tries = 0;

  constructor(session, name, message) {
    this.#session = session;
    this.#name = name;
    this.#message = message;
  }

  send() {
    clearTimeout(this.#timer);
    const message = this.#session.page.isMounted && this.#message();
    if (!message) {
      this.#tries = 0;
      return;
    }
    this.#session.trigger(this.#name, message);
    this.#timer = setTimeout(() => this.send(), RETRY[Math.min(this.#tries, RETRY.length - 1)]);
    this.#tries += 1;
  }
}
