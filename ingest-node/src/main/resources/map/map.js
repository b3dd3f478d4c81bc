import {onKeys} from '../common/keys.js';
import {inView, watchArea} from './area.js';
import {Connection} from './connection.js';
import {Couriers} from './couriers.js';
import {showAge, showDetails} from './details.js';
import {Following} from './following.js';
import {showGeofences} from './geofences.js';
import {newMap} from './ground.js';
import {fixes, fixOf, summary} from './history.js';
import {CourierFeed} from './live-feed.js';
import {Player} from './player.js';
import {text, translate} from './texts.js';
import {trailOf, withFix} from './trail.js';

// Follows one courier: its trail from the history, then every position as it comes; or replays one of its days. Without
// a courier everyone in the part of the earth that the map shows.
const TRAIL_MS = 3600000;
const CLOSE_UP = 16;
const $ = id => document.getElementById(id);

translate();
const map = newMap().setView([-14, -52], 4);
const couriers = new Couriers().addTo(map);
const courierId = new URLSearchParams(location.search).get('courier') || '';
const connection = new Connection();
const player = new Player(courierId, showMoment);
const following = new Following(map, couriers, courierId);
let trail = [];
let latest = null;

showGeofences(map, courierId);
$('courier').value = courierId;
$('replay').addEventListener('click', replay);
$('live').addEventListener('click', live);
onKeys({
  '/': () => $('courier').focus(),
  'f': () => latest && following.toggle(),
  'r': replay,
  'l': live,
  'Escape': live,
}, event => player.key(event));
if (courierId) {
  $('who').textContent = courierId;
  document.title = `${courierId} · Rastro`;
  setInterval(() => latest && !player.open && showAge(latest, Date.now()), 1000);
  start();
} else {
  watchArea(map, couriers, {
    state: (name, words) => connection.show(name, words),
    count: count => {
      $('welcome').hidden = count > 0;
      connection.show('live', inView(count));
    },
    chosen: id => location.assign(`/?courier=${encodeURIComponent(id)}`),
  });
}

async function start() {
  connection.show('connecting', text.connecting);
  const feed = new CourierFeed(courierId, connection.listener(courierId, receive));
  let cursor;
  try {
    const now = await summary(courierId);
    connection.startAt(now);
    cursor = now.seqNr;
    if (now.latest) {
      cursor = await beginWith(now);
    }
  } catch (failure) {
    if (failure.status === 400) {
      return connection.show('refused', text.refused);
    }
    // The feed tries again by itself.
  }
  feed.start(cursor);
}

// The way to the latest fix from the table, which comes somewhat behind: the feed begins where the table ends.
async function beginWith(now) {
  const newest = fixOf(now.latest);
  let seen = now.seqNr;
  try {
    const {found} = await fixes(courierId, newest.fixedAt - TRAIL_MS, undefined, {mostPages: 10});
    const last = found.reduce((a, b) => b.seq > a.seq || b.seq === a.seq && b.index > a.index ? b : a, found[0]);
    trail = trailOf(found);
    seen = last ? `${last.seq}.${last.index}` : seen;
  } catch (away) {
    // Without the table there is no trail, and all else.
  }
  stand(newest);
  return seen;
}

function receive(frame) {
  const fix = fixOf(frame);
  trail = withFix(trail, fix);
  if (!latest) {
    stand(fix);
  } else if (fix.fixedAt > latest.fixedAt) {
    latest = fix;
    if (!player.open) {
      draw('move', fix, trail);
      showDetails(fix, Date.now());
    }
  } else if (!player.open) {
    couriers.trail(courierId, trail);
  }
}

function stand(fix) {
  latest = fix;
  $('bar').hidden = false;
  live();
  map.setView([fix.lat, fix.lon], CLOSE_UP);
  following.set(true);
}

function draw(type, fix, way) {
  couriers.apply({...fix, type, id: courierId});
  couriers.trail(courierId, way);
}

function showMoment(fix, way, time) {
  couriers.clock = () => time;
  draw('enter', fix, way);
  showDetails(fix, time);
}

function replay() {
  if (latest && !player.open) {
    document.body.dataset.mode = 'replay';
    player.start(latest.fixedAt);
  }
}

function live() {
  document.body.dataset.mode = 'live';
  if (player.open) {
    player.stop();
    $('replay').focus();
  }
  couriers.clock = Date.now;
  if (latest) {
    draw('enter', latest, trail);
    showDetails(latest, Date.now());
  }
}
