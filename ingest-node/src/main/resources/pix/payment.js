import {ask} from './api.js';
import {$, element, icon, write} from './dom.js';
import {centavosOf, inReais, reais, share, sum} from './money.js';
import {Refresh} from './refresh.js';
import {chipsOf, pathOf, timeOf} from './row.js';
import {signalElement} from './signals.js';
import {text, wordFor} from './texts.js';

const DONE = 'DEVOLVIDO';
const NOT_DONE = 'NAO_REALIZADO';
const MOST_EVENTS = 30;
// From the payment to the request of a return.
const RETURN_WITHIN = 90 * 86400000;

// The panel of one payment: what the account knows of it, and what the stream shows of it.
export class PaymentPanel {
  // resource: of the account; eventsOf(endToEndId): the newest last
  constructor(resource, eventsOf) {
    this.resource = resource;
    this.eventsOf = eventsOf;
    this.refresh = new Refresh(() => this.load(), Infinity);
    $('closePayment').addEventListener('click', () => this.close());
  }

  get isOpen() {
    return !$('payment').hidden;
  }

  // from: what has the focus again when it is closed
  open(endToEndId, from) {
    this.endToEndId = endToEndId;
    this.from = from;
    this.known = undefined;
    this.problem = '';
    $('payment').hidden = false;
    document.body.dataset.panel = 'payment';
    this.show();
    $('payment').focus();
    this.refresh.start();
  }

  close() {
    if (this.isOpen) {
      this.refresh.stop();
      $('payment').hidden = true;
      delete document.body.dataset.panel;
      (this.from?.isConnected ? this.from : $('stream')).focus();
    }
  }

  // An event of the account.
  came(row) {
    if (this.isOpen && row.endToEndId === this.endToEndId) {
      this.refresh.soon();
    }
  }

  async load() {
    const {endToEndId} = this;
    try {
      const known = await ask(`${this.resource}/pix/${encodeURIComponent(endToEndId)}`);
      this.answered(endToEndId, known, '');
    } catch (failure) {
      const unknown = failure.status === 404;
      this.answered(endToEndId, this.known, unknown ? text.paymentUnknown : text.paymentAway);
      if (!unknown) {
        throw failure;
      }
    }
  }

  // Another one may have been opened meanwhile.
  answered(endToEndId, known, problem) {
    if (endToEndId === this.endToEndId) {
      this.known = known;
      this.problem = problem;
      this.show();
    } else {
      this.refresh.soon();
    }
  }

  show() {
    const rows = this.eventsOf(this.endToEndId);
    const about = rows.filter(row => row.kind !== 'estorno').at(-1);
    write($('paymentTitle'), this.known?.kind ? wordFor(text.original, this.known.kind) : about ? wordFor(text.kinds, about.kind) : text.payment);
    write($('paymentId'), this.endToEndId);
    write($('paymentProblem'), this.problem);
    $('paymentBody').replaceChildren(...(this.known ? stepsOf(this.known) : []), ...fieldsOf(about), ...eventsOf(rows));
  }
}

function stepsOf(known) {
  const amounts = status => sum(known.devolucoes.filter(status).map(one => centavosOf(one.valor)));
  const back = amounts(one => one.status === DONE);
  const underWay = amounts(one => ![DONE, NOT_DONE].includes(one.status));
  const parts = known.valor === undefined ? [] : [balance(known, back, underWay)];
  const steps = element('ol', 'steps', original(known), ...known.devolucoes.map(oneReturn));
  return [...parts, steps, ...violationsOf(known.violations)];
}

function balance({valor, horario}, back, underWay) {
  const all = centavosOf(valor);
  const bar = element('span', 'bar', element('i', ''), element('i', 'more'));
  bar.firstChild.style.transform = `scaleX(${Math.min(1, share(back, all))})`;
  bar.lastChild.style.transform = `scaleX(${Math.min(1, share(back + underWay, all))})`;
  const left = all - back - underWay;
  const isOver = Date.now() > Date.parse(horario) + RETURN_WITHIN;
  const words = [text.returnedOf(reais(back), reais(all)), underWay > 0n && text.underWay(reais(underWay)),
    left > 0n && (isOver ? text.over90 : text.left)(reais(left))].filter(Boolean).join(' · ');
  return element('div', 'balance', element('p', 'sum', reais(all)), bar, element('p', 'quiet', words));
}

function original(known) {
  return known.kind
    ? step(known.kind, 'done', wordFor(text.original, known.kind), inReais(known.valor), [timeOf(known.horario)])
    : step('gap', 'wait', text.noOriginal, '', [text.noOriginalHow]);
}

function oneReturn(one) {
  const state = one.status === DONE ? 'done' : one.status === NOT_DONE ? 'bad' : 'wait';
  const {solicitacao, liquidacao} = one.horario;
  const when = [`${text.asked} ${timeOf(solicitacao)}`, liquidacao && `${text.settled} ${timeOf(liquidacao)}`];
  const names = [one.natureza, one.id && `id ${one.id}`, one.rtrId].filter(Boolean).join(' · ');
  return step('estorno', state, text.oneReturn, inReais(one.valor), [when.filter(Boolean).join(' → ')],
    element('span', `chip ${state === 'done' ? 'good' : state}`, wordFor(text.statuses, one.status)), element('p', 'id', names));
}

function step(kind, state, title, valor, lines, chip, more) {
  const made = element('li', 'step', element('span', 'icon', icon(pathOf(kind))),
    element('div', '', element('p', 'head', element('strong', '', title), chip, element('span', 'valor', valor)),
      ...lines.map(line => element('p', 'quiet', line)), more));
  made.dataset.kind = kind;
  made.dataset.state = state;
  return made;
}

function violationsOf(violations) {
  if (!violations.length) {
    return [];
  }
  return [element('h3', '', text.violations), element('ul', 'violations', ...violations.map(one => element('li', '',
    element('p', 'head', element('span', 'chip bad', wordFor(text.rulesBroken, one.rule)), element('span', 'valor', inReais(one.valor))),
    element('p', 'quiet', [wordFor(text.kinds, one.kind), one.status && wordFor(text.statuses, one.status)].filter(Boolean).join(' · ')),
    element('p', 'id', one.rtrId || one.endToEndId || ''))))];
}

function fieldsOf(row) {
  if (!row) {
    return [];
  }
  const told = {counterparty: row.counterparty?.masked, chave: row.chave?.masked, txid: row.txid};
  const fields = Object.entries(told).filter(([, words]) => words).map(([name, words]) =>
    element('div', '', element('dt', '', text.fields[name]), element('dd', '', words)));
  return fields.length ? [element('dl', 'fields', ...fields)] : [];
}

function eventsOf(rows) {
  if (!rows.length) {
    return [];
  }
  const items = rows.slice(-MOST_EVENTS).reverse().map(row => element('li', '',
    element('p', 'head', element('strong', '', wordFor(text.kinds, row.kind)), element('span', 'quiet', wordFor(text.verdicts, row.verdict)),
      element('time', 'quiet', timeOf(row.occurredAt)), element('span', 'valor', inReais(row.valor))),
    element('p', 'chips', ...chipsOf({...row, signals: undefined})),
    ...(row.refused || []).map(one => element('p', 'id', `${one.rtrId}: ${wordFor(text.rulesBroken, one.rule)}`)),
    ...(row.signals || []).map(signal => signalElement(signal))));
  return [element('h3', '', text.events), element('ul', 'events', ...items)];
}
