'use strict';

// What the page says, in the browser's language: Portuguese or English.
const Texts = (() => {
  const all = {
    en: {
      courier: 'Courier', follow: 'Follow', age: 'Age', speed: 'Speed', accuracy: 'Accuracy', battery: 'Battery',
      place: 'Place', fixedAt: 'Fixed at', cursor: 'Cursor', keepCentred: 'Keep centred',
      idle: 'enter a courier id', connecting: 'connecting …', live: 'live', waiting: 'no position yet',
      again: s => `cut off, again in ${s} s`, refused: 'not a courier id', busy: 'too many watchers, trying again',
      behind: 'fell behind, skipped ahead', late: 'late fix', unknown: '–',
    },
    pt: {
      courier: 'Entregador', follow: 'Seguir', age: 'Idade', speed: 'Velocidade', accuracy: 'Precisão',
      battery: 'Bateria', place: 'Lugar', fixedAt: 'Hora da posição', cursor: 'Cursor',
      keepCentred: 'Manter no centro', idle: 'digite o id de um entregador', connecting: 'conectando …',
      live: 'ao vivo', waiting: 'nenhuma posição ainda', again: s => `sem conexão, de novo em ${s} s`,
      refused: 'não é um id de entregador', busy: 'observadores demais, tentando de novo',
      behind: 'ficou para trás, pulou adiante', late: 'posição atrasada', unknown: '–',
    },
  };
  const language = (navigator.language || 'en').toLowerCase().startsWith('pt') ? 'pt' : 'en';
  const text = all[language];
  document.documentElement.lang = language === 'pt' ? 'pt-BR' : 'en';
  for (const element of document.querySelectorAll('[data-text]')) {
    element.textContent = text[element.dataset.text];
  }
  const number = digits => new Intl.NumberFormat(language === 'pt' ? 'pt-BR' : 'en', {maximumFractionDigits: digits});
  const time = new Intl.DateTimeFormat(language === 'pt' ? 'pt-BR' : 'en', {dateStyle: 'short', timeStyle: 'medium'});
  return {text, number, time};
})();
