// The words of the guided session for a state of the engine: shown, spoken and announced.

export const repetitions = (count) => `${count} ${count === 1 ? "repetition" : "repetitions"}`;

// What is shown (cue, hint, primary: the big button), sounded and spoken, and announced for a state of the engine.
export function wordsFor(view) {
  const { exercise, entry, kind } = view;
  if (view.paused) {
    const hint = view.asleep
      ? "The screen was off, so the session waited for you."
      : "You start this one again when you continue.";
    return { cue: "Paused", hint, primary: "Continue", tone: null, spoken: "Paused.", announced: "Paused." };
  }
  if (kind === "setup") {
    const hint = exercise.setup;
    const spoken = `${exercise.title}. ${repetitions(entry.target)}. ${hint}`;
    return { cue: "Get into position", hint, primary: "I am ready", tone: "done", spoken, announced: spoken };
  }
  if (kind === "ready") {
    const hint = `First: ${exercise.phases[0].cue}`;
    const announced = `Get ready. ${hint}.`;
    return { cue: "Get ready", hint, primary: "Pause", tone: "tick", spoken: "Get ready.", announced };
  }
  return wordsForPhase(view);
}

function wordsForPhase({ exercise, entry, phase, open }) {
  const number = entry.done + 1;
  const isFirst = phase === exercise.phases[0];
  const cue = open && entry.done === 0 ? `${phase.cue} for as long as is comfortable.` : `${phase.cue}.`;
  const lead = number === entry.target && number > 1 ? "Last one." : `${number}.`;
  return {
    cue: phase.cue,
    hint: open ? "Hold while it is comfortable. Tap anywhere to continue." : exercise.steps[phase.step - 1],
    primary: open ? "End the hold" : "Pause",
    tone: phase.kind,
    spoken: isFirst ? `${lead} ${cue}` : cue,
    announced: isFirst ? `Repetition ${number} of ${entry.target}. ${cue}` : cue,
  };
}
