export const MOST = 500;
const KINDS = ['pagamento', 'recebimento', 'estorno'];
const ALL = 'all';
const SIGNALS = '+signals';

// The newest rows of one sort, the newest first.
class Ring {
  // origin: of one that is frozen, the ring that goes on
  constructor(rows = [], total = 0, origin) {
    this.rows = rows;
    this.origin = origin || this;
    // How many were ever added.
    this.total = total;
  }

  get length() {
    return Math.min(MOST, this.rows.length);
  }

  at(index) {
    return this.rows[this.rows.length - 1 - index];
  }

  indexOf(row) {
    const place = this.rows.lastIndexOf(row);
    return place < this.rows.length - this.length ? -1 : this.rows.length - 1 - place;
  }

  add(row) {
    this.total++;
    this.rows.push(row);
    if (this.rows.length > 2 * MOST) {
      this.rows = this.rows.slice(-MOST);
    }
  }

  frozen() {
    return new Ring(this.rows.slice(-MOST), this.total, this.origin);
  }
}

// What came, as live frames have it, each under its key; so many of each sort, since one sort may come far more often
// than another.
export class Stream {
  constructor(rings) {
    this.keys = new Set();
    this.rings = rings || new Map([ALL, ...KINDS].flatMap(kind => [[kind, new Ring()], [kind + SIGNALS, new Ring()]]));
  }

  // Whether it was not there yet.
  add(row) {
    if (this.keys.has(row.key)) {
      return false;
    }
    this.keys.add(row.key);
    if (this.keys.size > 2 * MOST) {
      this.keys.delete(this.keys.values().next().value);
    }
    for (const kind of [ALL, ...KINDS.filter(known => known === row.kind)]) {
      this.rings.get(kind).add(row);
      if (row.signals) {
        this.rings.get(kind + SIGNALS).add(row);
      }
    }
    return true;
  }

  // Something was left out, of whatever sort.
  addGap(gap) {
    this.rings.forEach(ring => ring.add(gap));
  }

  of(kind, onlySignals) {
    return this.rings.get(onlySignals ? kind + SIGNALS : kind);
  }

  // Events, and gaps.
  get total() {
    return this.rings.get(ALL).total;
  }

  ofPayment(endToEndId) {
    const {rows} = this.rings.get(ALL);
    return rows.filter(row => row.endToEndId === endToEndId);
  }

  // As it is now, whatever comes.
  frozen() {
    return new Stream(new Map([...this.rings].map(([sort, ring]) => [sort, ring.frozen()])));
  }
}
