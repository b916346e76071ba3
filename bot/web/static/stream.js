// The stream of what happens in the chat. Rules: every event once, in order, however often the connection is lost; a tab
// that nobody looks at lets go of its connection after a while and takes it up again where it was.

const WAITS = [500, 1000, 2000, 4000, 8000, 15000];
const UNSEEN = 60000;
const SUDDEN = 30000;
const SILENCE = 4000;

export class Stream {
  /** `on.event(data)`, `on.ready(data)` when what was missed has come, `on.lost()`, `on.found()`. */
  constructor(on) {
    this.on = on;
    this.last = 0;
    this.first = 0;
    this.source = null;
    this.failures = 0;
    this.timer = 0;
    this.hidden = 0;
    this.silence = 0;
    document.addEventListener("visibilitychange", () => this.seen(!document.hidden));
    window.addEventListener("online", () => this.open());
    window.addEventListener("pagehide", () => this.close());
    window.addEventListener("pageshow", (event) => event.persisted && this.open());
  }

  open() {
    this.close();
    const source = new EventSource(`/chat/events?after=${this.last}`);
    this.source = source;
    source.onmessage = (event) => this.take(source, JSON.parse(event.data));
    source.addEventListener("ready", (event) => {
      if (source !== this.source) return;
      this.failures = 0;
      this.on.found();
      this.on.ready(JSON.parse(event.data));
    });
    source.onerror = () => source === this.source && this.again();
  }

  take(source, data) {
    if (source !== this.source || data.id <= this.last) return;
    clearTimeout(this.silence);
    this.last = data.id;
    this.first = this.first || data.id;
    this.on.event(data);
  }

  // The browser would come back by itself, but not after a refusal and not sooner for a person who is waiting.
  again() {
    this.close();
    this.failures += 1;
    if (this.failures > 1) this.on.lost();
    this.timer = setTimeout(() => this.open(), WAITS[Math.min(this.failures, WAITS.length) - 1]);
  }

  /** The server took something in, so something must come; if it does not, the connection is dead and does not know it. */
  expect() {
    clearTimeout(this.silence);
    this.silence = setTimeout(() => this.source && this.open(), SILENCE);
  }

  close() {
    clearTimeout(this.timer);
    if (this.source) this.source.close();
    this.source = null;
  }

  seen(visible) {
    clearTimeout(this.hidden);
    if (!visible) {
      this.since = Date.now();
      this.hidden = setTimeout(() => this.close(), UNSEEN);
    } else if (!this.source || Date.now() - this.since > SUDDEN) {
      // A phone that slept may hold a dead connection without knowing it.
      this.open();
    }
  }
}
