// The animated figure: still until asked, then one repetition after another at the pace of the phases, until paused.
// Where less motion is asked for, the play button is hidden, and a press shows the next picture.

import { isDrawn } from "../elements.js";
import { Figure } from "./figure.js";

const COMFORTABLE = 4; // seconds shown for a hold that the person ends
const LONGEST_TICK = 0.1; // seconds: a tab in the background does not jump ahead

const secondsOf = ({ seconds }) => seconds ?? COMFORTABLE;

class Player {
  #root;
  #texts;
  #phases;
  #figure;
  #ticking = 0;
  #last = 0;
  #phase = 0;
  #passed = 0; // seconds of the phase
  #picture = 1;
  #reducedMotion = matchMedia("(prefers-reduced-motion: reduce)");
  #part = (name) => this.#root.querySelector(`.${name}`);

  constructor(root, { motion, texts, phases }) {
    this.#root = root;
    this.#texts = texts;
    this.#phases = phases;
    this.#figure = new Figure(this.#part("figure"), motion);
    this.#part("play").onclick = () => this.#ticking ? this.pause() : this.#play();
    this.#part("next").onclick = () => this.#still((this.#picture % texts.length) + 1, true);
    this.#reducedMotion.onchange = () => {
      if (this.#reducedMotion.matches && this.#ticking) this.#still(1, false);
    };
    this.#still(1, false);
  }

  pause() {
    cancelAnimationFrame(this.#ticking);
    this.#ticking = 0;
    this.#part("play").textContent = "Start";
  }

  #play() {
    this.#part("play").textContent = "Pause";
    this.#last = performance.now();
    this.#ticking = requestAnimationFrame((time) => this.#tick(time));
  }

  #tick(time) {
    this.#passed += Math.min((time - this.#last) / 1000, LONGEST_TICK);
    this.#last = time;
    while (this.#passed >= secondsOf(this.#phases[this.#phase])) {
      this.#passed -= secondsOf(this.#phases[this.#phase]);
      this.#phase = (this.#phase + 1) % this.#phases.length;
    }
    this.#drawPhase();
    this.#ticking = requestAnimationFrame((next) => this.#tick(next));
  }

  #drawPhase() {
    const phase = this.#phases[this.#phase], before = this.#phases.at(this.#phase - 1); // the first follows the last
    this.#figure.show(before.pose, phase.pose, this.#passed / secondsOf(phase));
    const held = phase.seconds === null ? "as long as is comfortable" : `for ${phase.seconds} seconds`;
    this.#say(phase.kind === "hold" ? `${phase.cue} ${held}` : phase.cue, phase.text, false);
  }

  #still(number, isAnnounced) {
    this.pause();
    [this.#picture, this.#phase, this.#passed] = [number, 0, 0];
    this.#figure.drawing(number);
    const cue = `${number} of ${this.#texts.length}: ${this.#figure.drawings[number - 1].caption}`;
    this.#say(cue, this.#texts[number - 1], isAnnounced);
  }

  // A press is answered aloud; a running motion does not chatter, and its words are written only when they change.
  #say(cue, step, isAnnounced) {
    if (this.#part("cue").textContent === cue && this.#part("step").textContent === step) return;
    this.#part("step").setAttribute("aria-live", isAnnounced ? "polite" : "off");
    this.#part("cue").textContent = cue;
    this.#part("step").textContent = step;
    this.#part("figure").setAttribute("aria-label", step);
  }
}

export default function ({ data, parentElement }) {
  const place = parentElement.querySelector(".player");
  if (!isDrawn(place, data)) {
    place.player?.pause();
    place.player = new Player(parentElement, data);
  }
  return () => place.player.pause();
}
