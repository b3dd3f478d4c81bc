import {age, isToday, shortDayAndTime, timeOfDay} from '../common/language.js';
import {element, icon, write} from './dom.js';
import {inReais} from './money.js';
import {nameOf, text, wordFor} from './texts.js';

const PATHS = {
  pagamento: 'M7 17L17 7M9 7h8v8',
  recebimento: 'M17 7L7 17M15 17H7V9',
  estorno: 'M9 14l-5-5 5-5M4 9h10a6 6 0 0 1 0 12h-3',
  gap: 'M4 12h3m4 0h3m4 0h3',
};
const SIGNS = {pagamento: '\u2212\u00a0', recebimento: '+\u00a0'};
const LATE = 3600;

const signOf = kind => Object.hasOwn(SIGNS, kind) ? SIGNS[kind] : '';

export const pathOf = kind => Object.hasOwn(PATHS, kind) ? PATHS[kind] : 'M12 8v8m-4-4h8';

export function timeOf(instant) {
  const time = Date.parse(instant);
  if (Number.isNaN(time)) {
    return '–';
  }
  return isToday(time) ? timeOfDay.format(time) : shortDayAndTime.format(time);
}

// A row of the stream, to be filled again and again.
export function newRow() {
  const row = element('div', 'row',
    element('span', 'icon', icon()),
    element('div', 'what', element('strong', 'kind'), element('span', 'party'), element('span', 'id')),
    element('div', 'chips'),
    element('span', 'valor'),
    element('time', 'when'));
  row.setAttribute('role', 'option');
  return row;
}

// row: an event as a live frame has it, or a gap
export function fill(line, row) {
  const part = name => line.querySelector(name);
  const kind = row.gap ? 'gap' : row.kind;
  line.dataset.kind = kind;
  line.dataset.verdict = row.verdict || '';
  part('path').setAttribute('d', pathOf(kind));
  write(part('.kind'), row.gap ? text.gap : wordFor(text.kinds, kind));
  write(part('.party'), row.gap ? '' : partyOf(row));
  write(part('.id'), row.gap ? '' : row.rtrId || row.endToEndId || '');
  write(part('.valor'), row.gap ? '' : `${signOf(kind)}${inReais(row.valor)}`);
  write(part('.when'), row.gap ? '' : timeOf(row.occurredAt));
  part('.chips').replaceChildren(...(row.gap ? [] : chipsOf(row)));
}

function partyOf(row) {
  const masked = row.counterparty?.masked || row.chave?.masked;
  return masked ? `${Object.hasOwn(text.fromTo, row.kind) ? text.fromTo[row.kind] : ''} ${masked}`.trim() : '';
}

// What stands out first. The words are those of the API where this page does not know them.
export function chipsOf(row) {
  const chips = [];
  const chip = (look, words) => chips.push(element('span', `chip ${look}`, words));
  if (row.rule) {
    chip('bad', `${text.violates}: ${wordFor(text.rulesBroken, row.rule)}`);
  }
  if (row.verdict === 'waiting') {
    chip('wait', text.waits);
  }
  if (row.refused?.length) {
    chip('bad', text.refusedReturns(row.refused.length));
  }
  row.signals?.forEach(signal => chip('signal', nameOf(signal.rule)));
  row.flags?.forEach(flag => chip('wait', wordFor(text.flags, flag)));
  if (row.joined?.length) {
    chip('', text.joined(row.joined.length));
  }
  if (row.status) {
    chip(row.status === 'DEVOLVIDO' ? 'good' : '', wordFor(text.statuses, row.status));
  }
  if (row.verdict && !['new', 'waiting', 'violation'].includes(row.verdict)) {
    chip('', wordFor(text.verdicts, row.verdict));
  }
  const later = (Date.parse(row.receivedAt) - Date.parse(row.occurredAt)) / 1000;
  if (later > LATE) {
    chip('', text.late(age(Math.round(later))));
  }
  return chips;
}
