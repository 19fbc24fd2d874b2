// One interface: the chart, its ranges, its twin in figures, and how fast a poll reaches the screen.
import { expect, open, ready, test } from '../fixtures';
import { ask } from '../support/http.mjs';
import { address, world } from '../support/world';
import type { Page } from '@playwright/test';

/** The path of an interface's page, by its description in the list. */
async function pathOf(page: Page, scripted: boolean, alias: string): Promise<string> {
  await open(page, scripted, 'owner', '/network/interfaces');
  const href = await page.locator('main tbody tr').filter({ hasText: alias }).getByRole('rowheader').getByRole('link').getAttribute('href');
  return href ?? '';
}

test('a poll moves the chart within two seconds', { tag: ['@desktop', '@mobile'] }, async ({ page, scripted }) => {
  const path = await pathOf(page, scripted, 'Transit A');
  const events: number[] = [];
  page.on('websocket', (socket) =>
    socket.on('framereceived', ({ payload }) => {
      const frame = JSON.parse(String(payload));
      if (frame.op === 'event' && frame.payload.kind === 'rate') events.push(frame.payload.at_ms);
    }),
  );
  await page.goto(address('owner', path));
  await ready(page, scripted);
  await page.waitForFunction(() => 'echarts' in window && document.querySelector('#traffic-canvas canvas') !== null);

  for (let polls = 0; polls < 2; polls += 1) {
    const seen = events.length;
    await expect.poll(() => events.length, { timeout: 40_000, message: 'a live event' }).toBeGreaterThan(seen);
    const measured = events.at(-1) ?? 0;
    const shown = await page.waitForFunction((measured) => {
      const { echarts } = window as unknown as { echarts: { getInstanceByDom(element: Element | null): { getOption(): { series: { data: [number, number | string][] }[] } } } };
      const { series } = echarts.getInstanceByDom(document.querySelector('#traffic-canvas')).getOption();
      return series.every(({ data }) => (data.at(-1)?.[0] ?? 0) >= measured) && Date.now();
    }, measured, { polling: 50 });
    expect((await shown.jsonValue()) as number, 'from the poll to the chart, ms').toBeLessThan(measured + 2_000);
  }
});

test('the present figures and the range’s totals move too', { tag: '@desktop' }, async ({ page, scripted }) => {
  const path = await pathOf(page, scripted, 'Transit A');
  await page.goto(address('owner', path));
  await ready(page, scripted);
  const now = page.locator('.tile-figure').first();
  const total = page.locator('table.stats tbody tr').first().locator('td').first();
  const before = [await now.textContent(), await total.textContent()];
  await expect(now).not.toHaveText(before[0] ?? '', { timeout: 40_000 });
  expect(before[1]).toMatch(/bit\/s/);
});

test('the range is a link, and the chart is there before and without any script', { tag: ['@desktop', '@mobile', '@no-js'] }, async ({ page, scripted }) => {
  const path = await pathOf(page, scripted, 'Hotel Cedar');
  await page.goto(address('owner', path));
  await ready(page, scripted);
  for (const [range, name] of [['24h', '24 hours'], ['7d', '7 days'], ['30d', '30 days'], ['1h', '1 hour']] as const) {
    await page.getByRole('navigation', { name: 'Time range' }).getByRole('link', { name, exact: true }).click();
    await expect(page).toHaveURL(address('owner', `${path}?range=${range}`));
    await ready(page, scripted);
    await expect(page.getByRole('navigation', { name: 'Time range' }).locator('[aria-current]')).toHaveText(new RegExp(`^\\s*${range}`));
    await expect(page.locator('figure.chart figcaption')).toContainText(`Traffic over ${name}: In up to `);
    await expect(page.locator('table.stats')).toContainText(/[\d.]+\s[MGT]B/);
    if (scripted) await expect(page.locator('#traffic-canvas canvas').first()).toBeVisible();
    else await expect(page.locator('svg.chart-svg path.chart-above-line')).toHaveAttribute('d', /^M\d+/);
  }
});

test('the table shows the figures of the chart, the same with and without a script', { tag: ['@desktop', '@mobile', '@no-js'] }, async ({ page, scripted }) => {
  const path = await pathOf(page, scripted, 'Hotel Cedar');
  await page.goto(address('owner', `${path}?range=7d`));
  await ready(page, scripted);
  await page.getByRole('navigation', { name: 'View' }).getByRole('link', { name: 'Table' }).click();
  await expect(page).toHaveURL(address('owner', `${path}?range=7d&view=table`));
  await ready(page, scripted);
  const table = page.getByRole('table', { name: 'Traffic, newest first' });
  await expect(table).toBeVisible();
  const shown = await table.locator('tbody tr').evaluateAll((rows) => rows.map((row) => [...row.children].map((cell) => (cell.textContent ?? '').trim())));

  const { port, sessions, accounts } = world();
  const { body } = await ask(port, accounts.owner.host, `${path}?range=7d&view=table`, { headers: { cookie: `${sessions.owner.name}=${sessions.owner.value}` } });
  const rendered = await page.evaluate((html) => {
    const rows = new DOMParser().parseFromString(html, 'text/html').querySelectorAll('table.table-dense tbody tr');
    return [...rows].map((row) => [...row.children].map((cell) => (cell.textContent ?? '').trim()));
  }, body.toString());
  expect(shown.length).toBeGreaterThan(150);
  // The newest hour still grows, and the oldest may just have left.
  expect(shown.slice(1, -2)).toEqual(rendered.slice(1, -2));
});

test('a customer reads download and upload, and download is what the router sends', { tag: ['@desktop', '@mobile'] }, async ({ page, scripted }) => {
  await open(page, scripted, 'aroma', '/network/interfaces');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Your lines');
  await page.locator('main tbody tr').getByRole('rowheader').getByRole('link').click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('GigabitEthernet0/4');
  const stats = page.locator('table.stats tbody tr');
  await expect(stats.nth(0)).toContainText('Download');
  await expect(stats.nth(1)).toContainText('Upload');
  const sums = (await stats.evaluateAll((rows) => rows.map((row) => row.lastElementChild?.textContent ?? ''))).map((text) => {
    const [number, unit] = text.trim().split(/\s/);
    return Number(number) * 1000 ** ['B', 'kB', 'MB', 'GB', 'TB'].indexOf(unit);
  });
  expect(sums[1]).toBeGreaterThan(0);
  expect(sums[0], 'a café takes more than it gives').toBeGreaterThan(sums[1]);
  await expect(page.getByText('ifIndex')).toHaveCount(0);
});
