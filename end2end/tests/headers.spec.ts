// What answers carry besides their bodies.
import { expect, test } from '../fixtures';
import { ask } from '../support/http.mjs';
import { world } from '../support/world';

const tag = '@desktop';

/** The headers that protect, without those that differ by answer. */
function protecting(headers: Record<string, string | string[] | undefined>) {
  const names = ['x-content-type-options', 'referrer-policy', 'x-frame-options', 'cache-control', 'content-security-policy', 'cross-origin-opener-policy', 'server', 'x-powered-by', 'access-control-allow-origin'];
  return Object.fromEntries(names.filter((name) => headers[name] !== undefined).map((name) => [name, headers[name]]));
}

const nothing = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
const always = { 'x-content-type-options': 'nosniff', 'referrer-policy': 'same-origin', 'x-frame-options': 'DENY' };

test('pages and answers are never stored, and nobody may frame them', { tag }, async () => {
  const { port, accounts, sessions } = world();
  const cookie = `${sessions.owner.name}=${sessions.owner.value}`;
  for (const [path, headers, status] of [
    ['/network/interfaces', { cookie }, 200],
    ['/sign-in', {}, 200],
    ['/nothing/here', { cookie }, 404],
    ['/network/interfaces', {}, 303],
    ['/api/network/list_interfaces', {}, 401],
  ] as [string, Record<string, string>, number][]) {
    const answer = await ask(port, accounts.owner.host, path, { headers });
    expect(answer.status, path).toBe(status);
    expect(protecting(answer.headers), path).toMatchObject({ ...always, 'cache-control': 'no-store' });
    expect(protecting(answer.headers), path).not.toHaveProperty('access-control-allow-origin');
    expect(answer.headers['x-request-id'], path).toMatch(/^[0-9a-f-]{36}$/);
  }
});

test('built files are compressed beforehand and kept for ever, missing ones are not', { tag }, async () => {
  const { port, accounts, sessions } = world();
  const { host } = accounts.owner;
  const page = await ask(port, host, '/network/interfaces', { headers: { cookie: `${sessions.owner.name}=${sessions.owner.value}` } });
  const html = page.body.toString();
  const files = [...new Set([...html.matchAll(/["'(](\/(?:pkg|assets|vendor)\/[^"')\s]+)["')]/g)].map((found) => found[1].replaceAll('&amp;', '&')))];
  expect(files.some((file) => file.endsWith('.wasm')), files.join(' ')).toBe(true);
  expect(files.some((file) => file.includes('.css')), files.join(' ')).toBe(true);
  for (const file of files) {
    const answer = await ask(port, host, file, { headers: { 'accept-encoding': 'br' } });
    expect(answer.status, file).toBe(200);
    expect(protecting(answer.headers), file).toEqual({ ...always, 'content-security-policy': nothing, 'cache-control': 'public, max-age=31536000, immutable' });
    if (/\.(wasm|js|css)(\?|$)/.test(file)) expect(answer.headers['content-encoding'], file).toBe('br');
    if (/\.wasm(\?|$)/.test(file)) expect(answer.headers['content-type'], file).toBe('application/wasm');
  }
  const missing = await ask(port, host, '/pkg/nothing.js');
  expect(missing.status).toBe(404);
  expect(missing.headers['cache-control']).toBe('no-store');
});

test('a change that does not come from this origin is refused', { tag }, async () => {
  const { port, accounts, sessions } = world();
  const cookie = `${sessions.owner.name}=${sessions.owner.value}`;
  const { host } = accounts.owner;
  const zenith = `http://${accounts.zenith.host}:${port}`;
  const foreign: Record<string, string>[] = [
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site', origin: zenith },
    { 'sec-fetch-site': 'none' },
    { origin: zenith },
    {},
  ];
  for (const headers of foreign) {
    const answer = await ask(port, host, '/sign-out', { method: 'POST', headers: { cookie, 'content-type': 'application/x-www-form-urlencoded', ...headers } });
    expect(answer.status, JSON.stringify(headers)).toBe(403);
  }
  const still = await ask(port, host, '/network/interfaces', { headers: { cookie } });
  expect(still.status).toBe(200);
});

test('operations answer without a host, metrics only to this machine', { tag }, async () => {
  const { port, accounts } = world();
  for (const path of ['/healthz', '/readyz']) {
    expect((await ask(port, '127.0.0.1', path)).status, path).toBe(200);
  }
  expect((await ask(port, '127.0.0.1', '/metrics')).body.toString()).toContain('lastmile_http_request_seconds');
  expect((await ask(port, '127.0.0.1', '/metrics', { headers: { 'x-forwarded-for': '198.51.100.7' } })).status).toBe(404);
  expect((await ask(port, accounts.owner.host, '/metrics')).status, 'as a proxy forwards it').toBe(404);
});

test('a page runs what carries its own nonce and loads nothing from elsewhere', { tag }, async () => {
  const { port, accounts } = world();
  const seen = new Set<string>();
  for (let round = 0; round < 3; round += 1) {
    const answer = await ask(port, accounts.owner.host, '/sign-in');
    const policy = String(answer.headers['content-security-policy']);
    const nonce = /'nonce-([^']+)'/.exec(policy)?.[1] ?? '';
    expect(policy).toBe(
      `default-src 'none'; script-src 'strict-dynamic' 'nonce-${nonce}' 'wasm-unsafe-eval'; style-src 'self'; style-src-attr 'unsafe-inline'; img-src 'self' data:; font-src 'self'; connect-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
    );
    const scripts = [...answer.body.toString().matchAll(/<script(?![^>]*application\/json)[^>]*>/g)].map(([script]) => script);
    expect(scripts.length).toBeGreaterThan(0);
    expect(scripts.filter((script) => !script.includes(`nonce="${nonce}"`))).toEqual([]);
    seen.add(nonce);
  }
  expect(seen.size, 'nonces are never used twice').toBe(3);
  const plain = await ask(port, accounts.owner.host, '/api/network/list_interfaces');
  expect(plain.headers['content-security-policy']).toBe(nothing);
});
