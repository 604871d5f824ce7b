// Fields of a form, as many as a page asks for at once: one answer out of a few, a whole number, or a day.
// A field is {whole: its element, draw(data, isSettled)}; while a later answer is on its way, not settled, its value stays.

let count = 0;

// A row of buttons, none chosen beforehand; a press on the chosen one takes it back, unless an answer is required. Arrow
// keys go along the row, space or Enter chooses, as in a toolbar: some choices save at once.
function makeChoice(answer) {
  const label = element("p", { className: "label" });
  const row = element("div", { role: "radiogroup" });
  let buttons = [], chosen = null, required = false;

  function show(word) {
    chosen = word;
    for (const button of buttons) button.setAttribute("aria-checked", String(button.textContent === word));
    focusable(buttons.find((button) => button.textContent === word) ?? buttons[0]);
  }

  function focusable(target) {
    for (const button of buttons) button.tabIndex = button === target ? 0 : -1;
  }

  function choose(word) {
    if (required && word === chosen) return;
    show(word === chosen ? null : word);
    answer(chosen);
  }

  function go(event, from) {
    const { key } = event, last = buttons.length - 1;
    const [next, before] = [from + 1, from - 1];
    const to = { ArrowRight: next, ArrowDown: next, ArrowLeft: before, ArrowUp: before, Home: 0, End: last }[key];
    if (to === undefined) return;
    event.preventDefault();
    const target = buttons.at(to % buttons.length);
    focusable(target);
    target.focus();
  }

  function makeButton(word, place) {
    const [onclick, onkeydown] = [() => choose(word), (event) => go(event, place)];
    return element("button", { type: "button", role: "radio", textContent: word, onclick, onkeydown });
  }

  function draw(data, isSettled) {
    if (!isDrawn(row, data.words)) row.replaceChildren(...(buttons = data.words.map(makeButton)));
    row.classList.toggle("numbers", data.numbers);
    row.setAttribute("aria-label", data.label);
    Object.assign(label, { textContent: data.label, hidden: data.hidden });
    required = data.required;
    show(isSettled ? data.value : chosen);
  }

  return { whole: element("div", { className: "choice" }, label, row), draw };
}

// An input with its label, and a line that says what is allowed while something else stands in it.
function makeInput(properties, ...beside) {
  const id = `field-${(count += 1)}`;
  const label = element("label", { className: "label", htmlFor: id });
  const input = element("input", { id, ...properties });
  const allowed = element("p", { className: "allowed", id: `${id}-allowed`, role: "status", hidden: true });
  const row = element("div", { className: "row" }, input, ...beside);
  input.setAttribute("aria-describedby", allowed.id);
  const complain = (text) => Object.assign(allowed, { textContent: text, hidden: text === "" });
  return { label, input, complain, whole: element("div", { className: properties.type }, label, row, allowed) };
}

// A number is typed, or changed by two buttons that are big enough to hit. An empty field is no number.
function makeNumber(answer) {
  const less = element("button", { type: "button", tabIndex: -1, textContent: "−" });
  const more = element("button", { type: "button", tabIndex: -1, textContent: "+" });
  const { label, input, complain, whole } = makeInput({ type: "number", inputMode: "numeric" }, less, more);
  let value = null, lowest = 0, highest = 0;

  function put(number) {
    value = number;
    input.value = number ?? "";
    const fits = number === null || (Number.isInteger(number) && number >= lowest && number <= highest);
    complain(fits ? "" : `A whole number from ${lowest} to ${highest}.`);
    input.setAttribute("aria-invalid", String(!fits));
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

  const step = (by) => change(Math.min(Math.max((read() ?? lowest) + by, lowest), highest));

  input.onchange = () => change(read());
  // Else a wheel that is meant to scroll the page changes the number under the pointer.
  input.onwheel = () => input.blur();

  function draw(data, isSettled) {
    label.textContent = data.label;
    less.setAttribute("aria-label", `${data.label}: ${data.step} fewer`);
    more.setAttribute("aria-label", `${data.label}: ${data.step} more`);
    less.onclick = () => step(-data.step);
    more.onclick = () => step(data.step);
    [lowest, highest] = [data.lowest, data.highest];
    Object.assign(input, { min: lowest, max: highest, step: data.step });
    // A number is not changed under the typing.
    const isTyping = data.value === value && input.getRootNode().activeElement === input;
    if (isSettled && !isTyping) put(data.value);
  }

  return { whole, draw };
}

// A day is picked or typed as this browser lets one do it. Typing "15" by way of "1" is one answer: it waits for a pause.
function makeDay(answer) {
  const words = element("span");
  const { label, input, complain, whole } = makeInput({ type: "date", required: true }, words);
  let value = "", allowed = "", pause = 0;
  words.id = `${input.id}-words`;
  input.setAttribute("aria-describedby", `${words.id} ${input.id}-allowed`);

  function read() {
    clearTimeout(pause);
    complain(input.validity.valid ? "" : allowed);
    if (!input.validity.valid || input.value === value) return;
    value = input.value;
    answer(value);
  }

  // The page stays that of the day before when there is no such day, and the field says so.
  input.onblur = () => {
    read();
    input.value = value;
  };
  input.onchange = () => {
    clearTimeout(pause);
    pause = setTimeout(read, 700);
  };
  input.onkeydown = (event) => {
    if (event.key === "Enter") read();
  };

  function draw(data, isSettled) {
    label.textContent = data.label;
    words.textContent = data.words;
    allowed = data.allowed;
    Object.assign(input, { min: data.first, max: data.last });
    if (!isSettled || data.value === value) return; // Not changed under the typing.
    value = input.value = data.value;
    complain("");
  }

  return { whole, draw };
}

const KINDS = { choice: makeChoice, number: makeNumber, day: makeDay };

// What the server said before the last answer was heard says nothing of that answer: each has its turn.
function makeField(kind, report) {
  let turn = 0, isWaiting = false;
  const { whole, draw } = KINDS[kind]((value) => {
    turn += 1;
    isWaiting = true;
    report({ is: value, turn });
  });
  return {
    whole,
    draw(data) {
      isWaiting &&= data.turn !== turn;
      if (!isWaiting) turn = data.turn;
      draw(data, !isWaiting);
    },
  };
}

function makeGroup(place) {
  const fields = new Map(), answers = {};
  let send = null;

  function fieldOf({ name, kind }) {
    const report = (answer) => {
      answers[name] = answer;
      send("answers", { ...answers });
    };
    if (!fields.has(name)) fields.set(name, makeField(kind, report));
    return fields.get(name);
  }

  return function draw(asked, setStateValue) {
    send = setStateValue;
    for (const data of asked) fieldOf(data).draw(data);
    const names = asked.map(({ name }) => name);
    if (!isDrawn(place, names)) place.replaceChildren(...names.map((name) => fields.get(name).whole));
  };
}

export default function ({ data, parentElement, setStateValue }) {
  const place = parentElement.querySelector(".fields");
  place.drawGroup ??= makeGroup(place);
  place.drawGroup(data.fields, setStateValue);
}
