// A message to Python, sent again and again until there is none to send: the server may be away just now.

const RETRY = [1000, 2000, 4000, 8000, 15000]; // ms until it is sent again, as long as nobody answers

// makeMessage: returns what is sent, or nothing once it is answered.
export function makeSender(session, name, makeMessage) {
  let timer = 0, tries = 0;
  return function send() {
    clearTimeout(timer);
    const message = session.page.stage && makeMessage();
    if (!message) return (tries = 0);
    session.trigger(name, message);
    timer = setTimeout(send, RETRY[Math.min(tries++, RETRY.length - 1)]);
  };
}
