import {number} from '../common/language.js';
import {CanvasLayer} from './canvas-layer.js';
import {text} from './texts.js';

const STEPS = [30, 20, 10, 5, 2, 1, 0.5, 0.2, 0.1, 0.05, 0.02, 0.01, 0.005, 0.002, 0.001, 0.0005, 0.0002, 0.0001];
const APART = 120;
const MARGIN = 8;
const PARTS = 5;

// Meridians and parallels: a map that needs no tiles. Their degrees stand at the upper and the left edge, once a line,
// and nowhere else, so that no two of them meet.
export const Graticule = CanvasLayer.extend({
  options: {pane: 'tilePane'},

  draw(pen, size) {
    const map = this._map;
    const northWest = map.containerPointToLatLng([0, 0]);
    const southEast = map.containerPointToLatLng([size.x, size.y]);
    const span = (southEast.lng - northWest.lng) / size.x * APART;
    const step = STEPS.filter(one => one >= span).pop() || STEPS[0];
    const digits = Math.max(0, Math.ceil(-Math.log10(step)));
    pen.lineWidth = 1;
    this.lines(pen, northWest, southEast, step / PARTS, '--grid-fine');
    const {meridians, parallels} = this.lines(pen, northWest, southEast, step, '--grid');
    this.labels(pen, meridians, parallels, digits);
  },

  lines(pen, northWest, southEast, step, colour) {
    const map = this._map;
    const size = map.getSize();
    const meridians = multiples(northWest.lng, southEast.lng, step, 180)
      .map(lon => [lon, Math.round(map.latLngToContainerPoint([0, lon]).x) + 0.5]);
    const parallels = multiples(southEast.lat, northWest.lat, step, 85)
      .map(lat => [lat, Math.round(map.latLngToContainerPoint([lat, 0]).y) + 0.5]);
    pen.strokeStyle = this.colour(colour);
    pen.beginPath();
    meridians.forEach(([, x]) => line(pen, x, 0, x, size.y));
    parallels.forEach(([, y]) => line(pen, 0, y, size.x, y));
    pen.stroke();
    return {meridians, parallels};
  },

  labels(pen, meridians, parallels, digits) {
    const size = this._map.getSize();
    const degrees = (value, [plus, minus]) =>
      `${number(digits, digits).format(Math.abs(value))}°${Math.abs(value) < 1e-9 ? '' : ` ${value > 0 ? plus : minus}`}`;
    pen.font = '11px system-ui, sans-serif';
    pen.textBaseline = 'middle';
    for (const [lon, x] of meridians) {
      const words = degrees(lon, text.eastWest);
      // The corner is left to the parallels.
      if (x > 90 && x + 5 + pen.measureText(words).width < size.x) {
        this.label(pen, words, x + 5, MARGIN + 6);
      }
    }
    let free = size.y - 36;
    for (const [lat, y] of parallels) {
      // The scale is below; near the poles of a small world they stand apart, elsewhere close together.
      if (y > 44 && free - y > 18) {
        this.label(pen, degrees(lat, text.northSouth), MARGIN, y - 9);
        free = y;
      }
    }
  },

  label(pen, words, x, y) {
    pen.strokeStyle = this.colour('--ground');
    pen.lineWidth = 4;
    pen.strokeText(words, x, y);
    pen.fillStyle = this.colour('--grid-text');
    pen.fillText(words, x, y);
  },
});

function multiples(low, high, step, limit) {
  const found = [];
  for (let i = Math.ceil(Math.max(low, -limit) / step); i * step <= Math.min(high, limit); i++) {
    found.push(i * step);
  }
  return found;
}

function line(pen, x1, y1, x2, y2) {
  pen.moveTo(x1, y1);
  pen.lineTo(x2, y2);
}
