// The stage of the guided session: words, digits, figure and screens drawn from what the engine says. Text only, never markup.

import { Figure } from "../animated_figure/figure.js";
import { element } from "../elements.js";
import { wordsFor } from "./words.js";

export function makeRadio(properties, text) {
  return element("label", {}, element("input", { type: "radio", ...properties }), text);
}

export class Stage {
  #reducedMotion = matchMedia("(prefers-reduced-motion: reduce)");
  #figure = null;
  #drawnExercise = null;
  part = (name) => this.root.querySelector(`[data-is="${name}"]`);

  constructor(root, advice, urgentSigns) {
    this.root = root;
    this.#write({ "advice-stop": `${advice["stop.advice"]} Rest in the position that feels best.` });
    this.#write({ "urgent-lead": advice["urgent.phone"], "urgent-end": advice["urgent.emergency"] });
    this.part("urgent-signs").replaceChildren(...urgentSigns.map((textContent) => element("li", { textContent })));
  }

  get chosenSuspects() {
    return this.root.querySelector('[name="guided-suspect"]:checked').value.split(" ");
  }

  // Which of the screens is up: one of the questions, the way down or up, or the exercise. A button that is of use on
  // some of them only names those.
  draw(view, { suspects, marked, recorded, hasNoSigns }) {
    const { screen } = view;
    for (const each of this.root.querySelectorAll("[data-screen]")) each.hidden = each.dataset.screen !== screen;
    for (const each of this.root.querySelectorAll("[data-on]")) {
      each.disabled = !each.dataset.on.split(" ").includes(screen);
    }
    this.part("controls").hidden = view.isAsking;
    this.root.querySelector('[data-engine="ask signs"]').hidden = view.isAsking;
    // The signs stand on the screen where they are asked for, and below the advice at a stop.
    this.root.querySelector(`[data-screen="${screen}"] [data-signs]`)?.append(this.part("signs"));
    this.#write({ "signs-note": hasNoSigns ? "Saved: none of these." : "" });
    this.#write({ title: "Guided session", where: "", skip: screen === "down" ? "Skip the floor" : "Skip exercise" });
    this.#write({ pause: view.paused && screen === "exercise" ? "Continue" : "Pause" });
    if (screen === "exercise") this.#drawExercise(view);
    const next = `You do the next ones lying down. First: ${view.exercise.title}.`;
    if (screen === "down") this.#write({ "down-next": next });
    if (screen === "worse") this.#drawSuspects(suspects);
    if (screen !== "advice") return;
    this.#write({ "advice-recorded": recorded, "advice-title": `Stop: ${marked.join(", ")}` });
    this.root.querySelector('[data-engine="goOn"]').hidden = view.remaining === 0;
  }

  drawFigure(view) {
    if (this.#drawnExercise !== view.exercise.id) this.#figure = new Figure(this.part("figure"), view.exercise.motion);
    this.#drawnExercise = view.exercise.id;
    this.#figure.show(view.from, view.to, this.#reducedMotion.matches ? 1 : view.fraction);
  }

  drawLeft = (left) => this.#write({ left: left === null ? "–" : String(left) });
  announce = (text) => this.#write({ announced: text });

  // The focus follows the screen: its heading, so that it is read; on the stage the stage, so that Space ends a hold.
  focus({ screen, paused }) {
    if (screen !== "exercise") this.root.querySelector(`[data-screen="${screen}"] h3`).focus();
    else if (paused) this.root.querySelector('.stage [data-engine="primary"]').focus();
    else this.part("stage").focus({ preventScroll: true });
  }

  open(isOpen) {
    const dialog = this.part("dialog");
    if (isOpen === dialog.open) return;
    // When the server is away, Streamlit lays a message over the page, makes all the rest inert and takes the first tap.
    // The session needs no server: by this mark Streamlit's dialogs (React Aria) leave what is on the stage alone.
    this.root.host.toggleAttribute("data-react-aria-top-layer", isOpen);
    if (isOpen) dialog.showModal();
    else dialog.close();
  }

  openSettings(isOpen) {
    this.part("drawer").hidden = !isOpen;
    this.root.querySelector('header [data-do="settings"]').setAttribute("aria-expanded", String(isOpen));
    this.part(isOpen ? "settings-on-stage" : "settings-on-card").append(this.part("settings"));
  }

  #drawExercise(view) {
    const { exercise, entry, phase } = view;
    const { cue, hint, primary } = wordsFor(view);
    const repetition = String(Math.min(entry.done + 1, entry.target));
    this.#write({ cue, hint, primary, repetition, target: `of ${entry.target}` });
    this.#write({ title: exercise.title, where: `Exercise ${view.number} of ${view.of}` });
    this.#write({ "left-label": view.open ? "Seconds held" : "Seconds" });
    this.drawLeft(view.left);
    this.root.querySelector('.stage [data-engine="primary"]').classList.toggle("go", primary !== "Pause");
    this.part("stage").classList.toggle("paused", view.paused);
    this.part("stage").classList.toggle("moving", phase !== null && !view.open && !view.paused);
    this.part("figure").setAttribute("aria-label", phase ? exercise.steps[phase.step - 1] : exercise.setup);
    this.drawFigure(view);
  }

  #drawSuspects(suspects) {
    const radio = (ids, text, checked) => makeRadio({ name: "guided-suspect", value: ids.join(" "), checked }, text);
    const [latest, ...others] = suspects;
    const radios = [radio([latest.id], `${latest.title} (the latest)`, true)];
    radios.push(...others.map(({ id, title }) => radio([id], title, false)));
    if (others.length) radios.push(radio(suspects.map(({ id }) => id), "I am not sure: mark all of these", false));
    this.part("suspects").replaceChildren(...radios);
    this.part("suspects-set").hidden = others.length === 0;
  }

  #write(texts) {
    for (const [name, text] of Object.entries(texts)) {
      const part = this.part(name);
      if (part.textContent !== text) part.textContent = text;
    }
  }
}
