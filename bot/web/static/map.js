// A map of Norway in dots, with the places that a message speaks of. Rules: it is drawn from what ships with the page and
// asks nobody; what it shows stands below it in words as well; it is not mirrored, whichever way the language is written.

import { DOTS } from "./norway.js";

const SVG = "http://www.w3.org/2000/svg";
const MIDDLE = 15;
const SCALE = 100;
const LEAST = 260;
const MARGIN = 70;
const WIDE = 1.25;

/** The figure for `points` ({name, lat, lon, here}); `word` is what a screen reader calls it. */
export function drawn(points, word) {
  const figure = document.createElement("figure");
  figure.className = "map";
  const marks = numbered(points);
  const box = around(marks);
  const svg = part(figure, "svg", { viewBox: box.join(" "), role: "img", "aria-label": word });
  const unit = box[2] / 100;
  for (const [lat, lon] of DOTS) {
    const [x, y] = flat(lat / 100, lon / 100);
    if (inside(x, y, box)) part(svg, "circle", { cx: x, cy: y, r: unit * 0.8, class: "dot" });
  }
  for (const mark of marks.slice().reverse()) {
    const group = part(svg, "g", { class: mark.here ? "here" : "centre" });
    part(group, "circle", { cx: mark.x, cy: mark.y, r: unit * (mark.here ? 2.2 : 3.6) });
    if (!mark.here) {
      const number = part(group, "text", { x: mark.x, y: mark.y, "font-size": unit * 4.6, "text-anchor": "middle", dy: "0.35em" });
      number.textContent = mark.number;
    }
  }
  figure.append(legend(marks));
  return figure;
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
  const apart = around(marks)[2] / 13;
  const centres = marks.filter((mark) => !mark.here);
  for (let round = 0; round < 20; round += 1) {
    for (const one of centres) {
      for (const other of centres) {
        if (one === other) continue;
        const dx = one.x - other.x || 0.01 * (one.number - other.number);
        const dy = one.y - other.y;
        const far = Math.hypot(dx, dy);
        if (far >= apart) continue;
        const push = (apart - far) / 2 / far;
        one.x += dx * push;
        one.y += dy * push;
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
  const height = Math.max(high, wide / 2);
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
  parent.append(element);
  return element;
}
