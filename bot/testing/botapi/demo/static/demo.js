// The page: follows the server's stream, keeps a phone for each person, and shows what the platform counted.

import { node, post } from "./node.js";
import { Phone, face } from "./phone.js";

const COUNTED = [
  ["pending", "updates on their way", "What people did and the bot has not confirmed yet."],
  ["messages", "messages sent", "What the bot sent and the platform took."],
  ["edits", "edits", "A pressed button's message loses its buttons."],
  ["presses", "button presses answered", ""],
  ["calls", "calls in all", "Without the polls for news."],
  ["floods", "calls refused (429)", "The platform said: too many."],
  ["in_flood", "calls during a flood wait", "Each would prolong it."],
  ["cut", "connections cut", "By the outage."],
  ["kills", "times killed", "The bot, by you."],
  ["complaints", "complaints", "Calls that the Bot API does not know."],
];

const at = (id) => document.getElementById(id);
const phones = new Map();
let counts = {};

function showPhone(view) {
  const phone = phones.get(view.id);
  if (phone) {
    phone.show(view);
    return;
  }
  const made = new Phone(view);
  phones.set(view.id, made);
  at("phones").append(made.element);
  made.log.scrollTop = made.log.scrollHeight;
  const tab = node("a", { href: `#phone-${view.id}`, class: "who", lang: view.lang }, face(view), node("span", { dir: "auto" }, view.name));
  tab.addEventListener("click", (event) => {
    event.preventDefault();
    made.element.scrollIntoView({ behavior: "smooth", inline: "center", block: "nearest" });
  });
  at("people").append(tab);
  seen.observe(made.element);
}

function showCounts(now) {
  counts = now;
  at("counts").replaceChildren(...COUNTED.map(([name, words, why]) =>
    node("div", { class: now[name] ? "" : "none", title: why || null }, node("dt", {}, words), node("dd", {}, String(now[name])))));
  at("outage").setAttribute("aria-pressed", String(now.outage));
  at("kill").hidden = !now.can_kill;
  const state = now.outage ? "Every connection is cut." : now.flood ? `Flood wait: ${now.flood} s left.` : "Everything works.";
  if (at("state").textContent !== state) at("state").textContent = state;
  at("state").classList.toggle("bad", Boolean(now.outage || now.flood));
}

async function order(name, given) {
  const refused = await post(`/demo/${name}`, given);
  if (refused) at("state").textContent = refused;
}

function follow() {
  const stream = new EventSource("/demo/events");
  stream.addEventListener("open", () => { at("lost").hidden = true; });
  stream.addEventListener("error", () => { at("lost").hidden = false; });
  stream.addEventListener("phone", (event) => showPhone(JSON.parse(event.data)));
  stream.addEventListener("counts", (event) => showCounts(JSON.parse(event.data)));
}

const seen = new IntersectionObserver((entries) => {
  for (const entry of entries) {
    at("people").querySelector(`[href="#${entry.target.id}"]`)?.classList.toggle("seen", entry.isIntersecting);
  }
}, { threshold: 0.6 });

at("flood").addEventListener("click", () => order("flood", { seconds: 10 }));
at("outage").addEventListener("click", () => order("outage", { on: !counts.outage }));
at("kill").addEventListener("click", () => order("kill", {}));

const newcomer = at("newcomer");
at("add").addEventListener("click", () => { newcomer.showModal(); });
at("newcomer-cancel").addEventListener("click", () => newcomer.close());
newcomer.querySelector("form").addEventListener("submit", async (event) => {
  const form = event.target;
  const refused = await post("/demo/people", { name: form.elements.name.value, lang: form.elements.lang.value });
  if (refused) at("state").textContent = refused;
  else form.reset();
});

const server = at("server");
at("open-server").addEventListener("click", () => {
  const open = at("open-server").getAttribute("aria-expanded") !== "true";
  at("open-server").setAttribute("aria-expanded", String(open));
  server.hidden = !open;
});
if (window.matchMedia("(max-width: 60rem)").matches) {
  at("open-server").setAttribute("aria-expanded", "false");
  server.hidden = true;
}

follow();
