import {$} from './dom.js';
import {nameOf, text} from './texts.js';

const AT_MOST = 6000;

// Tells those who do not see it how many events came and which signals, in one sentence every few seconds.
export class Announcer {
  constructor() {
    this.reset();
    this.toldAt = 0;
  }

  reset() {
    this.events = 0;
    this.rules = new Set();
  }

  came(row) {
    this.events++;
    row.signals?.forEach(signal => this.rules.add(nameOf(signal.rule)));
    if (!this.waiting) {
      this.waiting = setTimeout(() => this.tell(), Math.max(500, this.toldAt + AT_MOST - performance.now()));
    }
  }

  tell() {
    this.waiting = 0;
    this.toldAt = performance.now();
    $('announcement').textContent = text.came(this.events, [...this.rules].join(', '));
    this.reset();
  }
}
