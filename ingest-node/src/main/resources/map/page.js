import {open} from '../common/open.js';

// Which page this is goes by its address: an order that was shared with its customer, an order, or couriers. No page
// loads what only another one needs.
const SHARED = '/share/';
const order = new URLSearchParams(location.search).get('order');

if (location.pathname.startsWith(SHARED)) {
  open('shared', () => import('./order.js')).then(({showShared}) => showShared(location.pathname.slice(SHARED.length)));
} else if (order) {
  open('order', () => import('./order.js')).then(({showOrder}) => showOrder(order));
} else {
  open('couriers', () => import('./map.js'));
}
