// One exercise: the drawings that the server made, and words, which are shown as they are written.

import { element, isDrawn } from "../elements.js";

function* lines({ number, why, position, steps, repetition }) {
  const paragraph = (className, ...words) => element("p", { className }, ...words);
  if (position) yield paragraph("caption", position);
  if (number) yield paragraph("number", number);
  if (why) yield paragraph("caption", why);
  if (steps) yield element("ol", {}, ...steps.map((textContent) => element("li", { textContent })));
  if (repetition) yield paragraph("", element("strong", { textContent: "One repetition:" }), ` ${repetition}`);
}

export default function ({ data, parentElement }) {
  const card = parentElement.querySelector(".exercise");
  if (isDrawn(card, data)) return; // what is selected in it stays so
  const { level, title, number } = data.words;
  const pictures = element("div", { className: "pictures" });
  pictures.innerHTML = data.drawings;
  const text = [element(`h${level}`, { textContent: title }), ...lines(data.words)];
  // Beside the one small picture, or around the row of them.
  if (number) card.replaceChildren(pictures, element("div", { className: "beside" }, ...text));
  else card.replaceChildren(text[0], pictures, ...text.slice(1));
  card.classList.toggle("row", Boolean(number));
}
