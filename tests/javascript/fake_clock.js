// A clock for the engine that only a test moves.

export class FakeClock {
  #now = 1000;
  #wallAhead = 0;
  #timers = new Map(); // by handle: {action, ms, at}
  #last = 0;
  delay = (ms) => ms; // after how many ms a timer really fires: a busy browser is late

  now = () => this.#now;
  wall = () => this.#now + this.#wallAhead;
  clear = (handle) => this.#timers.delete(handle);

  set = (action, ms) => {
    this.#timers.set(++this.#last, { action, ms, at: this.#now + this.delay(ms, this.#now) });
    return this.#last;
  };

  // The ms of the timers that are set.
  get waiting() {
    return [...this.#timers.values()].map(({ ms }) => ms);
  }

  advance(ms) {
    const end = this.#now + ms;
    while (this.#next()?.[1].at <= end) {
      const [handle, { action, at }] = this.#next();
      this.#timers.delete(handle);
      this.#now = Math.max(this.#now, at);
      action();
    }
    this.#now = end;
  }

  // Time passes, and no timer fires yet: a busy browser, or a device that sleeps.
  stall(ms) {
    this.#now += ms;
  }

  sleep(ms) {
    this.stall(ms);
    this.advance(0);
  }

  // The steady clock of some devices stands still while they sleep.
  sleepUnnoticed(ms) {
    this.#wallAhead += ms;
  }

  #next() {
    return [...this.#timers].sort(([, a], [, b]) => a.at - b.at)[0];
  }
}
