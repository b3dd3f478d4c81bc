import {ageOf} from './details.js';
import {moment, text} from './texts.js';

// Whose courier has it no more waits again.
const STAGES = {waiting: 'waiting', released: 'waiting', pickedUp: 'pickedUp', delivered: 'delivered'};
const $ = id => document.getElementById(id);

// How far an order has come, in words: beside the map, or in its place while there is none.
export class OrderStage {
  constructor(name) {
    this.name = name;
    $('bar').setAttribute('aria-label', name);
    $('welcome').hidden = false;
    this.tell('lookedFor');
  }

  // {status, deliveredAt}, as the API has it
  known({status, deliveredAt}) {
    if (status === 'delivered') {
      this.deliveredAt = Date.parse(deliveredAt);
    }
    this.enter(STAGES[status]);
  }

  // Only what is new: it is read out. What was delivered stays so, whatever of before still comes.
  enter(stage) {
    if (stage && stage !== this.stage && this.stage !== 'delivered') {
      this.tell(stage);
    }
  }

  // It is at a place that the map shows.
  seen(fix) {
    this.fix = fix;
    document.body.dataset.map = 'on';
    $('welcome').hidden = true;
    $('bar').hidden = $('stage').hidden = false;
    this.tick(Date.now());
  }

  // Nothing of it is shown any more: the link has 'expired', or is 'invalid'.
  end(why) {
    this.fix = undefined;
    delete document.body.dataset.map;
    $('details').hidden = $('bar').hidden = true;
    $('welcome').hidden = false;
    this.tell(why);
  }

  tell(stage) {
    const [headline, more] = text.stages[stage];
    const words = stage === 'delivered' ? moment(this.deliveredAt) : more;
    this.stage = document.body.dataset.stage = stage;
    $('welcomeHeadline').textContent = $('headline').textContent = headline;
    $('welcomeMore').textContent = words;
    $('announcement').textContent = `${headline}. ${words}`;
    $('follow').querySelector('span').textContent = stage === 'delivered' ? text.centre : text.keepCentred;
    document.title = `${headline} · ${this.name}`;
    this.tick(Date.now());
  }

  tick(now) {
    const {words, old} = this.fix ? ageOf(this.fix, now) : {};
    const delivered = this.stage === 'delivered';
    const since = delivered ? moment(this.deliveredAt) : this.fix ? text.seen(words) : '';
    if ($('since').textContent !== since) {
      $('since').textContent = since;
    }
    $('stage').classList.toggle('old', Boolean(old) && !delivered);
  }
}
