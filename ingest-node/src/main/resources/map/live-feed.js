const LONGEST_PAUSE = 8000;
const SILENCE = 40000;
const PATIENCE = 10000;
const FOR_GOOD = [400, 403, 410];
const NORMAL = 1000;

// A WebSocket that is opened again whenever it breaks. The server is heard at least every quarter of a minute; a
// connection that is silent for longer is given up.
class Feed {
  // on: {connecting(), open(cut off for so many ms, 0 the first time), cut(ms to the next attempt), frame(frame)}
  constructor(on) {
    this.on = on;
    this.failures = 0;
    window.addEventListener('online', () => this.again && this.connect());
    document.addEventListener('visibilitychange', () => !document.hidden && this.again && this.connect());
  }

  connect() {
    clearTimeout(this.again);
    this.again = 0;
    this.on.connecting();
    this.open();
  }

  open() {
    const scheme = location.protocol === 'https:' ? 'wss' : 'ws';
    this.socket = new WebSocket(`${scheme}://${location.host}${this.path()}`);
    this.socket.onopen = () => this.opened();
    this.socket.onmessage = message => this.receive(JSON.parse(message.data));
    this.socket.onclose = event => this.closed(event.code);
    this.watch();
  }

  opened() {
    this.failures = 0;
    this.on.open(this.cutAt ? performance.now() - this.cutAt : 0);
    this.cutAt = 0;
  }

  receive(frame) {
    this.watch();
    this.on.frame(frame);
  }

  closed() {
    this.broken();
  }

  broken() {
    this.end();
    this.cutAt = this.cutAt || performance.now();
    this.failures++;
    const pause = Math.min(LONGEST_PAUSE, 250 * 2 ** Math.min(this.failures, 7)) * (0.7 + 0.6 * Math.random());
    this.on.cut(pause);
    this.again = setTimeout(() => this.connect(), pause);
  }

  // For good, unless it is connected again.
  end() {
    clearTimeout(this.silent);
    clearTimeout(this.again);
    this.again = 0;
    if (this.socket) {
      this.socket.onopen = this.socket.onmessage = this.socket.onclose = null;
      this.socket.close();
    }
  }

  watch() {
    clearTimeout(this.silent);
    this.silent = setTimeout(() => this.broken(), SILENCE);
  }
}

// Whatever comes of one resource, once and in order: takes up behind the last frame. Cursors are not looked into.
class CursorFeed extends Feed {
  constructor(resource, on) {
    super(on);
    this.resource = resource;
  }

  // cursor: what was seen; undefined: the latest position, then what comes
  start(cursor) {
    this.cursor = cursor;
    this.connect();
  }

  path() {
    return `${this.resource}/live${this.cursor === undefined ? '' : `?fromSeq=${encodeURIComponent(this.cursor)}`}`;
  }

  receive(frame) {
    if (frame.type === 'lagging') {
      this.cursor = frame.to;
    } else if (frame.cursor !== undefined) {
      this.cursor = frame.cursor;
    }
    super.receive(frame);
  }
}

export class CourierFeed extends CursorFeed {
  constructor(courierId, on) {
    super(`/v1/couriers/${encodeURIComponent(courierId)}`, on);
  }
}

// An order until it is delivered. Before each connection it is asked how the order is: a link may have expired in the
// meantime, and a WebSocket does not say why it is refused.
export class OrderFeed extends CursorFeed {
  // on: also {known(order), refused(status of the answer), ended()}; nobodyYet: the status for an order that nobody has carried
  constructor(resource, on, nobodyYet) {
    super(resource, on);
    this.nobodyYet = nobodyYet;
  }

  async open() {
    const {status, order} = await this.ask();
    if (order) {
      this.delivered = order.status === 'delivered';
      this.on.known(order);
      super.open();
    } else if (FOR_GOOD.includes(status)) {
      this.on.refused(status);
    } else {
      this.broken();
    }
  }

  async ask() {
    const waited = new AbortController();
    const giveUp = setTimeout(() => waited.abort(), PATIENCE);
    try {
      const answer = await fetch(this.resource, {cache: 'no-store', signal: waited.signal});
      if (answer.status === this.nobodyYet) {
        return {order: {status: 'waiting'}};
      }
      return {status: answer.status, order: answer.ok ? await answer.json() : undefined};
    } catch (away) {
      return {};
    } finally {
      clearTimeout(giveUp);
    }
  }

  receive(frame) {
    super.receive(frame);
    if (frame.type === 'delivered' || frame.type === 'expired') {
      this.finish();
    }
  }

  // Whoever comes after the delivery is told no more than there is.
  closed(code) {
    if (code === NORMAL && this.delivered) {
      this.finish();
    } else {
      this.broken();
    }
  }

  finish() {
    this.end();
    this.on.ended();
  }
}

// Everyone in a window, which may be moved: [minLon, minLat, maxLon, maxLat].
export class AreaFeed extends Feed {
  look(bbox) {
    this.bbox = bbox;
    if (!this.socket) {
      this.connect();
    } else if (this.socket.readyState === WebSocket.OPEN) {
      this.socket.send(JSON.stringify({bbox}));
    }
  }

  path() {
    this.asked = this.bbox;
    return `/v1/live?bbox=${this.bbox}`;
  }

  // The window may have been moved while the connection was being opened.
  opened() {
    super.opened();
    if (this.asked !== this.bbox) {
      this.look(this.bbox);
    }
  }
}
