// Fields of a form, as many as a page asks for at once: one answer out of a few, a whole number, or a day.

const groups = new WeakMap();
let made = 0;

function element(name, { role, ...properties }, ...inside) {
  const found = Object.assign(document.createElement(name), properties);
  if (role) found.setAttribute("role", role);
  found.append(...inside);
  return found;
}

// A row of buttons, none chosen beforehand; a press on the chosen one takes it back, unless an answer is required. Arrow
// keys go along the row, space or Enter chooses, as in a toolbar: some choices save at once.
function makeChoice(answer) {
  const label = element("p", { className: "label" });
  const row = element("div", { role: "radiogroup" });
  let words = [];
  let buttons = [];
  let chosen = null;
  let required = false;

  function show(value) {
    chosen = value;
    for (const [place, button] of buttons.entries()) {
      button.setAttribute("aria-checked", String(words[place] === chosen));
      button.tabIndex = words[place] === (chosen ?? words[0]) ? 0 : -1;
    }
  }

  function choose(word) {
    if (required && word === chosen) return;
    show(word === chosen ? null : word);
    answer(chosen);
  }

  function go(event, from) {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    const to = event.key === "Home" ? 0 : event.key === "End" ? buttons.length - 1 : from + (step ?? NaN);
    if (Number.isNaN(to)) return;
    event.preventDefault();
    const target = buttons.at(to % buttons.length);
    for (const button of buttons) button.tabIndex = button === target ? 0 : -1;
    target.focus();
  }

  function makeButton(word, place) {
    return element("button", {
      type: "button",
      role: "radio",
      textContent: word,
      onclick: () => choose(word),
      onkeydown: (event) => go(event, place),
    });
  }

  function describe(data) {
    if (words.join("\n") !== data.words.join("\n")) {
      words = data.words;
      buttons = words.map(makeButton);
      row.replaceChildren(...buttons);
    }
    row.classList.toggle("numbers", data.numbers);
    label.textContent = data.label;
    row.setAttribute("aria-label", data.label);
    label.hidden = data.hidden;
    required = data.required;
  }

  return { whole: element("div", { className: "choice" }, label, row), describe, show };
}

// A number is typed, or changed by two buttons that are big enough to hit. An empty field is no number.
function makeNumber(answer) {
  const id = `number-${(made += 1)}`;
  const label = element("label", { className: "label", htmlFor: id });
  const input = element("input", { id, type: "number", inputMode: "numeric" });
  const less = element("button", { type: "button", tabIndex: -1, textContent: "−" });
  const more = element("button", { type: "button", tabIndex: -1, textContent: "+" });
  const allowed = element("p", { className: "allowed", id: `${id}-allowed`, role: "status", hidden: true });
  let [value, lowest, highest] = [null, 0, 0];
  input.setAttribute("aria-describedby", allowed.id);

  function fits(number) {
    return number === null || (Number.isInteger(number) && number >= lowest && number <= highest);
  }

  function put(number) {
    value = number;
    input.value = number ?? "";
    allowed.hidden = fits(number);
    allowed.textContent = fits(number) ? "" : `A whole number from ${lowest} to ${highest}.`;
    input.setAttribute("aria-invalid", String(!fits(number)));
  }

  function show(number) {
    // A number is not changed under the typing.
    if (number !== value || input.getRootNode().activeElement !== input) put(number);
  }

  function change(number) {
    const before = value;
    put(number);
    if (number !== before) answer(number);
  }

  function read() {
    if (input.validity.badInput) return value;
    return input.value === "" ? null : Number(input.value);
  }

  function step(by) {
    change(Math.min(Math.max((read() ?? lowest) + by, lowest), highest));
  }

  input.onchange = () => change(read());
  // Else a wheel that is meant to scroll the page changes the number under the pointer.
  input.onwheel = () => input.blur();

  function describe(data) {
    label.textContent = data.label;
    less.setAttribute("aria-label", `${data.label}: ${data.step} fewer`);
    more.setAttribute("aria-label", `${data.label}: ${data.step} more`);
    less.onclick = () => step(-data.step);
    more.onclick = () => step(data.step);
    [lowest, highest] = [data.lowest, data.highest];
    Object.assign(input, { min: lowest, max: highest, step: data.step });
  }

  const row = element("div", { className: "row" }, input, less, more);
  return { whole: element("div", { className: "number" }, label, row, allowed), describe, show };
}

// A day is picked or typed as this browser lets one do it. Typing "15" by way of "1" is one answer: it waits for a pause.
function makeDay(answer) {
  const id = `day-${(made += 1)}`;
  const label = element("label", { className: "label", htmlFor: id });
  const input = element("input", { id, type: "date", required: true });
  const words = element("span", { id: `${id}-words` });
  const allowed = element("p", { className: "allowed", id: `${id}-allowed`, role: "status", hidden: true });
  let [value, says, pause] = ["", "", 0];
  input.setAttribute("aria-describedby", `${words.id} ${allowed.id}`);

  function read() {
    clearTimeout(pause);
    const fits = input.validity.valid;
    allowed.hidden = fits;
    allowed.textContent = fits ? "" : says;
    if (!fits || input.value === value) return;
    value = input.value;
    answer(value);
  }

  // The page stays that of the day before when there is no such day, and the field says so.
  function leave() {
    read();
    input.value = value;
  }

  input.onchange = () => {
    clearTimeout(pause);
    pause = setTimeout(read, 700);
  };
  input.onblur = leave;
  input.onkeydown = (event) => {
    if (event.key === "Enter") read();
  };

  function show(day) {
    if (day === value) return; // Not changed under the typing.
    value = input.value = day;
    allowed.hidden = true;
  }

  function describe(data) {
    label.textContent = data.label;
    words.textContent = data.words;
    says = data.allowed;
    Object.assign(input, { min: data.first, max: data.last });
  }

  const row = element("div", { className: "row" }, input, words);
  return { whole: element("div", { className: "day" }, label, row, allowed), describe, show };
}

const KINDS = { choice: makeChoice, number: makeNumber, day: makeDay };

// What the server said before the last answer was heard says nothing of that answer: each has its turn.
function makeField(kind, report) {
  const state = { turn: 0, unanswered: false };
  const field = KINDS[kind]((value) => {
    state.turn += 1;
    state.unanswered = true;
    report({ is: value, turn: state.turn });
  });

  function draw(data) {
    field.describe(data);
    if (state.unanswered && data.turn !== state.turn) return;
    Object.assign(state, { turn: data.turn, unanswered: false });
    field.show(data.value);
  }

  return { whole: field.whole, draw };
}

function makeGroup(root) {
  const place = root.querySelector(".fields");
  const fields = new Map();
  const answers = {};
  const group = { send: () => {}, draw };

  function report(name, answer) {
    answers[name] = answer;
    group.send({ ...answers });
  }

  function draw(asked) {
    const whole = asked.map((data) => {
      const { name, kind } = data;
      if (!fields.has(name)) fields.set(name, makeField(kind, (answer) => report(name, answer)));
      fields.get(name).draw(data);
      return fields.get(name).whole;
    });
    if (whole.length !== place.children.length || whole.some((one, n) => one !== place.children[n])) {
      place.replaceChildren(...whole);
    }
  }

  return group;
}

export default function ({ data, parentElement, setStateValue }) {
  let group = groups.get(parentElement);
  if (!group) groups.set(parentElement, group = makeGroup(parentElement));
  group.send = (answers) => setStateValue("answers", answers);
  group.draw(data.fields);
}
