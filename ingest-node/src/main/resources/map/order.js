import {onKeys} from '../common/keys.js';
import {number} from '../common/language.js';
import {Connection} from './connection.js';
import {Couriers} from './couriers.js';
import {showAge, showDetails} from './details.js';
import {Following} from './following.js';
import {newMap} from './ground.js';
import {fixOf} from './history.js';
import {OrderFeed} from './live-feed.js';
import {OrderStage} from './order-stage.js';
import {text, translate} from './texts.js';
import {withFix} from './trail.js';

// Where one order is, from when it is waited for until it is delivered. The map is there with its first position.
const CLOSE_UP = 16;
const MARKER = 'order';
const $ = id => document.getElementById(id);
const connection = new Connection();
let stage;
let map;
let couriers;
let following;
let trail = [];
let latest = null;

// What a customer sees who was sent a link: nothing of who brings it, and nothing that leads elsewhere.
export function showShared(token) {
  translate();
  $('brand').textContent = text.yourOrder;
  watch(new OrderFeed(`/v1/shared/${token}`, listener(draw)), text.yourOrder);
}

export function showOrder(id) {
  translate();
  $('who').textContent = text.someOrder(id);
  const show = fix => {
    draw(fix);
    showDetails({...latest, orderId: undefined}, Date.now());
    $('carrier').textContent = latest.courierId;
    $('carrier').href = `/?courier=${encodeURIComponent(latest.courierId)}`;
  };
  watch(new OrderFeed(`/v1/orders/${encodeURIComponent(id)}`, listener(show), 404), text.someOrder(id));
  setInterval(() => latest && showAge(latest, Date.now()), 1000);
}

function watch(feed, name) {
  stage = new OrderStage(name);
  onKeys({f: () => following?.toggle()});
  setInterval(() => stage.tick(Date.now()), 1000);
  feed.start();
}

function listener(position) {
  return {
    connecting: () => $('connection').dataset.state === 'idle' && connection.show('connecting', text.connecting),
    known: order => stage.known(order),
    refused: status => {
      connection.show('ended', '');
      stage.end(status === 410 ? 'expired' : 'invalid');
    },
    ended: () => connection.show('ended', ''),
    open: away => {
      if (away) {
        connection.passing('live', text.resumed(number(1).format(away / 1000)));
      } else {
        connection.show('live', text.live);
      }
    },
    cut: () => connection.show('cut', text.reconnecting),
    frame: frame => receive(frame, position),
  };
}

function receive(frame, position) {
  if (frame.type === 'pickedUp') {
    // Whoever takes it over may be anywhere: the way begins anew.
    trail = [];
    stage.enter('pickedUp');
  } else if (frame.type === 'position') {
    stage.enter('pickedUp');
    position(fixOf(frame));
  } else if (frame.type === 'released') {
    stage.enter('waiting');
    $('carrier').textContent = '';
    $('carrier').removeAttribute('href');
  } else if (frame.type === 'delivered') {
    stage.known({status: 'delivered', deliveredAt: frame.at});
  } else if (frame.type === 'expired') {
    stage.end('expired');
  }
}

function draw(fix) {
  const begins = trail.length === 0;
  trail = withFix(trail, fix);
  if (begins || fix.fixedAt > latest.fixedAt) {
    latest = fix;
    stage.seen(fix);
    if (!map) {
      begin(fix);
    }
    couriers.apply({...fix, type: begins ? 'enter' : 'move', id: MARKER});
  }
  couriers.trail(MARKER, trail);
}

function begin(fix) {
  map = newMap().setView([fix.lat, fix.lon], CLOSE_UP);
  couriers = new Couriers().addTo(map);
  following = new Following(map, couriers, MARKER);
  following.set(true);
}
