// One exercise: the drawings that the server made, and words, which are shown as they are written.

import { element, isDrawn } from "../elements.js";

const paragraph = (className, ...words) => element("p", { className }, ...words);

function* lines({ number, why, steps, repetition }) {
  if (number) yield paragraph("number", number);
  if (why) yield paragraph("caption", why);
  if (steps) yield element("ol", {}, ...steps.map((textContent) => element("li", { textContent })));
  if (repetition) yield paragraph("", element("strong", { textContent: "One repetition:" }), ` ${repetition}`);
}

// Each drawing with its number and its caption under it.
function numberPictures(pictures, captions) {
  [...pictures.children].forEach((svg, i) => {
    const number = element("span", { className: "mark", textContent: i + 1 });
    const figure = element("figure", {}, element("figcaption", {}, number, captions[i]));
    svg.replaceWith(figure);
    figure.prepend(svg);
  });
}

export default function ({ data, parentElement }) {
  const card = parentElement.querySelector(".exercise");
  if (isDrawn(card, data)) return; // what is selected in it stays so
  const { level, title, position, captions } = data.words;
  const pictures = element("div", { className: "pictures" });
  pictures.innerHTML = data.drawings;
  const heading = element(`h${level}`, { textContent: title });
  const text = element("div", { className: "words" }, ...lines(data.words));
  card.classList.toggle("row", !captions);
  if (captions) {
    numberPictures(pictures, captions);
    const head = element("div", { className: "head" }, heading, paragraph("caption", position));
    card.replaceChildren(head, element("div", { className: "how" }, pictures, text));
  } else {
    text.prepend(heading);
    card.replaceChildren(pictures, text);
  }
}
