// The figure in the browser: draws a motion (backcare.drawings.motion, as JSON) into an <svg> at any moment.
//
//   const figure = new Figure(svg, motion)   takes over the svg's content and viewBox; its role and label stay yours
//   figure.show("start", "right", 0.4)       after 40 % of the time from one pose to another (0 to 1; the same pose twice
//                                            is still); it sets off and arrives gently
//   figure.drawing(2)                        the numbered still drawing, with its arrow and where the part was before
//   figure.drawings                          [{number, pose, label, caption}, …]
//
// No time is kept here: the caller says which moment to show. Colours are CSS: `color` is the ink, and the custom
// properties --figure-moving and --figure-fixed may be set on the svg or around it.

function addSvg(parent, name, attributes = {}) {
  const node = parent.appendChild(document.createElementNS("http://www.w3.org/2000/svg", name));
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  return node;
}

// One shape in one colour, `width` wide; returns what puts it where the points say.
function addShape(parent, kind, colour, width) {
  if (kind === "disc") {
    const disc = addSvg(parent, "circle", { r: width / 2, fill: colour });
    return ([x, y]) => {
      disc.setAttribute("cx", x);
      disc.setAttribute("cy", y);
    };
  }
  const [fill, end] = kind === "area" ? [colour, "Z"] : ["none", ""];
  const round = { "stroke-linecap": "round", "stroke-linejoin": "round" };
  const path = addSvg(parent, "path", { fill, stroke: colour, "stroke-width": width, ...round });
  return (points) => path.setAttribute("d", "M" + points.map((v) => v.toFixed(2)).join(" ") + end);
}

export class Figure {
  #motion;
  #trace;
  #body;
  #over;
  #groups = new Map(); // by the stroke's name
  #strokes; // what puts each where the points say

  constructor(svg, motion) {
    this.#motion = motion;
    this.drawings = motion.drawings;
    svg.replaceChildren();
    svg.setAttribute("viewBox", motion.viewBox.join(" "));
    addSvg(svg, "g").innerHTML = motion.behind;
    this.#trace = addSvg(svg, "g");
    this.#body = addSvg(svg, "g");
    addSvg(svg, "g").innerHTML = motion.before;
    this.#over = addSvg(svg, "g");
    this.#strokes = this.#addStrokes();
    this.#still("start");
  }

  show(from, to, share) {
    this.#trace.replaceChildren();
    this.#over.replaceChildren();
    const way = from === to ? null : this.#wayOf(from, to);
    if (!way) return this.#still(to);
    this.#stack(way.order);
    const time = Math.min(Math.max(share, 0), 1);
    const moment = time * time * (3 - 2 * time) * (way.samples.length - 1);
    const before = Math.min(Math.floor(moment), way.samples.length - 2);
    const [a, b] = [way.samples[before], way.samples[before + 1]];
    this.#strokes.forEach((put, i) => put(a[i].map((value, n) => value + (b[i][n] - value) * (moment - before))));
  }

  drawing(number) {
    const picture = this.drawings[number - 1];
    this.show(picture.pose, picture.pose, 1);
    this.#trace.innerHTML = picture.trace;
    this.#over.innerHTML = picture.over;
  }

  // Joined strokes share an outline: all their edges lie below all their fills, in one group.
  #addStrokes() {
    const colours = { edge: this.#motion.colours.ink, ...this.#motion.colours };
    let group = null;
    return this.#motion.strokes.map(({ name, kind, role, width, edge, joined }) => {
      if (group === null) {
        const whole = addSvg(this.#body, "g");
        group = { whole, edges: addSvg(whole, "g"), fills: addSvg(whole, "g") };
      }
      this.#groups.set(name, group.whole);
      const putEdge = edge ? addShape(group.edges, kind, colours.edge, width + edge) : () => {};
      const putFill = addShape(group.fills, kind, colours[role], width);
      if (!joined) group = null;
      return (points) => {
        putEdge(points);
        putFill(points);
      };
    });
  }

  #stack = (names) => this.#body.append(...names.map((name) => this.#groups.get(name)));

  // The way between two poses, in either direction; none when they are the same or nothing leads from one to the other.
  #wayOf(from, to) {
    const { ways } = this.#motion;
    const forth = ways.find((way) => way.from === from && way.to === to);
    const back = ways.find((way) => way.from === to && way.to === from);
    return forth ?? (back && { order: back.order, samples: [...back.samples].reverse() });
  }

  #still(pose) {
    const leading = this.#motion.ways.find((way) => way.to === pose && pose !== "start");
    if (leading) this.#stack(leading.order);
    this.#strokes.forEach((put, i) => put(this.#motion.poses[pose][i]));
  }
}
