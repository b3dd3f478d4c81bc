// Which page this is goes by its address: an order that was shared with its customer, an order, or couriers. No page
// loads what only another one needs.
const SHARED = '/share/';
const order = new URLSearchParams(location.search).get('order');

if (location.pathname.startsWith(SHARED)) {
  open('shared', './order.js').then(({showShared}) => showShared(location.pathname.slice(SHARED.length)));
} else if (order) {
  open('order', './order.js').then(({showOrder}) => showOrder(order));
} else {
  open('couriers', './map.js');
}

// Nothing is shown before it is known which. The words are in a module too, and may be what did not load.
async function open(page, module) {
  try {
    const opened = await import(module);
    document.documentElement.dataset.page = page;
    return opened;
  } catch (failure) {
    document.documentElement.dataset.page = 'broken';
    throw failure;
  }
}
