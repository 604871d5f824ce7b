// A guided session as the browser keeps it until it is in the log, and how it is told, also on other pages.

import { makeStored } from "../elements.js";

export const FELT = { worse: "made it worse", new_pain: "new pain" };
const LONG_DAY = new Intl.DateTimeFormat("en-GB", { weekday: "long", day: "numeric", month: "long" });

export const dayText = (day) => LONG_DAY.format(new Date(`${day}T12:00:00`));

// The draft holds what resuming needs and nothing else: {run, day, slot, snapshot of the engine, result, stops,
// signs}.
export const makeStoredSession = (name) => makeStored(`backcare.guided.${name}`);

// What was done of each exercise, by a draft.
export function setsOf({ result, snapshot }) {
  return result?.sets ??
    snapshot.entries.map(({ id, target, done, mark }) => ({ id, target, reps: done, felt: mark }));
}

export const isDone = ({ reps, felt }) => reps > 0 || felt !== null;
