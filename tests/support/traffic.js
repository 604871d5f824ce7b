// What a page and its server have said to each other: `traffic.isSettled()` tells whether all that was asked is answered
// and drawn. Runs before any script of the page; `FIELDS` are the numbers of Streamlit's messages, put in by browsing.py.
window.traffic = (() => {
  // The real ones, also when a test controls the page's clock.
  const idle = window.requestIdleCallback.bind(window);
  const now = performance.now.bind(performance);
  const UNREAD = 300; // ms: for half as long page_watch.js takes no press on a form, which nobody can have read by then
  const send = WebSocket.prototype.send;
  const sockets = new WeakSet();
  let asked = false; // for a run that has not begun
  let running = false; // one that has not ended
  let received = 0; // messages
  let asker = null;
  let turn = 0;
  let drawn = -Infinity; // when a button was last put in
  let isQuiet = false; // the page has had time to draw what it received, and to send what it put off

  function stir() {
    const mine = ++turn;
    isQuiet = false;
    idle(() => idle(() => { isQuiet ||= mine === turn; }));
  }

  // The fields of a message and, where they are whole numbers, their values. See protobuf.dev/programming-guides/encoding.
  function fields(data) {
    const bytes = new Uint8Array(data.buffer ?? data, data.byteOffset ?? 0, data.byteLength);
    const found = new Map();
    let at = 0;
    const number = () => {
      let value = 0;
      for (let shift = 1; ; shift *= 128) {
        const byte = bytes[at++];
        value += (byte & 127) * shift;
        if (byte < 128) return value;
      }
    };
    while (at < bytes.length) { // false, and so the end, for what is no message
      const key = number();
      const kind = key & 7; // 0: a whole number; 2: a length and so many bytes; 1 and 5: bytes
      const value = kind === 0 || kind === 2 ? number() : null;
      found.set(key >> 3, value);
      at += { 0: 0, 1: 8, 2: value, 5: 4 }[kind];
    }
    return found;
  }

  function hear({ data }) {
    received += 1;
    stir();
    const told = fields(data);
    if (told.has(FIELDS.new_session)) [asked, running] = [false, true];
    if (told.has(FIELDS.script_finished)) running = told.get(FIELDS.script_finished) === FIELDS.early; // another follows
  }

  function attend(socket) {
    if (sockets.has(socket)) return;
    sockets.add(socket);
    socket.addEventListener("message", hear);
    socket.addEventListener("close", () => { asked = running = false; stir(); });
  }

  WebSocket.prototype.send = function (data) {
    attend(this);
    stir();
    asked ||= fields(data).has(FIELDS.rerun_script);
    return send.call(this, data);
  };

  const holdsButton = (node) => node.nodeType === Node.ELEMENT_NODE && (node.matches("button") || node.querySelector("button"));
  new MutationObserver((changes) => {
    if (changes.some(({ addedNodes }) => [...addedNodes].some(holdsButton))) drawn = now();
  }).observe(document, { childList: true, subtree: true });

  // `question` tells one who waits from the next: what the page has put off until then is waited for, too.
  function isSettled(question) {
    if (question !== asker) {
      asker = question;
      stir();
    }
    const app = document.querySelector("[data-testid=stApp]");
    const isBusy = now() - drawn <= UNREAD || !isQuiet || asked || running || app?.dataset.testScriptState !== "notRunning";
    return !isBusy && !document.querySelector("[data-testid=stSkeleton], [data-stale=true]");
  }

  stir();
  return { isSettled, received: () => received };
})();
