// What a browser loads on its first visit: bytes on the wire, headers included, measured by Chromium against a server
// that this script starts; and the size of each lazy chunk. bench-wasm-size.mjs SITE BIN: the last line is one JSON object.
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

import { chromium } from '@playwright/test';

import { launchOptions } from './support/chromium.mjs';
import { signInOverHttp } from './support/http.mjs';
import { untilMeasured } from './support/samples.mjs';
import { startServer } from './support/server.mjs';

/** The budgets of a first load: the client portal's, and those of staff. */
const BUDGET = 200_000;
const STAFF_BUDGET = 350_000;
/** And of everything that is loaded later. */
const LAZY_BUDGET = 80_000;
const PORTALS = [
  ['client', 'aroma', '/network/interfaces', BUDGET],
  ['isp', 'owner', '/network/interfaces', STAFF_BUDGET],
  ['founder', 'founder', '/platform', STAFF_BUDGET],
  ['reseller', 'reseller', '/dashboard', STAFF_BUDGET],
  ['client-dashboard', 'aroma', '/dashboard', BUDGET],
  ['isp-dashboard', 'owner', '/dashboard', STAFF_BUDGET],
  ['founder-dashboard', 'founder', '/dashboard', STAFF_BUDGET],
];

const kindOf = (type, url) => {
  const path = new URL(url).pathname;
  if (path.endsWith('.wasm') || path.endsWith('.bin')) return 'wasm';
  if (path.endsWith('.js')) return 'js';
  if (path.endsWith('.css')) return 'css';
  if (path.endsWith('.woff2')) return 'font';
  if (path.startsWith('/words/')) return 'words';
  return type === 'Document' ? 'html' : 'other';
};

/** Opens a page with an empty cache and adds up what came over the wire, by kind of file. */
async function firstLoad(browser, port, cookie, path) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  await context.addCookies([cookie]);
  const page = await context.newPage();
  const network = await context.newCDPSession(page);
  const kinds = new Map();
  const bytes = {};
  await network.send('Network.enable');
  network.on('Network.responseReceived', ({ requestId, type, response }) => kinds.set(requestId, kindOf(type, response.url)));
  network.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    const kind = kinds.get(requestId) ?? 'other';
    bytes[kind] = (bytes[kind] ?? 0) + encodedDataLength;
  });
  await page.goto(`http://${cookie.domain}:${port}${path}`);
  await page.locator('html[data-hydrated]').waitFor({ state: 'attached' });
  await page.waitForLoadState('networkidle');
  await context.close();
  const total = Object.values(bytes).reduce((sum, value) => sum + value, 0);
  return { total, ...bytes };
}

/** Every pack of the bundle, compressed, and the chart library. */
function lazyFiles(site) {
  const folder = join(site, 'pkg', readFileSync(join(site, 'pkg/current'), 'utf8').trim());
  const sizes = {};
  for (const name of readdirSync(folder, { recursive: true }).sort()) {
    if (name.endsWith('.bin.br')) sizes[name.slice(0, -'.br'.length)] = statSync(join(folder, name)).size;
  }
  for (const name of readdirSync(join(site, 'vendor'))) {
    if (name.endsWith('.br')) sizes[`vendor/${name.slice(0, -'.br'.length)}`] = statSync(join(site, 'vendor', name)).size;
  }
  return sizes;
}

/** What is over its budget, in words. */
function over(portals, lazy) {
  const first = PORTALS.filter(([portal, , , budget]) => portals[portal].total > budget).map(([portal, , , budget]) => `${portal} by ${portals[portal].total - budget}`);
  // The chart library is asked for by pages with a chart when they are awake; the frame comes with the first page.
  const later = Object.entries(lazy).filter(([name, size]) => size > LAZY_BUDGET && !name.startsWith('vendor/') && name !== 'app.bin');
  return [...first, ...later.map(([name, size]) => `${name} by ${size - LAZY_BUDGET}`)];
}

const [site, bin] = process.argv.slice(2);
const server = await startServer(bin, site);
try {
  const browser = await chromium.launch(launchOptions);
  const portals = {};
  try {
    for (const [portal, who, path] of PORTALS) {
      const cookie = await signInOverHttp(server.port, server.accounts[who]);
      if (who !== 'founder') await untilMeasured(server.port, cookie, 0);
      portals[portal] = await firstLoad(browser, server.port, cookie, path);
      console.error(`${portal}: ${JSON.stringify(portals[portal])}`);
    }
  } finally {
    await browser.close();
  }
  const ours = portals.client.total;
  const lazy = lazyFiles(site);
  console.log(
    JSON.stringify({
      name: 'wasm-size',
      ours,
      peer: BUDGET,
      ratio: Number((ours / BUDGET).toFixed(3)),
      unit: 'bytes, brotli',
      conditions: {
        ours: 'first load of the client portal’s list of lines with an empty cache, everything until the page is awake and quiet, as Chromium received it, headers included',
        peer: 'the budget of the client portal',
        budgets: { client: BUDGET, staff: STAFF_BUDGET, lazy: LAZY_BUDGET },
        over: over(portals, lazy),
        portals,
        lazy,
        chromium: browser.version(),
      },
    }),
  );
} finally {
  await server.stop();
}
