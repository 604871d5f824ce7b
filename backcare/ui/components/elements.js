// What several components share: elements with text, never markup, and values that the browser keeps.

export function element(tag, properties = {}, ...children) {
  const node = Object.assign(document.createElement(tag), properties);
  node.append(...children);
  return node;
}

// Whether the data are those that the node was drawn from last: a run of the page draws nothing anew that did not change.
export function isDrawn(node, data) {
  const before = node.drawnFrom;
  node.drawnFrom = JSON.stringify(data);
  return node.drawnFrom === before;
}

// A value in the browser's storage. A browser that refuses storage only costs the keeping.
export function makeStored(key, storage = "localStorage") {
  const attempt = (action) => {
    try {
      return action(globalThis[storage]);
    } catch {
      return null;
    }
  };
  return {
    read: () => attempt((stored) => JSON.parse(stored.getItem(key))),
    write: (value) => attempt((stored) => stored.setItem(key, JSON.stringify(value))),
    drop: () => attempt((stored) => stored.removeItem(key)),
  };
}
