// Making elements without a line of markup in a string: nothing that anybody wrote can become part of the page.

/** An element: node("p", {class: "said", dir: "auto"}, "text", child). A function becomes a listener, null is left out. */
export function node(name, attributes = {}, ...inside) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === "function") made.addEventListener(key, value);
    else if (value === true) made.setAttribute(key, "");
    else if (value !== null && value !== undefined && value !== false) made.setAttribute(key, value);
  }
  made.append(...inside.filter((each) => each !== null && each !== undefined));
  return made;
}

/** Tell the server what somebody does. Gives its line when it refuses, else null. */
export async function post(path, given) {
  try {
    const answer = await fetch(path, {
      method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(given),
    });
    return answer.ok ? null : await answer.text();
  } catch {
    return "The demo is not reached.";
  }
}
