// One person's phone: draws what the server says it shows, and tells the server what the person does.

import { node, post } from "./node.js";
import { PLACES, WORDS } from "./words.js";

const FACES = ["#1d4f44", "#8a4b12", "#2b4f86", "#7a2f55", "#4d5a1f", "#5a3f8a", "#8a2f2f", "#1f6470"];
const STICKERS = ["🧶", "☕", "🙏"];

export class Phone {
  constructor(view) {
    this.id = view.id;
    this.words = WORDS[view.lang];
    this.lang = view.lang;
    this.make(view);
    this.show(view);
  }

  make(view) {
    const words = this.words;
    this.log = node("div", { class: "log", role: "log", tabindex: "0", "aria-label": view.name });
    this.keys = node("div", { class: "keys" });
    this.toast = node("p", { class: "toast", role: "status" });
    this.sheet = node("div", { class: "sheet", hidden: true });
    this.input = node("input", { type: "text", autocomplete: "off", dir: "auto", maxlength: "4096", placeholder: words.type, "aria-label": words.type });
    this.form = node("form", { class: "write", submit: (event) => this.write(event) },
      node("button", { type: "button", class: "round", "aria-label": words.attach, title: words.attach, "aria-haspopup": "true", click: () => this.toggle("attach") }, "+"),
      this.input,
      node("button", { type: "submit", class: "round send", "aria-label": words.send, title: words.send }, "➤"));
    this.bar = node("button", { type: "button", class: "whole", click: () => this.begin() });
    this.more = node("button", { type: "button", class: "round quiet", "aria-label": words.more, title: words.more, "aria-haspopup": "true", click: () => this.toggle("settings") }, "⋮");
    this.element = node("section", { class: "phone", id: `phone-${view.id}`, lang: view.lang, dir: words.dir, "aria-label": `${view.name}, ${words.language}` },
      node("header", {},
        face(view), node("div", { class: "whose" }, node("b", { dir: "auto" }, view.name), node("small", {}, words.language)), this.more),
      this.log, this.toast, this.sheet, this.keys, this.form, this.bar);
    this.element.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.close();
    });
  }

  show(view) {
    this.view = view;
    const below = this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight < 80;
    const grown = view.lines.length !== this.log.querySelectorAll(".line").length;
    const pressed = new Set(view.pressed.map(([message, data]) => `${message} ${data}`));
    const lines = view.lines.map((line) => this.line(line, pressed));
    const had = this.log.contains(document.activeElement) ? document.activeElement.dataset?.key : null;
    this.log.replaceChildren(...(lines.length ? lines : [node("p", { class: "hello" }, this.words.hello)]));
    if (had) this.log.querySelector(`[data-key="${CSS.escape(had)}"]`)?.focus({ preventScroll: true });
    if (below || grown) this.log.scrollTop = this.log.scrollHeight;
    this.toast.textContent = view.toast;
    this.keys.replaceChildren(...view.keyboard.map((row) => node("div", { class: "row" }, ...row.map((key) => this.key(key)))));
    const stopped = view.blocked || !view.lines.length;
    this.form.hidden = stopped;
    this.keys.hidden = stopped || !view.keyboard.length;
    this.bar.hidden = !stopped;
    this.bar.textContent = view.blocked ? this.words.unblock : this.words.start;
    this.element.classList.toggle("blocked", view.blocked);
    // a keyboard takes room from the log: what was said last stays in sight
    if (below || grown) this.log.scrollTop = this.log.scrollHeight;
  }

  line(line, pressed) {
    const bubble = node("div", { class: "bubble" }, ...this.inside(line));
    if (line.edited) bubble.append(node("small", { class: "edited" }, this.words.edited));
    const made = node("div", { class: `line ${line.mine ? "mine" : "theirs"} ${line.kind}` }, bubble);
    for (const row of line.buttons ?? []) {
      made.append(node("div", { class: "row" }, ...row.map((button) => this.button(line, button, pressed))));
    }
    return made;
  }

  inside(line) {
    switch (line.kind) {
      case "venue":
        return [pin(), node("b", { dir: "auto" }, line.title), node("span", { dir: "auto" }, line.address)];
      case "location":
        return [pin(), node("b", { dir: "auto" }, line.text), node("span", {}, this.words.mine)];
      case "document":
        return [
          node("span", { class: "file" }, node("span", { class: "sign", "aria-hidden": "true" }, "🗎"),
            node("b", { dir: "ltr" }, line.name), node("small", { dir: "ltr" }, size(line.size))),
          line.text ? node("p", { dir: "auto" }, line.text) : null,
        ];
      case "contact":
        return [node("span", { "aria-hidden": "true" }, "☎ "), node("bdi", { dir: "ltr" }, line.text)];
      default:
        return [node("p", { dir: "auto" }, line.text)];
    }
  }

  button(line, button, pressed) {
    const busy = pressed.has(`${line.id} ${button.data}`);
    return node("button", {
      type: "button", class: busy ? "inline busy" : "inline", dir: "auto", "aria-busy": busy ? "true" : null,
      "data-key": `${line.id} ${button.data}`, disabled: this.view?.blocked || false,
      click: () => this.deed("press", { message: line.id, data: button.data }),
    }, button.text);
  }

  key(key) {
    const sign = key.wants === "location" ? "📍 " : key.wants === "contact" ? "☎ " : "";
    const act = key.wants === "location" ? () => this.toggle("places")
      : key.wants === "contact" ? () => this.contact()
        : () => this.deed("text", { text: key.text });
    return node("button", { type: "button", class: "key", dir: "auto", click: act }, sign + key.text);
  }

  begin() {
    return this.view.blocked ? this.deed("block", { blocked: false }) : this.deed("text", { text: "/start" });
  }

  async write(event) {
    event.preventDefault();
    const text = this.input.value;
    if (!text.trim()) return;
    this.input.value = "";
    if (!await this.deed("text", { text }) && !this.input.value) this.input.value = text;
  }

  contact() {
    return this.deed("contact", { number: `+47 22 00 00 ${String(this.id).padStart(2, "0")}` });
  }

  /** Do something; gives whether the server took it. */
  async deed(name, given) {
    this.close();
    this.log.scrollTop = this.log.scrollHeight;
    const refused = await post(`/demo/people/${this.id}/${name}`, given);
    if (refused) this.toast.textContent = refused;
    return !refused;
  }

  toggle(which) {
    if (!this.sheet.hidden && this.sheet.dataset.which === which) {
      this.close();
      return;
    }
    this.sheet.dataset.which = which;
    this.sheet.replaceChildren(...this[which]());
    this.sheet.hidden = false;
    this.sheet.querySelector("button")?.focus({ preventScroll: true });
  }

  close() {
    if (this.sheet.hidden) return;
    const inside = this.sheet.contains(document.activeElement);
    this.sheet.hidden = true;
    this.sheet.replaceChildren();
    if (inside) this.input.focus({ preventScroll: true });
  }

  attach() {
    const words = this.words;
    return [
      this.item("📍", words.location, () => this.toggle("places")),
      this.item("☎", words.contact, () => this.contact()),
      node("div", { class: "stickers", role: "group", "aria-label": words.sticker }, ...STICKERS.map((emoji) =>
        node("button", { type: "button", "aria-label": `${words.sticker} ${emoji}`, click: () => this.deed("sticker", { emoji }) }, emoji))),
    ];
  }

  places() {
    return [node("p", { class: "ask" }, this.words.where), ...PLACES.map((place) =>
      this.item("📍", place[this.lang], () => this.deed("location", { lat: place.lat, lon: place.lon, title: place[this.lang] })))];
  }

  settings() {
    const blocked = this.view.blocked;
    return [this.item(blocked ? "○" : "⊘", blocked ? this.words.unblock : this.words.block, () => this.deed("block", { blocked: !blocked }))];
  }

  item(sign, text, act) {
    return node("button", { type: "button", class: "item", click: act }, node("span", { class: "sign", "aria-hidden": "true" }, sign), node("span", { dir: "auto" }, text));
  }
}

/** The circle with somebody's first letter. */
export function face(view) {
  const made = node("span", { class: "face", "aria-hidden": "true" }, [...view.name][0] ?? "?");
  made.style.setProperty("--face", FACES[(view.id - 1) % FACES.length]);
  return made;
}

function pin() {
  return node("span", { class: "map", "aria-hidden": "true" }, node("span", {}, "📍"));
}

function size(bytes) {
  return bytes < 1000 ? `${bytes} B` : `${(bytes / 1000).toFixed(1)} kB`;
}
