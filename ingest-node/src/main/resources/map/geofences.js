// The geofences of everyone and, when a courier is given, its own; below all else, and asked for again now and then.
const AGAIN_MS = 30000;
const PAGE = 1000;
const PANE = 'geofences';

export function showGeofences(map, courierId) {
  map.createPane(PANE).style.zIndex = 350; // above tiles, below couriers
  const renderer = L.svg({pane: PANE});
  const layer = L.geoJSON(null, {
    filter: ({properties: only}) => !only.courierId || !courierId || only.courierId === courierId,
    style: {pane: PANE, renderer, className: 'geofence', weight: 1.5},
    pointToLayer: ({properties}, at) => L.circle(at, {radius: properties.radiusM, pane: PANE, renderer, className: 'geofence', weight: 1.5}),
    onEachFeature: ({id, properties}, shape) => shape.bindTooltip(words(properties.name || id)),
  }).addTo(map);
  let shown = '';
  ask();

  async function ask() {
    try {
      const features = await all();
      const text = JSON.stringify(features);
      if (text !== shown) {
        layer.clearLayers();
        features.forEach(draw);
        shown = text;
      }
    } catch (away) {
      // What is drawn stays.
    }
    setTimeout(ask, AGAIN_MS);
  }

  function draw(feature) {
    try {
      layer.addData(feature);
    } catch (failure) {
      console.warn(`geofence ${feature.id} cannot be drawn`, failure);
    }
  }
}

async function all() {
  const features = [];
  let cursor = '';
  do {
    const answer = await fetch(`/v1/geofences?limit=${PAGE}${cursor}`);
    if (!answer.ok) {
      throw new Error(`${answer.status}`);
    }
    const page = await answer.json();
    features.push(...page.features);
    cursor = page.nextCursor ? `&cursor=${encodeURIComponent(page.nextCursor)}` : '';
  } while (cursor);
  return features;
}

// Names are of those who made them: never markup.
function words(name) {
  const element = document.createElement('span');
  element.textContent = name;
  return element;
}
