import {number} from '../common/language.js';
import {nearTo} from './canvas-layer.js';
import {Clusters} from './clusters.js';
import {fixOf} from './history.js';
import {AreaFeed} from './live-feed.js';
import {text} from './texts.js';

const CLOSE_ENOUGH = 15;
const CLOSER = 3;

// Everyone in the part of the earth that the map shows, one by one or, when they are too many, counted.
// on: {state(name, words), count(how many there are), chosen(courier id)}
export function watchArea(map, couriers, on) {
  const clusters = new Clusters().addTo(map);
  // Of a connection before: gone unless they are shown again.
  let before = new Set();
  let countedBefore = false;
  let looked = false;
  let count = -1;

  const feed = new AreaFeed({
    connecting: () => on.state('connecting', text.connecting),
    open: () => {
      before = new Set(couriers.ids());
      countedBefore = true;
      count = -1;
      on.state('live', text.live);
    },
    cut: pause => on.state('cut', text.again(Math.ceil(pause / 1000))),
    frame: receive,
  });

  function receive(frame) {
    if (frame.type === 'enter' || frame.type === 'move') {
      before.delete(frame.courierId);
      couriers.apply({...fixOf(frame), type: frame.type, id: frame.courierId});
      told();
    } else if (frame.type === 'leave') {
      couriers.apply({type: 'leave', id: frame.courierId});
      told();
    } else if (frame.type === 'clusters') {
      couriers.ids().forEach(id => couriers.apply({type: 'leave', id}));
      before.clear();
      countedBefore = false;
      clusters.show(frame.clusters);
      if (frame.count) {
        tell(frame.count);
        lookAt(frame.clusters);
      }
    } else if (frame.type === 'window') {
      before.forEach(id => couriers.apply({type: 'leave', id}));
      before.clear();
      if (countedBefore) {
        clusters.show([]);
      }
      told();
      lookAt(couriers.places());
    }
  }

  function told() {
    if (!clusters.clusters.length) {
      tell(couriers.ids().length);
    }
  }

  // Only what is new: it is read out.
  function tell(now) {
    if (now !== count) {
      count = now;
      on.count(now);
    }
  }

  // Once, and not after somebody has moved the map.
  function lookAt(places) {
    if (!looked && places.length) {
      looked = true;
      const first = places[0].lon;
      map.fitBounds(places.map(place => [place.lat, nearTo(first, place.lon)]), {maxZoom: CLOSE_ENOUGH, padding: [60, 60]});
    }
  }

  map.on('movestart', () => looked = true);
  map.on('moveend resize', () => feed.look(bboxOf(map.getBounds())));
  map.on('click', event => {
    const cluster = clusters.at(event.containerPoint);
    const id = couriers.at(event.containerPoint);
    if (cluster) {
      map.setView([cluster.lat, cluster.lon], map.getZoom() + CLOSER);
    } else if (id) {
      on.chosen(id);
    }
  });
  map.on('mousemove', event => {
    const over = clusters.at(event.containerPoint) || couriers.at(event.containerPoint);
    map.getContainer().style.cursor = over ? 'pointer' : '';
  });
  feed.look(bboxOf(map.getBounds()));
}

// [minLon, minLat, maxLon, maxLat], as the API has it: the first is above the third across the antimeridian.
export function bboxOf(bounds) {
  const whole = bounds.getEast() - bounds.getWest() >= 360;
  const turned = lon => ((lon + 180) % 360 + 360) % 360 - 180;
  const upTo = lat => Math.max(-90, Math.min(90, lat));
  return [
    whole ? -180 : turned(bounds.getWest()), upTo(bounds.getSouth()),
    whole ? 180 : turned(bounds.getEast()), upTo(bounds.getNorth()),
  ].map(degrees => Number(degrees.toFixed(6)));
}

export function inView(count) {
  return text.inView(number(0).format(count), count);
}
