// The animated figure: still until asked, then one repetition after another at the pace of the phases, until paused.
// Follows figure.js in one module. Where less motion is asked for, the play button is hidden, and a press shows the next
// picture.

const players = new WeakMap();
const COMFORTABLE = 4; // seconds shown for a hold that the person ends
const LONGEST_TICK = 0.1; // seconds: a tab in the background does not jump ahead

function makePlayer(root) {
  const part = (name) => root.querySelector("." + name);
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  let data, figure, loaded, ticking = 0, last = 0, phase = 0, spent = 0, picture = 1;

  // A press is answered aloud; a running motion does not chatter, and its words are written only when they change.
  function say(cue, step, announced) {
    if (part("cue").textContent === cue && part("step").textContent === step) return;
    part("step").setAttribute("aria-live", announced ? "polite" : "off");
    part("cue").textContent = cue;
    part("step").textContent = step;
    part("figure").setAttribute("aria-label", step);
  }

  function still(number, announced) {
    picture = number;
    figure.drawing(number);
    const { label, badge } = figure.drawings[number - 1];
    say(
      `${number} of ${figure.drawings.length}: ${label}${badge ? ", " + badge : ""}`,
      data.texts[number - 1],
      announced,
    );
  }

  const seconds = (of) => of.seconds ?? COMFORTABLE;

  function draw() {
    const now = data.phases[phase];
    const from = data.phases.at(phase - 1).pose; // before the first phase is the end of the last
    const share = spent / seconds(now);
    figure.show(from, now.pose, share * share * (3 - 2 * share)); // sets off and arrives gently
    const held = now.kind !== "hold" ? "" : now.seconds === null ? ", as long as comfortable" : `, ${now.seconds} s`;
    say(now.cue + held, now.text, false);
  }

  function tick(time) {
    spent += Math.min((time - last) / 1000, LONGEST_TICK);
    last = time;
    while (spent >= seconds(data.phases[phase])) {
      spent -= seconds(data.phases[phase]);
      phase = (phase + 1) % data.phases.length;
    }
    draw();
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

  function next() {
    pause();
    [phase, spent] = [0, 0];
    still((picture % figure.drawings.length) + 1, true);
  }

  part("play").onclick = play;
  part("next").onclick = next;
  calm.onchange = () => {
    if (calm.matches && ticking) {
      pause();
      still(1, false);
    }
  };

  return {
    load(fresh) {
      if (loaded === JSON.stringify(fresh)) return; // a rerun of the page with the same exercise changes nothing
      loaded = JSON.stringify(fresh);
      pause();
      [data, phase, spent] = [fresh, 0, 0];
      figure = makeFigure(part("figure"), data.motion);
      still(1, false);
    },
    stop: pause,
  };
}

export default function ({ data, parentElement }) {
  let player = players.get(parentElement);
  if (!player) players.set(parentElement, player = makePlayer(parentElement));
  player.load(data);
  return () => {
    player.stop();
    players.delete(parentElement);
  };
}
