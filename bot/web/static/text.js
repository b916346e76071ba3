// Texts as they are shown: never as markup, with the web addresses and the phone numbers in them made into links.

// Whole addresses, phone numbers with their country, and bare names of sites (what stands before one is the third part).
// An address ends before a space, a quotation mark, an angle bracket or a bidi isolate.
const LINKS = new RegExp(
  "(https?:\\/\\/[^\\s<>\"'\\u2066-\\u2069]+)" +
    "|(\\+\\d(?:[ \\u00a0]?\\d){7,14})(?!\\d)" +
    "|(^|[^\\w@./:+-])((?:[a-z0-9-]+\\.)+(?:no|org)(?![\\w@-]|\\.\\w)(?:\\/[^\\s<>\"'\\u2066-\\u2069]*)?)",
  "gi",
);
// Sites of which the texts themselves do not know whether they are still there: somebody else may hold the name today.
const UNSURE = ["rwtn.no"];
const TRAILING = /[.,;:!?)\]}»”’؟،؛]+$/;

/** Append `text` to `element`: phone numbers as links that call, addresses as links that say that they open in a new tab. */
export function show(element, text, hint) {
  let from = 0;
  LINKS.lastIndex = 0;
  for (let found = LINKS.exec(text); found; found = LINKS.exec(text)) {
    const start = found.index + (found[3] || "").length;
    const words = found[2] || trimmed(found[1] || found[4]);
    element.append(text.slice(from, start), made(found, words, hint));
    from = start + words.length;
    LINKS.lastIndex = from;
  }
  element.append(text.slice(from));
}

function made(found, words, hint) {
  if (found[2]) return phone(words);
  if (found[1]) return link(words, words, hint);
  return UNSURE.includes(words.toLowerCase().split("/")[0]) ? words : link(words, `https://${words}`, hint);
}

function phone(number) {
  const a = document.createElement("a");
  a.href = `tel:${number.replace(/[^+\d]/g, "")}`;
  a.className = "phone";
  a.dir = "ltr";
  a.textContent = number;
  return a;
}

function trimmed(address) {
  const short = address.replace(TRAILING, "");
  // A closing bracket belongs to the address if it was opened in it: …/wiki/Moss_(town)
  const rest = address.slice(short.length);
  return rest.startsWith(")") && short.includes("(") ? short + ")" : short;
}

function link(words, address, hint) {
  const a = document.createElement("a");
  a.href = address;
  a.target = "_blank";
  a.rel = "noopener noreferrer";
  a.dir = "ltr";
  a.textContent = words;
  const unseen = document.createElement("span");
  unseen.className = "unseen";
  unseen.textContent = ` (${hint})`;
  const both = document.createElement("span");
  both.append(a);
  a.append(unseen);
  return both;
}

/** A random UUID; crypto.randomUUID is missing on older phones and on plain http. */
export function uuid() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}
