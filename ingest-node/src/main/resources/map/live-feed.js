const LONGEST_PAUSE = 8000;
const SILENCE = 40000;

// Every position of a courier, once and in order: a WebSocket that, whenever it breaks, takes up behind the last frame.
// The server is heard at least every quarter of a minute; a connection that is silent for longer is given up.
export class LiveFeed {
  // on: {connecting(), open(cut off for so many ms, 0 the first time), cut(ms to the next attempt), frame(frame)}
  constructor(courierId, on) {
    this.path = `/v1/couriers/${encodeURIComponent(courierId)}/live`;
    this.on = on;
    this.failures = 0;
    window.addEventListener('online', () => this.again && this.connect());
  }

  // cursor: what was seen; undefined: the latest position, then what comes
  start(cursor) {
    this.cursor = cursor;
    this.connect();
  }

  connect() {
    clearTimeout(this.again);
    this.again = 0;
    this.on.connecting();
    const scheme = location.protocol === 'https:' ? 'wss' : 'ws';
    const from = this.cursor === undefined ? '' : `?fromSeq=${this.cursor}`;
    this.socket = new WebSocket(`${scheme}://${location.host}${this.path}${from}`);
    this.socket.onopen = () => this.opened();
    this.socket.onmessage = message => this.receive(JSON.parse(message.data));
    this.socket.onclose = () => this.broken();
    this.watch();
  }

  opened() {
    this.failures = 0;
    this.on.open(this.cutAt ? performance.now() - this.cutAt : 0);
    this.cutAt = 0;
  }

  receive(frame) {
    this.watch();
    if (frame.type === 'position') {
      this.cursor = frame.cursor;
    } else if (frame.type === 'lagging') {
      this.cursor = frame.to;
    }
    this.on.frame(frame);
  }

  broken() {
    clearTimeout(this.silent);
    this.socket.onopen = this.socket.onmessage = this.socket.onclose = null;
    this.socket.close();
    this.cutAt = this.cutAt || performance.now();
    this.failures++;
    const pause = Math.min(LONGEST_PAUSE, 250 * 2 ** Math.min(this.failures, 7)) * (0.7 + 0.6 * Math.random());
    this.on.cut(pause);
    this.again = setTimeout(() => this.connect(), pause);
  }

  watch() {
    clearTimeout(this.silent);
    this.silent = setTimeout(() => this.broken(), SILENCE);
  }
}
