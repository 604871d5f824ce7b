// The cards of the guided session on the page: before it starts, when one was left unfinished, and when it is over.

const POSITION = { standing: "standing", sitting: "sitting on a chair", lying: "lying down" };
const TIME = { morning: "in the morning", midday: "at midday", evening: "in the evening" };
const CLOSED = {
  waiting: [null, "Handing over what you did. It is kept on this device until that has worked."],
  received: [null, "This is what you did. Say how it felt, then save it."],
  saved: ["Saved", "This session is in your log."],
  discarded: ["Not saved", "This session was not put into your log."],
};

// deno-lint-ignore no-unused-vars -- used in guided_session.js
function makeCards(root) {
  const part = (name) => root.querySelector(`[data-is="${name}"]`);
  const list = (name, texts) =>
    part(name).replaceChildren(...texts.map((textContent) => element("li", { textContent })));

  function show(name) {
    if (name !== "start") delete part("plan").drawnFrom; // it is drawn anew when it is shown again
    for (const card of root.querySelectorAll("[data-card]")) card.hidden = card.dataset.card !== name;
  }

  const focus = (name) => root.querySelector(`[data-card="${name}"] h2`).focus();
  const say = (text) => (part("start-note").textContent = text);

  // The offer to do one or two more: radio buttons, today's number chosen; nothing rises by itself.
  function makeOffer({ id, title, target, offers }, number, pick) {
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

  function makePlanLine(step, number, pick) {
    const title = element("span", { className: "title", textContent: step.title });
    const offer = step.offers.length ? makeOffer(step, number, pick) : `: ${repetitions(step.target)}`;
    return element("li", {}, title, `, ${POSITION[step.position]}`, offer);
  }

  // Which session it is: the one that the hour suggests, or the next that is not logged; the person may choose another.
  function drawSlots(day, slots, slot, choose) {
    const radios = slots.map(({ name, title, logged }) => {
      const label = logged ? `${title}, in your log` : title;
      const onchange = () => choose(name);
      const properties = { name: "guided-slot", checked: name === slot, ariaLabel: label, onchange };
      return makeRadio(properties, logged ? `${title} ✓` : title);
    });
    part("slots").replaceChildren(part("slots").querySelector("legend"), ...radios);
    const { title, logged } = slots.find(({ name }) => name === slot);
    part("start-title").textContent = `${title} session, ${dayText(day)}`;
    const what = slots.every((each) => each.logged) ? "All three sessions of today are" : "This session is";
    const added = `What you do now is added to the ${slot} session: the higher number and the worse feeling stay.`;
    say(logged ? `${what} in your log already. ${added}` : "");
  }

  function drawStart({ steps, day, slots }, slot, number, choose, pick) {
    show(steps.length ? "start" : null);
    const drawn = steps.map(({ id, target, chosen, offers }) => [id, target, chosen, offers]);
    if (isDrawn(part("plan"), [drawn, day, slots, slot])) return; // a run of the page takes the focus from nobody
    drawSlots(day, slots, slot, choose);
    part("plan").replaceChildren(...steps.map((step) => makePlanLine(step, number(step), pick)));
    part("floor-note").hidden = !steps.some((step) => step.position === "lying");
    part("offer-note").hidden = !steps.some((step) => step.offers.length);
  }

  // What was done of each exercise, in a list.
  function drawSets(name, sets, title) {
    const line = ({ id, reps, target, felt }) => `${title(id)}: ${reps} of ${target}${felt ? `, ${FELT[felt]}` : ""}`;
    list(name, sets.filter(isDone).map(line));
  }

  function drawResume({ day, slot }, sets, title, mayGoOn) {
    part("resume-when").textContent = `It was begun on ${dayText(day)}, ${TIME[slot]}. Done so far:`;
    drawSets("resume-sets", sets, title);
    const isEmpty = !sets.some(isDone);
    if (isEmpty) list("resume-sets", ["nothing yet"]);
    root.querySelector('[data-do="go-on"]').hidden = !mayGoOn;
    root.querySelector('[data-do="save-so-far"]').hidden = isEmpty;
    show("resume");
  }

  function drawClosed({ early, sets }, title, state) {
    const [heading, text] = CLOSED[state];
    part("sent-title").textContent = heading ?? (early ? "Session ended early" : "Session finished");
    part("sent-text").textContent = text;
    drawSets("sent-sets", sets, title);
    show("sent");
  }

  // kind: what is heard with these settings on this device.
  function drawSettings({ sound, volume, letters, hold }, kind) {
    for (const radio of root.querySelectorAll('[name="guided-sound"]')) radio.checked = radio.value === sound;
    part("volume").value = String(volume);
    part("letters").checked = letters;
    part("hold").value = String(hold ?? "");
    part("voice-note").hidden = sound !== "voice" || kind !== "tones";
    const cues = kind === "voice" ? "spoken" : kind;
    const holds = hold === null ? "you end each hold yourself" : `holds of ${hold} seconds`;
    part("settings-summary").textContent = `Sound and holds: ${cues}, ${holds}`;
  }

  return { show, focus, say, drawStart, drawResume, drawClosed, drawSettings };
}
