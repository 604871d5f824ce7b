// The cards of the guided session on the page: before it starts, when one was left unfinished, and when it is over.

const WHEN = new Intl.DateTimeFormat("en-GB", { weekday: "long", day: "numeric", month: "long" });
const dayText = (day) => WHEN.format(new Date(`${day}T12:00:00`));
const POSITION = { standing: "standing", sitting: "sitting on a chair", lying: "lying down" };

// deno-lint-ignore no-unused-vars -- used in session.js
function makeCards(root) {
  const part = (name) => root.querySelector(`[data-is="${name}"]`);
  let drawn = null;

  function show(name) {
    if (name !== "start") drawn = null;
    for (const card of root.querySelectorAll("[data-card]")) card.hidden = card.dataset.card !== name;
  }

  function focus(name) {
    root.querySelector(`[data-card="${name}"] h2`)?.focus();
  }

  // The offer to do one or two more: radio buttons, today's number chosen; nothing rises by itself.
  function offer(step, number, picked) {
    const choice = (reps) => {
      const radio = element("input", {
        type: "radio",
        name: `guided-offer-${step.id}`,
        value: String(reps),
        checked: reps === number(step),
      });
      radio.onchange = () => (picked[step.id] = reps);
      return element("label", {}, radio, String(reps));
    };
    const legend = element("legend", { className: "heard", textContent: `Repetitions of ${step.title.toLowerCase()}` });
    return element(
      "fieldset",
      { className: "offer" },
      legend,
      element("span", { textContent: "Repetitions:" }),
      ...[step.target, ...step.offers].map(choice),
    );
  }

  function planLine(step, number, picked) {
    const what = element("span", { className: "what", textContent: step.title });
    const line = element("li", {}, what, `, ${POSITION[step.position]}`);
    if (step.offers.length) line.append(offer(step, number, picked));
    else line.append(`: ${repetitions(step.target)}`);
    return line;
  }

  // Which session it is: the one that the hour suggests, or the next that is not logged; the person may choose another.
  function drawSlots({ day, slots, slot, choose }) {
    const radios = slots.map(({ name, title, logged }) => {
      const radio = element("input", { type: "radio", name: "guided-slot", value: name, checked: name === slot });
      radio.onchange = () => choose(name);
      if (logged) radio.setAttribute("aria-label", `${title}, in your log`);
      return element("label", {}, radio, logged ? `${title} ✓` : title);
    });
    part("slots").replaceChildren(part("slots").querySelector("legend"), ...radios);
    const chosen = slots.find((each) => each.name === slot);
    part("start-title").textContent = `${chosen.title} session, ${dayText(day)}`;
    const all = slots.every((each) => each.logged);
    part("start-note").textContent = !chosen.logged
      ? ""
      : `${
        all ? "All three sessions of today are" : "This session is"
      } in your log already. What you do now is added to the ${chosen.name} session: the higher number and the worse feeling stay.`;
  }

  const say = (text) => (part("start-note").textContent = text);

  function drawStart(steps, number, picked, which) {
    show(steps.length ? "start" : null);
    const now = JSON.stringify([steps.map((step) => [step.id, step.target, step.chosen, step.offers]), which]);
    if (now === drawn) return; // a rerun of the page takes the focus from nobody
    drawn = now;
    drawSlots(which);
    part("plan").replaceChildren(...steps.map((step) => planLine(step, number, picked)));
    const first = steps.find((step) => step.position === "lying");
    part("floor-note").textContent = first
      ? "You go down to the floor once. The session shows you how to get down and up again safely; have a sturdy chair near."
      : "";
    part("floor-note").hidden = !first;
    part("offer-note").hidden = !steps.some((step) => step.offers.length);
  }

  const tallyLine = (set, titles) => {
    const felt = { worse: ", it made the symptoms worse", new_pain: ", a new pain" }[set.felt] ?? "";
    return element("li", { textContent: `${titles[set.id] ?? set.id}: ${set.reps} of ${set.target}${felt}` });
  };

  function tally(name, sets, titles) {
    part(name).replaceChildren(...sets.filter((set) => set.reps > 0 || set.felt).map((set) => tallyLine(set, titles)));
  }

  function drawResume(result, titles, mayGoOn) {
    const slot = { morning: "in the morning", midday: "at midday", evening: "in the evening" }[result.slot];
    part("resume-when").textContent = `It was begun on ${dayText(result.day)}, ${slot}. Done so far:`;
    tally("resume-tally", result.sets, titles);
    const some = part("resume-tally").childElementCount > 0;
    if (!some) part("resume-tally").replaceChildren(element("li", { textContent: "nothing yet" }));
    root.querySelector('[data-do="go-on"]').hidden = !mayGoOn;
    root.querySelector('[data-do="save-so-far"]').hidden = !some;
    show("resume");
  }

  function drawSent(result, titles, step) {
    part("sent-title").textContent = { saved: "Saved", discarded: "Not saved" }[step] ??
      (result.early ? "Session ended early" : "Session finished");
    part("sent-text").textContent = {
      waiting: "Handing over what you did. It is kept on this device until that has worked.",
      received: "This is what you did. Say how it felt, then save it.",
      saved: "This session is in your log.",
      discarded: "This session was not put into your log.",
    }[step];
    tally("sent-tally", result.sets, titles);
    show("sent");
  }

  function drawSettings(settings, kind) {
    for (const radio of root.querySelectorAll('[name="guided-sound"]')) radio.checked = radio.value === settings.sound;
    part("volume").value = String(settings.volume);
    part("letters").checked = settings.letters;
    const lengths = [...new Set([2, 3, 5, 8, 10, 15, 20, 30, ...(settings.hold ? [settings.hold] : [])])].sort((a, b) =>
      a - b
    );
    const own = part("hold").options[0];
    part("hold").replaceChildren(
      own,
      ...lengths.map((n) => element("option", { value: String(n), textContent: `${n} seconds, hands-free` })),
    );
    part("hold").value = settings.hold === null ? "" : String(settings.hold);
    part("voice-note").hidden = !(settings.sound === "voice" && kind === "tones");
    const sound = { voice: "spoken", tones: "tones", silent: "silent" }[kind];
    const hold = settings.hold === null ? "you end each hold yourself" : `holds of ${settings.hold} seconds`;
    part("settings-summary").textContent = `Sound and holds: ${sound}, ${hold}`;
  }

  return { show, focus, say, drawStart, drawResume, drawSent, drawSettings };
}
