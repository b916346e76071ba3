// A map of Norway in dots, with the places that a message speaks of. Rules: it is drawn from what ships with the page and
// asks nobody; what it shows stands below it in words as well; it is not mirrored, whichever way the language is written.
// All dots are one path: a phone of 2018 draws it at once. Lengths are hundredths of a degree of latitude (1.11 km).

import { DOTS, TOWNS } from "./norway.js";

const SVG = "http://www.w3.org/2000/svg";
const MIDDLE = 15;
const SCALE = 100;
const KM = SCALE / 111.2;
const LEAST = 120;
const MARGIN = 36;
const WIDE = 1.6;
const MOST_TOWNS = 7;
const BARS = [200, 100, 50, 20, 10];
const CORNERS = [["left", "low"], ["right", "low"], ["left", "high"], ["right", "high"]];

/** The figure for `points` ({name, lat, lon, here}); `words` are the page's own: what it is called, and "km". */
export function drawn(points, words) {
  const figure = document.createElement("figure");
  figure.className = "map";
  const marks = numbered(points);
  const box = around(marks);
  const corner = free(marks, box);
  const sheet = document.createElement("div");
  sheet.className = "sheet";
  figure.append(sheet);
  sheet.append(detail(marks, box, corner, words), overview(box, corner));
  figure.append(legend(marks));
  return figure;
}

/** The part of the country that the message speaks of. */
function detail(marks, box, corner, words) {
  const svg = part(null, "svg", { viewBox: box.join(" "), role: "img", "aria-label": words.map });
  const unit = box[2] / 100;
  dots(svg, unit * 1.5, (x, y) => inside(x, y, box));
  const here = marks.find((mark) => mark.here);
  for (const mark of here ? marks : []) {
    if (mark !== here) part(svg, "path", { class: "way", d: `M${here.x} ${here.y}L${mark.x} ${mark.y}` });
  }
  towns(svg, marks, corner, box);
  for (const mark of marks.slice().reverse()) {
    const group = part(svg, "g", { class: mark.here ? "here" : "centre" });
    part(group, "circle", { cx: mark.x, cy: mark.y, r: unit * (mark.here ? 2.3 : 3.6) });
    if (!mark.here) label(group, mark.number, mark.x, mark.y, unit * 4.6, "middle");
  }
  bar(svg, box, corner, unit, words.km);
  return svg;
}

/** The whole country, and which part of it that is; who looks at the words misses nothing. */
function overview(box, corner) {
  const all = DOTS.map(([lat, lon]) => flat(lat / 100, lon / 100));
  const left = Math.min(...all.map(([x]) => x)) - 40;
  const top = Math.min(...all.map(([, y]) => y)) - 40;
  const wide = Math.max(...all.map(([x]) => x)) + 40 - left;
  const high = Math.max(...all.map(([, y]) => y)) + 40 - top;
  const svg = part(null, "svg", { viewBox: [left, top, wide, high].join(" "), class: `whole ${corner.join(" ")}` });
  svg.setAttribute("aria-hidden", "true");
  dots(svg, 20, () => true);
  part(svg, "rect", { x: box[0], y: box[1], width: box[2], height: box[3], rx: 20 });
  return svg;
}

function dots(svg, size, seen) {
  const at = DOTS.map(([lat, lon]) => flat(lat / 100, lon / 100)).filter(([x, y]) => seen(x, y));
  const d = at.map(([x, y]) => `M${x.toFixed(1)} ${y.toFixed(1)}h0`).join("");
  part(svg, "path", { class: "dots", d, "stroke-width": size });
}

/** The largest towns that stand in nobody's way, to know the country by. */
function towns(svg, marks, [side, level], box) {
  const unit = box[2] / 100;
  const beside = (x, y, wide) =>
    (side === "left" ? x < box[0] + unit * 28 : x + wide > box[0] + box[2] - unit * 28) &&
    (level === "high" ? y < box[1] + unit * 36 : y > box[1] + box[3] - unit * 36);
  const taken = marks.map((mark) => [mark.x, mark.y]);
  const here = marks.filter((mark) => mark.here).map((mark) => mark.name);
  let left = MOST_TOWNS;
  for (const [name, lat, lon] of TOWNS) {
    const [x, y] = flat(lat / 100, lon / 100);
    const wide = unit * (name.length * 2.5 + 3);
    const edge = x < box[0] + unit * 3 || x + wide > box[0] + box[2] || y < box[1] + unit * 4 || y > box[1] + box[3] - unit * 8;
    const hidden = taken.some(([a, b]) => a > x - unit * 12 && a < x + wide + unit * 6 && Math.abs(b - y) < unit * 7);
    if (left === 0 || edge || hidden || beside(x, y, wide) || here.some((one) => one.includes(name))) continue;
    part(svg, "path", { class: "town", d: `M${x.toFixed(1)} ${y.toFixed(1)}h0`, "stroke-width": unit * 2 });
    label(svg, name, x + unit * 2, y, unit * 4.3, "start", "name");
    taken.push([x, y], [x + wide / 2, y], [x + wide, y]);
    left -= 1;
  }
}

/** How long so many kilometres are. */
function bar(svg, box, corner, unit, km) {
  const far = BARS.find((one) => one * KM < box[2] / 4) || BARS[BARS.length - 1];
  const wide = far * KM;
  const y = box[1] + box[3] - unit * 4;
  const x = corner[0] === "left" ? box[0] + box[2] - wide - unit * 4 : box[0] + unit * 4;
  part(svg, "path", { class: "bar", d: `M${x} ${y - unit}v${unit}h${wide}v${-unit}` });
  label(svg, `\u2068${far} ${km}\u2069`, x + wide / 2, y - unit * 4, unit * 4, "middle", "name");
}

/** The corner in which the least is hidden. */
function free(marks, [left, top, wide, high]) {
  const room = ([side, level]) => {
    const x = side === "left" ? left : left + wide;
    const y = level === "high" ? top : top + high;
    return Math.min(...marks.map((mark) => Math.hypot(mark.x - x, mark.y - y)));
  };
  return CORNERS.reduce((best, one) => (room(one) > room(best) * 1.05 ? one : best));
}

function label(parent, text, x, y, size, anchor, name) {
  const element = part(parent, "text", { x, y, "font-size": size, "text-anchor": anchor, dy: "0.35em" });
  if (name) element.setAttribute("class", name);
  element.textContent = text;
}

function legend(marks) {
  const caption = document.createElement("figcaption");
  const list = document.createElement("ol");
  for (const mark of marks) {
    const item = document.createElement("li");
    const sign = document.createElement("span");
    sign.className = mark.here ? "sign here" : "sign centre";
    sign.setAttribute("aria-hidden", "true");
    sign.textContent = mark.here ? "" : mark.number;
    const name = document.createElement("bdi");
    name.textContent = mark.name;
    item.append(sign, name);
    list.append(item);
  }
  caption.append(list);
  return caption;
}

/** Where each point is, with numbers for all but the person's own place; what would hide another steps aside. */
function numbered(points) {
  let number = 0;
  const marks = points.map((point) => {
    const [x, y] = flat(point.lat, point.lon);
    return { ...point, x, y, number: point.here ? 0 : (number += 1) };
  });
  const unit = around(marks)[2] / 100;
  const centres = marks.filter((mark) => !mark.here);
  for (let round = 0; round < 30; round += 1) {
    for (const one of centres) {
      for (const other of marks) {
        if (one === other) continue;
        const apart = unit * (other.here ? 6.6 : 8);
        const dx = one.x - other.x || 0.01 * (one.number - other.number);
        const dy = one.y - other.y;
        const far = Math.hypot(dx, dy);
        if (far >= apart) continue;
        const push = (apart - far) / far / (other.here ? 1 : 2);
        one.x += dx * push;
        one.y += dy * push;
        if (other.here) continue;
        other.x -= dx * push;
        other.y -= dy * push;
      }
    }
  }
  return marks;
}

/** A part of the map that holds all marks, wider than it is high, and never so small that one is lost in it. */
function around(marks) {
  const xs = marks.map((mark) => mark.x);
  const ys = marks.map((mark) => mark.y);
  const high = Math.max(LEAST, Math.max(...ys) - Math.min(...ys) + 2 * MARGIN);
  const wide = Math.max(LEAST * WIDE, Math.max(...xs) - Math.min(...xs) + 2 * MARGIN, high * WIDE);
  const height = wide / WIDE;
  const x = (Math.max(...xs) + Math.min(...xs)) / 2;
  const y = (Math.max(...ys) + Math.min(...ys)) / 2;
  return [x - wide / 2, y - height / 2, wide, height].map((value) => Math.round(value * 10) / 10);
}

/** Degrees on paper: meridians draw together towards the north (a sinusoidal projection). */
function flat(lat, lon) {
  return [(lon - MIDDLE) * Math.cos((lat * Math.PI) / 180) * SCALE, -lat * SCALE];
}

/** Whether a dot may be seen: the picture may be wider than the part that has to be in it. */
function inside(x, y, [left, top, wide, high]) {
  return x >= left - wide && x <= left + 2 * wide && y >= top - high && y <= top + 2 * high;
}

function part(parent, tag, attributes) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  if (parent) parent.append(element);
  return element;
}
