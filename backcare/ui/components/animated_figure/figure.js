// The figure in the browser: draws a motion (backcare.drawings.motion, as JSON) into an <svg> at any moment.
//
//   const figure = makeFigure(svg, motion)   takes over the svg's content and viewBox; its role and label stay yours
//   figure.show("start", "right", 0.4)       40 % of the way from one pose to another (0 to 1; the same pose twice is still)
//   figure.drawing(2)                        the numbered still drawing, with its arrow and where the part was before
//   figure.drawings                          [{number, pose, label, badge}, …]
//
// No time is kept here: the caller says which moment to show. Colours are CSS: `color` is the ink, and the custom
// properties --figure-moving and --figure-fixed may be set on the svg or around it.

// deno-lint-ignore no-unused-vars -- used in stage.js and player.js
function makeFigure(svg, motion) {
  const SVG = "http://www.w3.org/2000/svg";
  const colours = { edge: motion.colours.ink, ...motion.colours };

  function add(parent, name, attributes = {}) {
    const element = parent.appendChild(document.createElementNS(SVG, name));
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    return element;
  }

  // One shape in one colour, `width` wide. Its `place` puts it where the points say.
  function shape(parent, kind, colour, width) {
    if (kind === "disc") {
      const disc = add(parent, "circle", { r: width / 2, fill: colour });
      return ([x, y]) => {
        disc.setAttribute("cx", x);
        disc.setAttribute("cy", y);
      };
    }
    const path = add(parent, "path", {
      fill: kind === "area" ? colour : "none",
      stroke: colour,
      "stroke-width": width,
      "stroke-linecap": "round",
      "stroke-linejoin": "round",
    });
    const end = kind === "area" ? "Z" : "";
    return (points) => path.setAttribute("d", "M" + points.map((v) => v.toFixed(2)).join(" ") + end);
  }

  svg.replaceChildren();
  svg.setAttribute("viewBox", motion.viewBox.join(" "));
  add(svg, "g").innerHTML = motion.behind;
  const trace = add(svg, "g");
  const body = add(svg, "g");
  add(svg, "g").innerHTML = motion.before;
  const over = add(svg, "g");

  // Joined strokes share an outline, so a group holds all their edges below all their fills.
  const groups = new Map();
  const place = [];
  let open = null;
  for (const stroke of motion.strokes) {
    open ??= { group: add(body, "g"), fills: [], names: [] };
    const edge = stroke.edge ? shape(open.group, stroke.kind, colours.edge, stroke.width + stroke.edge) : null;
    open.fills.push([stroke, place.push(null) - 1, edge]);
    open.names.push(stroke.name);
    if (stroke.joined) continue;
    for (const [look, at, under] of open.fills) {
      const fill = shape(open.group, look.kind, colours[look.role], look.width);
      place[at] = (points) => {
        under?.(points);
        fill(points);
      };
    }
    for (const name of open.names) groups.set(name, open.group);
    open = null;
  }

  let ordered = "";
  function stack(names) {
    if (names.join() === ordered) return;
    ordered = names.join();
    for (const name of names) body.append(groups.get(name));
  }

  // The way between two poses, in either direction; null when they are the same or nothing leads from one to the other.
  function way(from, to) {
    const there = motion.ways.find((w) => w.from === from && w.to === to);
    if (there) return there;
    const back = motion.ways.find((w) => w.from === to && w.to === from);
    return back ? { order: back.order, samples: [...back.samples].reverse() } : null;
  }

  function show(from, to, fraction) {
    trace.replaceChildren();
    over.replaceChildren();
    const path = from === to ? null : way(from, to);
    if (!path) return still(to);
    stack(path.order);
    const moment = Math.min(Math.max(fraction, 0), 1) * (path.samples.length - 1);
    const before = Math.min(Math.floor(moment), path.samples.length - 2);
    const share = moment - before;
    const [a, b] = [path.samples[before], path.samples[before + 1]];
    place.forEach((put, i) => put(a[i].map((value, n) => value + (b[i][n] - value) * share)));
  }

  function still(pose) {
    const leading = motion.ways.find((w) => w.to === pose && pose !== "start");
    if (leading) stack(leading.order);
    place.forEach((put, i) => put(motion.poses[pose][i]));
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
