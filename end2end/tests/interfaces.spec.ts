// The interface list: figures, sparklines, search, keyboard, live.
import { expect, open, ready, test } from '../fixtures';
import { address } from '../support/world';

const acme = ['xe-0/0/0', 'xe-0/0/1', 'xe-0/0/2', 'ge-0/1/0', 'ge-0/1/1', 'GigabitEthernet0/1', 'GigabitEthernet0/2', 'GigabitEthernet0/3', 'GigabitEthernet0/4', 'GigabitEthernet0/5', 'ether1', 'wlan1'];

test('every interface has its device, its figures and a sparkline', { tag: ['@desktop', '@dark', '@mobile', '@no-js'] }, async ({ page, scripted }) => {
  await open(page, scripted, 'owner', '/network/interfaces');
  const rows = page.locator('main tbody tr');
  await expect(rows).toHaveCount(acme.length);
  expect((await rows.getByRole('rowheader').getByRole('link').allTextContents()).map((name) => name.trim()).sort()).toEqual([...acme].sort());

  const transit = rows.filter({ hasText: 'Transit A' });
  await expect(transit).toContainText('Core router');
  await expect(transit).toContainText(/[\d.]+\s(k|M|G)bit\/s/);
  await expect(transit).toContainText(/\d%/);
  const spark = transit.getByRole('img', { name: /^Last 2 hours: In up to [\d.]+\s[kMG]bit\/s, Out up to / });
  await expect(spark).toBeVisible();
  // Two hours of measured past are a line of many steps, not a dot.
  expect((await spark.locator('path').nth(1).getAttribute('d'))?.match(/L/g)?.length ?? 0).toBeGreaterThan(12);
  // A line that carries nothing says so with a figure; it is not unknown.
  await expect(rows.filter({ hasText: 'Spare' })).toContainText(/0\sbit\/s/);
});

test('figures and sparklines move by themselves', { tag: ['@desktop', '@mobile'] }, async ({ page, scripted }) => {
  await open(page, scripted, 'owner', '/network/interfaces');
  await expect(page.locator('.live-status')).toHaveText('Live');
  const row = page.locator('main tbody tr').filter({ hasText: 'Transit A' });
  const before = await row.locator('.cell-first').textContent();
  // A step is an average over minutes: of a dozen lines some move by a pixel with every poll.
  const drawings = () => page.locator('main tbody svg.spark path').evaluateAll((paths) => paths.map((path) => path.getAttribute('d')).join());
  const drawn = await drawings();
  await expect(row.locator('.cell-first')).not.toHaveText(before ?? '', { timeout: 40_000 });
  await expect.poll(drawings, { timeout: 60_000 }).not.toBe(drawn);
});

test('the search stands in the address', { tag: ['@desktop', '@mobile', '@no-js'] }, async ({ page, scripted }) => {
  await open(page, scripted, 'owner', '/network/interfaces');
  const box = page.getByRole('searchbox', { name: 'Search by name, description or device' });
  await box.fill('transit');
  await box.press('Enter');
  await expect(page).toHaveURL(address('owner', '/network/interfaces?q=transit'));
  await ready(page, scripted);
  await expect(page.locator('main tbody tr')).toHaveCount(2);
  await expect(box).toHaveValue('transit');

  await box.fill('no such line');
  await page.getByRole('button', { name: 'Search' }).click();
  await expect(page.getByText('Nothing matches')).toBeVisible();
  await ready(page, scripted);
  await page.getByRole('link', { name: 'Show all interfaces' }).click();
  await expect(page).toHaveURL(address('owner', '/network/interfaces'));
  await expect(page.locator('main tbody tr')).toHaveCount(acme.length);
  await expect(box).toHaveValue('');
});

test('a row is opened with the keyboard alone', { tag: '@desktop' }, async ({ page, scripted }) => {
  await open(page, scripted, 'owner', '/network/interfaces');
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'Skip to content' })).toBeFocused();
  await expect(page.getByRole('link', { name: 'Skip to content' })).toBeInViewport();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('main')).toBeFocused();

  const link = page.getByRole('link', { name: 'xe-0/0/0' });
  for (let steps = 0; steps < 60 && !(await link.evaluate((element) => element === document.activeElement)); steps += 1) {
    await page.keyboard.press('Tab');
  }
  await expect(link).toBeFocused();
  expect(await link.evaluate((element) => getComputedStyle(element).outlineStyle)).not.toBe('none');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('xe-0/0/0');
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
});

test('on a phone a row is a card, and the way to other pages is at the bottom', { tag: '@mobile' }, async ({ page, scripted }) => {
  await open(page, scripted, 'owner', '/network/interfaces');
  await expect(page.locator('.sidebar')).toBeHidden();
  const bar = page.locator('.bottom-bar');
  await expect(bar).toBeInViewport();
  for (const item of await bar.getByRole('link').all()) {
    const box = await item.boundingBox();
    expect(Math.min(box?.width ?? 0, box?.height ?? 0), 'size of a target for thumbs').toBeGreaterThanOrEqual(44);
  }
  const card = page.locator('main tbody tr').first();
  const [width, room] = [(await card.boundingBox())?.width ?? 0, page.viewportSize()?.width ?? 0];
  expect(width).toBeLessThanOrEqual(room);
  expect(width).toBeGreaterThan(room * 0.8);
  // The last card can be scrolled clear of the bar.
  await page.evaluate(() => window.scrollTo(0, document.body.scrollHeight));
  const last = await page.locator('main tbody tr').last().boundingBox();
  const barBox = await bar.boundingBox();
  expect((last?.y ?? 0) + (last?.height ?? 0)).toBeLessThanOrEqual(barBox?.y ?? 0);
});
