// The figure in the browser: draws a motion (backcare.drawings.motion, as JSON) into an <svg> at any moment.
//
//   const figure = makeFigure(svg, motion)   takes over the svg's content and viewBox; its role and label stay yours
//   figure.show("start", "right", 0.4)       after 40 % of the time from one pose to another (0 to 1; the same pose twice
//                                            is still); it sets off and arrives gently
//   figure.drawing(2)                        the numbered still drawing, with its arrow and where the part was before
//   figure.drawings                          [{number, pose, label, badge}, …]
//
// No time is kept here: the caller says which moment to show. Colours are CSS: `color` is the ink, and the custom
// properties --figure-moving and --figure-fixed may be set on the svg or around it.

// deno-lint-ignore no-unused-vars -- used in stage.js and animated_figure.js
function makeFigure(svg, motion) {
  const SVG = "http://www.w3.org/2000/svg";
  const ROUND = { "stroke-linecap": "round", "stroke-linejoin": "round" };
  const colours = { edge: motion.colours.ink, ...motion.colours };

  function add(parent, name, attributes = {}) {
    const element = parent.appendChild(document.createElementNS(SVG, name));
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    return element;
  }

  // One shape in one colour, `width` wide; returns what puts it where the points say.
  function addShape(parent, kind, colour, width) {
    if (kind === "disc") {
      const disc = add(parent, "circle", { r: width / 2, fill: colour });
      return ([x, y]) => {
        disc.setAttribute("cx", x);
        disc.setAttribute("cy", y);
      };
    }
    const [fill, end] = kind === "area" ? [colour, "Z"] : ["none", ""];
    const path = add(parent, "path", { fill, stroke: colour, "stroke-width": width, ...ROUND });
    return (points) => path.setAttribute("d", "M" + points.map((v) => v.toFixed(2)).join(" ") + end);
  }

  svg.replaceChildren();
  svg.setAttribute("viewBox", motion.viewBox.join(" "));
  add(svg, "g").innerHTML = motion.behind;
  const trace = add(svg, "g");
  const body = add(svg, "g");
  add(svg, "g").innerHTML = motion.before;
  const over = add(svg, "g");

  // Joined strokes share an outline: all their edges lie below all their fills, in one group.
  const groups = new Map(); // by the stroke's name
  let group = null;
  const strokes = motion.strokes.map(({ name, kind, role, width, edge, joined }) => {
    if (group === null) {
      const whole = add(body, "g");
      group = { whole, edges: add(whole, "g"), fills: add(whole, "g") };
    }
    groups.set(name, group.whole);
    const putEdge = edge ? addShape(group.edges, kind, colours.edge, width + edge) : () => {};
    const putFill = addShape(group.fills, kind, colours[role], width);
    if (!joined) group = null;
    return (points) => {
      putEdge(points);
      putFill(points);
    };
  });

  const stack = (names) => body.append(...names.map((name) => groups.get(name)));

  // The way between two poses, in either direction; none when they are the same or nothing leads from one to the other.
  function wayOf(from, to) {
    const back = () => motion.ways.find((way) => way.from === to && way.to === from);
    const way = motion.ways.find((way) => way.from === from && way.to === to) ?? back();
    return way && { order: way.order, samples: way.from === from ? way.samples : [...way.samples].reverse() };
  }

  function show(from, to, share) {
    trace.replaceChildren();
    over.replaceChildren();
    const way = from === to ? null : wayOf(from, to);
    if (!way) return still(to);
    stack(way.order);
    const time = Math.min(Math.max(share, 0), 1);
    const moment = time * time * (3 - 2 * time) * (way.samples.length - 1);
    const before = Math.min(Math.floor(moment), way.samples.length - 2);
    const [a, b] = [way.samples[before], way.samples[before + 1]];
    strokes.forEach((put, i) => put(a[i].map((value, n) => value + (b[i][n] - value) * (moment - before))));
  }

  function still(pose) {
    const leading = motion.ways.find((way) => way.to === pose && pose !== "start");
    if (leading) stack(leading.order);
    strokes.forEach((put, i) => put(motion.poses[pose][i]));
  }

  function drawing(number) {
    const picture = motion.drawings[number - 1];
    show(picture.pose, picture.pose, 1);
    trace.innerHTML = picture.trace;
    over.innerHTML = picture.over;
  }

  still("start");
  return { show, drawing, drawings: motion.drawings };
}
