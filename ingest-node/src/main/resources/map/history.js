import {patiently} from '../common/ask.js';

const PAGE = 1000;
const MOST_PAGES = 100;

// A position as the map draws it.
export function fixOf(position) {
  return {...position, fixedAt: Date.parse(position.fixedAt), bearing: position.bearingDeg, accuracy: position.accuracyM};
}

// The state of a courier now; of one that never sent anything, an empty one.
export async function summary(courierId) {
  const answer = await ask(courierId, '');
  if (answer.status === 404) {
    return {latest: null, positionCount: 0, seqNr: 0};
  }
  if (!answer.ok) {
    throw Object.assign(new Error(answer.statusText), {status: answer.status});
  }
  return answer.json();
}

// The fixes of a time range in the order of their time. progress(count) is told after each page.
export async function fixes(courierId, from, to, {signal, progress = () => {}, mostPages = MOST_PAGES} = {}) {
  const found = [];
  let cursor = null;
  for (let i = 0; i < mostPages; i++) {
    const query = new URLSearchParams({from: new Date(from).toISOString(), limit: PAGE});
    if (to !== undefined) {
      query.set('to', new Date(to).toISOString());
    }
    if (cursor !== null) {
      query.set('cursor', cursor);
    }
    const answer = await ask(courierId, `/positions?${query}`, signal);
    if (!answer.ok) {
      throw new Error(answer.statusText);
    }
    const body = await answer.json();
    for (const position of body.positions) {
      found.push(fixOf(position));
    }
    progress(found.length);
    cursor = body.nextCursor;
    if (cursor === null) {
      return {found, all: true};
    }
  }
  return {found, all: false};
}

const ask = (courierId, rest, signal) => patiently(`/v1/couriers/${encodeURIComponent(courierId)}${rest}`, {signal});
