// What the guided session asks of the browser: a clock, a place for the draft, a waking screen, a question before leaving.

const KEEP_PREFIX = "backcare.guided.";

// The draft holds what resuming needs and nothing else. A browser that refuses storage only costs the resuming.
// deno-lint-ignore no-unused-vars -- used in session.js and unfinished.js
function makeKeep(name) {
  const key = KEEP_PREFIX + name;
  const quietly = (action) => {
    try {
      return action();
    } catch {
      return null;
    }
  };
  return {
    read: () => quietly(() => JSON.parse(localStorage.getItem(key))),
    write: (value) => quietly(() => localStorage.setItem(key, JSON.stringify(value))),
    drop: () => quietly(() => localStorage.removeItem(key)),
  };
}

// Timers of a hidden tab are slowed down to one a second or a minute; those of a worker are not. So a worker knocks as well.
// deno-lint-ignore no-unused-vars -- used in session.js
function makeClock(knock) {
  let worker = null;
  function alarm(ms) {
    if (worker === null) {
      const source = "onmessage = e => setTimeout(() => postMessage(0), e.data)";
      const url = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
      worker = new Worker(url);
      URL.revokeObjectURL(url);
      worker.onmessage = () => knock();
    }
    worker.postMessage(ms);
  }
  return {
    now: () => performance.now(),
    wall: () => Date.now(),
    set: (action, ms) => {
      try {
        if (document.hidden) alarm(ms);
      } catch {
        // no worker here: the page's own timer does it, later but by the same deadlines
      }
      return setTimeout(action, ms);
    },
    clear: (handle) => clearTimeout(handle),
    close: () => worker?.terminate(),
  };
}

// Keeps the screen awake where the browser can; it lets go by itself whenever the page is hidden.
// deno-lint-ignore no-unused-vars -- used in session.js
function makeWake() {
  let wanted = false, lock = null;
  async function hold() {
    if (!wanted || document.visibilityState !== "visible") return;
    try {
      lock = await navigator.wakeLock?.request("screen");
      if (!wanted) await lock?.release();
    } catch {
      lock = null; // refused, on a low battery for one
    }
  }
  return {
    want() {
      wanted = true;
      hold();
    },
    again: hold,
    release() {
      wanted = false;
      lock?.release().catch(() => {});
      lock = null;
    },
  };
}

// Asks before the page is left by closing, reloading or a link while `unsaved()` is true. The draft is kept either way.
// deno-lint-ignore no-unused-vars -- used in session.js
function makeGuard(unsaved) {
  const leaving = (event) => {
    if (unsaved()) event.preventDefault();
  };
  const following = (event) => {
    const link = event.composedPath().find((node) => node instanceof HTMLAnchorElement && node.href);
    if (!link || !unsaved() || link.target === "_blank" || event.metaKey || event.ctrlKey) return;
    const to = new URL(link.href, location.href);
    if (to.origin + to.pathname === location.origin + location.pathname) return;
    if (
      confirm(
        "Leave without saving? This session is kept on this device, and you can go on with it when you come back.",
      )
    ) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  return {
    on() {
      addEventListener("beforeunload", leaving);
      addEventListener("click", following, true);
    },
    off() {
      removeEventListener("beforeunload", leaving);
      removeEventListener("click", following, true);
    },
  };
}
