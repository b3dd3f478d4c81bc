// The browser's language, Portuguese or English, and how numbers and times are written in it.
export const portuguese = (navigator.language || 'en').toLowerCase().startsWith('pt');
const locale = portuguese ? 'pt-BR' : (navigator.language || '').startsWith('en') ? navigator.language : 'en';

export const number = (most, least = 0) =>
  new Intl.NumberFormat(locale, {minimumFractionDigits: least, maximumFractionDigits: most});
export const dayAndTime = new Intl.DateTimeFormat(locale, {dateStyle: 'short', timeStyle: 'medium'});
export const timeOfDay = new Intl.DateTimeFormat(locale, {timeStyle: 'medium'});
export const shortTime = new Intl.DateTimeFormat(locale, {timeStyle: 'short'});
export const shortDayAndTime = new Intl.DateTimeFormat(locale, {dateStyle: 'medium', timeStyle: 'short'});

export const isToday = time => new Date(time).toDateString() === new Date().toDateString();

export function age(seconds) {
  if (seconds < 100) {
    return `${seconds} s`;
  }
  if (seconds < 6000) {
    return `${Math.round(seconds / 60)} min`;
  }
  return seconds < 172800 ? `${Math.round(seconds / 3600)} h` : `${Math.round(seconds / 86400)} d`;
}

// Has the document say it in these words, by their names in data-text and data-label.
export function say(words) {
  document.documentElement.lang = portuguese ? 'pt-BR' : 'en';
  for (const element of document.querySelectorAll('[data-text]')) {
    element.textContent = words[element.dataset.text];
  }
  for (const element of document.querySelectorAll('[data-label]')) {
    element.setAttribute('aria-label', words[element.dataset.label]);
  }
}
