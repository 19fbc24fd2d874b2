// Pictures of the main pages at 1440 and 390 px: light, dark, Arabic. screenshots.mjs FOLDER, with LASTMILE_BIN and
// LASTMILE_SITE as for the tests; further arguments keep only the pages whose names hold one of them.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

import { chromium } from '@playwright/test';

import { launchOptions } from './support/chromium.mjs';
import { signInOverHttp } from './support/http.mjs';
import { callServerFn, untilMeasured } from './support/samples.mjs';
import { startServer } from './support/server.mjs';

const SIZES = [
  ['1440', { viewport: { width: 1440, height: 900 } }],
  ['390', { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true }],
];

const LOOKS = [
  ['light', 'light', 'en-GB'],
  ['dark', 'dark', 'en-GB'],
  ['arabic', 'light', 'ar-LB'],
];

const [folder, ...only] = process.argv.slice(2);
if (!folder) throw new Error('screenshots.mjs FOLDER [NAME…]');
mkdirSync(folder, { recursive: true });
const started = Date.now();
const server = await startServer(process.env.LASTMILE_BIN, process.env.LASTMILE_SITE);
try {
  const { port } = server;
  const cookies = {};
  for (const who of ['owner', 'reseller', 'aroma', 'founder']) cookies[who] = await signInOverHttp(port, server.accounts[who]);
  await untilMeasured(port, cookies.owner, started);
  const item = async (who, search) => (await callServerFn(port, cookies[who], 'network/list_interfaces', { query: { search } })).value.items[0];
  const { id, device } = await item('owner', 'Transit A');
  const { value: devices } = await callServerFn(port, cookies.owner, 'network/list_devices', {});
  const dead = devices.find(({ name }) => name === 'Tower Zahlé').id;
  const line = (await item('aroma', '')).id;
  const node = (await callServerFn(port, cookies.owner, 'tenancy/list_orgs', {})).nodes.find(({ kind }) => kind === 'reseller').id;
  const isp = (await callServerFn(port, cookies.founder, 'platform/overview', {}))[0].tenant;
  const pages = [
    ['sign-in', null, '/sign-in'],
    ['dashboard-founder', 'founder', '/dashboard'],
    ['dashboard-isp', 'owner', '/dashboard'],
    ['dashboard-reseller', 'reseller', '/dashboard'],
    ['dashboard-customer', 'aroma', '/dashboard'],
    ['health', 'founder', '/platform/health'],
    ['search', 'owner', '/search?q=ce'],
    ['search-none', 'owner', '/search?q=nothing-like-this'],
    ['profile', 'aroma', '/account'],
    ['interfaces', 'owner', '/network/interfaces'],
    ['interfaces-none', 'owner', '/network/interfaces?q=nothing'],
    ['interface-1h', 'owner', `/network/interfaces/${id}`],
    ['interface-24h', 'owner', `/network/interfaces/${id}?range=24h`],
    ['interface-30d', 'owner', `/network/interfaces/${id}?range=30d`],
    ['interface-table', 'owner', `/network/interfaces/${id}?range=24h&view=table`],
    ['assign', 'owner', `/network/interfaces/${id}/assign`],
    ['devices', 'owner', '/network/devices'],
    ['device', 'owner', `/network/devices/${device[0]}`],
    ['device-dead', 'owner', `/network/devices/${dead}`],
    ['device-new', 'owner', '/network/devices/new'],
    ['device-new-faults', 'owner', '/network/devices/new', (page) => page.locator('main form button[type=submit]').click()],
    ['device-edit', 'owner', `/network/devices/${device[0]}/edit`],
    ['device-remove', 'owner', `/network/devices/${device[0]}/remove`],
    ['lines-reseller', 'reseller', '/network/interfaces'],
    ['lines-client', 'aroma', '/network/interfaces'],
    ['line-client', 'aroma', `/network/interfaces/${line}?range=24h`],
    ['organisation', 'owner', '/organisation'],
    ['org', 'owner', `/organisation/${node}`],
    ['people', 'owner', '/people'],
    ['invite', 'owner', '/people/invite'],
    ['isps', 'founder', '/platform'],
    ['isp-new', 'founder', '/platform/new'],
    ['isp', 'founder', `/platform/isps/${isp}`],
    ['branding', 'owner', '/settings/branding'],
    ['security', 'owner', '/account/security'],
    ['sent-mail', 'founder', '/sent-mail'],
    ['audit', 'owner', '/audit'],
    ['audit-none', 'owner', '/audit?person=nobody'],
    ['audit-faults', 'owner', '/audit?from=yesterday'],
    ['kit', 'owner', '/dev/kit'],
    ['go', 'owner', '/go'],
    ['palette', 'owner', '/network/interfaces', async (page) => {
      await page.keyboard.press('Control+k');
      await page.locator('#palette[open]').waitFor();
    }],
    ['offline', 'owner', '/offline'],
    ['not-found', 'owner', '/nothing/here'],
    ['forbidden', 'aroma', '/network/devices'],
  ].filter(([name]) => only.length === 0 || only.some((part) => name.includes(part)));

  const browser = await chromium.launch(launchOptions);
  try {
    for (const [size, options] of SIZES) {
      for (const [look, colorScheme, locale] of LOOKS) {
        const context = await browser.newContext({ ...options, colorScheme, locale, reducedMotion: 'reduce' });
        const page = await context.newPage();
        for (const [name, who, path, then] of pages) {
          await context.clearCookies();
          if (who) await context.addCookies([cookies[who]]);
          const { host } = server.accounts[who ?? 'owner'];
          await page.goto(`http://${host}:${port}${path}`);
          // A page without a script never wakes up.
          if (name !== 'offline') await page.locator('html[data-hydrated]').waitFor({ state: 'attached' });
          if (then) {
            await then(page);
            await page.locator('html[data-hydrated]').waitFor({ state: 'attached' });
          }
          await page.waitForLoadState('networkidle');
          await page.evaluate(() => document.fonts.ready);
          await page.screenshot({ path: join(folder, `${name}-${size}-${look}.png`), fullPage: size === '390' });
        }
        await context.close();
      }
    }
  } finally {
    await browser.close();
  }
  console.log(`${pages.length * SIZES.length * LOOKS.length} pictures in ${folder}`);
} finally {
  await server.stop();
}
