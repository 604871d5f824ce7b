// The cards of the guided session on the page: before it starts, when one was left unfinished, and when it is over.

import { element, isDrawn } from "../elements.js";
import { dayText, FELT, isDone } from "./saved_session.js";
import { makeRadio } from "./stage.js";
import { repetitions } from "./words.js";

const POSITION = { standing: "standing", sitting: "sitting on a chair", lying: "lying down" };
const TIME = { morning: "in the morning", midday: "at midday", evening: "in the evening" };
const CLOSED = {
  waiting: [null, "Saving… Your session is safe on this device."],
  received: [null, "This is what you did. Say how it felt, then save it."],
  saved: ["Saved", "This session is in your log."],
  discarded: ["Not saved", "This session is not in your log."],
};

export class Cards {
  #root;
  #part = (name) => this.#root.querySelector(`[data-is="${name}"]`);
  #list = (name, texts) =>
    this.#part(name).replaceChildren(...texts.map((textContent) => element("li", { textContent })));

  constructor(root) {
    this.#root = root;
  }

  focus = (name) => this.#root.querySelector(`[data-card="${name}"] h2`).focus();
  say = (text) => (this.#part("start-note").textContent = text);

  show(name) {
    if (name !== "start") delete this.#part("plan").drawnFrom; // it is drawn anew when it is shown again
    for (const card of this.#root.querySelectorAll("[data-card]")) card.hidden = card.dataset.card !== name;
  }

  // number: of a step, the repetitions that are chosen. choose: called with another session of the day; pick: with the
  // id of an exercise and another number of it.
  drawStart({ steps, day, slots }, { slot, number, choose, pick }) {
    this.show(steps.length ? "start" : null);
    const drawn = steps.map(({ id, target, chosen, offers }) => [id, target, chosen, offers]);
    if (isDrawn(this.#part("plan"), [drawn, day, slots, slot])) return; // a run of the page takes the focus from nobody
    this.#drawSlots(day, slots, slot, choose);
    this.#part("plan").replaceChildren(...steps.map((step) => this.#planLine(step, number(step), pick)));
    this.#part("floor-note").hidden = !steps.some((step) => step.position === "lying");
    this.#part("offer-note").hidden = !steps.some((step) => step.offers.length);
  }

  drawResume({ day, slot }, sets, title, mayGoOn) {
    this.#part("resume-when").textContent = `You started it on ${dayText(day)}, ${TIME[slot]}. Done so far:`;
    this.#drawSets("resume-sets", sets, title);
    const isEmpty = !sets.some(isDone);
    if (isEmpty) this.#list("resume-sets", ["nothing yet"]);
    this.#root.querySelector('[data-do="go-on"]').hidden = !mayGoOn;
    this.#root.querySelector('[data-do="save-so-far"]').hidden = isEmpty;
    this.show("resume");
  }

  drawClosed({ early, sets }, title, state) {
    const [heading, text] = CLOSED[state];
    this.#part("sent-title").textContent = heading ?? (early ? "Session ended early" : "Session finished");
    this.#part("sent-text").textContent = text;
    this.#drawSets("sent-sets", sets, title);
    this.show("sent");
  }

  // kind: what is heard with these settings on this device.
  drawSettings({ sound, volume, letters, hold }, kind) {
    for (const radio of this.#root.querySelectorAll('[name="guided-sound"]')) radio.checked = radio.value === sound;
    this.#part("volume").value = String(volume);
    this.#part("letters").checked = letters;
    this.#part("hold").value = String(hold ?? "");
    this.#part("voice-note").hidden = sound !== "voice" || kind !== "tones";
    const cues = kind === "voice" ? "spoken" : kind;
    const holds = hold === null ? "you end each hold yourself" : `holds of ${hold} seconds`;
    this.#part("settings-summary").textContent = `Sound and holds: ${cues}, ${holds}`;
  }

  // What was done of each exercise, in a list.
  #drawSets(name, sets, title) {
    const line = ({ id, reps, target, felt }) => `${title(id)}: ${reps} of ${target}${felt ? `, ${FELT[felt]}` : ""}`;
    this.#list(name, sets.filter(isDone).map(line));
  }

  // Which session it is: the one that the hour suggests, or the next that is not logged; the person may choose another.
  #drawSlots(day, slots, slot, choose) {
    const radios = slots.map(({ name, title, logged }) => {
      const label = logged ? `${title}, in your log` : title;
      const onchange = () => choose(name);
      const properties = { name: "guided-slot", checked: name === slot, ariaLabel: label, onchange };
      return makeRadio(properties, logged ? `${title} ✓` : title);
    });
    this.#part("slots").replaceChildren(this.#part("slots").querySelector("legend"), ...radios);
    const { title, logged } = slots.find(({ name }) => name === slot);
    this.#part("start-title").textContent = `${title} session, ${dayText(day)}`;
    const what = slots.every((each) => each.logged) ? "All three of today's sessions are" : "This session is";
    const added = `What you do now is added to the ${slot} session. We keep the higher number and the worse feeling.`;
    this.say(logged ? `${what} in your log already. ${added}` : "");
  }

  #planLine(step, number, pick) {
    const title = element("span", { className: "title", textContent: step.title });
    const offer = step.offers.length ? this.#offer(step, number, pick) : `: ${repetitions(step.target)}`;
    return element("li", {}, title, `, ${POSITION[step.position]}`, offer);
  }

  // The offer to do one or two more: radio buttons, today's number chosen; nothing rises by itself.
  #offer({ id, title, target, offers }, number, pick) {
    const legend = `Repetitions of ${title.toLowerCase()}`;
    return element(
      "fieldset",
      { className: "offer" },
      element("legend", { className: "visually-hidden", textContent: legend }),
      element("span", { textContent: "Repetitions:" }),
      ...[target, ...offers].map((n) =>
        makeRadio({ name: `guided-offer-${id}`, checked: n === number, onchange: () => pick(id, n) }, String(n))
      ),
    );
  }
}
