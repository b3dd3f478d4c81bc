import {CursorFeed, Feed} from '../common/feed.js';

const PATIENCE = 10000;
const FOR_GOOD = [400, 403, 410];
const NORMAL = 1000;

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
