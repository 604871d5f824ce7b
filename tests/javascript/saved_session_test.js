// What a kept guided session says was done: by the engine's snapshot until it is over, then by its result.

import assert from "node:assert/strict";
import { isDone, setsOf } from "../../backcare/ui/components/guided_session/saved_session.js";

const entry = (id, done, mark = null) => ({ id, target: 5, done, state: "done", begun: true, mark });
const snapshot = { entries: [entry("sit", 3), entry("bend", 0), entry("roll", 0, "new_pain")], place: {} };

Deno.test("Until it is over, the snapshot says what was done", () => {
  assert.deepEqual(setsOf({ result: null, snapshot }), [
    { id: "sit", target: 5, reps: 3, felt: null },
    { id: "bend", target: 5, reps: 0, felt: null },
    { id: "roll", target: 5, reps: 0, felt: "new_pain" },
  ]);
});

Deno.test("When it is over, the result says it", () => {
  const sets = [{ id: "sit", target: 5, reps: 5, felt: null }];
  assert.deepEqual(setsOf({ result: { sets }, snapshot }), sets);
});

Deno.test("What was repeated or stopped is done, else it is not", () => {
  assert.deepEqual(setsOf({ snapshot }).map(isDone), [true, false, true]);
});
