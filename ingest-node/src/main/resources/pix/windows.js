import {number} from '../common/language.js';
import {$, element, write} from './dom.js';
import {centavosOf, inReais, reais, share, times} from './money.js';
import {nameOf, text} from './texts.js';

const SPANS = [1, 60, 1440];
const WAYS = {paid: 'pagamentos', received: 'recebimentos'};
const TOTALS = {totalPaid: 'pagamento', totalReceived: 'recebimento', totalReturned: 'estorno'};
// Told of what was paid in such a span.
const RULES = {1: ['pagamentos-por-minuto'], 60: ['valor-por-hora', 'ritmo-incomum', 'valor-incomum'], 1440: ['valor-por-dia']};
const UNUSUAL = ['ritmo-incomum', 'valor-incomum'];
const whole = number(0);

// Totals and windows of an account, as it answers them, against the limits that the node has.
export class Windows {
  constructor() {
    this.cells = {};
    for (const minutes of SPANS) {
      const row = element('tr', '', element('th', '', text.spans[minutes]));
      row.firstChild.scope = 'row';
      for (const way of Object.keys(WAYS)) {
        row.append(this.cells[way + minutes] = figureElement('td'));
      }
      $('spans').append(row);
    }
    for (const name of ['night', 'returned', 'small', 'usual']) {
      this.cells[name] = figureElement('dd');
      $('figures').append(element('div', '', element('dt', '', text[name]), this.cells[name]));
    }
  }

  // limits: undefined while they are not known, then there are no bars
  show(account, limits) {
    const span = (of, minutes) => account.windows.find(one => one.of === of && one.minutes === minutes)
      || {count: 0, valor: '0.00'};
    for (const [id, kind] of Object.entries(TOTALS)) {
      const {count, valor} = account.totals[kind];
      write($(id).querySelector('.sum'), inReais(valor));
      write($(id).querySelector('.count'), whole.format(count));
    }
    for (const minutes of SPANS) {
      for (const [way, of] of Object.entries(WAYS)) {
        const {count, valor} = span(of, minutes);
        const limit = way === 'paid' && limits ? limitOf(minutes, count, valor, limits) : {};
        figure(this.cells[way + minutes], {...limit, sum: inReais(valor), count: counted(count),
          above: way === 'paid' && account.above.some(rule => (RULES[minutes] || []).includes(rule))});
      }
    }
    this.showOthers(account, limits, span);
    showAbove(account.above);
  }

  showOthers(account, limits, span) {
    const {above, nightValor, usual} = account;
    figure(this.cells.night, {sum: inReais(nightValor), above: above.includes('limite-noturno'),
      count: limits ? text.nightHow(limits.zone.split('/').at(-1).replaceAll('_', ' ')) : '', ...limits && against(nightValor, limits.nightValor)});
    const back = span('devolucoes', 1440);
    const all = span('pagamentos', 1440).count + span('recebimentos', 1440).count;
    const most = limits && Math.max(limits.returnedLeast - 1, Math.floor(limits.returnedShare * all));
    figure(this.cells.returned, {sum: inReais(back.valor), count: text.times(back.count), above: above.includes('devolucoes'),
      ...limits && {part: most > 0 ? back.count / most : 0, most: text.of(whole.format(most))}});
    const small = span('pequenos', 60);
    figure(this.cells.small, {sum: inReais(small.valor),
      count: [text.times(small.count), limits && text.upTo(inReais(limits.smallValor))].filter(Boolean).join(', ')});
    figure(this.cells.usual, usual.hours > 0
      ? {sum: inReais(usual.valorPerHour), count: `${text.payments(usual.countPerHour === 1 ? 1 : number(1).format(usual.countPerHour))}, ${text.usualHow(usual.hours)}`,
        above: above.some(rule => UNUSUAL.includes(rule)),
        ...limits && usualLimit(usual, limits, span('pagamentos', 60))}
      : {sum: '–', count: text.usualUnknown});
  }
}

const counted = count => text.payments(count === 1 ? 1 : whole.format(count));

function limitOf(minutes, count, valor, limits) {
  if (minutes === 1) {
    return {part: count / limits.minutePayments, most: text.of(whole.format(limits.minutePayments))};
  }
  return against(valor, minutes === 60 ? limits.hourValor : limits.dayValor);
}

function against(valor, limit) {
  return {part: share(centavosOf(valor), centavosOf(limit)), most: text.of(inReais(limit).replace(/,00$/, ''))};
}

// Once its past is long enough to be compared with.
function usualLimit(usual, limits, hour) {
  if (usual.hours < limits.usualHours) {
    return {};
  }
  const most = times(centavosOf(usual.valorPerHour), limits.timesUsual);
  return {part: share(centavosOf(hour.valor), most), most: text.timesThat(number(1).format(limits.timesUsual), reais(most))};
}

function figureElement(name) {
  return element(name, 'figure', element('span', 'sum'), element('span', 'count'),
    element('span', 'against', element('span', 'bar', element('i', '')), element('span', 'most')));
}

// A sum, what there is to say of it, and a bar when something is known that it can be compared with.
function figure(cell, {sum, count, part, most, above}) {
  const find = name => cell.querySelector(name);
  write(find('.sum'), sum);
  write(find('.count'), count);
  find('.against').hidden = most === undefined;
  const over = Boolean(above) || part > 1;
  if (most !== undefined) {
    find('i').style.transform = `scaleX(${Math.min(1, part)})`;
    write(find('.most'), `${most}${over ? ` · ${text.over}` : ''}`);
  }
  cell.classList.toggle('over', over);
  cell.classList.toggle('near', !over && part >= 0.8);
}

function showAbove(above) {
  const chips = above.map(rule => element('span', 'chip signal', nameOf(rule)));
  $('above').replaceChildren(...(chips.length ? chips : [element('span', 'quiet', text.nothingAbove)]));
}
