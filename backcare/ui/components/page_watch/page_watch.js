// What the browser watches for the page: the day that ends, coming back to the tab, unsaved typing, and a press that comes
// to nothing: its button went away or moved under the finger (a click needs the same button for its beginning and its
// end), or the answer never came.

const DRAWN = ':is([data-testid="stButton"], [data-testid="stFormSubmitButton"]) button'; // Streamlit's own, which another day or form draws anew
const FIELDS = ".fields"; // our own fields, which change a form
const BUTTONS = `${DRAWN}, ${FIELDS} button`; // and their buttons
const LOOK = 10_000; // ms between two looks at the clock
const ASLEEP = 25_000; // ms: a longer gap between two looks means that the computer slept
const AIMED = 500; // ms for which a press at the place of a button that has just gone is still meant for it
const UNREAD = 150; // ms for which nobody can have read the form that a change of theirs has brought
const LEAVING = 3_000; // ms after which a page that was about to load again has done so
const OWN = 1_500; // ms after a change of a field for which another form is taken to have come of it
const MARGIN = 1_000; // ms after midnight, for a clock of the server that is a little behind

const take = (globalThis[Symbol.for("backcare.watch")] ??= makeWatch());

function makeWatch() {
  const pressed = makeStored("backcare.pressed", "sessionStorage"); // over a page load: that a press was unanswered
  let tell = () => {};
  let server = { visit: null, run: 0, unsaved: false }; // what it said at the last run of the page
  let begun = null; // the button on which a press began, and where it stood
  let unanswered = false; // whether a button was pressed since the last answer of the server
  let typed = false; // whether something was typed that the server does not know of yet
  let midnight = Infinity;
  let alarm = 0;
  let seen = Date.now();

  const buttonOf = (event) => event.composedPath().find((one) => one instanceof Element && one.matches(BUTTONS));
  const isField = (one) =>
    one instanceof Element && one.matches("textarea, input:not([type=checkbox], [type=radio], [type=file])");

  function focused() {
    let one = document.activeElement;
    while (one?.shadowRoot?.activeElement) one = one.shadowRoot.activeElement;
    return one;
  }

  // Where the buttons stand, and where those stood that have just gone. On the page, not in the window: scrolling moves none.
  let places = new Map();
  let gone = [];
  const replaced = new WeakMap(); // by button, since when it stands in for another of its name, and whether that was pressed
  let last = null; // the button that was pressed last
  let answered = -Infinity; // when a field was last changed
  let measuring = false;

  const scrolled = () => document.querySelector('[data-testid="stMain"]')?.scrollTop ?? 0;
  const same = (a, b) => a && a.x === b.x && a.y === b.y;

  function place(button) {
    const { x, y, width, height } = button.getBoundingClientRect();
    const key = button.closest('[class*="st-key-"]')?.className.match(/st-key-\S+/)[0];
    return { x, y: y + scrolled(), width, height, key };
  }

  function measure() {
    measuring = false;
    const now = performance.now();
    const buttons = [...document.querySelectorAll(DRAWN)];
    const stand = new Map(buttons.map((button) => [button, place(button)]));
    const moved = [...places].filter(([button, was]) => was.width && !same(stand.get(button), was));
    for (const button of buttons.filter((one) => !places.has(one))) {
      const another = ([one, { key }]) => one.textContent === button.textContent && key !== stand.get(button).key;
      const [before] = [...places].find((was) => !was[0].isConnected && another(was)) ?? [];
      if (before && now - answered < OWN) replaced.set(button, { since: now, pressed: before === last });
    }
    gone = [...gone.filter(({ until }) => until > now), ...moved.map(([, was]) => ({ ...was, until: now + AIMED }))];
    places = stand;
  }

  function changed() {
    if (measuring) return;
    measuring = true;
    requestAnimationFrame(measure);
  }

  function isAimed({ clientX, clientY }) {
    if (measuring) measure();
    const [now, y] = [performance.now(), clientY + scrolled()];
    const holds = (one) => clientX >= one.x && clientX <= one.x + one.width && y >= one.y && y <= one.y + one.height;
    return gone.some((one) => one.until > now && holds(one));
  }

  function lose() {
    tell("lost", "changed");
    // What the server says to it goes with this page, which may be about to load again for somebody else.
    pressed.write(true);
    setTimeout(pressed.drop, LEAVING);
  }

  function begin(event) {
    const button = buttonOf(event);
    begun = button ? { button, box: place(button) } : null;
    if (!button && event.type === "pointerdown" && isAimed(event)) lose();
  }

  // The press is over. Somebody who slides off a button that stands still has changed their mind; that is no lost press.
  function end(event) {
    const { button, box } = begun ?? {};
    begun = null;
    if (!button || event.composedPath().includes(button)) return;
    if (!button.isConnected || !same(place(button), box)) lose();
  }

  // After a change of the day, say, a press on a button that has just taken the place of another was meant for that one.
  function press(event) {
    const button = buttonOf(event);
    if (event.composedPath().some((one) => one instanceof Element && one.matches(FIELDS))) answered = performance.now();
    if (!button) return;
    if (measuring) measure();
    const { since, pressed } = replaced.get(button) ?? {};
    if (performance.now() - since < UNREAD && (!pressed || event.detail > 1)) {
      event.preventDefault();
      event.stopImmediatePropagation();
      lose();
      return;
    }
    last = button;
    unanswered = true;
  }

  function input(event) {
    typed ||= isField(event.composedPath()[0]);
    answered = performance.now();
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
      tell("look", now);
    }
  }

  const back = () => document.hidden || tell("look", Date.now());

  for (
    const [name, listener] of [
      ["pointerdown", begin],
      ["pointerup", end],
      ["pointercancel", () => (begun = null)],
      ["keydown", key],
      ["keyup", key],
      ["click", press],
      ["input", input],
      ["pageshow", (event) => event.persisted && back()],
      ["pagehide", () => (unanswered || begun) && pressed.write(true)],
      ["beforeunload", (event) => (server.unsaved || typed) && event.preventDefault()],
    ]
  ) {
    addEventListener(name, listener, true);
  }
  document.addEventListener("visibilitychange", back);
  new MutationObserver(changed).observe(document.body, { childList: true, subtree: true });
  setInterval(look, LOOK);

  // Each run of the page: what the server knows by now.
  return function take(data, trigger) {
    tell = trigger;
    const isFirst = server.visit === null;
    const isAnother = server.visit !== data.visit;
    if (!isAnother && server.run === data.run) return;
    const cause = isFirst ? pressed.read() && "reloaded" : isAnother && unanswered && "restarted";
    if (isFirst) pressed.drop();
    server = data;
    unanswered = false;
    if (!isField(focused())) typed = false;
    seen = Date.now();
    midnight = seen + data.seconds * 1000 + MARGIN;
    clearTimeout(alarm);
    alarm = setTimeout(look, data.seconds * 1000 + MARGIN + 1);
    if (cause) tell("lost", cause);
  };
}

export default function ({ data, setTriggerValue }) {
  take(data, setTriggerValue);
}
