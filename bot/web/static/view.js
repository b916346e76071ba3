// The conversation on the screen. Rules: everything has a key that says where it stands (a message its number, the
// person's own words the number they were written after), so that it does not matter in what order things arrive;
// texts are set as text; whoever uses the keyboard is led on to the new question.

import { show } from "./text.js";

const BUSY_AFTER = 500;
const BUSY_AT_MOST = 12000;

export class View {
  /** `words()` gives the page's own words in the language it is in; `tapped(button, turn)` is called for a tap. */
  constructor(log, words, tapped) {
    this.log = log;
    this.words = words;
    this.tapped = tapped;
    this.first = null;
    this.lead = null;
    this.busy = null;
    this.busyTimer = 0;
  }

  /** A message of the bot. */
  message(data) {
    const same = data.ask ? this.asked(data.ask) : null;
    if (same && this.replaced(same, data)) return;
    if (same) this.answers(same, []);
    const turn = this.turn("bot", data.id);
    turn.tabIndex = -1;
    if (data.ask) turn.dataset.ask = data.ask;
    const bubble = part(turn, "div", "bubble");
    bubble.lang = data.lang;
    bubble.dir = data.dir;
    this.word(part(bubble, "span", "unseen"), "bot");
    show(part(bubble, "p", "text"), data.text, this.words().newtab);
    if (data.document) this.file(bubble, data.document);
    if (data.map) this.map(bubble, data.map);
    this.answers(turn, data.buttons, data);
    this.idle();
    this.place(turn, data.id);
    this.arrived(turn);
  }

  /** Where what the message speaks of lies. Its module is loaded with the first map that there is. */
  async map(bubble, points) {
    const { drawn } = await import("./map.js");
    const old = bubble.querySelector(".map");
    if (old) old.remove();
    const figure = drawn(points, this.words());
    figure.querySelector("svg").dataset.label = "map";
    bubble.append(figure);
    this.follow();
  }

  /** A file that comes with a message, to be saved. */
  file(bubble, document) {
    const link = part(bubble, "a", "file");
    link.href = document.url;
    link.download = document.name;
    this.word(part(link, "span", "verb"), "save");
    const name = part(link, "bdi", "");
    name.dir = "ltr";
    name.textContent = document.name;
  }

  /** A question that only changed what it shows (a page turned, an answer on or off) stays where it is. */
  replaced(turn, data) {
    if (!data.replaces || turn.classList.contains("settled")) return false;
    const bubble = turn.querySelector(".bubble");
    bubble.lang = data.lang;
    bubble.dir = data.dir;
    const text = turn.querySelector(".text");
    text.textContent = "";
    show(text, data.text, this.words().newtab);
    const map = turn.querySelector(".map");
    if (data.map) this.map(bubble, data.map);
    else if (map) map.remove();
    turn.classList.remove("waiting");
    const buttons = () => Array.from(turn.querySelectorAll("button"));
    const index = buttons().indexOf(document.activeElement);
    this.answers(turn, data.buttons, data);
    if (index >= 0) (buttons()[index] || turn).focus();
    this.lead = null;
    this.idle();
    return true;
  }

  /** The buttons of a message, in their rows; none takes the old ones away. */
  answers(turn, rows, data) {
    const old = turn.querySelector(".answers");
    if (old) old.remove();
    const usable = rows.map((row) => row.filter(possible)).filter((row) => row.length > 0);
    if (usable.length === 0) return;
    const group = part(turn, "div", "answers");
    group.setAttribute("role", "group");
    this.word(group, "answers", "label");
    for (const row of usable) {
      const line = part(group, "div", row.length > 1 ? "row several" : "row");
      line.lang = data.lang;
      line.dir = data.dir;
      for (const button of row) this.button(line, button, turn);
    }
  }

  button(line, data, turn) {
    const button = part(line, "button", data.wants === "location" ? "answer where" : "answer");
    button.type = "button";
    part(button, "span", "label").textContent = data.text;
    if ("on" in data) button.setAttribute("aria-pressed", String(Boolean(data.on)));
    button.addEventListener("click", () => {
      if (button.getAttribute("aria-disabled") !== "true") this.tapped(data, turn);
    });
  }

  /** The person tapped: the buttons wait, and the focus will follow to what comes. */
  pressed(turn) {
    turn.classList.add("waiting");
    for (const button of turn.querySelectorAll("button")) button.setAttribute("aria-disabled", "true");
    if (turn.contains(document.activeElement)) this.lead = turn;
    this.first = null;
    this.wait();
  }

  /** The tap came to nothing here (refused, or answered without settling it): it can be tapped again. */
  released() {
    for (const turn of this.log.querySelectorAll(".waiting")) {
      turn.classList.remove("waiting");
      for (const button of turn.querySelectorAll("button")) button.removeAttribute("aria-disabled");
    }
  }

  /** A question is answered, or a button of its own was pressed: it shows what was chosen, unless the person's own words say it, and has no buttons. */
  settle(data) {
    const turn = "settles" in data ? this.asked(data.settles) : this.numbered(data.settles_message);
    if (!turn || turn.classList.contains("settled")) return;
    const focused = turn.contains(document.activeElement);
    turn.classList.remove("waiting");
    turn.classList.add("settled");
    this.answers(turn, []);
    if (focused) turn.focus({ preventScroll: true });
    if (!data.chosen || this.said(turn, data)) return;
    const chosen = part(turn, "p", "chosen");
    chosen.lang = data.lang;
    this.word(part(chosen, "span", "unseen"), "chosen");
    const label = part(chosen, "bdi", "");
    label.dir = data.dir;
    label.textContent = data.chosen;
    this.follow();
  }

  /** Whether the person wrote, between the question and its settling, just what was chosen. */
  said(turn, data) {
    const plain = (text) => text.trim().toLowerCase();
    return Array.from(this.log.querySelectorAll(".own")).some(
      (own) =>
        Number(own.dataset.key) > Number(turn.dataset.key) &&
        Number(own.dataset.key) < data.id &&
        plain(own.querySelector(".text").textContent) === plain(data.chosen),
    );
  }

  /** The person's own words. `word` names one of the page's words instead. */
  own(entry) {
    const turn = this.turn("own", entry.after + 0.5);
    turn.dataset.id = entry.id;
    const bubble = part(turn, "div", "bubble");
    this.word(part(bubble, "span", "unseen"), "you");
    const text = part(bubble, "p", "text");
    text.dir = "auto";
    if (entry.word) this.word(text, entry.word);
    else text.textContent = entry.text;
    this.place(turn, entry.after + 0.5);
    this.first = null;
    this.follow();
  }

  /** Say below the person's own words what became of them: unsent, refused, or nothing once they arrived. */
  note(id, word) {
    const turn = Array.from(this.log.querySelectorAll(".own")).find((own) => own.dataset.id === id);
    if (!turn) return;
    const old = turn.querySelector(".note");
    if (old) old.remove();
    if (word) this.word(part(turn, "p", "note"), word);
    turn.classList.toggle("pending", word === "unsent");
  }

  /** Show that an answer is coming, if it takes long enough to wonder. */
  wait() {
    clearTimeout(this.busyTimer);
    this.busyTimer = setTimeout(() => {
      if (!this.busy) {
        this.busy = this.turn("bot busy", Infinity);
        const bubble = part(this.busy, "div", "bubble");
        this.word(part(bubble, "span", "unseen"), "busy");
        for (let dot = 0; dot < 3; dot += 1) part(bubble, "i", "dot");
        this.place(this.busy, Infinity);
        this.follow();
      }
      this.busyTimer = setTimeout(() => this.idle(), BUSY_AT_MOST);
    }, BUSY_AFTER);
  }

  idle() {
    clearTimeout(this.busyTimer);
    if (this.busy) this.busy.remove();
    this.busy = null;
  }

  /** What was missed is all there: from now on new messages are read out. */
  ready() {
    if (this.log.getAttribute("aria-busy") !== "true") return;
    this.log.setAttribute("aria-busy", "false");
    this.first = this.log.querySelector(".turn:last-child");
    this.follow();
  }

  asked(ask) {
    const turns = this.log.querySelectorAll(`[data-ask="${Number(ask)}"]`);
    return turns[turns.length - 1] || null;
  }

  numbered(id) {
    return this.log.querySelector(`.bot[data-key="${Number(id)}"]`);
  }

  turn(kind, key) {
    const turn = document.createElement("div");
    turn.className = `turn ${kind}`;
    turn.dataset.key = key;
    return turn;
  }

  place(turn, key) {
    const turns = this.log.querySelectorAll(".turn");
    let next = null;
    for (let index = turns.length - 1; index >= 0 && Number(turns[index].dataset.key) > key; index -= 1) {
      next = turns[index];
    }
    this.log.insertBefore(turn, next);
  }

  /** One of the page's own words; it is said anew when the language changes. */
  word(element, word, where = "text") {
    element.dataset[where] = word;
    if (where === "label") element.setAttribute("aria-label", this.words()[word]);
    else element.textContent = this.words()[word];
  }

  arrived(turn) {
    if (!this.first) this.first = turn;
    const on = document.activeElement;
    if (this.lead && (on === document.body || this.lead.contains(on))) turn.focus({ preventScroll: true });
    this.lead = null;
    this.follow();
  }

  /** Scroll to the end, but never past the beginning of what is new. */
  follow() {
    const log = this.log;
    const end = log.scrollHeight - log.clientHeight;
    const start = this.first ? this.first.offsetTop - log.offsetTop - 16 : end;
    log.scrollTop = Math.min(end, start);
  }
}

function part(parent, tag, name) {
  const element = document.createElement(tag);
  if (name) element.className = name;
  parent.append(element);
  return element;
}

/** What a page can not do is not offered: sharing a number, or a position where the browser gives none. */
function possible(button) {
  if (button.wants === "location") return "geolocation" in navigator && window.isSecureContext;
  return button.wants !== "contact";
}
