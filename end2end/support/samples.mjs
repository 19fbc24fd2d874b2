// When the demo world has come to life.
import { ask } from './http.mjs';
import { until } from './server.mjs';

/** Asks a server function as someone who is signed in. */
export async function callServerFn(port, cookie, path, args) {
  const answer = await ask(port, cookie.domain, `/api/${path}`, {
    method: 'POST',
    headers: { cookie: `${cookie.name}=${cookie.value}`, 'content-type': 'application/json', accept: 'application/json', 'sec-fetch-site': 'same-origin' },
    body: JSON.stringify(args),
  });
  if (answer.status !== 200) throw new Error(`/api/${path} answers ${answer.status}: ${answer.body}`);
  return JSON.parse(answer.body.toString());
}

/** Waits until every interface in sight was measured after `since_ms`: the collector works, and rates are of now. */
export function untilMeasured(port, cookie, since_ms) {
  return until('fresh figures on every interface', 120_000, async () => {
    const { value } = await callServerFn(port, cookie, 'network/list_interfaces', { query: {} });
    const waiting = value.items.filter((item) => !(item.at_ms > since_ms));
    if (value.items.length === 0) throw new Error('no interfaces yet');
    if (waiting.length) throw new Error(`waiting for ${waiting.map((item) => `${item.name} of ${item.device?.[1]}`).join(', ')}`);
    return true;
  });
}
