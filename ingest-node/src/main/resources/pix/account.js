import {CursorFeed} from '../common/feed.js';
import {onKeys} from '../common/keys.js';
import {dayAndTime, number, timeOfDay} from '../common/language.js';
import {Status} from '../common/status.js';
import {Announcer} from './announcer.js';
import {ask, isOf, resourceOf} from './api.js';
import {$, write} from './dom.js';
import {recordedFrom} from './past.js';
import {PaymentPanel} from './payment.js';
import {Refresh} from './refresh.js';
import {Signals} from './signals.js';
import {Stream} from './stream.js';
import {StreamView} from './stream-view.js';
import {text, translate} from './texts.js';
import {Windows} from './windows.js';

// One account live: its latest events from the live stream itself, which has their signals, then each as it comes. Its windows are
// asked for, since they slide.
const CATCH_UP = 300;
const MOST_NUMBERS = 4;
const WINDOWS_EVERY = 10000;
// All else is no answer: of a node that does not have the route yet, or of something between.
const REFUSALS = ['invalid-account-id', 'pix-not-configured'];
const KINDS = {1: 'all', 2: 'pagamento', 3: 'recebimento', 4: 'estorno'};

translate();
const accountId = new URLSearchParams(location.search).get('account') || '';
const resource = resourceOf(accountId);
const status = new Status();
const stream = new Stream();
const payment = new PaymentPanel(resource, id => (still?.stream || stream).ofPayment(id));
const view = new StreamView($('stream'), {
  chosen: row => row.gap || payment.open(row.endToEndId, $('stream')),
  drawn: showAround,
});
const signals = new Signals((row, button) => payment.open(row.endToEndId, button));
const windows = new Windows();
const announcer = new Announcer();
const refresh = new Refresh(askAccount, WINDOWS_EVERY);
const feed = new CursorFeed(resource, {
  connecting: () => status.show('connecting', text.connecting),
  open: away => away
    ? status.passing('live', text.resumed(number(1).format(away / 1000)), text.live)
    : status.show('live', text.live),
  cut: pause => status.show('cut', text.again(Math.ceil(pause / 1000))),
  frame: receive,
});
let limits;
let limitsAsked;
// An id that somebody wrote: it is in the address only once the node has taken it.
let entered;
let answeredAt;
let caughtUpTo;
// What is shown instead of what comes: {stream, total (how many had come), words (of what it is)}; undefined: live.
let still;

showStream();
$('accountId').value = accountId;
$('accountId').form.addEventListener('submit', enter);
$('pause').addEventListener('click', pause);
$('filters').addEventListener('change', showStream);
$('from').addEventListener('change', lookBack);
onKeys({
  '/': () => $('accountId').focus(),
  'p': pause,
  's': () => $('onlySignals').click(),
  'Escape': () => payment.close(),
  ...Object.fromEntries(Object.entries(KINDS).map(([key, kind]) => [key, () => choose(kind)])),
});
// The browser may have kept the page as it was left.
window.addEventListener('pageshow', event => event.persisted && location.reload());
if (accountId) {
  showState('looking');
  refresh.start();
} else {
  showState('ask');
}

function enter(event) {
  event.preventDefault();
  entered = $('accountId').value;
  feed.end();
  status.show('idle', '');
  showState('looking');
  payment.close();
  refresh.start();
}

async function askAccount() {
  const asked = entered;
  let account;
  let failure;
  try {
    account = await ask(asked === undefined ? resource : resourceOf(asked));
  } catch (problem) {
    failure = problem;
  }
  if (asked !== entered) {
    refresh.soon();
  } else if (account || isOf(failure, 'unknown-account')) {
    taken(account);
  } else if (REFUSALS.some(name => isOf(failure, name))) {
    refuse(failure);
  } else {
    showAway();
    throw failure;
  }
}

// account: undefined while nothing is known of it
function taken(account) {
  if (entered !== undefined) {
    location.assign(`/pix?${new URLSearchParams({account: entered})}`);
    return;
  }
  begin(account || {seqNr: 0});
  if (account) {
    answeredAt = Date.now();
    askLimits();
    windows.show(account, limits);
  }
  showState(account ? '' : 'unknown');
}

// Until they are known.
function askLimits() {
  limitsAsked ||= ask('/pix/limits.json').then(known => { limits = known; refresh.soon(); }, () => { limitsAsked = undefined; });
}

// Once; the feed goes on by itself.
function begin(account) {
  if (caughtUpTo === undefined) {
    write($('who'), accountId);
    document.title = `${accountId} · Pix · Rastro`;
    caughtUpTo = account.seqNr;
    feed.start(behind(account));
  }
}

// So far back that about as many events are shown as there is room for: one number of the journal may hold several, or none.
function behind({seqNr, totals = {}}) {
  const items = Object.values(totals).reduce((all, {count}) => all + count, 0);
  const numbersOfOne = Math.min(MOST_NUMBERS, seqNr / Math.max(1, items));
  return Math.max(0, seqNr - Math.ceil(CATCH_UP * numbersOfOne));
}

function refuse(failure) {
  refresh.stop();
  feed.end();
  status.show('refused', '');
  // The id may be somebody's document: it is shown no longer, and the address that the tab goes back to is without it. Who opened
  // an address with it has told it to the browser and to the node.
  history.replaceState(null, '', '/pix');
  $('accountId').value = '';
  write($('who'), '');
  document.title = 'Pix · Rastro';
  showState(isOf(failure, 'pix-not-configured') ? 'off' : 'refused', failure.detail);
}

function receive(frame) {
  if (frame.type === 'lagging') {
    stream.addGap({gap: true, key: `gap-${frame.to}`});
    status.passing('behind', text.behind, text.live);
  } else if (frame.type === 'event') {
    const row = {...frame, key: frame.cursor};
    if (stream.add(row)) {
      came(row);
    }
  }
  view.changed();
}

function came(row) {
  if (row.signals) {
    signals.came(row);
  }
  payment.came(row);
  if (row.seq > caughtUpTo) {
    row.cameAt = performance.now();
    announcer.came(row);
    refresh.soon();
  }
}

function pause() {
  show(still ? undefined : {stream: stream.frozen(), words: ''});
}

function show(other) {
  still = other && {...other, total: stream.total};
  $('pause').dataset.paused = Boolean(still);
  if (!still?.words) {
    $('from').value = '';
  }
  write($('pastWords'), still?.words || '');
  showStream();
}

// As it was from an instant on; live again when none is named.
async function lookBack() {
  const from = $('from').value;
  const time = Date.parse(from);
  if (Number.isNaN(time)) {
    return show(undefined);
  }
  write($('pastWords'), text.looking);
  try {
    const past = await recordedFrom(resource, time);
    if ($('from').value === from) {
      const count = number(0).format(past.stream.total);
      show({stream: past.stream, words: text.past(count, dayAndTime.format(time), past.all)});
    }
  } catch (failure) {
    if ($('from').value === from) {
      write($('pastWords'), text.pastAway);
    }
  }
}

function choose(kind) {
  document.querySelector(`#filters [value=${kind}]`).checked = true;
  showStream();
}

function showStream() {
  const kind = document.querySelector('#filters [name=kind]:checked').value;
  view.use((still?.stream || stream).of(kind, $('onlySignals').checked));
  showAround();
}

// What is said beside the rows.
function showAround() {
  const rings = still?.stream || stream;
  write($('pauseWords'), still ? text.resume(stream.total - still.total) : text.pause);
  write($('empty'), view.ring.length ? '' : rings.total ? text.nothingSo : text.empty);
}

function showState(state, more) {
  const [headline, sentence] = state ? text.states[state] : ['', ''];
  document.body.dataset.state = state || 'shown';
  $('welcome').hidden = !state;
  $('account').hidden = Boolean(state);
  write($('welcomeHeadline'), headline);
  write($('welcomeMore'), sentence);
  write($('welcomeDetail'), more || '');
  write($('asOf'), '');
  $('side').classList.remove('stale');
}

function showAway() {
  if (entered !== undefined) {
    showState('away');
  } else if (!answeredAt) {
    showState(caughtUpTo === undefined ? 'away' : 'unknown');
  } else {
    write($('asOf'), text.stale(timeOfDay.format(answeredAt)));
    $('side').classList.add('stale');
  }
}
