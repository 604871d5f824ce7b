// The time of a guided session: one segment after another on a clock that is given, each until it is over or paused.

const BEAT = 250; // ms: how often the clock is looked at, at least
const ASLEEP = 5000; // ms: background tabs are woken every second, so a longer gap means that the device slept

// clock: {now() in ms and steady, wall() in ms, set(function, ms), clear(handle)}. tick: called when it is time to look.
export class SegmentTimer {
  segment = null; // {kind: "setup" | "ready" | "phase", index of the phase, seconds: null = the person ends it}
  seen = 0; // when the clock was last looked at
  #seenWall = 0; // the same by the wall clock
  #clock;
  #tick;
  #handle = null;
  #since = 0; // when the segment began
  #paused = null; // ms of the segment that had passed when it was paused

  constructor(clock, tick) {
    this.#clock = clock;
    this.#tick = tick;
  }

  get now() {
    return this.#clock.now();
  }

  get isPaused() {
    return this.#paused !== null;
  }

  get isRunning() {
    return this.segment !== null && !this.isPaused;
  }

  get isOpen() {
    return this.segment?.seconds === null;
  }

  // Seconds of the segment that have passed.
  get passed() {
    return (this.#paused ?? this.now - this.#since) / 1000;
  }

  // The moment at which the segment is due to be over.
  get due() {
    return this.isOpen ? Infinity : this.#since + this.segment.seconds * 1000;
  }

  // Seconds as they are shown: those left, or those that an open hold has lasted.
  get left() {
    if (this.segment === null) return null;
    return this.isOpen ? Math.floor(this.passed) : Math.max(0, Math.ceil(this.segment.seconds - this.passed));
  }

  get hasSlept() {
    return this.now - this.seen > ASLEEP || this.#clock.wall() - this.#seenWall > ASLEEP;
  }

  look() {
    this.seen = this.now;
    this.#seenWall = this.#clock.wall();
  }

  // A segment starts when the one before was due, not when the browser got round to it: so nothing adds up to a drift.
  enter(segment, at) {
    this.segment = segment;
    this.#since = at;
    this.#paused = null;
  }

  end() {
    this.segment = this.#paused = null;
    this.arm();
  }

  pause(at) {
    this.#paused = Math.max(0, at - this.#since);
    this.arm();
  }

  resume() {
    this.#since = this.now - this.#paused;
    this.#paused = null;
    this.arm();
  }

  arm() {
    this.#clock.clear(this.#handle);
    if (!this.isRunning) return;
    const toSecond = 1000 - ((this.now - this.#since) % 1000);
    this.#handle = this.#clock.set(this.#tick, Math.max(0, Math.ceil(Math.min(BEAT, toSecond, this.due - this.now))));
  }
}
