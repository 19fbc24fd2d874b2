// Moving about without loading documents, lazy parts of the release build, and the live connection's loss.
import { expect, open, ready, signIn, test } from '../fixtures';
import { callServerFn } from '../support/samples.mjs';
import { address, world } from '../support/world';
import type { Page, WebSocketRoute } from '@playwright/test';

/** Marks the document: a page that is loaded anew does not carry the mark. */
const mark = (page: Page) => page.evaluate(() => void ((window as { marked?: boolean }).marked = true));
const marked = (page: Page) => page.evaluate(() => (window as { marked?: boolean }).marked === true);

/** The pages of the engineer, each by the words that lead on to it. */
async function places() {
  const { port, sessions } = world();
  const { value } = await callServerFn(port, sessions.engineer, 'network/list_interfaces', { query: { search: 'xe-0/0/0' } });
  const { id, device } = value.items[0];
  return { line: `/network/interfaces/${id}`, device: `/network/devices/${device[0]}` };
}

test('every page is reached without loading a document, and takes the focus to its title', { tag: ['@desktop', '@mobile'] }, async ({ page, scripted }) => {
  const { line, device } = await places();
  await open(page, scripted, 'engineer', '/network/interfaces');
  await mark(page);
  const nav = page.getByRole('navigation', { name: 'Main navigation' }).filter({ visible: true });
  const crumbs = page.getByRole('navigation', { name: 'You are here' });
  const steps: [string, () => Promise<void>, string][] = [
    [line, () => page.getByRole('link', { name: 'xe-0/0/0' }).click(), 'xe-0/0/0'],
    [`${line}/assign`, () => page.getByRole('link', { name: 'Assign' }).click(), 'Assign interface'],
    [line, () => page.getByRole('link', { name: 'Cancel' }).click(), 'xe-0/0/0'],
    [device, () => crumbs.getByRole('link', { name: 'Core router' }).click(), 'Core router'],
    [`${device}/edit`, () => page.getByRole('link', { name: 'Edit device' }).click(), 'Edit device'],
    [device, () => page.getByRole('link', { name: 'Cancel' }).click(), 'Core router'],
    [`${device}/remove`, () => page.getByRole('link', { name: 'Remove device' }).click(), 'Remove Core router?'],
    ['/network/devices', () => crumbs.getByRole('link', { name: 'Devices' }).click(), 'Devices'],
    ['/network/devices/new', () => page.getByRole('link', { name: 'Add device' }).click(), 'Add device'],
    ['/network/interfaces', () => nav.getByRole('link', { name: 'Interfaces' }).click(), 'Interfaces'],
  ];
  for (const [path, go, title] of steps) {
    await test.step(path, async () => {
      await go();
      await expect(page).toHaveURL(address('engineer', path));
      const heading = page.getByRole('heading', { level: 1 });
      await expect(heading).toHaveText(title);
      await expect(heading).toBeFocused();
      await expect(page).toHaveTitle(new RegExp(`^${title.replace('?', '\\?')} · `));
      await expect(page.locator('.skeleton')).toHaveCount(0);
    });
  }
  await page.goBack();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Add device');
  await page.goBack();
  await expect(page.locator('main tbody tr').filter({ hasText: 'Tower Zahlé' })).toBeVisible();
  expect(await marked(page), 'the same document all the way').toBe(true);
});

test('every lazy page wakes up when it is the first one', { tag: ['@desktop', '@mobile'] }, async ({ page, scripted }) => {
  const { line, device } = await places();
  for (const [path, title] of [
    [line, 'xe-0/0/0'],
    [`${line}?range=30d&view=table`, 'xe-0/0/0'],
    [`${line}/assign`, 'Assign interface'],
    ['/network/devices', 'Devices'],
    [device, 'Core router'],
    ['/network/devices/new', 'Add device'],
    [`${device}/edit`, 'Edit device'],
    [`${device}/remove`, 'Remove Core router?'],
  ]) {
    await open(page, scripted, 'engineer', path);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(title);
    // Awake: a link is followed without loading a document.
    await mark(page);
    await page.getByRole('navigation', { name: 'Main navigation' }).filter({ visible: true }).getByRole('link', { name: 'Interfaces' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Interfaces');
    expect(await marked(page), path).toBe(true);
  }
  await open(page, scripted, 'founder', '/platform');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Providers');
});

/** The parts of the program that the page asked for, by name, and the chart library. */
function watchCode(page: Page) {
  const loaded = new Set<string>();
  page.on('response', (response) => {
    const path = new URL(response.url()).pathname;
    const part = /\/pkg\/.*\/(.*)\.bin$/.exec(path)?.[1];
    if (part) loaded.add(part);
    if (path.includes('echarts') || path.endsWith('.wasm')) loaded.add(path.replace(/^.*\//, ''));
  });
  return () => [...loaded].sort().map((name) => name.replace(/_view_\d+$/, ''));
}

test('code that only some pages need is not in the first load', { tag: '@desktop' }, async ({ page, scripted }) => {
  const code = watchCode(page);
  await open(page, scripted, 'owner', '/network/interfaces');
  await page.waitForLoadState('networkidle');
  expect(code()).toEqual(['__interfaces_route', 'app', 'app_bg.wasm', 'core']);
  await page.getByRole('link', { name: 'xe-0/0/0' }).click();
  await page.waitForFunction(() => document.querySelector('#traffic-canvas canvas') !== null);
  expect(code()).toEqual(['__interface_route', '__interfaces_route', 'app', 'app_bg.wasm', 'core', 'drawing', 'echarts.js']);
});

test('a customer’s pages load code for what moves, and none where nothing does', { tag: ['@desktop', '@mobile'] }, async ({ page, scripted }) => {
  const code = watchCode(page);
  await open(page, scripted, 'aroma', '/account');
  await page.waitForLoadState('networkidle');
  expect(code()).toEqual([]);
  await open(page, scripted, 'aroma', '/dashboard');
  await expect(page.locator('.live-status')).toHaveText('Live');
  expect(code()).toEqual(['app_bg.wasm', 'connection', 'core']);
  const download = page.locator('main .tile').filter({ hasText: 'Download now' }).locator('.figure').first();
  const before = await download.textContent();
  await expect(download).not.toHaveText(before ?? '', { timeout: 40_000 });

  await open(page, scripted, 'aroma', '/network/interfaces');
  const row = page.locator('main tbody tr').first().locator('.cell-first');
  const shown = await row.textContent();
  await expect(row).not.toHaveText(shown ?? '', { timeout: 40_000 });
  expect(code()).toEqual(['app_bg.wasm', 'connection', 'core', 'lines']);

  await page.locator('main tbody tr').getByRole('rowheader').getByRole('link').click();
  await page.waitForFunction(() => document.querySelector('#traffic-canvas canvas') !== null);
  expect(code()).toEqual(['app_bg.wasm', 'connection', 'core', 'drawing', 'echarts.js', 'lines', 'traffic']);
  // What stands still around them is the document's own, and links load documents.
  await page.getByRole('navigation', { name: 'You are here' }).getByRole('link', { name: 'Your lines' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Your lines');
});

test('a lost connection is told, comes back by itself, and what was missed is loaded', { tag: ['@desktop', '@mobile'] }, async ({ page, scripted }) => {
  let reachable = true;
  const sockets: WebSocketRoute[] = [];
  await page.routeWebSocket('**/ws/live', async (socket) => {
    if (!reachable) {
      await socket.close({ code: 1001 });
      return;
    }
    sockets.push(socket);
    socket.connectToServer();
  });
  await open(page, scripted, 'owner', '/network/interfaces');
  const state = page.locator('.live-status');
  await expect(state).toHaveText('Live');

  reachable = false;
  await sockets.at(-1)?.close({ code: 1001 });
  await expect(state).toHaveText('Reconnecting');
  // The figures stay while it is away.
  await expect(page.locator('main tbody tr').first()).toContainText(/bit\/s/);

  const again = page.waitForRequest((request) => request.url().includes('/api/network/list_interfaces'));
  reachable = true;
  await expect(state).toHaveText('Live', { timeout: 40_000 });
  await again;
  const row = page.locator('main tbody tr').filter({ hasText: 'Transit A' });
  const before = await row.locator('.cell-first').textContent();
  await expect(row.locator('.cell-first')).not.toHaveText(before ?? '', { timeout: 40_000 });
});

test('the chart fills the hole of a lost connection', { tag: '@desktop' }, async ({ page, scripted }) => {
  test.setTimeout(120_000);
  const { line } = await places();
  let reachable = true;
  const sockets: WebSocketRoute[] = [];
  await page.routeWebSocket('**/ws/live', async (socket) => {
    if (!reachable) {
      await socket.close({ code: 1001 });
      return;
    }
    sockets.push(socket);
    socket.connectToServer();
  });
  await open(page, scripted, 'engineer', line);
  await page.waitForFunction(() => document.querySelector('#traffic-canvas canvas') !== null);
  const last = () =>
    page.evaluate(() => {
      const { echarts } = window as unknown as { echarts: { getInstanceByDom(element: Element | null): { getOption(): { series: { data: [number, number | string][] }[] } } } };
      const { data } = echarts.getInstanceByDom(document.querySelector('#traffic-canvas')).getOption().series[0];
      const longest = data.reduce((most, [at], index) => (index === 0 ? most : Math.max(most, at - data[index - 1][0])), 0);
      return { at: data.at(-1)?.[0] ?? 0, longest, breaks: data.filter(([, value]) => value === '-').length };
    });
  const before = await last();
  reachable = false;
  await sockets.at(-1)?.close({ code: 1001 });
  await expect(page.locator('.live-status')).toHaveText('Reconnecting');
  // At least one poll happens meanwhile.
  const { port, sessions } = world();
  const id = line.split('/').at(-1);
  await expect.poll(async () => (await callServerFn(port, sessions.engineer, 'network/get_interface', { id })).value.item.at_ms, { timeout: 40_000 }).toBeGreaterThan(before.at + 15_000);
  reachable = true;
  await expect(page.locator('.live-status')).toHaveText('Live', { timeout: 60_000 });
  await expect.poll(async () => (await last()).at, { timeout: 40_000 }).toBeGreaterThan(before.at + 15_000);
  expect((await last()).breaks, 'holes in the chart').toBe(before.breaks);
});

test('a page that is left while its code is still on the way does no harm', { tag: ['@desktop', '@mobile'] }, async ({ page, scripted }) => {
  await signIn(page, 'engineer');
  // The form's code never arrives: it is still on the way when the next page is asked for.
  const chunks = /\/pkg\/.*__new_device_route.*\.bin$/;
  await page.route(chunks, () => undefined);
  for (let round = 0; round < 3; round += 1) {
    const asked = page.waitForRequest(chunks);
    await page.goto(address('engineer', '/network/devices/new'));
    await asked;
    await page.goto(address('engineer', '/network/interfaces'));
  }
  await page.unroute(chunks);
  await page.goto(address('engineer', '/network/devices/new'));
  await ready(page, scripted);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Add device');
});
