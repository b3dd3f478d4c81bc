// Amounts are whole centavos in a BigInt, and never a number: a sum is exact however large it is.
const GROUPED = new Intl.NumberFormat('pt-BR');
const FORM = /^(\d+)\.(\d{2})$/;
const FIGURE = /^(\d+)(?:\.(\d)\d*)?$/;

// '12.30' as the API writes it; undefined when it is none.
export function centavosOf(valor) {
  const [, reais, centavos] = FORM.exec(valor) || [];
  return reais && BigInt(reais + centavos);
}

// Centavos as a signal's inputs have them, maybe with parts of one: '1230' or '1229.5'.
export function roundedCentavos(figure) {
  const [, whole, part] = FIGURE.exec(figure) || [];
  return whole && BigInt(whole) + (part >= '5' ? 1n : 0n);
}

// 'R$ 1.234,50', in any language.
export function reais(centavos) {
  return `R$\u00a0${GROUPED.format(centavos / 100n)},${String(centavos % 100n).padStart(2, '0')}`;
}

export function inReais(valor) {
  const centavos = centavosOf(valor);
  return centavos === undefined ? String(valor) : reais(centavos);
}

export const sum = amounts => amounts.reduce((all, one) => all + one, 0n);

export const times = (centavos, factor) => centavos * BigInt(Math.round(factor * 1000)) / 1000n;

// What part of a whole it is, 0 to 1 and above; for bars only.
export function share(part, whole) {
  return whole > 0n ? Number(part * 1000n / whole) / 1000 : 0;
}
