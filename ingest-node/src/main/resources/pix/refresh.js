const AT_MOST = 1000;
const AFTER_FAILURE = 2000;

// Asks again whenever something happened, but at most once a second; and every so many ms if nothing does. Not while
// nobody looks.
export class Refresh {
  // ask(): a promise; rejected: it is asked again soon
  constructor(ask, otherwise) {
    this.ask = ask;
    this.otherwise = otherwise;
    this.askedAt = -Infinity;
    this.dueAt = Infinity;
    document.addEventListener('visibilitychange', () => this.running && !document.hidden && this.soon());
  }

  // Asks at once.
  start() {
    this.running = true;
    this.askedAt = -Infinity;
    this.soon();
  }

  stop() {
    this.running = false;
    clearTimeout(this.timer);
    this.dueAt = Infinity;
  }

  // Something happened.
  soon() {
    if (this.asking) {
      this.more = true;
    } else {
      this.within(0);
    }
  }

  within(time) {
    const dueAt = Math.max(performance.now() + time, this.askedAt + AT_MOST);
    if (this.running && !document.hidden && dueAt < this.dueAt) {
      clearTimeout(this.timer);
      this.dueAt = dueAt;
      this.timer = setTimeout(() => this.now(), dueAt - performance.now());
    }
  }

  async now() {
    this.dueAt = Infinity;
    if (document.hidden) {
      return;
    }
    this.askedAt = performance.now();
    this.asking = true;
    this.more = false;
    const next = await this.ask().then(() => this.otherwise, () => AFTER_FAILURE);
    this.asking = false;
    const wait = this.more ? Math.min(next, 0) : next;
    if (wait < Infinity) {
      this.within(wait);
    }
  }
}
