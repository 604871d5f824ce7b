// How far a guided session has come: what was done of each exercise, which one it is at, and on which screen.

// saved: a snapshot to go on from.
export class Progress {
  constructor(exercises, saved) {
    this.exercises = exercises;
    this.entries = saved?.entries ??
      exercises.map(({ id, target }) => ({ id, target, done: 0, state: "todo", begun: false, mark: null }));
    this.place = { current: -1, screen: "start", asking: null, onFloor: false, early: false, ...saved?.place };
  }

  get entry() {
    return this.entries[this.place.current];
  }

  get exercise() {
    return this.exercises[this.place.current];
  }

  get remaining() {
    return this.entries.filter(({ state }) => state === "todo" || state === "doing").length;
  }

  get snapshot() {
    return structuredClone({ entries: this.entries, place: this.place });
  }

  isLying(index) {
    return this.exercises[index].position === "lying";
  }

  nextIndex() {
    return this.entries.findIndex(({ state }) => state === "todo");
  }

  indexBefore() {
    const limit = this.place.screen === "up" ? this.entries.length : this.place.current;
    return this.entries.findLastIndex(({ state }, i) => i < limit && (state === "done" || state === "skipped"));
  }

  skipTheFloor() {
    this.entries.forEach((entry, i) => {
      if (entry.state === "todo" && this.isLying(i)) entry.state = "skipped";
    });
  }

  // Those that may have caused it: what was begun, the newest first; before the first repetition, what is being prepared.
  suspects() {
    const begun = this.entries.filter((entry) => entry.begun);
    return (begun.length ? begun.reverse() : [this.entry]).map(({ id }) => id);
  }

  // The exercise under way is over when it was begun, whichever one is marked, or when it is marked itself.
  mark(kind, ids) {
    for (const entry of this.#named(ids)) {
      entry.mark = kind;
      if (entry.state === "todo") entry.state = "stopped";
    }
    const { entry, place } = this;
    const isUnderWay = place.screen === "exercise" && entry.state === "doing";
    if (isUnderWay && (entry.begun || entry.mark)) entry.state = "stopped";
  }

  // It was said by mistake: the exercise that was under way is prepared again.
  unmark(ids) {
    for (const entry of this.#named(ids)) {
      entry.mark = null;
      if (entry.state === "stopped") entry.state = entry.begun ? "done" : "todo";
    }
    if (this.place.screen === "exercise") this.entry.state = "doing";
  }

  #named(ids) {
    return this.entries.filter(({ id }) => ids.includes(id));
  }
}
