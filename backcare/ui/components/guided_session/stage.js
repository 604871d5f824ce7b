// The stage of the guided session: words, digits, figure and screens drawn from what the engine says. Text only, never markup.

function element(tag, props = {}, ...children) {
  const made = Object.assign(document.createElement(tag), props);
  made.append(...children);
  return made;
}

const repetitions = (count) => `${count} ${count === 1 ? "repetition" : "repetitions"}`;

// What is shown, announced and spoken for a state of the engine.
function wordsFor(view) {
  const { exercise, entry, phase, kind } = view;
  if (view.paused) {
    return {
      cue: "Paused",
      primary: "Go on",
      tone: null,
      spoken: "Paused.",
      heard: "Paused.",
      hint: view.asleep
        ? "The screen was off, so the session waited for you."
        : "The repetition starts again when you go on.",
    };
  }
  if (kind === "setup") {
    const spoken = `${exercise.title}. ${repetitions(entry.target)}. ${exercise.setup}`;
    return {
      cue: "Get into position",
      hint: exercise.setup,
      primary: "I am ready",
      tone: "done",
      spoken,
      heard: spoken,
    };
  }
  if (kind === "ready") {
    const hint = `First: ${exercise.phases[0].cue}`;
    return {
      cue: "Get ready",
      hint,
      primary: "Pause",
      tone: "tick",
      spoken: "Get ready.",
      heard: `Get ready. ${hint}.`,
    };
  }
  return wordsForPhase(view, exercise, entry, phase);
}

function wordsForPhase(view, exercise, entry, phase) {
  const number = entry.done + 1;
  const first = phase === exercise.phases[0];
  const cue = view.open && entry.done === 0 ? `${phase.cue} for as long as is comfortable` : phase.cue;
  const lead = number === entry.target && number > 1 ? "Last one." : `${number}.`;
  return {
    cue: phase.cue,
    hint: view.open ? "As long as it is comfortable. Tap anywhere to end the hold." : exercise.steps[phase.step - 1],
    primary: view.open ? "End the hold" : "Pause",
    tone: phase.kind,
    spoken: first ? `${lead} ${cue}.` : `${cue}.`,
    heard: first ? `Repetition ${number} of ${entry.target}. ${cue}.` : `${cue}.`,
  };
}

// deno-lint-ignore no-unused-vars -- used in session.js
function makeStage(root, texts) {
  const part = (name) => root.querySelector(`[data-is="${name}"]`);
  const dialog = part("dialog");
  const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
  let figure = null, shown = null;

  function write(name, text) {
    const target = part(name);
    if (target.textContent !== text) target.textContent = text;
  }

  function list(name, lines) {
    part(name).replaceChildren(...lines.map((line) => element("li", { textContent: line })));
  }

  function drawFigure(view) {
    if (shown !== view.exercise.id) {
      part("figure").replaceChildren();
      figure = makeFigure(part("figure"), view.exercise.motion);
      shown = view.exercise.id;
    }
    const fraction = calm() ? 1 : view.fraction;
    figure.show(view.from, view.to, fraction * fraction * (3 - 2 * fraction)); // sets off and arrives gently
  }

  function drawExercise(view) {
    const words = wordsFor(view);
    write("cue", words.cue);
    write("hint", words.hint);
    write("primary", words.primary);
    root.querySelector('.stage [data-do="primary"]').classList.toggle("go", words.primary !== "Pause");
    write("repetition", String(Math.min(view.entry.done + 1, view.entry.target)));
    write("target", `of ${view.entry.target}`);
    write("left-label", view.open ? "Held, seconds" : "Seconds");
    drawLeft(view.left);
    part("stage").classList.toggle("paused", view.paused);
    part("stage").classList.toggle("moving", view.kind === "phase" && !view.open && !view.paused);
    part("figure").setAttribute(
      "aria-label",
      view.phase ? view.exercise.steps[view.phase.step - 1] : view.exercise.setup,
    );
    drawFigure(view);
  }

  function drawLeft(left) {
    write("left", left === null ? "–" : String(left));
  }

  function drawSuspects(suspects) {
    const choice = (value, text, checked) =>
      element(
        "label",
        { className: "suspect" },
        element("input", { type: "radio", name: "guided-suspect", value, checked }),
        text,
      );
    const lines = suspects.map((s, i) => choice(s.id, i === 0 ? `${s.title} (the latest)` : s.title, i === 0));
    if (suspects.length > 1) lines.push(choice("*", "I am not sure: mark all of these", false));
    part("suspects").replaceChildren(...lines);
    part("suspects-set").hidden = suspects.length < 2;
  }

  function drawAdvice(view, more) {
    const marked = more.marked;
    write("advice-kept", more.kept);
    write("advice-title", marked.length ? `Stop: ${marked.join(", ")}` : "Stop and rest");
    write("advice-stop", `${texts().stop} Rest in any position that is comfortable.`);
    const urgent = texts().urgent;
    write("urgent-lead", urgent.lead);
    list("urgent-signs", urgent.signs);
    write("urgent-end", urgent.end);
    const others = root.querySelector('[data-do="others"]');
    others.hidden = view.remaining === 0;
    others.textContent = "Go on with the other exercises";
  }

  // Which of the screens is up: one of the questions, the way down or up, or the exercise.
  function draw(view, more) {
    const screen = view.asking ?? view.screen;
    const playing = screen === "exercise";
    for (const each of root.querySelectorAll("[data-screen]")) each.hidden = each.dataset.screen !== screen;
    part("stage").hidden = !playing;
    part("controls").hidden = view.asking !== null;
    write("title", playing ? view.exercise.title : "Guided session");
    write("where", playing ? `Exercise ${view.number} of ${view.of}` : "");
    if (playing) drawExercise(view);
    if (screen === "down") {
      write("down-next", `The remaining exercises are done lying down. First: ${view.exercise.title}.`);
    }
    if (screen === "worse") drawSuspects(more.suspects);
    if (screen === "advice") drawAdvice(view, more);
    write("skip", screen === "down" ? "Skip the floor" : "Skip exercise");
    write("pause", view.paused && playing ? "Go on" : "Pause");
    for (const name of ["pause", "skip"]) {
      root.querySelector(`footer [data-do="${name}"]`).disabled = name === "pause" ? !playing : screen === "up";
    }
    root.querySelector('footer [data-do="finish"]').disabled = screen === "up";
  }

  function suspectsChosen(suspects) {
    const value = root.querySelector('[name="guided-suspect"]:checked')?.value;
    return value === "*" ? suspects.map((s) => s.id) : value ? [value] : [];
  }

  // The focus follows the screen: its heading, so that it is read; on the stage the stage, so that Space ends a hold.
  function focus(view) {
    const screen = view.asking ?? view.screen;
    if (screen !== "exercise") return root.querySelector(`[data-screen="${screen}"] h3`)?.focus();
    if (view.paused) return root.querySelector('.stage [data-do="primary"]').focus();
    part("stage").focus({ preventScroll: true });
  }

  function open(isOpen) {
    if (isOpen === dialog.open) return;
    // When the server is away, Streamlit lays a message over the page, makes all the rest inert and takes the first tap.
    // The session needs no server: by this mark Streamlit's dialogs (React Aria) leave what is on the stage alone.
    root.host.toggleAttribute("data-react-aria-top-layer", isOpen);
    if (isOpen) dialog.showModal();
    else dialog.close();
  }

  function drawer(isOpen) {
    part("drawer").hidden = !isOpen;
    root.querySelector('header [data-do="settings"]').setAttribute("aria-expanded", String(isOpen));
    part(isOpen ? "settings-there" : "settings-here").append(part("settings"));
  }

  const hear = (text) => write("said", text);
  return { root, part, dialog, write, draw, drawFigure, drawLeft, suspectsChosen, focus, open, drawer, hear };
}
