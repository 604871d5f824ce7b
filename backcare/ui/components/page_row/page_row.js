// The row of pages at the foot of a phone's window. A press goes to the server, which opens the page; as links, they can
// also be opened in another tab.

import { element, isDrawn } from "../elements.js";

const parts = (icon, title) => [element("span", { className: "icon", ariaHidden: "true", textContent: icon }), title];

class Row {
  constructor(place) {
    this.place = place;
    this.menu = element("div", { className: "menu", hidden: true });
    this.button = element(
      "button",
      { type: "button", onclick: () => this.show(this.menu.hidden) },
      ...parts("menu", "More"),
    );
    place.addEventListener("keydown", ({ key }) => {
      if (key === "Escape") this.show(false);
    });
    place.addEventListener("focusout", ({ relatedTarget }) => {
      if (relatedTarget && !place.contains(relatedTarget)) this.show(false);
    });
  }

  show(isOpen) {
    this.menu.hidden = !isOpen;
    this.button.ariaExpanded = String(isOpen);
  }

  link({ path, title, icon }) {
    const link = element("a", { href: path === "today" ? "./" : path }, ...parts(icon, title));
    link.onclick = (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      this.open(path);
    };
    if (path === this.path) link.ariaCurrent = "page";
    return link;
  }

  draw({ links, more, path }) {
    this.path = path;
    this.button.ariaCurrent = more.some((page) => page.path === path) ? "page" : null;
    this.menu.replaceChildren(...more.map((page) => this.link(page)));
    this.place.replaceChildren(...links.map((page) => this.link(page)), this.button, this.menu);
    this.show(false);
  }
}

export default function ({ data, parentElement, setTriggerValue }) {
  const place = parentElement.querySelector(".page-row");
  place.row ??= new Row(place);
  place.row.open = (path) => setTriggerValue("page", path);
  if (!isDrawn(place, data)) place.row.draw(data);
}
