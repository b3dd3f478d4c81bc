import {CanvasLayer} from './canvas-layer.js';

const LONGEST_MOVE = 3000;
const SHORTEST_MOVE = 200;
const MOST_LEGS = 500;
const STALE_AFTER = 120000;
const PAUSE = 600000;
const FADES = 16;
const TOUCH = 18;
const EARTH_M = 40075016.7;

// Draws any number of couriers on one canvas, each moving from fix to fix as it did. What they do comes in by apply();
// a fix is {id, lat, lon, fixedAt (epoch ms), bearing, accuracy}, the last two undefined when they are not known.
export const Couriers = CanvasLayer.extend({
  initialize() {
    this.couriers = new Map();
    this.stillness = matchMedia('(prefers-reduced-motion: reduce)');
    this.clock = Date.now;
  },

  onRemove(map) {
    clearTimeout(this.ageing);
    CanvasLayer.prototype.onRemove.call(this, map);
  },

  // {type: 'enter', ...fix} stands there at once, {type: 'move', ...fix} goes there, {type: 'leave', id} is gone.
  apply(frame) {
    const courier = this.couriers.get(frame.id);
    if (frame.type === 'leave') {
      this.couriers.delete(frame.id);
    } else if (frame.type === 'move' && courier && !this.stillness.matches && !document.hidden) {
      this.headFor(courier, frame);
    } else {
      this.couriers.set(frame.id, {fix: frame, shown: frame, legs: [], trail: courier ? courier.trail : []});
    }
    this.redraw();
  },

  ids() {
    return [...this.couriers.keys()];
  },

  // Where they were last.
  places() {
    return [...this.couriers.values()].map(courier => courier.fix);
  },

  // The id of the one under a point of the map; undefined: none.
  at(point) {
    let nearest;
    let least = TOUCH;
    for (const [id, courier] of this.couriers) {
      const distance = this.point(courier.shown).distanceTo(point);
      if (distance < least) {
        nearest = id;
        least = distance;
      }
    }
    return nearest;
  },

  // The way that a courier came, its fixes in the order of their time; it fades towards its beginning.
  trail(id, fixes) {
    const courier = this.couriers.get(id);
    if (courier) {
      courier.trail = fixes;
      this.redraw();
    }
  },

  // The map stays centred on this courier wherever it goes; null: on none.
  follow(id) {
    this.followed = id;
    this.redraw();
  },

  // A leg takes as long as it took, all that are still to go LONGEST_MOVE together.
  headFor(courier, fix) {
    const took = Math.min(LONGEST_MOVE, Math.max(SHORTEST_MOVE, fix.fixedAt - courier.fix.fixedAt));
    courier.legs.push({to: fix, took, left: took});
    courier.legs = courier.legs.slice(-MOST_LEGS);
    const toGo = courier.legs.reduce((sum, leg) => sum + leg.left, 0);
    courier.haste = Math.max(1, toGo / LONGEST_MOVE);
    courier.fix = fix;
  },

  advance(now) {
    const passed = this.before ? now - this.before : 0;
    let moving = false;
    for (const courier of this.couriers.values()) {
      this.walk(courier, passed);
      moving = moving || courier.legs.length > 0;
    }
    this.before = moving ? now : 0;
    this.centre();
    return moving;
  },

  walk(courier, passed) {
    let time = passed * courier.haste;
    while (courier.legs.length > 0 && time >= courier.legs[0].left) {
      const leg = courier.legs.shift();
      time -= leg.left;
      courier.shown = leg.to;
    }
    if (courier.legs.length > 0) {
      const leg = courier.legs[0];
      courier.shown = between(courier.shown, leg.to, time / leg.left);
      leg.left -= time;
    }
  },

  centre() {
    const courier = this.couriers.get(this.followed);
    if (courier && !this.zooming) {
      const size = this._map.getSize();
      const off = this.point(courier.shown).subtract(size.divideBy(2)).round();
      if (off.x || off.y) {
        this._map.panBy(off, {animate: false});
      }
    }
  },

  draw(pen, size) {
    const look = {trail: this.colour('--trail'), here: this.colour('--here'), stale: this.colour('--stale'),
      halo: this.colour('--halo')};
    const now = this.clock();
    let nextStale = Infinity;
    const drawn = [];
    for (const courier of this.couriers.values()) {
      const at = this.point(courier.shown);
      const ring = this.metres(courier.shown, courier.shown.accuracy || 0);
      if (courier.trail.length > 1) {
        this.drawTrail(pen, courier, at, look.trail);
      }
      if (at.x > -ring - 20 && at.y > -ring - 20 && at.x < size.x + ring + 20 && at.y < size.y + ring + 20) {
        const fresh = courier.fix.fixedAt + STALE_AFTER - now;
        nextStale = fresh > 0 ? Math.min(nextStale, fresh) : nextStale;
        drawn.push({courier, at, ring, colour: fresh > 0 ? look.here : look.stale});
      }
    }
    drawn.forEach(one => this.drawAccuracy(pen, one));
    drawn.forEach(one => this.drawMarker(pen, one, look.halo));
    this.redrawIn(nextStale);
  },

  redrawIn(time) {
    clearTimeout(this.ageing);
    if (time < Infinity) {
      this.ageing = setTimeout(() => this.redraw(), time + 1);
    }
  },

  // In a few strokes, each somewhat fainter than the one before it; where nothing was heard for long it breaks off.
  drawTrail(pen, courier, at, colour) {
    const count = courier.trail.length - courier.legs.length;
    const points = courier.trail.slice(0, Math.max(count, 1)).map(fix => this.point(fix));
    points.push(at);
    pen.strokeStyle = colour;
    pen.lineWidth = 4;
    pen.lineJoin = 'round';
    const piece = Math.ceil(points.length / FADES);
    for (let from = 0; from < points.length - 1; from += piece) {
      const to = Math.min(points.length - 1, from + piece);
      pen.globalAlpha = 0.1 + 0.75 * (to / (points.length - 1)) ** 1.5;
      pen.beginPath();
      pen.moveTo(points[from].x, points[from].y);
      for (let i = from + 1; i <= to; i++) {
        const gap = i < courier.trail.length && courier.trail[i].fixedAt - courier.trail[i - 1].fixedAt > PAUSE;
        pen[gap ? 'moveTo' : 'lineTo'](points[i].x, points[i].y);
      }
      pen.stroke();
    }
    pen.globalAlpha = 1;
  },

  drawAccuracy(pen, {at, ring, colour}) {
    if (ring > 10) {
      pen.fillStyle = colour;
      pen.strokeStyle = colour;
      pen.lineWidth = 1;
      pen.beginPath();
      pen.arc(at.x, at.y, ring, 0, 2 * Math.PI);
      pen.globalAlpha = 0.12;
      pen.fill();
      pen.globalAlpha = 0.4;
      pen.stroke();
      pen.globalAlpha = 1;
    }
  },

  // A drop whose tip points ahead; round when the heading is not known.
  drawMarker(pen, {courier, at, colour}, halo) {
    const bearing = courier.shown.bearing;
    pen.save();
    pen.translate(at.x, at.y);
    pen.beginPath();
    if (bearing === undefined) {
      pen.arc(0, 0, 8, 0, 2 * Math.PI);
    } else {
      pen.rotate(bearing * Math.PI / 180);
      pen.moveTo(0, -18);
      pen.lineTo(7.4, -5);
      pen.arc(0, 0, 9, -0.6, Math.PI + 0.6);
      pen.closePath();
    }
    pen.lineJoin = 'round';
    pen.lineWidth = 6;
    pen.strokeStyle = halo;
    pen.stroke();
    pen.fillStyle = colour;
    pen.fill();
    pen.restore();
  },

  point(fix) {
    return this.pointOf(fix);
  },

  metres(fix, length) {
    return length / (EARTH_M * Math.cos(fix.lat * Math.PI / 180) / (256 * 2 ** this._map.getZoom()));
  },
});

export function between(a, b, share) {
  const east = ((b.lon - a.lon + 540) % 360) - 180;
  const turn = a.bearing === undefined || b.bearing === undefined ? 0 : ((b.bearing - a.bearing + 540) % 360) - 180;
  return {
    ...b,
    lat: a.lat + (b.lat - a.lat) * share,
    lon: a.lon + east * share,
    bearing: a.bearing === undefined || b.bearing === undefined ? b.bearing : a.bearing + turn * share,
  };
}

