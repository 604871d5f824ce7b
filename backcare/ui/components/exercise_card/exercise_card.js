// How an exercise is done: the drawings that the server made, and words, which are shown as they are written.

import { element, isDrawn } from "../elements.js";

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
  const { title, position, captions, steps, repetition } = data.words;
  const part = (className, ...inside) => element("div", { className }, ...inside);
  const pictures = part("pictures");
  pictures.innerHTML = data.drawings;
  numberPictures(pictures, captions);
  const list = element("ol", {}, ...steps.map((textContent) => element("li", { textContent })));
  const one = element("p", {}, element("strong", { textContent: "One repetition:" }), ` ${repetition}`);
  card.replaceChildren(
    part("head", element("h2", { textContent: title }), element("p", { textContent: position })),
    part("how", pictures, part("words", list, one)),
  );
}
