// The animated figure: still until asked, then one repetition after another at the pace of the phases, until paused.
// Follows figure.js in one module. Where less motion is asked for, the play button is hidden, and a press shows the next
// picture.

const COMFORTABLE = 4; // seconds shown for a hold that the person ends
const LONGEST_TICK = 0.1; // seconds: a tab in the background does not jump ahead

// Draws into the root; returns what stops the motion.
function makePlayer(root, { motion, texts, phases }) {
  const part = (name) => root.querySelector("." + name);
  const reducedMotion = matchMedia("(prefers-reduced-motion: reduce)");
  const figure = makeFigure(part("figure"), motion);
  let ticking = 0, last = 0, phase = 0, passed = 0, picture = 1;

  // A press is answered aloud; a running motion does not chatter, and its words are written only when they change.
  function say(cue, step, announced) {
    if (part("cue").textContent === cue && part("step").textContent === step) return;
    part("step").setAttribute("aria-live", announced ? "polite" : "off");
    part("cue").textContent = cue;
    part("step").textContent = step;
    part("figure").setAttribute("aria-label", step);
  }

  function still(number, announced) {
    pause();
    [picture, phase, passed] = [number, 0, 0];
    figure.drawing(number);
    const { label, badge } = figure.drawings[number - 1];
    say(`${number} of ${texts.length}: ${label}${badge ? ", " + badge : ""}`, texts[number - 1], announced);
  }

  const secondsOf = ({ seconds }) => seconds ?? COMFORTABLE;

  function tick(time) {
    passed += Math.min((time - last) / 1000, LONGEST_TICK);
    last = time;
    while (passed >= secondsOf(phases[phase])) {
      passed -= secondsOf(phases[phase]);
      phase = (phase + 1) % phases.length;
    }
    const { pose, kind, cue, seconds, text } = phases[phase];
    figure.show(phases.at(phase - 1).pose, pose, passed / secondsOf(phases[phase])); // the first follows the last
    const held = seconds === null ? "as long as comfortable" : `${seconds} s`;
    say(kind === "hold" ? `${cue}, ${held}` : cue, text, false);
    ticking = requestAnimationFrame(tick);
  }

  function pause() {
    cancelAnimationFrame(ticking);
    ticking = 0;
    part("play").textContent = "Start";
  }

  function play() {
    if (ticking) return pause();
    part("play").textContent = "Pause";
    last = performance.now();
    ticking = requestAnimationFrame(tick);
  }

  part("play").onclick = play;
  part("next").onclick = () => still((picture % texts.length) + 1, true);
  reducedMotion.onchange = () => {
    if (reducedMotion.matches && ticking) still(1, false);
  };
  still(1, false);
  return pause;
}

export default function ({ data, parentElement }) {
  const player = parentElement.querySelector(".player");
  if (!isDrawn(player, data)) {
    player.pause?.();
    player.pause = makePlayer(parentElement, data);
  }
  return () => player.pause();
}
