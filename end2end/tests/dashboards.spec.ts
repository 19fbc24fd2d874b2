// Each portal's dashboard, the search in the top bar, the page of the system's health, one's own profile.
import { expect, expectAccessible, expectFits, open, ready, refusal, test } from '../fixtures';
import { address, type Who } from '../support/world';

const everywhere = ['@desktop', '@mobile', '@dark', '@no-js', '@arabic', '@hindi'];
const RATE = /[\d.,]+\s[kMG]?bit\/s/;

test('every portal begins with its dashboard, which has figures, fits and is accessible', { tag: everywhere }, async ({ page, scripted }) => {
  test.setTimeout(240_000);
  for (const who of ['founder', 'owner', 'support', 'branch', 'reseller', 'aroma', 'zenith', 'valley', 'green'] as Who[]) {
    await test.step(who, async () => {
      await open(page, scripted, who, '/');
      await expect(page).toHaveURL(address(who, '/dashboard'));
      await expect(page.getByRole('heading', { level: 1 })).toHaveCount(1);
      const tiles = page.locator('main .tile');
      expect(await tiles.count()).toBeGreaterThanOrEqual(3);
      expect(await page.locator('main .tile-figure .figure').count()).toBeGreaterThanOrEqual(3);
      if (who !== 'founder') await expect(page.locator('main svg.chart-svg')).toHaveCount(1);
      await expectFits(page);
      if (scripted) await expectAccessible(page);
    });
  }
});

test('an owner sees the network, what ails it and what was done', { tag: ['@desktop', '@mobile', '@no-js'] }, async ({ page, scripted }) => {
  await open(page, scripted, 'owner', '/dashboard');
  const main = page.getByRole('main');
  await expect(main.locator('.tile').filter({ hasText: 'In now' })).toContainText(RATE);
  await expect(main.locator('.tile').filter({ hasText: 'Devices' })).toContainText(/\d+\s\/ \d+/);
  await expect(main.getByText('Sum of all lines that are assigned to resellers and customers')).toBeVisible();
  await expect(main.getByRole('region', { name: 'Devices that do not answer' }).getByRole('link', { name: 'Tower Zahlé' })).toBeVisible();
  await expect(main.getByRole('region', { name: 'Recent changes' }).getByRole('listitem').first()).toBeVisible();
  const fullest = main.getByRole('region', { name: 'Fullest interfaces' }).first();
  await expect(fullest.getByRole('rowheader')).toHaveCount(5);
  // The drawing has a table twin.
  await main.getByText('Show as a table').click();
  await expect(main.getByRole('region', { name: 'Hourly averages, newest first' }).getByRole('row').nth(1)).toContainText(RATE);
  // The first steps: a look of its own is still missing, and the step leads to the real form.
  const steps = main.getByRole('region', { name: 'First steps' });
  if (await steps.count()) {
    await steps.getByRole('link', { name: 'Choose your look' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Branding');
  }
});

test('figures move by themselves', { tag: ['@desktop', '@mobile'] }, async ({ page, scripted }) => {
  for (const [who, tile] of [['owner', 'In now'], ['aroma', 'Download now'], ['reseller', 'Download now']] as const) {
    await test.step(who, async () => {
      await open(page, scripted, who, '/dashboard');
      await expect(page.locator('.live-status')).toHaveText('Live');
      const figure = page.locator('main .tile').filter({ hasText: tile }).locator('.tile-figure');
      const before = await figure.textContent();
      await expect(figure).not.toHaveText(before ?? '', { timeout: 45_000 });
      await expect(figure).toContainText(RATE);
    });
  }
});

test('a reseller sees what its customers use', { tag: ['@desktop', '@mobile', '@no-js'] }, async ({ page, scripted }) => {
  await open(page, scripted, 'reseller', '/dashboard');
  const table = page.getByRole('table', { name: 'What your customers use now' });
  await expect(table.getByRole('rowheader')).toHaveCount(2);
  await expect(table.getByRole('row', { name: /Hotel Cedar/ })).toContainText(RATE);
  await expect(table.getByRole('row', { name: /Hotel Cedar/ })).toContainText(/\d+%/);
  await expect(page.locator('main .tile').filter({ hasText: 'Used of your capacity' })).toContainText('Speed of your own lines');
  await expect(page.getByRole('main')).not.toContainText(/Aroma|Transit|Core router/);
});

test('a customer reads plain words and finds profile and security', { tag: ['@desktop', '@mobile', '@no-js'] }, async ({ page, scripted }) => {
  await open(page, scripted, 'aroma', '/dashboard');
  const main = page.getByRole('main');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Your connection');
  await expect(main.locator('.tile').filter({ hasText: 'Today' })).toContainText(/[\d.]+\s[kMGT]?B/);
  await expect(main.locator('.tile').filter({ hasText: 'This month' })).toContainText(/[\d.]+\s[kMGT]?B/);
  await expect(main).not.toContainText(/ifIndex|SNMP|Access switch/);
  await main.getByRole('link', { name: 'Profile' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Profile');
  await expect(page.getByLabel('Your name')).toHaveValue('Lina Daher');
  await page.getByRole('main').getByRole('link', { name: 'Security' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Account and security');
});

test('a name that cannot be is told at its field', { tag: ['@desktop', '@mobile', '@no-js'] }, async ({ page, scripted, faults }) => {
  faults.expect(refusal(422));
  await open(page, scripted, 'support', '/account');
  await page.getByLabel('Your name').fill('x'.repeat(121));
  await page.getByRole('button', { name: 'Save changes' }).click();
  await expect(page.getByRole('alert')).toBeVisible();
  await expect(page.getByLabel('Your name')).toHaveValue('x'.repeat(121));
  await ready(page, scripted);
  if (scripted) await expectAccessible(page);
});

test('search finds what the viewer may see, from the top bar and with the keyboard', { tag: ['@desktop', '@no-js'] }, async ({ page, scripted }) => {
  await open(page, scripted, 'owner', '/network/devices');
  const box = page.getByRole('searchbox', { name: 'Search everything' });
  await box.fill('cedar');
  await box.press('Enter');
  await expect(page).toHaveURL(address('owner', '/search?q=cedar'));
  await ready(page, scripted);
  const main = page.getByRole('main');
  await expect(main.getByRole('region', { name: 'Organisation' }).getByRole('link', { name: /Hotel Cedar/ })).toBeVisible();
  await expect(main.getByRole('region', { name: 'People' }).getByRole('link', { name: /client@cedar\.example/ })).toBeVisible();
  await expect(main.locator('mark').first()).toHaveText(/cedar/i);
  if (scripted) await expectAccessible(page);
  const hit = main.getByRole('region', { name: 'Interfaces' }).getByRole('link', { name: /GigabitEthernet0\/2/ });
  await hit.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('GigabitEthernet0/2');
});

test('search on a phone, empty, without a hit, and in another ISP', { tag: ['@mobile', '@arabic'] }, async ({ page, scripted }, info) => {
  await open(page, scripted, 'zenith', '/dashboard');
  await page.locator('.top-search-link').click();
  await expect(page).toHaveURL(address('zenith', '/search'));
  await ready(page, scripted);
  await expectFits(page);
  await expectAccessible(page);
  await page.locator('#search-term').fill('cedar');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(address('zenith', '/search?q=cedar'));
  await ready(page, scripted);
  await expect(page.locator('main a[href^="/organisation/"], main a[href^="/people/"], main a[href^="/network/"]')).toHaveCount(0);
  if (info.project.name === 'mobile') await expect(page.getByText('Nothing found')).toBeVisible();
});

test('the founder sees whether the product does well, and nobody else does', { tag: everywhere }, async ({ page, scripted, faults }) => {
  faults.expect(refusal(403));
  await open(page, scripted, 'founder', '/platform/health');
  const main = page.getByRole('main');
  await expect(page.getByRole('heading', { level: 1 })).toHaveCount(1);
  await expect(main.getByText(/^PostgreSQL \d+/)).toBeVisible();
  // The server under test sends heartbeats and runs its jobs.
  await expect(main.locator('#processes-title')).toBeVisible();
  expect(await main.getByRole('rowheader').count()).toBeGreaterThan(10);
  await expect(main.getByText('rollups_5m')).toBeVisible();
  await expectFits(page);
  if (scripted) await expectAccessible(page);
  for (const who of ['owner', 'reseller', 'aroma'] as Who[]) {
    await open(page, scripted, who, '/platform/health');
    await expect(page.getByRole('main')).not.toContainText('PostgreSQL');
  }
});

test('only the present page is marked in the navigation', { tag: ['@desktop', '@no-js'] }, async ({ page, scripted }) => {
  for (const [path, name] of [['/platform', 'Providers'], ['/platform/health', 'System health']] as const) {
    await open(page, scripted, 'founder', path);
    const nav = page.getByRole('navigation', { name: 'Main navigation' }).filter({ visible: true });
    await expect(nav.locator('a[aria-current="page"]')).toHaveText([name]);
  }
});
