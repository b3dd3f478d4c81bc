'use strict';

// Meridians and parallels with their degrees, at a step that fits the zoom: a map that needs no tiles.
const Graticule = L.GridLayer.extend({
  steps: [30, 20, 10, 5, 2, 1, 0.5, 0.2, 0.1, 0.05, 0.02, 0.01, 0.005, 0.002, 0.001, 0.0005],

  createTile(coords) {
    const size = this.getTileSize();
    const ratio = window.devicePixelRatio || 1;
    const tile = L.DomUtil.create('canvas', 'graticule');
    tile.width = size.x * ratio;
    tile.height = size.y * ratio;
    const draw = tile.getContext('2d');
    draw.scale(ratio, ratio);
    const styles = getComputedStyle(document.documentElement);
    draw.strokeStyle = styles.getPropertyValue('--grid');
    draw.fillStyle = styles.getPropertyValue('--grid-text');
    draw.font = '11px system-ui, sans-serif';
    draw.lineWidth = 1;
    this.lines(draw, coords, size);
    return tile;
  },

  lines(draw, coords, size) {
    const map = this._map;
    const origin = coords.scaleBy(size);
    const northWest = map.unproject(origin, coords.z);
    const southEast = map.unproject(origin.add(size), coords.z);
    const step = this.step(southEast.lng - northWest.lng);
    const digits = Math.max(0, Math.ceil(-Math.log10(step)));
    for (let i = Math.ceil(northWest.lng / step); i * step < southEast.lng; i++) {
      const x = Math.round(map.project([0, i * step], coords.z).x - origin.x) + 0.5;
      this.line(draw, x, 0, x, size.y);
      if (x < size.x - 56) {
        draw.fillText(`${(i * step).toFixed(digits)}°`, x + 3, size.y - 5);
      }
    }
    for (let i = Math.ceil(southEast.lat / step); i * step < northWest.lat; i++) {
      const y = Math.round(map.project([i * step, 0], coords.z).y - origin.y) + 0.5;
      this.line(draw, 0, y, size.x, y);
      if (y > 16) {
        draw.fillText(`${(i * step).toFixed(digits)}°`, 4, y - 4);
      }
    }
  },

  line(draw, x1, y1, x2, y2) {
    draw.beginPath();
    draw.moveTo(x1, y1);
    draw.lineTo(x2, y2);
    draw.stroke();
  },

  // About two lines a tile.
  step(degreesPerTile) {
    return this.steps.find(step => step <= degreesPerTile / 1.5) || this.steps[this.steps.length - 1];
  },
});
