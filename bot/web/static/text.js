// Texts as they are shown: never as markup, with the web addresses in them made into links.

// An address ends before a space, a quotation mark, an angle bracket or a bidi isolate.
const ADDRESS = /https?:\/\/[^\s<>"'\u2066-\u2069]+/gi;
const TRAILING = /[.,;:!?)\]}»”’؟،؛]+$/;

/** Append `text` to `element`, its http and https addresses as links that say that they open in a new tab. */
export function show(element, text, hint) {
  let from = 0;
  for (let found = ADDRESS.exec(text); found; found = ADDRESS.exec(text)) {
    const address = trimmed(found[0]);
    element.append(text.slice(from, found.index), link(address, hint));
    from = found.index + address.length;
    ADDRESS.lastIndex = from;
  }
  element.append(text.slice(from));
}

function trimmed(address) {
  const short = address.replace(TRAILING, "");
  // A closing bracket belongs to the address if it was opened in it: …/wiki/Moss_(town)
  const rest = address.slice(short.length);
  return rest.startsWith(")") && short.includes("(") ? short + ")" : short;
}

function link(address, hint) {
  const a = document.createElement("a");
  a.href = address;
  a.target = "_blank";
  a.rel = "noopener noreferrer";
  a.dir = "ltr";
  a.textContent = address;
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
