// What the browser watches for the page: the day that ends, coming back to the tab, unsaved typing, and a press that comes
// to nothing: its button went away or moved under the finger (a click needs the same button for its beginning and its
// end), or the answer never came.

import { makeStored } from "../elements.js";

// Streamlit's own buttons, which another day or form draws anew.
const DRAWN = '[data-testid="stButton"] button, [data-testid="stFormSubmitButton"] button';
const FIELDS = ".fields"; // our own fields, which change a form
const BUTTONS = `${DRAWN}, ${FIELDS} button`; // and their buttons
const LOOK = 10_000; // ms between two looks at the clock
const ASLEEP = 25_000; // ms: a longer gap between two looks means that the computer slept
const AIMED = 500; // ms for which a press at the place of a button that has just gone is still meant for it
const UNREAD = 150; // ms for which nobody can have read the form that a change of theirs has brought
const LEAVING = 3_000; // ms after which a page that was about to load again has done so
const OWN = 1_500; // ms after a change of a field for which another form is taken to have come of it
const MARGIN = 1_000; // ms after midnight, for a clock of the server that is a little behind

const scrolled = () => document.querySelector('[data-testid="stMain"]')?.scrollTop ?? 0;
const isSame = (a, b) => a && a.x === b.x && a.y === b.y;
const within = (event, selector) => event.composedPath().find((one) => one instanceof Element && one.matches(selector));
const isTextField = (one) =>
  one instanceof Element && one.matches("textarea, input:not([type=checkbox], [type=radio], [type=file])");

function focused() {
  let one = document.activeElement;
  while (one?.shadowRoot?.activeElement) one = one.shadowRoot.activeElement;
  return one;
}

function listen(listeners) {
  for (const [name, listener] of Object.entries(listeners)) addEventListener(name, listener, true);
}

function stop(event) {
  event.preventDefault();
  event.stopImmediatePropagation();
}

function placeOf(button) {
  const { x, y, width, height } = button.getBoundingClientRect();
  const key = button.closest('[class*="st-key-"]')?.className.match(/st-key-\S+/)[0];
  return { x, y: y + scrolled(), width, height, key };
}

// Where the buttons stand, and where those stood that have just gone. On the page, not in the window: scrolling moves none.
class Buttons {
  last = null; // the one that was pressed last
  fieldChanged = -Infinity; // when a field was last changed
  #places = new Map();
  #gone = [];
  #replaced = new WeakMap(); // by button, since when it stands in for another of its name, and whether that was pressed
  #isStale = false;

  constructor() {
    new MutationObserver(() => this.#measureSoon()).observe(document.body, { childList: true, subtree: true });
  }

  // Whether a press that meets no button is at a place that one has just left.
  isAimed({ clientX, clientY }) {
    if (this.#isStale) this.#measure();
    const [now, y] = [performance.now(), clientY + scrolled()];
    const holds = (one) => clientX >= one.x && clientX <= one.x + one.width && y >= one.y && y <= one.y + one.height;
    return this.#gone.some((one) => one.until > now && holds(one));
  }

  // After a change of the day, say, a press on a button that has just taken the place of another was meant for that one.
  isMeantForAnother(button, clicks) {
    if (this.#isStale) this.#measure();
    const { since, pressed } = this.#replaced.get(button) ?? {};
    return performance.now() - since < UNREAD && (!pressed || clicks > 1);
  }

  #measureSoon() {
    if (this.#isStale) return;
    this.#isStale = true;
    requestAnimationFrame(() => this.#measure());
  }

  #measure() {
    this.#isStale = false;
    const now = performance.now();
    const buttons = [...document.querySelectorAll(DRAWN)];
    const places = new Map(buttons.map((button) => [button, placeOf(button)]));
    const moved = [...this.#places].filter(([button, was]) => was.width && !isSame(places.get(button), was));
    for (const button of buttons.filter((one) => !this.#places.has(one))) {
      const isBefore = ([one, { key }]) =>
        !one.isConnected && one.textContent === button.textContent && key !== places.get(button).key;
      const [before] = [...this.#places].find(isBefore) ?? [];
      if (before && now - this.fieldChanged < OWN) {
        this.#replaced.set(button, { since: now, pressed: before === this.last });
      }
    }
    const gone = moved.map(([, was]) => ({ ...was, until: now + AIMED }));
    this.#gone = [...this.#gone.filter(({ until }) => until > now), ...gone];
    this.#places = places;
  }
}

// The presses on the page: which of them comes to nothing, and whether one has not been answered.
class Presses {
  isUnanswered = false; // whether a button was pressed since the last answer of the server
  begun = null; // the button on which a press began, and where it stood
  // Streamlit sends what was answered or typed a moment after that, but a press on a link or on a form's button at once.
  // One that has left the field would come first, and the answer's run would stop what it does half-way: so it waits.
  #isSending = false;
  #buttons = new Buttons();
  #lose;

  constructor(lose) {
    this.#lose = lose;
    listen({
      pointerdown: (event) => {
        if (!this.#begin(event) && this.#buttons.isAimed(event)) lose();
      },
      pointerup: (event) => this.#end(event),
      pointercancel: () => (this.begun = null),
      keydown: (event) => event.key === " " && !event.repeat && this.#begin(event),
      keyup: (event) => event.key === " " && this.#end(event),
      click: (event) => this.#click(event),
      input: () => (this.#buttons.fieldChanged = performance.now()),
      focusout: (event) => isTextField(event.composedPath()[0]) && this.#send(),
      "backcare.sending": () => this.#send(), // from fields.js
    });
  }

  // Whether it is on a button.
  #begin(event) {
    const button = within(event, BUTTONS);
    this.begun = button ? { button, place: placeOf(button) } : null;
    return this.begun !== null;
  }

  // The press is over. Somebody who slides off a button that stands still has changed their mind; that is no lost press.
  #end(event) {
    const { button, place } = this.begun ?? {};
    this.begun = null;
    if (!button || event.composedPath().includes(button)) return;
    if (!button.isConnected || !isSame(placeOf(button), place)) this.#lose();
  }

  #send() {
    this.#isSending = true;
    setTimeout(() => (this.#isSending = false));
  }

  #click(event) {
    const button = within(event, BUTTONS), pressed = within(event, "a, button"), isField = within(event, FIELDS);
    if (isField) this.#buttons.fieldChanged = performance.now();
    if (button && this.#buttons.isMeantForAnother(button, event.detail)) {
      stop(event);
      return this.#lose();
    }
    if (this.#isSending && pressed && !isField) {
      stop(event);
      return setTimeout(() => (pressed.isConnected ? pressed.click() : this.#lose()));
    }
    if (!button) return;
    this.#buttons.last = button;
    this.isUnanswered = true;
  }
}

class PageWatch {
  #pressed = makeStored("backcare.pressed", "sessionStorage"); // over a page load: that a press was unanswered
  #presses = new Presses(() => this.#lose());
  #tell = () => {};
  #server = { visit: null, run: 0, unsaved: false }; // what it said at the last run of the page
  #isTyped = false; // whether something was typed that the server does not know of yet
  #midnight = Infinity;
  #alarm = 0;
  #seen = Date.now();

  constructor() {
    listen({
      input: (event) => (this.#isTyped ||= isTextField(event.composedPath()[0])),
      pageshow: (event) => event.persisted && this.#comeBack(),
      pagehide: () => (this.#presses.isUnanswered || this.#presses.begun) && this.#pressed.write(true),
      beforeunload: (event) => (this.#server.unsaved || this.#isTyped) && event.preventDefault(),
    });
    document.addEventListener("visibilitychange", () => this.#comeBack());
    setInterval(() => this.#look(), LOOK);
  }

  // Each run of the page: what the server knows by now.
  take = (data, tell) => {
    this.#tell = tell;
    const { visit, run } = this.#server, isFirst = visit === null, isAnother = visit !== data.visit;
    if (!isAnother && run === data.run) return;
    const { isUnanswered } = this.#presses;
    const cause = isFirst ? this.#pressed.read() && "reloaded" : isAnother && isUnanswered && "restarted";
    if (isFirst) this.#pressed.drop();
    this.#server = data;
    this.#presses.isUnanswered = false;
    if (!isTextField(focused())) this.#isTyped = false;
    const ms = data.seconds * 1000 + MARGIN;
    this.#seen = Date.now();
    this.#midnight = this.#seen + ms;
    clearTimeout(this.#alarm);
    this.#alarm = setTimeout(() => this.#look(), ms + 1);
    if (cause) tell("lost", cause);
  };

  #lose() {
    this.#tell("lost", "changed");
    // What the server says to it goes with this page, which may be about to load again for somebody else.
    this.#pressed.write(true);
    setTimeout(this.#pressed.drop, LEAVING);
  }

  #look() {
    const now = Date.now();
    const hasSlept = now - this.#seen > ASLEEP;
    this.#seen = now;
    if (document.hidden || (!hasSlept && now <= this.#midnight)) return;
    this.#midnight = now + LOOK; // asked again if this look is not answered
    this.#tell("look", now);
  }

  #comeBack() {
    if (!document.hidden) this.#tell("look", Date.now());
  }
}

const take = (globalThis[Symbol.for("backcare.watch")] ??= new PageWatch().take);

export default function ({ data, setTriggerValue }) {
  take(data, setTriggerValue);
}
