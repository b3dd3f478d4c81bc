import {number} from '../common/language.js';
import {CanvasLayer} from './canvas-layer.js';

const SMALLEST = 14;
const LARGEST = 34;

// How many couriers are where, when there are too many to draw each: {cell, count, lat, lon}.
export const Clusters = CanvasLayer.extend({
  initialize() {
    this.clusters = [];
  },

  show(clusters) {
    this.clusters = clusters;
    this.redraw();
  },

  draw(pen) {
    const fill = this.colour('--here');
    const halo = this.colour('--halo');
    pen.textAlign = 'center';
    pen.textBaseline = 'middle';
    pen.font = '600 13px system-ui, sans-serif';
    for (const cluster of this.clusters) {
      const at = this.pointOf(cluster);
      pen.beginPath();
      pen.arc(at.x, at.y, radius(cluster), 0, 2 * Math.PI);
      pen.globalAlpha = 0.85;
      pen.fillStyle = fill;
      pen.fill();
      pen.globalAlpha = 1;
      pen.lineWidth = 3;
      pen.strokeStyle = halo;
      pen.stroke();
      pen.fillStyle = halo;
      pen.fillText(number(0).format(cluster.count), at.x, at.y);
    }
  },

  // The one under a point of the map; undefined: none.
  at(point) {
    return this.clusters.find(cluster => this.pointOf(cluster).distanceTo(point) <= radius(cluster));
  },
});

function radius(cluster) {
  return Math.min(LARGEST, SMALLEST + 4 * Math.log10(cluster.count) ** 1.5);
}
