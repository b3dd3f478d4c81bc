import {between} from './couriers.js';

const LONGEST_GLIDE = 120000;
const TRAIL = 400;

// A day of fixes, played at a pace. The clock of it runs by animation frames and stands still while it is paused.
export class Replay {
  // show(fix at the moment, trail up to it, moment in ms), changed() when it starts or stops
  constructor(show, changed) {
    this.show = show;
    this.changed = changed;
    this.pace = 30;
    this.load([]);
  }

  load(fixes) {
    this.pause();
    this.fixes = fixes;
    this.at = 0;
    this.begin = fixes.length > 0 ? fixes[0].fixedAt : 0;
    this.end = fixes.length > 0 ? fixes[fixes.length - 1].fixedAt : 0;
    this.time = this.begin;
  }

  get playing() {
    return Boolean(this.requested);
  }

  toggle() {
    if (this.playing) {
      this.pause();
    } else if (this.fixes.length > 0) {
      this.time = this.time >= this.end ? this.begin : this.time;
      this.before = performance.now();
      this.requested = requestAnimationFrame(now => this.frame(now));
      this.changed();
    }
  }

  pause() {
    cancelAnimationFrame(this.requested);
    this.requested = 0;
    this.changed();
  }

  seek(time) {
    if (this.fixes.length > 0) {
      this.time = Math.min(this.end, Math.max(this.begin, time));
      this.at = this.lastUpTo(this.time);
      this.render();
    }
  }

  frame(now) {
    this.requested = requestAnimationFrame(next => this.frame(next));
    const passed = Math.max(0, now - this.before);
    this.before = now;
    this.seek(this.time + passed * this.pace);
    if (this.time >= this.end) {
      this.pause();
    }
  }

  render() {
    const fix = this.fixes[this.at];
    const next = this.fixes[this.at + 1];
    const gap = next ? next.fixedAt - fix.fixedAt : 0;
    const glides = gap > 0 && gap <= LONGEST_GLIDE;
    const place = glides ? between(fix, next, (this.time - fix.fixedAt) / gap) : fix;
    const trail = this.fixes.slice(Math.max(0, this.at - TRAIL), this.at + 1);
    this.show({...fix, lat: place.lat, lon: place.lon, bearing: glides ? place.bearing : fix.bearing}, trail, this.time);
  }

  lastUpTo(time) {
    let low = 0;
    let high = this.fixes.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.fixes[middle].fixedAt <= time) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }
}
