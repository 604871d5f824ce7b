// Fields of a form, as many as a page asks for at once. The contract with Python is in __init__.py.
//
// Each kind of field is a class: `whole` is its element, `draw(data, isSettled)` shows what the server says. It calls
// `answer(value)` when the person has done something; until the server has heard of that, it is not settled.

import { element, isDrawn } from "../elements.js";

let count = 0;

// Answers that the server has not heard of yet, by name. They outlive the page: when two runs are joined, as on a quick
// press on a link, Streamlit drops the fields of the page that was left; back there, they are sent again.
const unheard = (globalThis[Symbol.for("backcare.unheard")] ??= new Map());

// Buttons in a row: one is chosen, or, with `isMany`, any. Of those of which one is chosen the arrow keys go along the
// row and space or Enter presses, as in a toolbar: some choices save at once.
class ButtonRow {
  buttons = [];

  constructor(press, isMany = false) {
    Object.assign(this, { press, isMany });
    this.element = element("div", { className: "buttons", role: isMany ? "group" : "radiogroup" });
    if (!isMany) this.element.onkeydown = (event) => this.go(event);
  }

  draw(label, words) {
    this.element.setAttribute("aria-label", label);
    if (isDrawn(this.element, words)) return;
    this.buttons = words.map((textContent) => {
      const button = element("button", { type: "button", textContent, onclick: () => this.press(textContent) });
      if (!this.isMany) button.setAttribute("role", "radio");
      return button;
    });
    this.element.replaceChildren(...this.buttons);
  }

  show(chosen) {
    const isChosen = (button) => chosen.includes(button.textContent);
    for (const button of this.buttons) {
      button.setAttribute(this.isMany ? "aria-pressed" : "aria-checked", String(isChosen(button)));
    }
    if (!this.isMany) this.makeFocusable(this.buttons.find(isChosen) ?? this.buttons[0]);
  }

  makeFocusable(target) {
    for (const button of this.buttons) button.tabIndex = button === target ? 0 : -1;
  }

  go(event) {
    const from = this.buttons.indexOf(event.target), last = this.buttons.length - 1;
    const [next, before] = [from + 1, from - 1];
    const to = { ArrowRight: next, ArrowDown: next, ArrowLeft: before, ArrowUp: before, Home: 0, End: last }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    const target = this.buttons.at(to % this.buttons.length);
    this.makeFocusable(target);
    target.focus();
  }
}

// One answer out of a few, none chosen beforehand, or any of them. A press on a chosen one takes it back, unless one is
// required.
class Choice {
  chosen = [];

  constructor(answer, { kind }) {
    this.answer = answer;
    this.isMany = kind === "choices";
    this.label = element("p", { className: "label" });
    this.row = new ButtonRow((word) => this.press(word), this.isMany);
    this.answered = element("span");
    this.change = element("button", { type: "button", textContent: "Change", onclick: () => this.open() });
    this.line = element("p", { className: "answered", hidden: true }, this.answered, this.change);
    this.whole = element("div", { className: "choice" }, this.label, this.row.element, this.line);
  }

  open() {
    this.isOpen = true;
    this.fold(false);
  }

  close() {
    this.isOpen = false;
    this.fold(true);
  }

  // One line in place of the buttons, or the buttons again; what had the focus passes it on.
  fold(isFolded) {
    const isOther = this.line.hidden === isFolded;
    const hadFocus = this.whole.contains(this.whole.getRootNode().activeElement);
    this.line.hidden = !isFolded;
    this.row.element.hidden = isFolded;
    this.label.hidden = isFolded || this.isHidden;
    if (isOther && hadFocus) (isFolded ? this.change : this.row.element.querySelector("[tabindex='0']")).focus();
  }

  press(word) {
    const isChosen = this.chosen.includes(word);
    if (isChosen && this.isFolding) return this.close();
    if (isChosen && this.isRequired) return;
    this.isOpen = false;
    const others = this.isMany ? this.chosen.filter((one) => one !== word) : [];
    this.show(isChosen ? others : [...others, word]);
    this.answer(this.isMany ? this.chosen : this.chosen[0] ?? null);
  }

  show(chosen) {
    this.chosen = chosen;
    this.row.show(chosen);
  }

  draw({ label, words, numbers, required, hidden, folded, value }, isSettled) {
    [this.isRequired, this.isHidden, this.isFolding] = [required, hidden, folded !== ""];
    this.label.textContent = label;
    this.answered.textContent = this.isFolding ? `${folded}: ${value}` : "";
    this.change.ariaLabel = `Change: ${folded}`;
    this.row.draw(label, words);
    this.row.element.classList.toggle("numbers", numbers);
    this.show(isSettled ? [value ?? []].flat() : this.chosen);
    this.fold(this.isFolding && value !== null && isSettled && !this.isOpen);
  }
}

// What is typed into: an input with its label, and below it what is wrong with what stands there.
class Typed {
  value = ""; // as the server knows it, or was told

  constructor(answer, input, ...beside) {
    this.answer = answer;
    this.input = input;
    input.id = `field-${(count += 1)}`;
    this.label = element("label", { className: "label", htmlFor: input.id });
    this.wrong = element("p", { className: "wrong", id: `${input.id}-wrong`, role: "status", hidden: true });
    input.setAttribute("aria-describedby", this.wrong.id);
    const row = element("div", { className: "row" }, input, ...beside);
    this.whole = element("div", {}, this.label, row, this.wrong);
    input.onchange = () => this.change(this.read());
    // While it is typed: were it told when the field is left, the button that is being pressed would move away.
    input.oninput = () => this.complain();
  }

  change(value) {
    const before = this.value;
    this.put(value);
    if (value !== before) this.answer(value);
  }

  put(value) {
    this.value = value;
    const text = String(value ?? "");
    if (this.input.value !== text) this.input.value = text;
    this.complain();
  }

  complain() {
    const text = this.problem(this.read());
    this.input.setAttribute("aria-invalid", String(text !== ""));
    Object.assign(this.wrong, { textContent: text, hidden: text === "" });
  }

  draw(data, isSettled) {
    this.data = data;
    this.label.textContent = data.label;
    // What is being typed is not changed under the typing.
    const isTyping = this.input.getRootNode().activeElement === this.input && this.read() !== this.value;
    if (isSettled && !isTyping) this.put(data.value);
  }
}

// A whole number is typed, or changed by two buttons that are big enough to hit. An empty field is no number. What is
// typed instead of a number stays there, as text.
class NumberField extends Typed {
  value = null;

  constructor(answer) {
    const input = element("input", { type: "text", inputMode: "numeric", autocomplete: "off", role: "spinbutton" });
    const less = element("button", { type: "button", tabIndex: -1, textContent: "−" });
    const more = element("button", { type: "button", tabIndex: -1, textContent: "+" });
    super(answer, input, less, more);
    Object.assign(this, { less, more });
    this.whole.className = "number";
    less.onclick = () => this.step(-this.data.step);
    more.onclick = () => this.step(this.data.step);
    input.onkeydown = (event) => this.go(event);
  }

  read() {
    const text = this.input.value.trim();
    if (text === "") return null;
    return /^\d{1,9}$/.test(text) ? Number(text) : this.input.value;
  }

  problem(value) {
    const { lowest, highest, wanted } = this.data;
    const fits = value === null || (typeof value === "number" && value >= lowest && value <= highest);
    const typed = this.input.value.trim();
    return fits ? "" : `“${typed.length > 20 ? `${typed.slice(0, 19)}…` : typed}” is not ${wanted}.`;
  }

  // What is no number cannot be counted on from, and is not replaced by one.
  step(by) {
    const { lowest, highest } = this.data;
    const value = this.read() ?? lowest;
    if (typeof value === "number") this.change(Math.min(Math.max(value + by, lowest), highest));
  }

  go(event) {
    const by = { ArrowUp: this.data.step, ArrowDown: -this.data.step }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    this.step(by);
  }

  put(value) {
    super.put(value);
    if (typeof value === "number") this.input.setAttribute("aria-valuenow", String(value));
    else this.input.removeAttribute("aria-valuenow");
  }

  draw(data, isSettled) {
    this.less.setAttribute("aria-label", `${data.label}: ${data.step} fewer`);
    this.more.setAttribute("aria-label", `${data.label}: ${data.step} more`);
    this.input.setAttribute("aria-valuemin", data.lowest);
    this.input.setAttribute("aria-valuemax", data.highest);
    super.draw(data, isSettled);
  }
}

// Text, in one line or in several. Nothing that is typed or pasted is cut off: what is too long is told.
class TextField extends Typed {
  constructor(answer, { lines }) {
    super(answer, lines > 1 ? element("textarea", { rows: lines }) : element("input", { type: "text" }));
    this.help = element("p", { className: "help" });
    this.whole.className = "text";
    this.whole.append(this.help);
  }

  read() {
    return this.input.value;
  }

  problem(text) {
    const { longest } = this.data, { length } = Array.from(text);
    const number = (value) => value.toLocaleString("en-GB");
    return length <= longest ? "" : `${number(length)} characters are too long; at most ${number(longest)} fit.`;
  }

  draw(data, isSettled) {
    Object.assign(this.help, { textContent: data.help, hidden: data.help === "" });
    super.draw(data, isSettled);
  }
}

// With its year only where that is not the newest day's.
function longDay(day, newest) {
  const year = day.slice(0, 4) === newest.slice(0, 4) ? undefined : "numeric";
  const parts = { weekday: "long", day: "numeric", month: "long", year, timeZone: "UTC" };
  return new Date(day).toLocaleDateString("en-GB", parts).replace(",", "");
}

// A day with the one before and the one after beside it; a press on it opens the browser's calendar.
class DayField {
  constructor(answer) {
    this.answer = answer;
    this.input = element("input", { type: "date", required: true, tabIndex: -1 });
    this.words = element("button", { type: "button", className: "words", onclick: () => this.openCalendar() });
    this.before = element("button", { type: "button", ariaLabel: "The day before", textContent: "‹" });
    this.after = element("button", { type: "button", ariaLabel: "The day after", textContent: "›" });
    this.before.onclick = () => this.move(-1);
    this.after.onclick = () => this.move(1);
    this.near = new ButtonRow((words) => this.change(this.nearDays.find((near) => near[1] === words)[0]));
    this.wrong = element("p", { className: "wrong", role: "status", hidden: true });
    const picked = element("span", { className: "picked" }, this.words, this.input);
    const row = element("div", { className: "row" }, this.before, picked, this.after);
    this.whole = element("div", { className: "day" }, row, this.near.element, this.wrong);
    this.input.onchange = () => this.isOpen() || this.pick();
    this.input.onkeydown = ({ key }) => {
      if (key === "Enter") this.closeInput(); // A handler that returns false would swallow every other key.
    };
    this.input.onblur = () => this.closeInput();
  }

  // Where the browser has no calendar to open, a day is typed: "15" by way of "1", so it counts when that is over.
  openCalendar() {
    try {
      this.input.showPicker();
    } catch {
      this.input.classList.add("open");
      this.input.focus();
    }
  }

  isOpen() {
    return this.input.classList.contains("open");
  }

  closeInput() {
    if (this.isOpen()) this.pick();
    this.input.classList.remove("open");
    this.input.value = this.value;
  }

  pick() {
    const isDay = this.input.validity.valid;
    const wrong = isDay ? "" : `Pick ${this.wanted}.`;
    Object.assign(this.wrong, { textContent: wrong, hidden: isDay });
    if (isDay) this.change(this.input.value);
  }

  move(days) {
    const day = new Date(`${this.value}T00:00Z`);
    day.setUTCDate(day.getUTCDate() + days);
    this.change(day.toISOString().slice(0, 10));
  }

  change(day) {
    if (day === this.value) return;
    this.show(day);
    this.answer(day);
  }

  show(day) {
    this.value = day;
    if (!this.isOpen()) this.input.value = day; // What is being typed is not changed under the typing.
    this.before.disabled = day <= this.input.min;
    this.after.disabled = day >= this.input.max;
    const words = longDay(day, this.input.max);
    this.words.replaceChildren(words);
    this.words.ariaLabel = `${this.label}: ${words}. Pick another`;
    this.near.show(this.nearDays.filter(([near]) => near === day).map(([, words]) => words));
  }

  draw({ label, first, last, near, wanted, value }, isSettled) {
    this.label = this.input.ariaLabel = label;
    Object.assign(this.input, { min: first, max: last });
    this.wanted = wanted;
    this.nearDays = near;
    const names = near.map(([, each]) => each);
    this.near.draw(names.join(" or "), names);
    this.show(isSettled ? value : this.value);
    if (isSettled) this.wrong.hidden = true;
  }
}

const KINDS = { choice: Choice, choices: Choice, number: NumberField, text: TextField, day: DayField };

// What the server said before it heard of the last answer says nothing of that answer: each answer has its turn.
class Field {
  turn = null;

  constructor(data, send) {
    this.name = data.name;
    this.control = new KINDS[data.kind]((value) => {
      this.turn += 1;
      unheard.set(this.name, { is: value, turn: this.turn });
      send();
    }, data);
    this.whole = this.control.whole;
  }

  draw(data) {
    const late = unheard.get(this.name), isFirst = this.turn === null;
    const isWaiting = late?.turn > data.turn;
    if (!isWaiting) unheard.delete(this.name);
    this.turn = isWaiting ? late.turn : data.turn;
    this.control.draw(isWaiting && isFirst ? { ...data, value: late.is } : data, isFirst || !isWaiting);
  }
}

class Group {
  fields = new Map();
  answers = {};

  constructor(place) {
    this.place = place;
  }

  fieldOf(data) {
    if (!this.fields.has(data.name)) this.fields.set(data.name, new Field(data, () => this.send([data.name])));
    return this.fields.get(data.name);
  }

  send(names) {
    for (const name of names) this.answers[name] = unheard.get(name);
    this.setStateValue("answers", { ...this.answers });
    dispatchEvent(new Event("backcare.sending")); // for page_watch.js
  }

  draw(asked, setStateValue) {
    this.setStateValue = setStateValue;
    const names = asked.map(({ name }) => name);
    const late = asked.filter(({ name, turn }) => !this.fields.has(name) && unheard.get(name)?.turn > turn);
    for (const data of asked) this.fieldOf(data).draw(data);
    if (!isDrawn(this.place, names)) this.place.replaceChildren(...names.map((name) => this.fields.get(name).whole));
    if (late.length) this.send(late.map(({ name }) => name));
  }
}

export default function ({ data, parentElement, setStateValue }) {
  const place = parentElement.querySelector(".fields");
  place.group ??= new Group(place);
  place.group.draw(data.fields, setStateValue);
}
