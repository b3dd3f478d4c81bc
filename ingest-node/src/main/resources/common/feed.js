const LONGEST_PAUSE = 8000;
const SILENCE = 40000;

// A WebSocket that is opened again whenever it breaks. The server is heard at least every quarter of a minute; a
// connection that is silent for longer is given up.
export class Feed {
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
export class CursorFeed extends Feed {
  constructor(resource, on) {
    super(on);
    this.resource = resource;
  }

  // cursor: what was seen; undefined: the newest there is, then what comes
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
