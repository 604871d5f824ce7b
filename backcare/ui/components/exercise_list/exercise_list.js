// Today's exercises: a row each, which opens; a row that is open stays so when its number changes.

import { element, isDrawn } from "../elements.js";

function row(exercise, isOpen) {
  const { id, title, number, why, steps, repetition } = exercise;
  const image = element("span", { className: "picture" });
  image.innerHTML = exercise.picture;
  const name = element("span", { className: "name" }, element("strong", { textContent: title }), element("br"), number);
  const paragraph = (words, text) => element("p", {}, element("strong", { textContent: words }), ` ${text}`);
  return element(
    "details",
    { id: `exercise-${id}`, open: isOpen },
    element("summary", {}, image, name),
    paragraph(`Why ${number}?`, why),
    element("ol", {}, ...steps.map((textContent) => element("li", { textContent }))),
    paragraph("One repetition:", repetition),
  );
}

export default function ({ data, parentElement }) {
  const list = parentElement.querySelector(".exercises");
  if (isDrawn(list, data)) return;
  const open = new Set(Array.from(list.querySelectorAll("details[open]"), ({ id }) => id));
  list.replaceChildren(...data.exercises.map((each) => row(each, open.has(`exercise-${each.id}`))));
}
