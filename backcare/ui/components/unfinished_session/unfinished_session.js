// A guided session that this browser still holds, told on the pages Today and Log.

import { element } from "../elements.js";
import { dayText, FELT, makeStoredSession, setsOf } from "../guided_session/saved_session.js";

function words(draft, titles) {
  const lead = `Your ${draft.slot} session of ${dayText(draft.day)} is ${draft.result ? "not saved" : "not finished"}.`;
  const marked = setsOf(draft).filter(({ felt }) => felt).map(({ id, felt }) => ` ${titles[id] ?? id}: ${FELT[felt]}.`);
  return [element("strong", { textContent: lead }), ...marked];
}

export default function ({ data, parentElement, setTriggerValue }) {
  const card = parentElement.querySelector(".unfinished");
  const draft = makeStoredSession(data.session).read();
  card.hidden = !(draft?.result || draft?.snapshot);
  if (card.hidden) return;
  const textContent = draft.result ? "Save it" : "Finish or save it";
  const button = element("button", { type: "button", textContent, onclick: () => setTriggerValue("go", true) });
  card.replaceChildren(element("p", {}, ...words(draft, data.titles)), button);
}
