// What this tab remembers over a reload: its own bubbles and what is not sent yet. Never on the server, gone with the tab.

const NAME = "dugnad";
let memory = null;

function read() {
  if (memory === null) {
    try {
      memory = JSON.parse(sessionStorage.getItem(NAME)) || {};
    } catch (error) {
      // Storage is refused (private browsing) or was written by something else: remember until the reload.
      memory = {};
    }
  }
  return memory;
}

/** The list of that name. */
export function kept(name) {
  const list = read()[name];
  return Array.isArray(list) ? list : [];
}

/** Remember the list, its last `most` entries. */
export function keep(name, list, most) {
  read()[name] = list.slice(-most);
  try {
    sessionStorage.setItem(NAME, JSON.stringify(memory));
  } catch (error) {
    // Full or refused: it is still remembered until the reload.
  }
}
