// A canvas as large as the map, drawn anew when something changed and at no other time. Who extends it draws in
// container points; advance() moves what moves by itself and says whether it goes on.
export const CanvasLayer = L.Layer.extend({
  onAdd(map) {
    this.canvas = L.DomUtil.create('canvas', 'leaflet-zoom-animated', this.getPane());
    this.fit();
    this.dark = matchMedia('(prefers-color-scheme: dark)');
    this.repaint = () => this.redraw();
    this.dark.addEventListener('change', this.repaint);
    this.corner = map.containerPointToLatLng([0, 0]);
  },

  onRemove() {
    cancelAnimationFrame(this.requested);
    this.requested = 0;
    this.dark.removeEventListener('change', this.repaint);
    this.canvas.remove();
  },

  getEvents() {
    return {move: this.moved, zoom: this.redraw, viewreset: this.redraw, resize: this.fit, zoomanim: this.zoomAlong,
      zoomend: this.zoomed};
  },

  redraw() {
    if (!this.requested) {
      this.requested = requestAnimationFrame(now => this.frame(now));
    }
  },

  advance() {
    return false;
  },

  frame(now) {
    this.requested = 0;
    this.advancing = true;
    const goesOn = this.advance(now);
    this.advancing = false;
    this.paint();
    if (goesOn) {
      this.redraw();
    }
  },

  // At once: a frame later the canvas would have moved away with the map.
  moved() {
    if (!this.advancing) {
      this.paint();
    }
  },

  paint() {
    if (!this.zooming) {
      const size = this._map.getSize();
      L.DomUtil.setPosition(this.canvas, this._map.containerPointToLayerPoint([0, 0]));
      this.corner = this._map.containerPointToLatLng([0, 0]);
      this.zoom = this._map.getZoom();
      const pen = this.canvas.getContext('2d');
      pen.setTransform(this.ratio, 0, 0, this.ratio, 0, 0);
      pen.clearRect(0, 0, size.x, size.y);
      this.draw(pen, size);
    }
  },

  fit() {
    const size = this._map.getSize();
    this.ratio = window.devicePixelRatio || 1;
    this.canvas.width = size.x * this.ratio;
    this.canvas.height = size.y * this.ratio;
    this.canvas.style.width = `${size.x}px`;
    this.canvas.style.height = `${size.y}px`;
    this.redraw();
  },

  // What is drawn is stretched while the map's own animation runs, and drawn at its end.
  zoomAlong(event) {
    this.zooming = true;
    const offset = this._map._latLngToNewLayerPoint(this.corner, event.zoom, event.center);
    L.DomUtil.setTransform(this.canvas, offset, this._map.getZoomScale(event.zoom, this.zoom));
  },

  zoomed() {
    this.zooming = false;
    this.redraw();
  },

  // Where a place is on the map, on whichever turn of the earth the map is.
  pointOf({lat, lon}) {
    return this._map.latLngToContainerPoint([lat, nearTo(this._map.getCenter().lng, lon)]);
  },

  colour(name) {
    return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  },
});

// The same meridian, less than half a turn away.
export function nearTo(lon, other) {
  return other + 360 * Math.round((lon - other) / 360);
}
