import {patiently} from '../common/ask.js';

const PATIENCE = 15000;

export const resourceOf = accountId => `/v1/pix/accounts/${encodeURIComponent(accountId)}`;

// What a path answers; a refusal is thrown with status, type and detail, no answer without.
export async function ask(path) {
  let answer;
  let body;
  try {
    answer = await patiently(path, {cache: 'no-store', signal: AbortSignal.timeout(PATIENCE)});
    body = await answer.json();
  } catch (away) {
    throw failed({status: answer && !answer.ok ? answer.status : undefined});
  }
  if (!answer.ok) {
    throw failed({status: answer.status, type: body.type, detail: body.detail});
  }
  return body;
}

const failed = why => Object.assign(new Error('not answered'), why);

// Whether it is the node's own problem of that name.
export const isOf = ({status, type}, name) => status >= 400 && String(type).endsWith(`:${name}`);
