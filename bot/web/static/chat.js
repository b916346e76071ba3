// The page of the web chat: puts the queue, the stream and the screen together, and changes the page's language.

import { keep, kept } from "./keep.js";
import { Outgoing } from "./outgoing.js";
import { Stream } from "./stream.js";
import { uuid } from "./text.js";
import { View } from "./view.js";

const MOST_CHARACTERS = 4000;
const MOST_OWN = 200;
const TWO_TABS = 10000;
const QUICK = 1500;
const START = "dugnad-start";

const byId = (id) => document.getElementById(id);
const WORDS = JSON.parse(byId("words").textContent);
const html = document.documentElement;
const input = byId("text");
const status = byId("status");

let wished = WORDS[parameter("lang")] ? parameter("lang") : null;
let switching = null;
let spoken = null;
let begun = false;
let locating = false;
let trouble = null;

const view = new View(byId("log"), () => WORDS[html.lang], tapped);
const outgoing = new Outgoing(told);
const stream = new Stream({ event: happened, ready, lost: () => say("waiting"), found: () => say(null) });

begin();

function begin() {
  byId("form").addEventListener("submit", (event) => {
    event.preventDefault();
    write();
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      write();
    }
  });
  input.addEventListener("input", grow);
  byId("languages").addEventListener("click", (event) => {
    const link = event.target.closest("a");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    change(link.hreflang);
  });
  window.addEventListener("online", () => outgoing.send());
  window.addEventListener("resize", () => view.follow());
  if (!navigator.cookieEnabled) {
    say("nocookie");
    return;
  }
  const unsent = outgoing.queue.map((message) => message.id);
  for (const entry of kept("own")) {
    view.own(entry);
    if (unsent.includes(entry.id)) view.note(entry.id, "unsent");
  }
  stream.open();
  outgoing.send();
}

/** Something happened in the chat: a message, or a question that was answered. */
function happened(data) {
  if ("settles" in data || "settles_message" in data) {
    view.settle(data);
    return;
  }
  view.message(data);
  spoken = data.lang;
  if (data.ask) input.inputMode = { number: "numeric", phone: "tel" }[data.typed] || "text";
  if (begun) {
    heard();
    setTimeout(() => view.released(), QUICK);
  }
}

/** The page speaks the language that the bot speaks, unless the person has just asked for another. */
function heard() {
  if (spoken === null) return;
  if (wished && spoken !== wished) change(wished);
  wished = null;
  if (switching && switching !== spoken) return;
  switching = null;
  if (spoken !== html.lang) dress(spoken);
}

/** Everything that was missed has come. On the first time the page begins the conversation, or follows its link. */
function ready(data) {
  view.ready();
  if (begun) return;
  begun = true;
  const empty = data.empty;
  forget(empty ? Infinity : stream.first);
  if (!empty) heard();
  const link = parameter("start");
  if (link !== null) address("start", null);
  const waits = outgoing.queue.some((message) => "start" in message);
  if ((empty || link !== null) && !waits) {
    const message = { id: startId(link), start: link || "" };
    if (parameter("lang")) message.lang = html.lang;
    outgoing.add(message);
    view.wait();
  }
}

/** What is gone from the server's list (a day has passed, or the person asked for it) is forgotten here as well: the
 * words that were written after something older than the first number that is left. */
function forget(first) {
  const unsent = outgoing.queue.map((message) => message.id);
  const stays = (entry) => unsent.includes(entry.id) || entry.after >= first || (entry.after === 0 && first !== Infinity);
  const left = kept("own").filter(stays);
  const ids = left.map((entry) => entry.id);
  keep("own", left, MOST_OWN);
  for (const turn of Array.from(document.querySelectorAll(".own"))) {
    if (!ids.includes(turn.dataset.id)) turn.remove();
  }
}

function write() {
  // Half a character (a lone surrogate at the cut) would not be JSON for everyone.
  const text = input.value.trim().slice(0, MOST_CHARACTERS).replace(/[\ud800-\udbff]$/, "");
  // On a phone the keyboard would hide the answer's buttons.
  if (matchMedia("(pointer: coarse)").matches) input.blur();
  else input.focus();
  if (!text) return;
  input.value = "";
  grow();
  post({ text }, { text });
}

function tapped(button, turn) {
  if (button.wants === "location") {
    locate(turn);
    return;
  }
  view.pressed(turn);
  const message = { id: uuid(), press: button.press };
  // A button that belongs to no question: the server is told which message it is on.
  if (!turn.dataset.ask) message.on = Number(turn.dataset.key);
  outgoing.add(message);
}

/** Share the position, to about a hundred metres: that is enough to find what is near. */
function locate(turn) {
  if (locating) return;
  locating = true;
  say("locating");
  const round = (degrees) => Math.round(degrees * 1000) / 1000;
  navigator.geolocation.getCurrentPosition(
    ({ coords }) => {
      locating = false;
      say(null);
      view.pressed(turn);
      post({ location: { lat: round(coords.latitude), lon: round(coords.longitude) } }, { word: "located" });
    },
    () => {
      locating = false;
      say("unlocated");
      input.focus();
    },
    { timeout: 15000, maximumAge: 300000 },
  );
}

/** Send what the person said, and show it. */
function post(message, shown) {
  const id = uuid();
  const entry = Object.assign({ id, after: stream.last }, shown);
  keep("own", kept("own").concat([entry]), MOST_OWN);
  view.own(entry);
  view.wait();
  outgoing.add(Object.assign({ id }, message));
}

/** The person chose a language: the page changes at once, the bot is asked to. */
function change(lang) {
  const same = lang === html.lang && (spoken === null || spoken === lang);
  dress(lang);
  address("lang", lang);
  if (same) return;
  switching = lang;
  outgoing.add({ id: uuid(), command: "language", rest: lang, lang });
  view.wait();
}

/** Say everything of the page's own in that language. */
function dress(lang) {
  const words = WORDS[lang];
  if (!words) return;
  html.lang = lang;
  html.dir = lang === "ar" ? "rtl" : "ltr";
  document.title = words.title;
  if (parameter("lang")) address("lang", lang);
  for (const link of byId("languages").querySelectorAll("a")) {
    if (link.hreflang === lang) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
  for (const element of document.querySelectorAll("[data-text]")) element.textContent = words[element.dataset.text];
  for (const element of document.querySelectorAll("[data-label]")) {
    element.setAttribute("aria-label", words[element.dataset.label]);
  }
  input.placeholder = words.write;
  if (trouble) status.textContent = words[trouble];
  view.follow();
}

function told(kind, message) {
  if (kind === "waiting" || kind === "slow") {
    say(kind);
    view.idle();
    view.note(message.id, "unsent");
    return;
  }
  if (trouble === "waiting" || trouble === "slow") say(null);
  if (kind === "moving") return;
  view.note(message.id, kind === "refused" ? "refused" : null);
  if (kind === "sent") stream.expect();
  if ("start" in message) setTimeout(() => share(null), QUICK);
  if (kind === "refused") {
    view.idle();
    view.released();
    switching = null;
  }
}

/** The line above the input: what stands in the way just now, or nothing. */
function say(word) {
  if (word === trouble) return;
  trouble = word;
  status.textContent = word ? WORDS[html.lang][word] : "";
}

function grow() {
  input.style.height = "auto";
  input.style.height = `${input.scrollHeight}px`;
}

function parameter(name) {
  return new URLSearchParams(location.search).get(name);
}

/** Change a parameter of the page's address without loading it, so that a reload brings the same page. */
function address(name, value) {
  const query = new URLSearchParams(location.search);
  if (value === null) query.delete(name);
  else query.set(name, value);
  const text = query.toString();
  history.replaceState(null, "", text ? `?${text}` : location.pathname);
}

/** The first visit's id; two tabs that are opened together share it, so that the bot greets once. */
function startId(link) {
  if (link) return uuid();
  const last = shared();
  if (last && Date.now() - last.at < TWO_TABS) return last.id;
  const id = uuid();
  share({ id, at: Date.now() });
  return id;
}

function shared() {
  try {
    return JSON.parse(localStorage.getItem(START));
  } catch (error) {
    // Storage is refused: this tab speaks for itself.
    return null;
  }
}

function share(value) {
  try {
    if (value) localStorage.setItem(START, JSON.stringify(value));
    else localStorage.removeItem(START);
  } catch (error) {
    // As above.
  }
}
