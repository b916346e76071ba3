// What is on its way to the server. Rules: one at a time, in order; a message leaves the queue only when the server has
// answered; until then it is sent again with the same id, which the server counts once.

import { keep, kept } from "./keep.js";

const WAITS = [1000, 2000, 4000, 8000, 15000];
const PATIENCE = 20000;
const MOST = 100;

export class Outgoing {
  /** `told(kind, message)`: kind is sent, refused, waiting (no connection), slow (too much at once) or moving. */
  constructor(told) {
    this.told = told;
    this.queue = kept("queue");
    this.failures = 0;
    this.busy = false;
    this.timer = 0;
  }

  add(message) {
    this.queue.push(message);
    keep("queue", this.queue, MOST);
    this.send();
  }

  /** Try now: called for something new, when the connection is back, and after a wait. */
  async send() {
    if (this.busy || this.queue.length === 0) return;
    clearTimeout(this.timer);
    this.busy = true;
    const message = this.queue[0];
    const answer = await post(message);
    this.busy = false;
    if (answer.later) {
      this.failures += 1;
      this.told(answer.slow ? "slow" : "waiting", message);
      const wait = WAITS[Math.min(this.failures, WAITS.length) - 1];
      this.timer = setTimeout(() => this.send(), Math.max(answer.later, wait));
      return;
    }
    this.failures = 0;
    this.queue.shift();
    keep("queue", this.queue, MOST);
    this.told(answer.taken ? "sent" : "refused", message);
    if (this.queue.length === 0) this.told("moving", null);
    this.send();
  }
}

async function post(message) {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), PATIENCE);
  try {
    const response = await fetch("/chat/messages", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(message),
      credentials: "same-origin",
      signal: stop.signal,
    });
    if (response.ok) return { taken: true };
    const seconds = Number(response.headers.get("Retry-After")) || 1;
    if (response.status === 429) return { later: seconds * 1000, slow: true };
    return response.status >= 500 || response.status === 408 ? { later: seconds * 1000 } : { taken: false };
  } catch (error) {
    // No connection, or no answer in time: the message may or may not have arrived, so it is sent again.
    return { later: 1 };
  } finally {
    clearTimeout(timer);
  }
}
