// The component kit on its living page, with the keyboard alone; the command palette; what a page says when it breaks.
import { expect, expectAccessible, expectFits, open, ready, refusal, test } from '../fixtures';
import { address } from '../support/world';
import type { Page } from '@playwright/test';

test('every component is accessible and fits, in both themes and both directions', { tag: ['@desktop', '@dark', '@mobile', '@arabic', '@hindi'] }, async ({ page, scripted }) => {
  test.setTimeout(180_000);
  for (const theme of ['light', 'dark']) {
    for (const dir of ['ltr', 'rtl']) {
      await test.step(`${theme} ${dir}`, async () => {
        await open(page, scripted, 'owner', `/dev/kit?theme=${theme}&dir=${dir}`);
        await expect(page.locator('.kit-pane')).toHaveAttribute('dir', dir);
        await expectFits(page);
        await expectAccessible(page);
      });
    }
  }
});

test('a menu, a dialog and a drawer open and close with the keyboard', { tag: ['@desktop', '@no-js'] }, async ({ page, scripted }) => {
  await open(page, scripted, 'owner', '/dev/kit');
  for (const [id, inside] of [
    ['kit-menu', '#kit-menu a >> nth=0'],
    ['kit-dialog', '#kit-dialog button >> nth=0'],
    ['kit-drawer', '#kit-drawer button >> nth=0'],
  ]) {
    await test.step(id, async () => {
      const opener = page.locator(`[popovertarget="${id}"]`).first();
      await opener.focus();
      await page.keyboard.press('Enter');
      await expect(page.locator(`#${id}`)).toBeVisible();
      // A dialog takes the focus; into a menu it is one step.
      if (id === 'kit-menu') await page.keyboard.press('Tab');
      await expect(page.locator(inside)).toBeFocused();
      await expectFits(page);
      if (scripted) await expectAccessible(page);
      await page.keyboard.press('Escape');
      await expect(page.locator(`#${id}`)).toBeHidden();
      await expect(opener).toBeFocused();
    });
  }
});

test('tabs stand in the address', { tag: ['@desktop', '@no-js'] }, async ({ page, scripted }) => {
  await open(page, scripted, 'owner', '/dev/kit');
  const dark = page.getByRole('navigation', { name: 'theme' }).getByRole('link', { name: '.on-dark' });
  await dark.focus();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(address('owner', '/dev/kit?theme=dark&dir=ltr'));
  await expect(dark).toHaveAttribute('aria-current', 'true');
});

test('a combobox is filled with the keyboard, and what is typed stays', { tag: '@desktop' }, async ({ page, scripted }) => {
  await open(page, scripted, 'owner', '/dev/kit');
  const box = page.locator('#kit-combobox');
  const options = page.locator('#kit-combobox-list').getByRole('option');
  await expect(box).toHaveAttribute('role', 'combobox');
  await box.focus();
  await page.keyboard.press('ArrowDown');
  await expect(options).toHaveCount(7);
  await expect(box).toHaveAttribute('aria-expanded', 'true');
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await expect(box).toHaveAttribute('aria-expanded', 'false');
  await expect(box).toHaveValue('UTC');

  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type('be');
  await expect(options).toHaveText(['Asia/Beirut', 'Europe/Berlin']);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await expect(options.nth(1)).toHaveAttribute('aria-selected', 'true');
  await expect(box).toHaveAttribute('aria-activedescendant', 'kit-combobox-option-1');
  await page.keyboard.press('Enter');
  await expect(box).toHaveValue('Europe/Berlin');
  await expect(options).toHaveCount(0);

  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type('Nowhere/Else');
  await page.keyboard.press('Tab');
  await expect(box).toHaveValue('Nowhere/Else');
});

test('without a script a combobox is a text input with suggestions', { tag: '@no-js' }, async ({ page, scripted }) => {
  await open(page, scripted, 'founder', '/platform/new');
  const box = page.getByRole('combobox', { name: 'Time zone' });
  await expect(box).toHaveAttribute('list', 'time_zone-suggested');
  await expect(page.locator('#time_zone-suggested option[value="Asia/Beirut"]')).toHaveCount(1);
});

const palette = (page: Page) => page.getByRole('dialog', { name: 'Go to or do' });

test('the palette opens at Ctrl-K, finds with letters left out, goes there and remembers', { tag: '@desktop' }, async ({ page, scripted }) => {
  const chunks: string[] = [];
  page.on('response', (response) => chunks.push(...(/\.bin$/.test(response.url()) ? [response.url()] : [])));
  await open(page, scripted, 'engineer', '/network/interfaces');
  await page.waitForLoadState('networkidle');
  const first = chunks.length;
  await page.keyboard.press('ControlOrMeta+k');
  await expect(palette(page)).toBeVisible();
  expect(chunks.length, 'its code comes when it is opened').toBeGreaterThan(first);
  const input = page.getByRole('combobox', { name: 'Where to, or what to do' });
  await expect(input).toBeFocused();
  const options = palette(page).getByRole('option');
  await expect(options.first()).toContainText('Dashboard');
  await expect(options.filter({ hasText: 'Audit log' })).toHaveCount(0);
  await expectAccessible(page);

  await page.keyboard.type('adev');
  await expect(options.first()).toContainText('Add device');
  await expect(options.first()).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(address('engineer', '/network/devices/new'));
  await expect(palette(page)).toBeHidden();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Add device');

  await page.keyboard.press('ControlOrMeta+k');
  await expect(options.first()).toContainText('Add device');
  await expect(input).toHaveValue('');
  await page.keyboard.press('ArrowDown');
  await expect(options.nth(1)).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('ArrowUp');
  await expect(options.last()).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.type('zzzz');
  await expect(palette(page)).toContainText('Nothing fits');
  await page.keyboard.press('Escape');
  await expect(palette(page)).toBeHidden();
});

test('the palette opens at its button too, and gives the focus back', { tag: '@desktop' }, async ({ page, scripted }) => {
  await open(page, scripted, 'reseller', '/network/interfaces');
  const button = page.getByRole('link', { name: /^Go to or do/ });
  await button.click();
  await expect(palette(page)).toBeVisible();
  await expect(palette(page).getByRole('option').filter({ hasText: 'Devices' })).toHaveCount(0);
  await expectFits(page);
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await expect(palette(page)).toBeHidden();
  await expect(button).toBeFocused();
});

test('a customer’s keys and button lead to the page that does the same', { tag: '@desktop' }, async ({ page, scripted }) => {
  await open(page, scripted, 'aroma', '/dashboard');
  await page.keyboard.press('Control+k');
  await expect(page).toHaveURL(address('aroma', '/go'));
  await expect(page.getByRole('main').getByRole('link', { name: 'Your lines' })).toBeVisible();
  await open(page, scripted, 'aroma', '/account');
  await page.getByRole('link', { name: /^Go to or do/ }).click();
  await expect(page).toHaveURL(address('aroma', '/go'));
});

test('on a phone the palette is among the further places, and finds what search finds', { tag: '@mobile' }, async ({ page, scripted }) => {
  await open(page, scripted, 'owner', '/network/interfaces');
  await page.locator('.nav-more > summary').click();
  await page.getByRole('link', { name: 'Go to or do' }).filter({ visible: true }).click();
  await expect(palette(page)).toBeVisible();
  await page.getByRole('combobox', { name: 'Where to, or what to do' }).fill('xe-0/0/0');
  const hit = palette(page).getByRole('group', { name: 'Interfaces' }).getByRole('option', { name: /^xe-0\/0\/0/ });
  await expect(hit).toBeVisible();
  await expectFits(page);
  await expectAccessible(page);
  await hit.click();
  await expect(palette(page)).toBeHidden();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('xe-0/0/0');
});

test('where the code of the palette does not come, the page takes its place', { tag: '@desktop' }, async ({ page, scripted, faults }) => {
  faults.expect(/^request failed: .*\.bin/, /^console error: /);
  await open(page, scripted, 'engineer', '/network/interfaces');
  await page.waitForLoadState('networkidle');
  await page.route(/\/pkg\/.*palette\.bin$/, (route) => route.abort('connectionfailed'), { times: 1 });
  await page.keyboard.press('ControlOrMeta+k');
  await expect(page).toHaveURL(address('engineer', '/go'));
  await expect(page.getByRole('main').getByRole('link', { name: /^Add device/ })).toBeVisible();
  await ready(page, scripted);
});

test('without a script the button leads to a page with the same actions', { tag: '@no-js' }, async ({ page, scripted }) => {
  await open(page, scripted, 'engineer', '/network/interfaces');
  await page.getByRole('link', { name: /^Go to or do/ }).click();
  await expect(page).toHaveURL(address('engineer', '/go'));
  const main = page.getByRole('main');
  await expect(main.getByRole('link', { name: /^Devices/ })).toBeVisible();
  await main.getByRole('searchbox').fill('adev');
  await main.getByRole('searchbox').press('Enter');
  await expect(page).toHaveURL(address('engineer', '/go?q=adev'));
  await expect(main.getByRole('listitem')).toHaveCount(1);
  await main.getByRole('link', { name: /^Add device/ }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Add device');
});

test('order and columns of a list stand in the address', { tag: ['@desktop', '@mobile', '@no-js'] }, async ({ page, scripted }) => {
  await open(page, scripted, 'owner', '/network/devices');
  const table = page.getByRole('table');
  const names = async () => (await table.getByRole('rowheader').getByRole('link').allTextContents()).map((name) => name.trim().toLowerCase());
  await table.getByRole('link', { name: 'Name', exact: true }).click();
  await expect(page).toHaveURL(/\?sort=name$/);
  await table.getByRole('link', { name: 'Name', exact: true }).click();
  await expect(page).toHaveURL(/\?sort=(-|%2D)name$/);
  await expect(table.locator('th[aria-sort="descending"]')).toHaveText(/Name/);
  // Other tests add and remove devices meanwhile: what is shown is in order, whatever it is.
  await expect
    .poll(async () => {
      const shown = await names();
      return shown.length > 2 && shown.every((name, at) => at === 0 || shown[at - 1] >= name);
    })
    .toBe(true);

  await ready(page, scripted);
  await page.getByRole('button', { name: 'Columns' }).click();
  await page.getByRole('checkbox', { name: 'Address' }).uncheck();
  await page.getByRole('button', { name: 'Show these' }).click();
  await expect(page).toHaveURL(/show=name&show=state/);
  await ready(page, scripted);
  await expect(table.getByRole('columnheader', { name: 'Address' })).toHaveCount(0);
  await expect(table.locator('th[aria-sort="descending"]'), 'the order is kept').toHaveText(/Name/);
  await expectFits(page);
});

test('chosen rows bring up the bar', { tag: ['@desktop', '@mobile', '@no-js'] }, async ({ page, scripted }) => {
  await open(page, scripted, 'owner', '/dev/kit');
  const bar = page.locator('.bulk-bar');
  await expect(bar).toBeHidden();
  await page.getByRole('checkbox', { name: 'Choose core-1' }).check();
  await expect(bar).toBeVisible();
  await page.getByRole('checkbox', { name: 'Choose core-1' }).uncheck();
  await expect(bar).toBeHidden();
});

test('an id is copied at a press', { tag: '@desktop' }, async ({ page, scripted, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await open(page, scripted, 'owner', '/dev/kit');
  const part = page.locator('#part-copyid');
  await part.getByRole('button').click();
  await expect(part.getByRole('status')).toHaveText('Copied');
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(await part.locator('code.copy').textContent());
});

test('on a phone an alias stands at the edge of its card, whatever its script', { tag: '@arabic' }, async ({ page, scripted }) => {
  await open(page, scripted, 'owner', '/network/interfaces');
  const gaps = await page.locator('main tbody tr').evaluateAll((rows) =>
    rows.map((row) => {
      const edge = (element: Element) => {
        const range = document.createRange();
        range.selectNodeContents(element);
        return range.getBoundingClientRect().right;
      };
      const [name, alias] = [row.querySelector('.cell-name a'), row.querySelector('.cell-alias')];
      return name && alias?.textContent ? Math.abs(edge(name) - edge(alias)) : 0;
    }),
  );
  expect(Math.max(...gaps), gaps.join(' ')).toBeLessThanOrEqual(2);
});

test('a page whose code does not arrive says so, and works after a reload', { tag: ['@desktop', '@mobile'] }, async ({ page, scripted, faults }) => {
  faults.expect(/^request failed: .*\.(bin|wasm)/, /^console error: /, /^page error: /);
  for (const code of [/\/pkg\/.*app_bg\.wasm$/, /\/pkg\/.*\/app\.bin$/, /\/pkg\/.*__new_device_route.*\.bin$/]) {
    await page.route(code, (route) => route.abort('connectionfailed'));
    await open(page, false, 'engineer', '/network/devices/new');
    const notice = page.getByRole('alert').filter({ hasText: 'This page has stopped working.' });
    await expect(notice, String(code)).toBeVisible();
    await expectFits(page);
    await page.unroute(code);
    await notice.getByRole('link', { name: 'Reload' }).click();
    await ready(page, scripted);
    await expect(notice).toBeHidden();
  }
});

test('the kit is nothing that a stranger sees', { tag: '@desktop' }, async ({ page, faults }) => {
  faults.expect(refusal(401));
  await page.goto(address('owner', '/dev/kit'));
  await expect(page).toHaveURL(/\/sign-in\?next=/);
});
