import {Graticule} from './graticule.js';
import {text} from './texts.js';

// The map without anyone on it: tiles if they are set, else a graticule.
export function newMap() {
  const map = L.map('map', {zoomControl: false, worldCopyJump: true});
  L.control.zoom({position: 'bottomright', zoomInTitle: text.zoomIn, zoomOutTitle: text.zoomOut}).addTo(map);
  L.control.scale({imperial: false, position: 'bottomleft'}).addTo(map);
  map.attributionControl.setPrefix(false);
  background(map);
  return map;
}

async function background(map) {
  const settings = await fetch('/map/settings.json').then(answer => answer.json()).catch(() => ({tileUrl: ''}));
  if (settings.tileUrl) {
    L.tileLayer(settings.tileUrl, {attribution: settings.tileAttribution, maxZoom: 19}).addTo(map);
  } else {
    new Graticule().addTo(map);
  }
}
