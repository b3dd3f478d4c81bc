import {fill, newRow} from './row.js';

const PAUSE = 90;
const BEYOND = 3;
const FEW = 4;
const NEW_FOR = 1500;
const MOST_WAY = 1e6;

// Shows rows of a ring, the newest on top, in as many elements as there is room for: a screen reader is told of a list box with
// all of them. Whoever has scrolled down stays with what is read there.
export class StreamView {
  // on: {chosen(row) by click or Enter, drawn()}
  constructor(list, on) {
    this.list = list;
    this.space = list.firstElementChild;
    this.on = on;
    this.shown = new Map();
    this.free = [];
    this.drawnAt = 0;
    list.addEventListener('scroll', () => this.drawNext());
    list.addEventListener('keydown', event => this.key(event));
    list.addEventListener('click', event => this.click(event));
    new ResizeObserver(() => this.measure()).observe(list);
  }

  // Another ring begins at its top; one that is frozen, or goes on again, stays where it is.
  use(ring) {
    if (this.ring !== ring) {
      if (this.ring?.origin !== ring.origin) {
        this.total = ring.total;
        this.list.scrollTop = 0;
      }
      this.ring = ring;
      this.dropActive();
      this.drawNext();
    }
  }

  // What is not there any more cannot be opened.
  dropActive() {
    if (this.ring.indexOf(this.active) < 0) {
      this.active = undefined;
    }
  }

  measure() {
    this.height = parseFloat(getComputedStyle(this.list).getPropertyValue('--row'));
    this.drawNext();
  }

  // Something came: not each of a thousand a second is drawn by itself.
  changed() {
    if (!this.waiting) {
      this.waiting = setTimeout(() => this.drawNext(), Math.max(0, this.drawnAt + PAUSE - performance.now()));
    }
  }

  drawNext() {
    if (!this.asked) {
      this.asked = requestAnimationFrame(() => this.draw());
    }
  }

  draw() {
    clearTimeout(this.waiting);
    this.asked = this.waiting = 0;
    this.drawnAt = performance.now();
    if (!this.ring || !this.height) {
      return;
    }
    const {ring, height} = this;
    const added = ring.total - this.total;
    this.total = ring.total;
    this.dropActive();
    const before = this.list.scrollTop;
    this.space.style.height = `${ring.length * height}px`;
    if (added > 0 && before > 0) {
      this.list.scrollTop = before + added * height;
    }
    const top = added > 0 && before > 0 ? this.list.scrollTop : before;
    const first = Math.max(0, Math.floor(top / height) - BEYOND);
    const last = Math.min(ring.length, Math.ceil((top + this.list.clientHeight) / height) + BEYOND);
    this.place(first, last, added <= FEW);
    this.on.drawn();
  }

  place(first, last, calm) {
    const wanted = new Map();
    for (let i = first; i < last; i++) {
      wanted.set(this.ring.at(i), i);
    }
    for (const [row, element] of this.shown) {
      if (!wanted.has(row)) {
        this.shown.delete(row);
        element.removeAttribute('id');
        this.free.push(element);
      }
    }
    for (const [row, index] of wanted) {
      const element = this.shown.get(row) || this.take(row, calm);
      element.style.transform = `translateY(${index * this.height}px)`;
      element.setAttribute('aria-posinset', index + 1);
      element.setAttribute('aria-setsize', this.ring.length);
      element.setAttribute('aria-selected', row === this.active);
    }
    this.free.forEach(element => { element.hidden = true; });
    this.pointAtActive();
  }

  take(row, calm) {
    const element = this.free.pop() || this.space.appendChild(newRow());
    element.hidden = false;
    element.id = `row-${row.key}`;
    element.classList.toggle('new', calm && performance.now() - row.cameAt < NEW_FOR);
    fill(element, row);
    this.shown.set(row, element);
    return element;
  }

  pointAtActive() {
    const element = this.shown.get(this.active);
    if (element) {
      this.list.setAttribute('aria-activedescendant', element.id);
    } else {
      this.list.removeAttribute('aria-activedescendant');
    }
  }

  click(event) {
    const element = event.target.closest('[role=option]');
    const [row] = [...this.shown].find(([, shown]) => shown === element) || [];
    if (row) {
      this.activate(row);
      this.on.chosen(row);
    }
  }

  key(event) {
    const page = Math.max(1, Math.floor(this.list.clientHeight / this.height) - 1);
    const ways = {ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page, Home: -MOST_WAY, End: MOST_WAY};
    if (ways[event.key] && !event.ctrlKey && !event.metaKey && !event.altKey) {
      this.go(ways[event.key]);
    } else if (event.key === 'Enter' && this.active) {
      this.on.chosen(this.active);
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  }

  go(way) {
    const now = this.active ? this.ring.indexOf(this.active) : -1;
    const next = Math.min(this.ring.length - 1, Math.max(0, now + way));
    if (next >= 0) {
      this.activate(this.ring.at(next));
      this.reveal(next);
    }
  }

  activate(row) {
    this.active = row;
    this.drawNext();
  }

  reveal(index) {
    const top = index * this.height;
    const {scrollTop, clientHeight} = this.list;
    if (top < scrollTop) {
      this.list.scrollTop = top;
    } else if (top + this.height > scrollTop + clientHeight) {
      this.list.scrollTop = top + this.height - clientHeight;
    }
  }
}
