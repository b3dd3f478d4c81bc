import {age, dayAndTime, number} from '../common/language.js';
import {text} from './texts.js';

const OLD_AFTER = 120;
const $ = id => document.getElementById(id);

// The panel beside the map: one fix, and how old it is. What is not known has no row.
export function showDetails(fix, now) {
  $('details').hidden = false;
  row('speed', fix.speedMps, v => `${number(0).format(v * 3.6)} km/h`);
  row('bearing', fix.bearingDeg, v => `${text.winds[Math.round(v / 45) % 8]} · ${number(0).format(v)}°`);
  row('accuracy', fix.accuracyM, v => `± ${number(0).format(v)} m`);
  row('battery', fix.batteryPct, v => `${number(0).format(v)} %`);
  row('order', fix.orderId, v => v);
  row('place', fix.lat, () => `${fix.lat.toFixed(5)}, ${fix.lon.toFixed(5)}`);
  row('fixedAt', fix.fixedAt, v => dayAndTime.format(v));
  row('cursor', `${fix.seq}.${fix.index}`, v => v);
  showAge(fix, now);
}

export function showAge(fix, now) {
  const {words, old} = ageOf(fix, now);
  write('age', words);
  $('details').classList.toggle('old', old);
}

export function ageOf(fix, now) {
  const seconds = Math.max(0, Math.round((now - fix.fixedAt) / 1000));
  return {words: age(seconds), old: seconds > OLD_AFTER};
}

function row(id, value, words) {
  $(id).parentElement.hidden = value === undefined;
  write(id, value === undefined ? '' : words(value));
}

function write(id, words) {
  if ($(id).textContent !== words) {
    $(id).textContent = words;
  }
}
