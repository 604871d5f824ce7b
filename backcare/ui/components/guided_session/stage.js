// The stage of the guided session: words, digits, figure and screens drawn from what the engine says. Text only, never markup.

const repetitions = (count) => `${count} ${count === 1 ? "repetition" : "repetitions"}`;

function makeRadio(properties, text) {
  return element("label", {}, element("input", { type: "radio", ...properties }), text);
}

// What is shown (cue, hint, primary: the big button), sounded and spoken, and announced for a state of the engine.
function wordsFor(view) {
  const { exercise, entry, kind } = view;
  if (view.paused) {
    const hint = view.asleep
      ? "The screen was off, so the session waited for you."
      : "The repetition starts again when you go on.";
    return { cue: "Paused", hint, primary: "Go on", tone: null, spoken: "Paused.", announced: "Paused." };
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
    hint: open ? "As long as it is comfortable. Tap anywhere to end the hold." : exercise.steps[phase.step - 1],
    primary: open ? "End the hold" : "Pause",
    tone: phase.kind,
    spoken: isFirst ? `${lead} ${cue}` : cue,
    announced: isFirst ? `Repetition ${number} of ${entry.target}. ${cue}` : cue,
  };
}

// deno-lint-ignore no-unused-vars -- used in guided_session.js
function makeStage(root, advice, urgentSigns) {
  const part = (name) => root.querySelector(`[data-is="${name}"]`);
  const reducedMotion = matchMedia("(prefers-reduced-motion: reduce)");
  let figure = null, shown = null;

  function write(texts) {
    for (const [name, text] of Object.entries(texts)) {
      if (part(name).textContent !== text) part(name).textContent = text;
    }
  }

  write({ "advice-stop": `${advice["stop.advice"]} Rest in any position that is comfortable.` });
  write({ "urgent-lead": advice["urgent.phone"], "urgent-end": advice["urgent.emergency"] });
  part("urgent-signs").replaceChildren(...urgentSigns.map((textContent) => element("li", { textContent })));

  function drawFigure(view) {
    if (shown !== view.exercise.id) figure = makeFigure(part("figure"), view.exercise.motion);
    shown = view.exercise.id;
    figure.show(view.from, view.to, reducedMotion.matches ? 1 : view.fraction);
  }

  const drawLeft = (left) => write({ left: left === null ? "–" : String(left) });

  function drawExercise(view) {
    const { exercise, entry, phase } = view;
    const { cue, hint, primary } = wordsFor(view);
    const repetition = String(Math.min(entry.done + 1, entry.target));
    write({ cue, hint, primary, repetition, target: `of ${entry.target}` });
    write({ title: exercise.title, where: `Exercise ${view.number} of ${view.of}` });
    write({ "left-label": view.open ? "Held, seconds" : "Seconds" });
    drawLeft(view.left);
    root.querySelector('.stage [data-engine="primary"]').classList.toggle("go", primary !== "Pause");
    part("stage").classList.toggle("paused", view.paused);
    part("stage").classList.toggle("moving", phase !== null && !view.open && !view.paused);
    part("figure").setAttribute("aria-label", phase ? exercise.steps[phase.step - 1] : exercise.setup);
    drawFigure(view);
  }

  function drawSuspects(suspects) {
    const radio = (ids, text, checked) => makeRadio({ name: "guided-suspect", value: ids.join(" "), checked }, text);
    const [latest, ...others] = suspects;
    const radios = [radio([latest.id], `${latest.title} (the latest)`, true)];
    radios.push(...others.map(({ id, title }) => radio([id], title, false)));
    if (others.length) radios.push(radio(suspects.map(({ id }) => id), "I am not sure: mark all of these", false));
    part("suspects").replaceChildren(...radios);
    part("suspects-set").hidden = others.length === 0;
  }

  // Which of the screens is up: one of the questions, the way down or up, or the exercise. A button that is of use on
  // some of them only names those.
  function draw(view, { suspects, marked, recorded }) {
    const { screen } = view;
    for (const each of root.querySelectorAll("[data-screen]")) each.hidden = each.dataset.screen !== screen;
    for (const each of root.querySelectorAll("[data-on]")) each.disabled = !each.dataset.on.split(" ").includes(screen);
    part("controls").hidden = view.isAsking;
    write({ title: "Guided session", where: "", skip: screen === "down" ? "Skip the floor" : "Skip exercise" });
    write({ pause: view.paused && screen === "exercise" ? "Go on" : "Pause" });
    if (screen === "exercise") drawExercise(view);
    const next = `The remaining exercises are done lying down. First: ${view.exercise.title}.`;
    if (screen === "down") write({ "down-next": next });
    if (screen === "worse") drawSuspects(suspects);
    if (screen !== "advice") return;
    write({ "advice-recorded": recorded, "advice-title": `Stop: ${marked.join(", ")}` });
    root.querySelector('[data-engine="goOn"]').hidden = view.remaining === 0;
  }

  const chosenSuspects = () => root.querySelector('[name="guided-suspect"]:checked').value.split(" ");

  // The focus follows the screen: its heading, so that it is read; on the stage the stage, so that Space ends a hold.
  function focus({ screen, paused }) {
    if (screen !== "exercise") root.querySelector(`[data-screen="${screen}"] h3`).focus();
    else if (paused) root.querySelector('.stage [data-engine="primary"]').focus();
    else part("stage").focus({ preventScroll: true });
  }

  function open(isOpen) {
    const dialog = part("dialog");
    if (isOpen === dialog.open) return;
    // When the server is away, Streamlit lays a message over the page, makes all the rest inert and takes the first tap.
    // The session needs no server: by this mark Streamlit's dialogs (React Aria) leave what is on the stage alone.
    root.host.toggleAttribute("data-react-aria-top-layer", isOpen);
    if (isOpen) dialog.showModal();
    else dialog.close();
  }

  function openSettings(isOpen) {
    part("drawer").hidden = !isOpen;
    root.querySelector('header [data-do="settings"]').setAttribute("aria-expanded", String(isOpen));
    part(isOpen ? "settings-on-stage" : "settings-on-card").append(part("settings"));
  }

  const announce = (text) => write({ announced: text });
  return { root, part, draw, drawFigure, drawLeft, chosenSuspects, focus, open, openSettings, announce };
}
