// What the page says, in the browser's language: Portuguese or English.
const all = {
  en: {
    courier: 'Courier', show: 'Show', age: 'Age', speed: 'Speed', bearing: 'Heading', accuracy: 'Accuracy',
    battery: 'Battery', order: 'Order', place: 'Place', fixedAt: 'Fixed at', cursor: 'Cursor', keepCentred: 'Follow',
    replay: 'Replay a day', toLive: 'Live', play: 'Play', pause: 'Pause', day: 'Day', time: 'Time',
    pace: 'Pace', map: 'Map', controls: 'Follow and replay',
    welcome: 'Where is a courier now?',
    welcomeHow: 'Nobody is here. Enter an id above: the map follows it live, and replays any of its days.',
    inView: (n, count) => count === 1 ? '1 courier in view' : `${n} couriers in view`, connecting: 'connecting …', live: 'live', waiting: 'no position yet',
    again: s => `cut off, again in ${s} s`, refused: 'not a courier id',
    resumed: s => `resumed after ${s} s`,
    whole: (s, n) => `resumed after ${s} s, ${n ? `${n} caught up, ` : ''}nothing missing`,
    differs: (s, n) => `resumed after ${s} s, ${n > 0 ? `${n} missing` : `${-n} doubled`}`,
    behind: 'fell behind: some positions are in the replay only', late: 'a late fix came',
    loading: n => `loading … ${n}`, noFixes: 'no positions on this day', failed: 'history does not answer',
    cutShort: 'the first positions of this day only',
    zoomIn: 'Zoom in', zoomOut: 'Zoom out',
    northSouth: ['N', 'S'], eastWest: ['E', 'W'],
    winds: ['N', 'NE', 'E', 'SE', 'S', 'SW', 'W', 'NW'],
  },
  pt: {
    courier: 'Entregador', show: 'Mostrar', age: 'Idade', speed: 'Velocidade', bearing: 'Direção',
    accuracy: 'Precisão', battery: 'Bateria', order: 'Pedido', place: 'Lugar', fixedAt: 'Hora da posição',
    cursor: 'Cursor', keepCentred: 'Seguir', replay: 'Rever um dia', toLive: 'Ao vivo', play: 'Reproduzir',
    pause: 'Pausar', day: 'Dia', time: 'Hora', pace: 'Ritmo', map: 'Mapa', controls: 'Seguir e rever',
    welcome: 'Onde está um entregador agora?',
    welcomeHow: 'Ninguém aqui. Digite um id acima: o mapa o segue ao vivo e repete qualquer um dos seus dias.',
    inView: (n, count) => count === 1 ? '1 entregador à vista' : `${n} entregadores à vista`,
    connecting: 'conectando …', live: 'ao vivo',
    waiting: 'nenhuma posição ainda', again: s => `sem conexão, de novo em ${s} s`,
    refused: 'não é um id de entregador',
    resumed: s => `retomado após ${s} s`,
    whole: (s, n) => `retomado após ${s} s, ${n ? `${n} recuperadas, ` : ''}nada faltando`,
    differs: (s, n) => `retomado após ${s} s, ${n > 0 ? `${n} faltando` : `${-n} em dobro`}`,
    behind: 'ficou para trás: algumas posições só ao rever', late: 'chegou uma posição atrasada',
    loading: n => `carregando … ${n}`, noFixes: 'nenhuma posição neste dia', failed: 'o histórico não responde',
    cutShort: 'só as primeiras posições deste dia',
    zoomIn: 'Aproximar', zoomOut: 'Afastar',
    northSouth: ['N', 'S'], eastWest: ['L', 'O'],
    winds: ['N', 'NE', 'L', 'SE', 'S', 'SO', 'O', 'NO'],
  },
};

const portuguese = (navigator.language || 'en').toLowerCase().startsWith('pt');
const locale = portuguese ? 'pt-BR' : (navigator.language || '').startsWith('en') ? navigator.language : 'en';

export const text = portuguese ? all.pt : all.en;
export const number = (most, least = 0) =>
  new Intl.NumberFormat(locale, {minimumFractionDigits: least, maximumFractionDigits: most});
export const dayAndTime = new Intl.DateTimeFormat(locale, {dateStyle: 'short', timeStyle: 'medium'});
export const timeOfDay = new Intl.DateTimeFormat(locale, {timeStyle: 'medium'});

export function age(seconds) {
  if (seconds < 100) {
    return `${seconds} s`;
  }
  if (seconds < 6000) {
    return `${Math.round(seconds / 60)} min`;
  }
  return seconds < 172800 ? `${Math.round(seconds / 3600)} h` : `${Math.round(seconds / 86400)} d`;
}

export function translate() {
  document.documentElement.lang = portuguese ? 'pt-BR' : 'en';
  for (const element of document.querySelectorAll('[data-text]')) {
    element.textContent = text[element.dataset.text];
  }
  for (const element of document.querySelectorAll('[data-label]')) {
    element.setAttribute('aria-label', text[element.dataset.label]);
  }
}
