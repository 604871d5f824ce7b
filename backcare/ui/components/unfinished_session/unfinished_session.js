// A guided session that this browser still holds, told on the pages Today and Log.

const WHEN = new Intl.DateTimeFormat("en-GB", { weekday: "long", day: "numeric", month: "long" });
const FELT = { worse: "it made the symptoms worse", new_pain: "a new pain" };

function words(draft, titles) {
  const day = WHEN.format(new Date(`${draft.day}T12:00:00`));
  const over = draft.result ? "is done, but not saved yet" : "is not finished";
  const sets = draft.result?.sets ??
    draft.snapshot.entries.map((entry) => ({ id: entry.id, reps: entry.done, felt: entry.mark }));
  const marked = sets.filter((set) => set.felt).map((set) => ` ${titles[set.id] ?? set.id}: ${FELT[set.felt]}.`);
  return [`Your ${draft.slot} session of ${day} ${over}.`, marked.join("")];
}

export default function ({ data, parentElement, setTriggerValue }) {
  const card = parentElement.querySelector(".unfinished");
  const draft = makeKeep(data.session).read();
  card.hidden = !(draft?.result || draft?.snapshot);
  if (card.hidden) return;
  const [lead, more] = words(draft, data.titles);
  const text = document.createElement("p");
  const strong = document.createElement("strong");
  strong.textContent = lead;
  text.append(strong, more);
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = draft.result ? "Save it" : "Go on, or save what was done";
  button.onclick = () => setTriggerValue("go", true);
  card.replaceChildren(text, button);
}
