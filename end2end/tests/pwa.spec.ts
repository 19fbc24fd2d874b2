// The portal as an app on a phone: what makes it installable, what its worker keeps and what it must never keep.
import { expect, expectAccessible, expectFits, open, ready, refusal, signIn, test } from '../fixtures';
import { ask, signInOverHttp } from '../support/http.mjs';
import { startServer } from '../support/server.mjs';
import { address, world } from '../support/world';
import type { Page } from '@playwright/test';

// Every other test runs without it, so that each sees its requests itself.
test.use({ serviceWorkers: 'allow' });

/** Waits until the worker of the page's origin is at work. */
const atWork = (page: Page) => page.evaluate(async () => void (await navigator.serviceWorker.ready));

/** Everything that the worker keeps: path and text of each. */
const kept = (page: Page) =>
  page.evaluate(async () => {
    const found: { path: string; type: string; text: string }[] = [];
    for (const name of await caches.keys()) {
      const cache = await caches.open(name);
      for (const request of await cache.keys()) {
        const answer = await cache.match(request);
        const { pathname, search } = new URL(request.url);
        const type = answer?.headers.get('content-type') ?? '';
        found.push({ path: pathname + search, type, text: /wasm|font/.test(type) ? '' : ((await answer?.text()) ?? '') });
      }
    }
    return found;
  });

test('every portal can be installed', { tag: '@desktop' }, async () => {
  const { port, accounts } = world();
  for (const who of ['owner', 'zenith', 'reseller'] as const) {
    const { host } = accounts[who];
    const manifest = JSON.parse((await ask(port, host, '/manifest.webmanifest')).body.toString());
    expect(manifest).toMatchObject({ id: '/', start_url: '/', scope: '/', display: 'standalone' });
    for (const field of ['name', 'short_name', 'theme_color', 'background_color', 'lang', 'dir']) expect(manifest[field], `${who} ${field}`).toBeTruthy();
    for (const { src } of manifest.icons) expect((await ask(port, host, src)).headers['content-type'], src).toBe('image/png');
    const worker = await ask(port, host, '/sw.js');
    expect(worker.headers['content-type']).toBe('text/javascript; charset=utf-8');
    expect(worker.headers['cache-control']).toBe('no-cache');
    expect(String(worker.headers['content-security-policy'])).toContain("connect-src 'self'");
    const page = (await ask(port, host, '/sign-in')).body.toString();
    for (const tag of ['rel="manifest"', 'rel="apple-touch-icon"', 'name="apple-mobile-web-app-title"', 'name="theme-color"']) expect(page).toContain(tag);
  }
});

test('only the shell is kept: no page, no answer, nothing of whoever is signed in', { tag: '@desktop' }, async ({ page, scripted }) => {
  await open(page, scripted, 'owner', '/network/interfaces');
  await atWork(page);
  // Under the worker now.
  for (const path of ['/people', '/network/devices', '/audit', '/network/interfaces']) {
    await page.goto(address('owner', path));
    await ready(page, scripted);
  }
  expect(await page.evaluate(() => navigator.serviceWorker.controller !== null)).toBe(true);
  const found = await kept(page);
  const paths = found.map(({ path }) => path);
  expect(paths.filter((path) => !/^\/(assets|pkg|brand)\/|^\/offline$/.test(path))).toEqual([]);
  expect(paths).toContain('/offline');
  expect(paths.some((path) => path.endsWith('.wasm')) && paths.some((path) => path.includes('main.css')), paths.join(' ')).toBe(true);
  expect(found.filter(({ type }) => type.startsWith('text/html')).map(({ path }) => path)).toEqual(['/offline']);
  const { accounts } = world();
  for (const { path, text } of found) {
    for (const secret of [accounts.owner.email, 'Core router', 'Transit A']) expect(text.includes(secret), `${path} holds ${secret}`).toBe(false);
  }
});

test('two portals share nothing', { tag: '@desktop' }, async ({ page, scripted }) => {
  const names = { owner: 'Acme Fibre', zenith: 'Zenith Net' };
  for (const who of ['owner', 'zenith'] as const) {
    await open(page, scripted, who, '/network/interfaces');
    await atWork(page);
    const offline = (await kept(page)).filter(({ path }) => path === '/offline');
    expect(offline.length).toBe(1);
    expect(offline[0].text).toContain(names[who]);
    expect(offline[0].text).not.toContain(names[who === 'owner' ? 'zenith' : 'owner']);
  }
});

test('a new version is offered and taken', { tag: ['@desktop', '@mobile'] }, async ({ page, scripted }) => {
  await open(page, scripted, 'owner', '/network/devices');
  await atWork(page);
  await page.reload();
  await ready(page, scripted);
  const notice = page.getByRole('status').filter({ hasText: 'A new version is ready.' });
  await expect(notice).toBeHidden();
  // Another script under the same scope is to a browser what a new build is.
  await page.evaluate(async () => void (await navigator.serviceWorker.register('/sw.js?build=next')));
  await expect(notice).toBeVisible();
  await expectFits(page);
  await expectAccessible(page);
  const reloaded = page.waitForEvent('load');
  await notice.getByRole('link', { name: 'Reload' }).click();
  await reloaded;
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Devices');
});

test('without a connection the portal says so in its own name and language', { tag: '@desktop' }, async ({ page, faults }) => {
  test.setTimeout(240_000);
  faults.expect(refusal(503), /^request failed: /, /^console error: (Failed to load resource|WebSocket connection)/, /^console warning: /);
  const server = await startServer(process.env.LASTMILE_BIN, process.env.LASTMILE_SITE);
  let running = true;
  try {
    const account = server.accounts.owner;
    await page.context().addCookies([await signInOverHttp(server.port, account)]);
    const at = (path: string) => `http://${account.host}:${server.port}${path}`;
    await page.goto(at('/people'));
    await ready(page, true);
    await atWork(page);
    await page.goto(at('/go'));
    await ready(page, true);
    await page.goto('about:blank');
    await server.stop();
    running = false;
    await page.goto(at('/network/interfaces'));
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('No connection');
    await expect(page).toHaveTitle('No connection · Acme Fibre');
    await expectFits(page);
    await expectAccessible(page);
    // The style sheet is there too.
    expect(await page.getByRole('link', { name: 'Try again' }).evaluate((link) => getComputedStyle(link).borderRadius)).not.toBe('0px');
    await page.goto('about:blank');
  } finally {
    if (running) await server.stop();
  }
});

test('the page without a connection follows the language of the pages', { tag: '@desktop' }, async ({ page, scripted }) => {
  await signIn(page, 'zenith');
  await page.goto(address('zenith', '/network/interfaces'));
  await ready(page, scripted);
  await atWork(page);
  const language = () => page.evaluate(async () => (await caches.match('/offline', { ignoreVary: true }))?.headers.get('content-language'));
  await expect.poll(language).toBe('en');
  await page.evaluate(async () => (await navigator.serviceWorker.ready).active?.postMessage({ language: 'hi' }));
  await expect.poll(language).toBe('hi');
});
