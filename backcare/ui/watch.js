// What the browser watches for the page: the day that ends, coming back to the tab, a press that finds its button gone
// (a click needs the same button for its beginning and its end), an answer that never came, and unsaved typing.

const BUTTONS = '[data-testid="stButton"] button, .fields button'; // what is drawn anew with another day or form
const PRESSED = "backcare.pressed"; // in this tab's storage, from one page load to the next: that a press was unanswered
const LOOK = 10_000; // ms between two looks at the clock
const ASLEEP = 25_000; // ms: a longer gap between two looks means that the computer slept
const MARGIN = 1_000; // ms after midnight, for a clock of the server that is a little behind

const watch = (globalThis[Symbol.for("backcare.watch")] ??= makeWatch());

function makeWatch() {
  const state = { tell: () => {}, visit: null, run: 0, unsaved: false };
  let begun = null; // the button on which a press began, and where it stood
  let unanswered = false; // whether a button was pressed since the last answer of the server
  let typed = false; // whether something was typed that the server does not know of yet
  let midnight = Infinity;
  let seen = Date.now();

  const buttonOf = (event) => event.composedPath().find((one) => one instanceof Element && one.matches(BUTTONS));
  const isField = (one) => one instanceof Element && one.matches("textarea, input:not([type=checkbox], [type=radio], [type=file])");

  function focused() {
    let one = document.activeElement;
    while (one?.shadowRoot?.activeElement) one = one.shadowRoot.activeElement;
    return one;
  }

  function begin(event) {
    const button = buttonOf(event);
    begun = button ? { button, box: button.getBoundingClientRect() } : null;
  }

  // The press is over. Somebody who slides off a button that stands still has changed their mind; that is no lost press.
  function end(event) {
    const { button, box } = begun ?? {};
    begun = null;
    if (!button || event.composedPath().includes(button)) return;
    const now = button.getBoundingClientRect();
    if (button.isConnected && now.x === box.x && now.y === box.y) return;
    state.tell("lost", "changed");
  }

  function press(event) {
    if (buttonOf(event)) unanswered = true;
  }

  function key(event) {
    if (event.key !== " ") return;
    if (event.type === "keydown" && !event.repeat) begin(event);
    if (event.type === "keyup") end(event);
  }

  function look() {
    const now = Date.now();
    const slept = now - seen > ASLEEP;
    seen = now;
    if (!document.hidden && (slept || now > midnight)) {
      midnight = now + LOOK; // asked again if this look is not answered
      state.tell("look", now);
    }
  }

  function back() {
    if (document.visibilityState === "visible") state.tell("look", Date.now());
  }

  function leave(event) {
    if (state.unsaved || typed) event.preventDefault();
  }

  function gone() {
    if (unanswered) quietly(() => sessionStorage.setItem(PRESSED, "1"));
  }

  for (const [name, listener] of [
    ["pointerdown", begin],
    ["pointerup", end],
    ["pointercancel", () => (begun = null)],
    ["keydown", key],
    ["keyup", key],
    ["click", press],
    ["input", (event) => (typed ||= isField(event.composedPath()[0]))],
    ["pageshow", (event) => event.persisted && back()],
    ["pagehide", gone],
    ["beforeunload", leave],
  ]) {
    addEventListener(name, listener, true);
  }
  document.addEventListener("visibilitychange", back);
  setInterval(look, LOOK);

  // Each run of the page: what the server knows by now.
  state.answered = ({ visit, run, seconds, unsaved }) => {
    const another = state.visit !== visit;
    if (!another && state.run === run) return;
    const restarted = another && state.visit !== null && unanswered;
    const reloaded = state.visit === null && quietly(() => sessionStorage.getItem(PRESSED));
    quietly(() => sessionStorage.removeItem(PRESSED));
    Object.assign(state, { visit, run, unsaved });
    unanswered = false;
    if (!isField(focused())) typed = false;
    midnight = Date.now() + seconds * 1000 + MARGIN;
    seen = Date.now();
    if (restarted || reloaded) state.tell("lost", restarted ? "restarted" : "reloaded");
  };
  return state;
}

function quietly(action) {
  try {
    return action();
  } catch {
    return null; // a browser that refuses storage
  }
}

export default function ({ data, setTriggerValue }) {
  watch.tell = setTriggerValue;
  watch.answered(data);
}
