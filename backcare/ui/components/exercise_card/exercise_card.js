// One exercise: the drawings that the server made, and words, which are shown as they are written.

function made(name, className, ...inside) {
  const element = document.createElement(name);
  if (className) element.className = className;
  element.append(...inside);
  return element;
}

function* lines({ number, why, position, steps, repetition }) {
  if (position) yield made("p", "quiet", position);
  if (number) yield made("p", "number", number);
  if (why) yield made("p", "quiet", why);
  if (steps) yield made("ol", "", ...steps.map((step) => made("li", "", step)));
  if (repetition) yield made("p", "", made("strong", "", "One repetition:"), ` ${repetition}`);
}

export default function ({ data, parentElement }) {
  const card = parentElement.querySelector(".exercise");
  const given = JSON.stringify(data);
  if (card.given === given) return; // The page was run again; what is selected in it stays so.
  card.given = given;
  const pictures = made("div", "pictures");
  pictures.innerHTML = data.drawings;
  const title = made(`h${data.words.level}`, "", data.words.title);
  const text = [...lines(data.words)];
  // Beside the one small picture, or around the row of them.
  if (data.words.number) card.replaceChildren(pictures, made("div", "beside", title, ...text));
  else card.replaceChildren(title, pictures, ...text);
  card.classList.toggle("row", Boolean(data.words.number));
}
