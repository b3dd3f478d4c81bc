import {ask} from './api.js';
import {MOST, Stream} from './stream.js';

// What was recorded of an account from an instant on, in the order in which it happened: as many as there is room for.
// all: whether there is nothing more. The history does not know signals.
export async function recordedFrom(resource, time) {
  const query = new URLSearchParams({from: new Date(time).toISOString(), limit: MOST});
  const {events, nextCursor} = await ask(`${resource}/events?${query}`);
  const stream = new Stream();
  for (const event of events) {
    stream.add({...event, key: `${event.seq}.${event.index}`});
  }
  return {stream, all: nextCursor === null};
}
