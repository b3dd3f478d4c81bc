import {number} from '../common/language.js';
import {$, element, write} from './dom.js';
import {reais, roundedCentavos} from './money.js';
import {timeOf} from './row.js';
import {nameOf, sentenceOf, text} from './texts.js';

// Rules whose inputs are counts; those of the others are centavos.
const COUNTED = ['pagamentos-por-minuto', 'ritmo-incomum', 'devolucoes'];
const MOST = 40;
const PAUSE = 400;

// What the rule went by, in words. Of a rule that is newer than this page nothing is known but its inputs.
export function inputsOf({rule, inputs = {}}) {
  if (!Object.hasOwn(text.rules, rule)) {
    return Object.entries(inputs).map(([name, figure]) => `${name} ${figure}`).join(' · ');
  }
  const words = COUNTED.includes(rule) ? inFigures : inCentavos;
  return text.value(words(inputs.value), words(inputs.limit));
}

const inFigures = figure => Number.isFinite(Number(figure)) ? number(1).format(figure) : String(figure);

function inCentavos(figure) {
  const centavos = roundedCentavos(figure);
  return centavos === undefined ? String(figure) : reais(centavos);
}

// A signal in full, as a list has it.
export function signalElement(signal, ...more) {
  const score = element('span', 'score', number(2, 2).format(signal.score));
  score.title = text.score;
  score.dataset.high = signal.score >= 0.9;
  return element('div', 'signal',
    element('p', 'head', score, element('strong', '', nameOf(signal.rule)), ...more),
    element('p', 'quiet', sentenceOf(signal.rule)),
    element('p', 'inputs', inputsOf(signal), ' ', element('span', 'quiet', `${signal.rule} v${signal.version}`)));
}

// The latest signals, the newest first; each opens its payment.
export class Signals {
  constructor(chosen) {
    this.chosen = chosen;
    this.latest = [];
    this.count = 0;
  }

  came(row) {
    for (const signal of row.signals) {
      this.latest.unshift({row, signal});
    }
    this.count += row.signals.length;
    this.latest.length = Math.min(MOST, this.latest.length);
    this.waiting ||= setTimeout(() => this.show(), PAUSE);
  }

  show() {
    this.waiting = 0;
    write($('signalCount'), number(0).format(this.count));
    $('noSignals').hidden = true;
    // Whoever is in the list stays in it.
    const focused = document.activeElement?.closest('#told button')?.dataset.key;
    $('told').replaceChildren(...this.latest.map(one => this.item(one)));
    if (focused) {
      [...$('told').querySelectorAll('button')].find(button => button.dataset.key === focused)?.focus();
    }
  }

  item({row, signal}) {
    const button = element('button', 'plain', signalElement(signal, element('time', 'quiet', timeOf(row.occurredAt))));
    button.type = 'button';
    button.dataset.key = `${row.key} ${signal.rule}`;
    button.addEventListener('click', () => this.chosen(row, button));
    return element('li', '', button);
  }
}
