import {portuguese, say} from '../common/language.js';

// What the page says, in the browser's language: Portuguese or English. Amounts are written as in Brazil in both.
const all = {
  en: {
    account: 'Account', show: 'Show', stream: 'What happens on the account, the newest first',
    filters: 'Which events are shown', all: 'All', onlySignals: 'With signals', pause: 'Pause',
    resume: n => n ? `Resume · ${n} new` : 'Resume', windows: 'Windows', signals: 'Signals', payment: 'Payment', close: 'Close',
    totals: 'Totals', totalPaid: 'Paid', totalReceived: 'Received', totalReturned: 'Returned', limits: 'Limits',
    paid: 'Paid', received: 'Received', latest: 'Latest',
    noSignals: 'No signal among the latest events.',
    kinds: {pagamento: 'Paid', recebimento: 'Received', estorno: 'Return'},
    many: {pagamento: 'Paid', recebimento: 'Received', estorno: 'Returns'},
    states: {
      ask: ['Which account?', 'Enter its id above: what happens on it appears here as it happens.'],
      looking: ['One moment', 'Asking for the account …'],
      away: ['No answer', 'The node does not answer. The page asks again by itself.'],
      unknown: ['Nothing happened yet', 'Nothing was ever recorded of this account. What happens on it from now on appears here by itself.'],
      refused: ['Not an account id', 'The node does not take this id.'],
      off: ['Pix is not set up', 'This node has no Pix accounts.'],
    },
    connecting: 'connecting …', live: 'live', again: s => `cut off, again in ${s} s`, resumed: s => `resumed after ${s} s`,
    behind: 'fell behind: some events were left out',
    from: 'From', looking: 'Asking the history …', pastAway: 'The history does not answer.',
    past: (n, from, all) => `${n} ${all ? 'events' : 'events, the first'} from ${from} on, as they happened. The history knows no signals.`,
    stale: time => `As of ${time}: the node does not answer.`,
    gap: 'Events were left out here: they came faster than this page took them. The history has them.',
    empty: 'Nothing yet. What happens appears here.', nothingSo: 'Nothing of this sort among the latest events.',
    came: (n, rules) => `${n === 1 ? '1 new event' : `${n} new events`}${rules ? `. Signals: ${rules}` : ''}`,
    payments: n => n === 1 ? '1 payment' : `${n} payments`, times: n => n === 1 ? 'once' : `${n} times`,
    spans: {1: '1 min', 60: '1 h', 1440: '24 h'}, of: most => `of ${most}`, over: 'above', timesThat: (n, most) => `${n} × that is ${most}`,
    night: 'This night', nightHow: zone => `20:00–06:00, ${zone}`, returned: 'Returns, 24 h', small: 'Small payments, 1 h',
    upTo: most => `up to ${most}`, usual: 'Usual hour',
    usualHow: n => n === 1 ? 'mean of 1 hour with payments' : `mean of ${n} hours with payments`, usualUnknown: 'no past yet',
    nothingAbove: 'none passed',
    value: (value, limit) => `${value}, limit ${limit}`, score: 'Score',
    fromTo: {pagamento: 'to', recebimento: 'from', estorno: ''},
    late: a => `told ${a} later`, violates: 'Violation', waits: 'waits for its payment',
    joined: n => n === 1 ? '1 return joined' : `${n} returns joined`, refusedReturns: n => n === 1 ? '1 return refused' : `${n} returns refused`,
    verdicts: {new: 'new', advances: 'moved on', completes: 'completed', waiting: 'waiting', violation: 'violation', duplicate: 'known'},
    statuses: {EM_PROCESSAMENTO: 'Under way', DEVOLVIDO: 'Returned', NAO_REALIZADO: 'Not made'},
    flags: {'id-minute': 'id of another time', components: 'parts do not add up'},
    rulesBroken: {
      'id-reused': 'the id is used for something else', 'above-original': 'returns would exceed the payment',
      'too-late': 'more than 90 days after the payment', 'status-conflict': 'told both as made and as not made',
      'too-many': 'more returns than are kept of a payment',
    },
    rules: {
      'limite-noturno': ['Night limit', 'More was paid in one night (20:00 to 06:00) than the limit.'],
      'pagamentos-por-minuto': ['Payments in a minute', 'More payments were made in a minute than the limit.'],
      'valor-por-hora': ['Amount in an hour', 'More was paid in an hour than the limit.'],
      'valor-por-dia': ['Amount in a day', 'More was paid in 24 hours than the limit.'],
      'ritmo-incomum': ['Unusual pace', 'Far more payments were made in an hour than this account usually makes.'],
      'valor-incomum': ['Unusual amount', 'Far more was paid in an hour than this account usually pays.'],
      'contraparte-nova': ['New counterparty', 'A large first payment to somebody.'],
      'muitas-pequenas-uma-grande': ['Many small, one large', 'After several small payments came one that is far larger.'],
      'devolucoes': ['Many returns', 'A large share of the day’s payments went back.'],
    },
    original: {pagamento: 'Payment made', recebimento: 'Payment received'}, noOriginal: 'The payment is not known yet',
    noOriginalHow: 'Returns that name it wait until it comes.', oneReturn: 'Return', asked: 'asked for', settled: 'settled',
    returnedOf: (back, all) => `${back} of ${all} returned`, left: v => `${v} can still go back`,
    over90: v => `${v} cannot go back: the 90 days for it are over`, underWay: v => `${v} under way`,
    violations: 'Violations: they count for nothing', events: 'Its latest events',
    paymentAway: 'The payment cannot be read now. The page asks again by itself.', paymentUnknown: 'The account does not know this payment.',
    fields: {counterparty: 'Counterparty', chave: 'Key', txid: 'txid'},
  },
  pt: {
    account: 'Conta', show: 'Mostrar', stream: 'O que acontece na conta, do mais novo ao mais antigo',
    filters: 'Quais eventos são mostrados', all: 'Todos', onlySignals: 'Com sinais', pause: 'Pausar',
    resume: n => n === 1 ? 'Retomar · 1 novo' : n ? `Retomar · ${n} novos` : 'Retomar', windows: 'Janelas', signals: 'Sinais', payment: 'Pagamento',
    close: 'Fechar', totals: 'Totais', totalPaid: 'Pago', totalReceived: 'Recebido', totalReturned: 'Devolvido', limits: 'Limites',
    paid: 'Pago', received: 'Recebido', latest: 'Últimos',
    noSignals: 'Nenhum sinal entre os últimos eventos.',
    kinds: {pagamento: 'Pagamento', recebimento: 'Recebimento', estorno: 'Devolução'},
    many: {pagamento: 'Pagamentos', recebimento: 'Recebimentos', estorno: 'Devoluções'},
    states: {
      ask: ['Qual conta?', 'Digite o id acima: o que acontece nela aparece aqui na hora.'],
      looking: ['Um momento', 'Consultando a conta …'],
      away: ['Sem resposta', 'O nó não responde. A página pergunta de novo sozinha.'],
      unknown: ['Nada aconteceu ainda', 'Nada foi registrado desta conta. O que acontecer nela a partir de agora aparece aqui sozinho.'],
      refused: ['Não é um id de conta', 'O nó não aceita este id.'],
      off: ['O Pix não está configurado', 'Este nó não tem contas Pix.'],
    },
    connecting: 'conectando …', live: 'ao vivo', again: s => `sem conexão, de novo em ${s} s`, resumed: s => `retomado após ${s} s`,
    behind: 'ficou para trás: alguns eventos foram omitidos',
    from: 'Desde', looking: 'Consultando o histórico …', pastAway: 'O histórico não responde.',
    past: (n, from, all) => `${n} ${all ? 'eventos' : 'eventos, os primeiros'} desde ${from}, na ordem em que aconteceram. O histórico não tem sinais.`,
    stale: time => `Situação das ${time}: o nó não responde.`,
    gap: 'Aqui foram omitidos eventos: vieram mais rápido do que esta página os leu. O histórico os tem.',
    empty: 'Nada ainda. O que acontecer aparece aqui.', nothingSo: 'Nada desse tipo entre os últimos eventos.',
    came: (n, rules) => `${n === 1 ? '1 evento novo' : `${n} eventos novos`}${rules ? `. Sinais: ${rules}` : ''}`,
    payments: n => n === 1 ? '1 pagamento' : `${n} pagamentos`, times: n => n === 1 ? '1 vez' : `${n} vezes`,
    spans: {1: '1 min', 60: '1 h', 1440: '24 h'}, of: most => `de ${most}`, over: 'acima', timesThat: (n, most) => `${n} × isso são ${most}`,
    night: 'Esta noite', nightHow: zone => `20h–6h, ${zone}`, returned: 'Devoluções, 24 h', small: 'Pagamentos pequenos, 1 h',
    upTo: most => `até ${most}`, usual: 'Hora habitual',
    usualHow: n => n === 1 ? 'média de 1 hora com pagamentos' : `média de ${n} horas com pagamentos`, usualUnknown: 'ainda sem passado',
    nothingAbove: 'nenhum ultrapassado',
    value: (value, limit) => `${value}, limite ${limit}`, score: 'Pontuação',
    fromTo: {pagamento: 'para', recebimento: 'de', estorno: ''},
    late: a => `informado ${a} depois`, violates: 'Violação', waits: 'espera o pagamento',
    joined: n => n === 1 ? '1 devolução juntada' : `${n} devoluções juntadas`, refusedReturns: n => n === 1 ? '1 devolução recusada' : `${n} devoluções recusadas`,
    verdicts: {new: 'novo', advances: 'avançou', completes: 'completado', waiting: 'esperando', violation: 'violação', duplicate: 'conhecido'},
    statuses: {EM_PROCESSAMENTO: 'Em processamento', DEVOLVIDO: 'Devolvido', NAO_REALIZADO: 'Não realizado'},
    flags: {'id-minute': 'id de outra hora', components: 'as partes não somam'},
    rulesBroken: {
      'id-reused': 'o id já é de outra coisa', 'above-original': 'as devoluções passariam do pagamento',
      'too-late': 'mais de 90 dias após o pagamento', 'status-conflict': 'informada como feita e como não feita',
      'too-many': 'mais devoluções do que se guardam de um pagamento',
    },
    rules: {
      'limite-noturno': ['Limite noturno', 'Foi pago numa noite (20h às 6h) mais do que o limite.'],
      'pagamentos-por-minuto': ['Pagamentos por minuto', 'Foram feitos num minuto mais pagamentos do que o limite.'],
      'valor-por-hora': ['Valor por hora', 'Foi pago numa hora mais do que o limite.'],
      'valor-por-dia': ['Valor por dia', 'Foi pago em 24 horas mais do que o limite.'],
      'ritmo-incomum': ['Ritmo incomum', 'Foram feitos numa hora muito mais pagamentos do que esta conta costuma fazer.'],
      'valor-incomum': ['Valor incomum', 'Foi pago numa hora muito mais do que esta conta costuma pagar.'],
      'contraparte-nova': ['Contraparte nova', 'Um primeiro pagamento grande a alguém.'],
      'muitas-pequenas-uma-grande': ['Muitas pequenas, uma grande', 'Depois de vários pagamentos pequenos veio um muito maior.'],
      'devolucoes': ['Muitas devoluções', 'Uma grande parte dos pagamentos do dia voltou.'],
    },
    original: {pagamento: 'Pagamento feito', recebimento: 'Pagamento recebido'}, noOriginal: 'O pagamento ainda não é conhecido',
    noOriginalHow: 'As devoluções que o citam esperam até ele chegar.', oneReturn: 'Devolução', asked: 'pedida', settled: 'liquidada',
    returnedOf: (back, all) => `${back} de ${all} devolvidos`, left: v => `${v} ainda podem voltar`,
    over90: v => `${v} não podem mais voltar: o prazo de 90 dias acabou`, underWay: v => `${v} em processamento`,
    violations: 'Violações: não contam', events: 'Seus últimos eventos',
    paymentAway: 'O pagamento não pode ser lido agora. A página pergunta de novo sozinha.', paymentUnknown: 'A conta não conhece este pagamento.',
    fields: {counterparty: 'Contraparte', chave: 'Chave', txid: 'txid'},
  },
};

export const text = portuguese ? all.pt : all.en;

// The word for a name of the API; one that is newer than this page stands for itself.
export const wordFor = (words, name) => Object.hasOwn(words, name) ? words[name] : String(name);

// A rule's name in words, and what it means; of one that is newer than this page its own name.
export const nameOf = rule => Object.hasOwn(text.rules, rule) ? text.rules[rule][0] : String(rule);
export const sentenceOf = rule => Object.hasOwn(text.rules, rule) ? text.rules[rule][1] : '';

export function translate() {
  say(text);
  for (const element of document.querySelectorAll('[data-many]')) {
    element.textContent = text.many[element.dataset.many];
  }
}
