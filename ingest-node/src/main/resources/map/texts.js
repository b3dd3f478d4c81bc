import {isToday, portuguese, say, shortDayAndTime, shortTime} from '../common/language.js';

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
    zoomIn: 'Zoom in', zoomOut: 'Zoom out', centre: 'Centre', reconnecting: 'reconnecting …', today: time => `today, ${time}`,
    yourOrder: 'Your order', someOrder: id => `Order ${id}`, seen: a => `last position ${a} ago`,
    stages: {
      lookedFor: ['One moment', 'Looking for the order …'],
      waiting: ['Waiting for a courier', 'As soon as a courier has the order, you can follow it here on the map.'],
      pickedUp: ['On its way', 'A courier has the order. It shows on the map in a moment.'],
      delivered: ['Delivered', ''],
      expired: ['This link has expired', 'Ask whoever sent it to you for a new one.'],
      invalid: ['This link is not valid', 'Open it exactly as it was sent to you, or ask for a new one.'],
    },
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
    zoomIn: 'Aproximar', zoomOut: 'Afastar', centre: 'Centralizar', reconnecting: 'reconectando …', today: time => `hoje, ${time}`,
    yourOrder: 'Seu pedido', someOrder: id => `Pedido ${id}`, seen: a => `última posição há ${a}`,
    stages: {
      lookedFor: ['Um momento', 'Procurando o pedido …'],
      waiting: ['Aguardando um entregador', 'Assim que um entregador estiver com o pedido, você o acompanha aqui no mapa.'],
      pickedUp: ['A caminho', 'Um entregador está com o pedido. Em instantes ele aparece no mapa.'],
      delivered: ['Entregue', ''],
      expired: ['Este link expirou', 'Peça um novo a quem o enviou a você.'],
      invalid: ['Este link não é válido', 'Abra-o exatamente como foi enviado a você ou peça um novo.'],
    },
    northSouth: ['N', 'S'], eastWest: ['L', 'O'],
    winds: ['N', 'NE', 'L', 'SE', 'S', 'SO', 'O', 'NO'],
  },
};

export const text = portuguese ? all.pt : all.en;

// When something was.
export function moment(time) {
  return isToday(time) ? text.today(shortTime.format(time)) : shortDayAndTime.format(time);
}

export function translate() {
  say(text);
}
