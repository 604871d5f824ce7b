// The engine of the guided session under a clock that the test moves: timing, sleep, and every command.

import assert from "node:assert/strict";
import { Engine } from "../../backcare/ui/components/guided_session/engine.js";
import { FakeClock } from "./fake_clock.js";

const TOLERANCE = 50; // ms
const phase = (cue, seconds) => ({ cue, pose: cue, seconds });
const SIT = {
  id: "sit",
  position: "sitting",
  setup: "Sit.",
  phases: [phase("Up", 2), phase("Hold", null), phase("Relax", 2)],
};
const BEND = {
  id: "bend",
  position: "standing",
  setup: "Stand.",
  phases: [phase("Bend", 3), phase("Hold", null), phase("Return", 3)],
};
const ROLL = {
  id: "roll",
  position: "lying",
  setup: "Lie.",
  phases: [phase("Right", 2), phase("Hold", 2), phase("Back", 2), phase("Left", 2), phase("Hold", 2), phase("Back", 2)],
};
const TILT = { id: "tilt", position: "lying", setup: "Lie.", phases: [phase("Press", 2), phase("Release", 2)] };

// A session of some exercises whose clock the test moves.
class Played {
  clock = new FakeClock();
  events = [];

  constructor(exercises, target, hold = null) {
    this.exercises = exercises.map((exercise) => ({ ...exercise, target }));
    this.began = this.clock.now();
    this.engine = this.#make(hold);
    this.engine.start();
  }

  // As after a reload of the page.
  takeUp() {
    this.engine = this.#make(null, JSON.parse(JSON.stringify(this.engine.snapshot())));
  }

  run(seconds) {
    this.clock.advance(seconds * 1000);
  }

  get view() {
    return this.engine.view();
  }

  get entries() {
    return this.engine.snapshot().entries;
  }

  get place() {
    return this.engine.snapshot().place;
  }

  get segments() {
    return this.events.filter(({ type }) => type === "segment");
  }

  // The types of the events, a second with what is left.
  get told() {
    return this.events.map(({ type, left }) => (type === "second" ? `second ${left}` : type));
  }

  all(name) {
    return this.entries.map((entry) => entry[name]);
  }

  #make(hold, snapshot = null) {
    const emit = (event) => this.events.push({ ...event, clock: this.clock.now() });
    return new Engine(this.exercises, this.clock, emit, hold, snapshot);
  }
}

// Past the way down, the settling and the count: the first phase has just begun.
function rolling(...others) {
  const played = new Played([ROLL, ...others], 5);
  played.engine.primary();
  played.engine.primary();
  played.run(5);
  return played;
}

Deno.test("Over ten minutes no phase is more than 50 ms off", () => {
  const played = new Played([SIT, BEND], 40, 3);
  const expected = [];
  let due = played.began;
  for (const { phases } of played.exercises) {
    const repetition = phases.map(({ seconds }) => seconds ?? 3);
    for (const seconds of [15, 5, ...Array(40).fill(repetition).flat()]) {
      expected.push(due);
      due += seconds * 1000;
    }
  }
  assert.ok(due - played.began > 600_000);
  played.clock.delay = (ms) => ms + 17; // as a busy browser is: at each of some 250 phases it would add up to 4 s
  for (let i = 0; i < 80; i++) played.run(7.77);
  played.run(120);
  assert.deepEqual(played.segments.map(({ at }) => at), expected);
  const late = played.segments.map(({ at, clock }) => clock - at);
  assert.ok(Math.min(...late) >= 0);
  assert.ok(Math.max(...late) <= TOLERANCE);
});

Deno.test("A tab that is woken once a second catches up without drift", () => {
  const played = new Played([ROLL], 50);
  played.clock.delay = (ms, now) => 1370 - (now % 1000) + 1000 * Math.floor(ms / 1000);
  played.engine.primary();
  const start = played.clock.now();
  played.run(15 + 5 + 50 * 12 + 2);
  const expected = [0, 15_000, ...Array.from({ length: 300 }, (_, n) => 20_000 + 2000 * n)];
  assert.deepEqual(played.segments.map(({ at }) => at - start), expected);
  assert.ok(Math.max(...played.segments.map(({ at, clock }) => clock - at)) < 2000);
  assert.equal(played.entries[0].done, 50);
});

Deno.test("Each second is told once, counting down, and up in an open hold", () => {
  const played = new Played([SIT], 1);
  played.engine.primary();
  played.run(5 + 2 + 3);
  const left = played.events.filter(({ type }) => type === "second").map((event) => event.left);
  assert.deepEqual(left, [15, 5, 4, 3, 2, 1, 2, 1, 0, 1, 2, 3]);
});

Deno.test("What happens is told in order", () => {
  const played = new Played([SIT, BEND], 1, 2);
  const happens = (action, expected) => {
    played.events = [];
    action(played.engine);
    assert.deepEqual(played.told, expected);
  };
  assert.deepEqual(played.told, ["segment", "second 15", "screen"]);
  happens((engine) => engine.pause(), ["paused"]);
  happens((engine) => engine.resume(), ["resumed"]);
  happens((engine) => engine.primary(), ["segment", "second 5"]);
  happens(() => played.run(5), ["second 4", "second 3", "second 2", "second 1", "segment", "second 2"]);
  happens(() => played.run(4), ["second 1", "segment", "second 2", "second 1", "segment", "second 2"]);
  happens(() => played.run(2), ["second 1", "repetition", "segment", "second 15", "screen"]);
  happens((engine) => engine.ask("worse"), ["paused", "screen"]);
  happens((engine) => engine.unask(), ["screen"]);
  happens((engine) => engine.ask("worse"), ["screen"]);
  happens((engine) => engine.mark("worse", ["bend"]), ["screen"]);
  happens((engine) => engine.goOn(), ["screen"]);
});

Deno.test("A busy browser is at most 50 ms late with each second", () => {
  const played = new Played([SIT], 1);
  played.clock.delay = (ms) => ms + 17;
  played.run(60);
  const told = played.events.filter(({ type }) => type === "second");
  assert.equal(told.length, 15 + 5 + 2 + 38);
  assert.ok(told.every(({ clock }) => (clock - played.began) % 1000 <= TOLERANCE));
});

Deno.test("A phase that ends between two looks ends on time", () => {
  const played = new Played(
    [{ ...TILT, position: "sitting", phases: [phase("Press", 2.1), phase("Release", 1.3)] }],
    2,
  );
  played.run(60);
  const at = [0, 15_000, 20_000, 22_100, 23_400, 25_500].map((ms) => played.began + ms);
  assert.deepEqual(played.segments.map(({ clock }) => clock), at);
});

Deno.test("A browser that was busy for two phases catches up at once", () => {
  const played = rolling();
  played.clock.sleep(4500);
  assert.deepEqual([played.view.phase.cue, played.view.paused], ["Back", false]);
});

Deno.test("The clock is looked at four times a second, and only in play", () => {
  const played = new Played([ROLL], 1);
  assert.equal(played.clock.waiting.length, 0);
  played.engine.primary();
  assert.deepEqual(played.clock.waiting, [250]);
  played.engine.pause();
  assert.equal(played.clock.waiting.length, 0);
  played.engine.resume();
  assert.deepEqual(played.clock.waiting, [250]);
  played.engine.skip();
  assert.equal(played.clock.waiting.length, 0);
});

Deno.test("A device that slept a minute pauses and counts nothing", () => {
  const played = rolling();
  played.run(13); // one repetition and a second
  played.clock.sleep(60_000);
  assert.equal(played.view.paused, true);
  assert.equal(played.view.asleep, true);
  assert.equal(played.entries[0].done, 1);
  played.run(60);
  assert.equal(played.entries[0].done, 1);
});

Deno.test("A clock that stands still while the device sleeps is noticed too", () => {
  const played = rolling();
  played.clock.sleepUnnoticed(60_000);
  played.run(1);
  assert.equal(played.view.asleep, true);
});

Deno.test("A sleep is noticed too when the wall clock was set back", () => {
  const played = rolling();
  played.clock.sleepUnnoticed(-60_000);
  played.clock.sleep(6000);
  assert.equal(played.view.asleep, true);
});

Deno.test("A device that slept in the settling goes on where it was last seen", () => {
  const played = new Played([SIT], 1);
  played.run(4);
  played.clock.sleep(60_000);
  played.engine.resume();
  assert.deepEqual([played.view.kind, played.view.left], ["setup", 11]);
  assert.equal(played.view.paused, false);
});

Deno.test("A pause that the person makes is not taken for sleep", () => {
  const played = rolling();
  played.clock.sleep(60_000);
  played.engine.resume();
  played.run(1);
  played.engine.pause();
  assert.deepEqual([played.view.paused, played.view.asleep], [true, false]);
});

Deno.test("Going on counts down and starts the repetition again", () => {
  const played = rolling();
  played.run(15);
  played.engine.pause();
  played.run(100);
  played.engine.resume();
  assert.deepEqual([played.view.kind, played.view.seconds], ["ready", 3]);
  played.run(3);
  assert.equal(played.view.phase.cue, "Right");
  assert.equal(played.entries[0].done, 1);
});

Deno.test("Going on without a pause changes nothing", () => {
  const played = rolling();
  played.run(1);
  played.engine.resume();
  assert.deepEqual([played.view.kind, played.view.left], ["phase", 1]);
});

Deno.test("The settling goes on after a pause where it was", () => {
  const played = new Played([SIT], 1);
  played.run(4);
  played.engine.toggle();
  played.run(100);
  assert.equal(played.view.left, 11);
  played.engine.toggle();
  played.run(11);
  assert.equal(played.view.kind, "ready");
});

Deno.test("What was due before the pause counts", () => {
  const played = rolling();
  played.run(9);
  played.clock.stall(4500); // into the next repetition
  played.engine.pause();
  assert.equal(played.entries[0].done, 1);
});

Deno.test("What was due before the big key comes first", () => {
  const played = new Played([SIT], 1);
  played.engine.primary();
  played.run(5 + 1.9);
  played.clock.stall(200);
  played.engine.primary();
  assert.equal(played.view.phase.cue, "Relax");
});

Deno.test("A repetition is right and left and counts at its end", () => {
  const played = rolling();
  const cues = [];
  for (let i = 0; i < 6; i++) {
    cues.push(played.view.phase.cue);
    assert.equal(played.entries[0].done, 0);
    played.run(2);
  }
  assert.deepEqual(cues, ROLL.phases.map(({ cue }) => cue));
  assert.equal(played.entries[0].done, 1);
});

Deno.test("The figure goes from pose to pose, and holds still in between", () => {
  const played = rolling();
  played.run(0.5);
  assert.deepEqual([played.view.from, played.view.to, played.view.fraction], ["Back", "Right", 0.25]);
  played.engine.pause();
  played.run(1);
  assert.equal(played.view.fraction, 0.25);
  played.engine.resume();
  assert.deepEqual([played.view.from, played.view.to, played.view.fraction], ["Back", "Back", 1]);
});

Deno.test("A browser that is late shows the end of the movement", () => {
  const played = rolling();
  played.run(0.5);
  assert.equal(played.view.left, 2);
  played.clock.stall(2000);
  assert.deepEqual([played.view.fraction, played.view.left], [1, 0]);
});

Deno.test("An open hold lasts until the person ends it", () => {
  const played = new Played([SIT], 2);
  played.engine.primary();
  played.run(5 + 2 + 300);
  assert.deepEqual([played.view.open, played.view.left], [true, 300]);
  played.engine.primary();
  assert.equal(played.view.phase.cue, "Relax");
  played.run(2);
  assert.equal(played.entries[0].done, 1);
});

Deno.test("Another length of the holds is that of the next one", () => {
  const played = new Played([SIT], 2);
  played.engine.setHold(10);
  played.engine.primary();
  played.run(5 + 2 + 9);
  assert.deepEqual([played.view.phase.cue, played.view.seconds], ["Hold", 10]);
  played.run(1);
  assert.equal(played.view.phase.cue, "Relax");
});

Deno.test("The big key pauses a movement and goes on after it", () => {
  const played = rolling();
  played.run(1);
  played.engine.primary();
  assert.equal(played.view.paused, true);
  played.engine.primary();
  assert.deepEqual([played.view.paused, played.view.kind], [false, "ready"]);
});

Deno.test("Back one takes back one repetition", () => {
  const played = rolling();
  played.run(12 * 3 + 5);
  played.engine.back();
  assert.equal(played.entries[0].done, 2);
  played.run(3 + 12);
  assert.equal(played.entries[0].done, 3);
});

Deno.test("Back one in the first repetition begins it again", () => {
  const played = rolling();
  played.run(1);
  played.engine.back();
  assert.deepEqual([played.view.kind, played.entries[0].done], ["ready", 0]);
});

Deno.test("Back one in the settling takes back what was done before", () => {
  const played = rolling();
  played.run(12 * 2);
  played.takeUp();
  played.engine.resume();
  played.engine.back();
  assert.deepEqual([played.view.kind, played.entries[0].done], ["ready", 1]);
});

Deno.test("Back one in a pause stays paused", () => {
  const played = rolling();
  played.run(13);
  played.engine.pause();
  played.run(60);
  played.engine.back();
  played.run(60);
  assert.deepEqual([played.view.paused, played.view.asleep, played.entries[0].done], [true, false, 0]);
});

Deno.test("Back one before the first repetition returns to the exercise before", () => {
  const played = new Played([SIT, BEND], 3, 2);
  played.run(15 + 5 + 3 * 6);
  assert.equal(played.view.exercise.id, "bend");
  played.engine.back();
  assert.equal(played.view.exercise.id, "sit");
  assert.deepEqual(played.all("done"), [2, 0]);
});

Deno.test("Back one in the settling of the first exercise settles anew", () => {
  const played = new Played([SIT], 1);
  played.run(10);
  played.engine.back();
  assert.deepEqual([played.view.exercise.id, played.view.left], ["sit", 15]);
});

Deno.test("Back one undoes a skip", () => {
  const played = new Played([SIT, BEND], 3, 2);
  played.run(15 + 5 + 6);
  played.engine.skip();
  assert.deepEqual(played.all("state"), ["skipped", "doing"]);
  played.engine.back();
  assert.equal(played.view.exercise.id, "sit");
  assert.deepEqual(played.all("done"), [1, 0]);
  assert.deepEqual(played.all("state"), ["doing", "todo"]);
});

Deno.test("The way down and the way up come once", () => {
  const played = new Played([BEND, ROLL, TILT], 1, 2);
  played.engine.skip();
  assert.equal(played.view.screen, "down");
  played.run(600);
  assert.equal(played.view.screen, "down");
  played.engine.primary();
  played.engine.skip();
  assert.deepEqual([played.view.screen, played.view.seconds], ["exercise", 5]);
  played.engine.skip();
  assert.equal(played.view.screen, "up");
  played.engine.primary();
  assert.equal(played.view.screen, "done");
  assert.equal(played.place.early, false);
});

Deno.test("On the way down nothing is paused or taken back", () => {
  const played = new Played([ROLL], 1);
  const before = played.view;
  for (const command of ["toggle", "resume", "pause", "back"]) played.engine[command]();
  assert.deepEqual(played.view, before);
});

Deno.test("A long way down is not taken for sleep", () => {
  const played = new Played([ROLL], 1);
  played.run(600);
  played.engine.primary();
  played.run(1);
  assert.deepEqual([played.view.paused, played.view.left], [false, 14]);
});

Deno.test("From the way up, back one returns to the last exercise", () => {
  const played = new Played([ROLL], 2);
  played.engine.primary();
  played.run(15 + 5 + 24);
  assert.equal(played.view.screen, "up");
  played.engine.back();
  assert.deepEqual([played.view.exercise.id, played.entries[0].done], ["roll", 1]);
});

Deno.test("Who cannot get down skips the floor", () => {
  const played = new Played([ROLL, TILT], 1);
  played.engine.skip();
  assert.equal(played.view.screen, "done");
});

Deno.test("Who skips the floor does what is left to do sitting", () => {
  const played = new Played([ROLL, TILT, SIT], 1);
  played.engine.ask("worse");
  played.engine.mark("worse", ["roll"]);
  played.engine.goOn();
  played.engine.skip();
  assert.equal(played.view.exercise.id, "sit");
  assert.deepEqual(played.all("state"), ["stopped", "skipped", "doing"]);
});

Deno.test("When it is over nothing more happens", () => {
  const played = new Played([SIT, BEND], 1, 2);
  played.engine.skip();
  played.engine.skip();
  const before = played.view;
  for (const command of ["primary", "back", "skip", "resume", "toggle", "pause"]) played.engine[command]();
  assert.deepEqual(played.view, before);
});

Deno.test("New pain ends the exercise and the others go on", () => {
  const played = new Played([SIT, BEND], 5, 2);
  played.run(15 + 5 + 6 * 2 + 1);
  played.engine.ask("worse");
  played.run(60);
  played.engine.mark("new_pain", ["sit"]);
  assert.equal(played.view.screen, "advice");
  played.engine.goOn();
  assert.equal(played.view.exercise.id, "bend");
  const { done, state, mark } = played.entries[0];
  assert.deepEqual({ done, state, mark }, { done: 2, state: "stopped", mark: "new_pain" });
});

Deno.test("Who is not sure marks all exercises that were begun", () => {
  const played = new Played([SIT, BEND, ROLL], 1, 2);
  played.run(15 + 5 + 6 + 15 + 5 + 1);
  played.engine.ask("worse");
  assert.deepEqual(played.engine.suspects(), ["bend", "sit"]);
  played.engine.mark("worse", played.engine.suspects());
  assert.deepEqual(played.all("mark"), ["worse", "worse", null]);
});

Deno.test("Before the first repetition, what is being prepared is suspected", () => {
  const played = new Played([SIT, BEND], 1);
  assert.deepEqual(played.engine.suspects(), ["sit"]);
});

Deno.test("Pain before an exercise has begun does not end it", () => {
  const played = new Played([SIT, BEND], 1, 2);
  played.run(15 + 5 + 6 + 3);
  played.engine.ask("worse");
  played.engine.mark("worse", ["sit"]);
  played.engine.goOn();
  assert.equal(played.view.exercise.id, "bend");
  assert.deepEqual(played.all("state"), ["done", "doing"]);
});

Deno.test("Pain from the one before ends an exercise that has begun", () => {
  const played = new Played([SIT, BEND], 1, 2);
  played.run(15 + 5 + 6 + 15 + 5 + 1);
  played.engine.ask("worse");
  played.engine.mark("worse", ["sit"]);
  assert.deepEqual([played.all("state"), played.view.kind], [["done", "stopped"], null]);
});

Deno.test("An exercise that hurts in the settling is not played", () => {
  const played = new Played([SIT, BEND], 1);
  assert.equal(played.view.remaining, 2);
  played.engine.ask("worse");
  played.engine.mark("worse", ["sit"]);
  assert.deepEqual([played.all("state"), played.view.remaining], [["stopped", "todo"], 1]);
});

Deno.test("Pain on the way up leads back to the way up", () => {
  const played = new Played([SIT, ROLL], 1, 2);
  played.run(15 + 5 + 6);
  played.engine.primary();
  played.run(15 + 5 + 1);
  played.engine.end();
  played.engine.ask("worse");
  played.engine.mark("worse", ["sit"]);
  assert.deepEqual(played.all("state"), ["done", "doing"]);
  played.engine.goOn();
  assert.equal(played.view.screen, "up");
});

Deno.test("A session whose last exercise was stopped is not ended early", () => {
  const played = new Played([SIT], 1);
  played.engine.ask("worse");
  played.engine.mark("worse", ["sit"]);
  played.engine.end();
  assert.deepEqual([played.view.screen, played.place.early], ["done", false]);
});

Deno.test("A lying exercise stopped before the way down is not played", () => {
  const played = new Played([ROLL, TILT], 1);
  played.engine.ask("worse");
  played.engine.mark("worse", ["roll"]);
  played.engine.goOn();
  assert.deepEqual([played.view.screen, played.view.exercise.id], ["down", "tilt"]);
  played.engine.primary();
  assert.deepEqual(played.all("state"), ["stopped", "doing"]);
});

Deno.test("A stop that was not meant prepares the exercise again at its count", () => {
  const played = rolling(TILT);
  played.run(13);
  played.engine.ask("worse");
  played.engine.mark("worse", ["roll"]);
  played.engine.unmark(["roll"]);
  assert.deepEqual([played.view.screen, played.view.kind, played.view.exercise.id], ["exercise", "setup", "roll"]);
  assert.deepEqual([played.all("mark"), played.all("done")], [[null, null], [1, 0]]);
});

Deno.test("A stop that was not meant leaves an earlier one done", () => {
  const played = new Played([SIT, BEND], 2, 2);
  played.run(15 + 5 + 1);
  played.engine.ask("worse");
  played.engine.mark("worse", ["sit"]);
  played.engine.goOn();
  played.run(15 + 5 + 1);
  played.engine.ask("worse");
  played.engine.mark("worse", ["bend", "sit"]);
  assert.deepEqual(played.all("state"), ["stopped", "stopped"]);
  played.engine.unmark(["bend", "sit"]);
  assert.deepEqual([played.all("state"), played.all("mark")], [["done", "doing"], [null, null]]);
});

Deno.test("A stop on the way down that was not meant leads back there", () => {
  const played = new Played([ROLL, TILT], 1);
  played.engine.ask("worse");
  played.engine.mark("worse", ["roll"]);
  played.engine.unmark(["roll"]);
  assert.deepEqual([played.view.screen, played.view.exercise.id], ["down", "roll"]);
  assert.deepEqual(played.all("state"), ["todo", "todo"]);
});

Deno.test("Worse pressed by mistake changes nothing but pauses", () => {
  const played = rolling();
  played.run(13);
  played.engine.ask("worse");
  played.engine.unask();
  assert.equal(played.view.paused, true);
  assert.deepEqual([played.all("done"), played.all("state")], [[1], ["doing"]]);
});

Deno.test("Finish pressed by mistake goes on unless it was paused", () => {
  const played = rolling();
  played.engine.ask("finish");
  played.engine.unask();
  assert.equal(played.view.paused, false);
  played.engine.pause();
  played.engine.ask("finish");
  played.engine.unask();
  assert.equal(played.view.paused, true);
});

Deno.test("The urgent signs can be looked at, and the session goes on where it was", () => {
  const played = rolling();
  played.engine.ask("signs");
  assert.deepEqual([played.view.screen, played.view.paused], ["signs", true]);
  played.engine.answerSigns(false);
  assert.deepEqual([played.view.screen, played.view.paused], ["exercise", false]);
  played.engine.pause();
  played.engine.ask("signs");
  played.engine.unask();
  assert.equal(played.view.paused, true);
});

Deno.test("While an urgent sign applies, nothing goes on", () => {
  const played = rolling();
  played.engine.ask("signs");
  played.engine.answerSigns(true);
  const before = played.engine.snapshot();
  for (const command of ["primary", "back", "skip", "resume", "toggle", "pause"]) {
    played.engine[command]();
    played.run(60);
  }
  assert.equal(played.view.screen, "urgent");
  assert.deepEqual(played.engine.snapshot(), before);
  played.engine.goOn();
  assert.equal(played.view.screen, "exercise");
});

Deno.test("After a stop, none of the signs leaves the advice where it is", () => {
  const played = rolling();
  played.engine.ask("worse");
  played.engine.mark("worse", ["roll"]);
  played.engine.answerSigns(false);
  assert.equal(played.view.screen, "advice");
  played.engine.answerSigns(true);
  assert.equal(played.view.screen, "urgent");
});

Deno.test("While something is asked, no other command does anything", () => {
  const played = rolling();
  played.run(13);
  played.engine.ask("worse");
  const before = [played.engine.snapshot(), played.view];
  for (const command of ["primary", "back", "skip", "resume", "toggle", "pause"]) {
    played.engine[command]();
    played.run(60);
    assert.deepEqual([played.engine.snapshot(), played.view], before);
  }
  played.engine.ask("finish");
  assert.deepEqual([played.engine.snapshot(), played.view], before);
});

Deno.test("Nothing is asked when the session ends at that moment", () => {
  const played = new Played([SIT], 1, 2);
  played.run(15 + 5 + 5.9);
  played.clock.stall(200);
  played.engine.ask("finish");
  assert.deepEqual([played.view.screen, played.view.isAsking], ["done", false]);
});

Deno.test("Finishing early from the floor shows the way up", () => {
  const played = rolling();
  played.run(25);
  played.engine.ask("finish");
  played.engine.end();
  assert.deepEqual([played.view.screen, played.view.paused], ["up", false]);
  played.engine.primary();
  assert.equal(played.place.early, true);
  assert.equal(played.entries[0].done, 2);
});

Deno.test("A session taken up again goes on at its count", () => {
  const played = rolling();
  played.run(12 * 2 + 7);
  played.takeUp();
  assert.equal(played.view.paused, true);
  played.engine.resume();
  played.run(15 + 5 + 12);
  assert.equal(played.entries[0].done, 3);
});

Deno.test("What was kept does not change while the session goes on", () => {
  const played = rolling();
  const kept = played.engine.snapshot();
  played.run(12);
  assert.deepEqual([kept.entries[0].done, played.entries[0].done], [0, 1]);
});

Deno.test("A session taken up again still asks what it asked", () => {
  const played = rolling();
  played.engine.ask("worse");
  played.takeUp();
  assert.equal(played.view.screen, "worse");
  played.engine.mark("worse", ["roll"]);
  assert.equal(played.view.screen, "advice");
});

Deno.test("A session taken up again on the way down waits there", () => {
  const played = new Played([SIT, ROLL], 1);
  played.engine.skip();
  played.takeUp();
  played.engine.goOn();
  assert.deepEqual([played.view.screen, played.view.exercise.id], ["down", "roll"]);
});
