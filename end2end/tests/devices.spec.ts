// Devices: who answers, and the forms that add, change and remove them, with and without a script.
import { expect, open, ready, refusal, test } from '../fixtures';
import { address } from '../support/world';
import type { Locator, Page } from '@playwright/test';

const row = (page: Page, name: string): Locator => page.locator('main tbody tr').filter({ has: page.getByRole('link', { name, exact: true }) });

test('the list tells who answers, and of a dead device why and what to do', { tag: ['@desktop', '@mobile', '@no-js'] }, async ({ page, scripted }) => {
  test.setTimeout(240_000);
  await open(page, scripted, 'support', '/network/devices');
  await expect(page.locator('main tbody tr').filter({ hasText: 'Simulated' })).toHaveCount(4);
  const alive = row(page, 'Core router');
  await expect(alive).toContainText('Answers');
  await expect(alive).toContainText('SNMP v3, every 10 s');
  await expect(alive).toContainText('5 interfaces');
  await expect(row(page, 'Tower Jbeil')).toContainText('Answers');

  await expect(alive).toContainText('Reachable');

  const dead = row(page, 'Tower Zahlé');
  await expect(dead).toContainText('Nothing listens on this port.');
  await expect(dead).toContainText('Check the port and whether the SNMP service runs.');
  await expect(dead).toContainText('never');
  // Three polls in a row without an answer make it down.
  await expect(async () => {
    await page.reload();
    await expect(dead).toContainText('No answer', { timeout: 1_000 });
  }).toPass({ intervals: [5_000], timeout: 180_000 });
  await ready(page, scripted);

  await dead.getByRole('link').click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Tower Zahlé');
  await expect(page.getByText('Nothing listens on this port.')).toBeVisible();
  await expect(page.getByText('No interfaces found yet')).toBeVisible();
});

test('a device shows how it answers pings, as a chart and as a table', { tag: ['@desktop', '@mobile', '@no-js'] }, async ({ page, scripted }) => {
  test.setTimeout(120_000);
  await open(page, scripted, 'support', '/network/devices');
  await row(page, 'Core router').getByRole('link').click();
  await ready(page, scripted);
  const pings = page.getByRole('region', { name: 'Pings' });
  await expect(pings.getByText('Pings over 1 hour')).toBeAttached();
  await pings.getByRole('link', { name: '24 hours' }).click();
  await expect(page).toHaveURL(/range=24h/);
  await pings.getByRole('link', { name: 'Table' }).click();
  await expect(pings.getByRole('table', { name: 'Pings over time' })).toBeVisible();
  await expect(pings.getByText('Loss', { exact: true }).first()).toBeVisible();

  // The tower that is switched off answered until five hours before the first start.
  await open(page, scripted, 'support', '/network/devices?sort=reach');
  await expect(async () => {
    await page.reload();
    await expect(row(page, 'Tower Zahlé')).toContainText('Not reachable', { timeout: 1_000 });
  }).toPass({ intervals: [3_000], timeout: 90_000 });
});

test('a device is added, changed and removed; what does not fit is told and what was typed is kept', { tag: ['@desktop', '@mobile', '@no-js'] }, async ({ page, scripted, faults }, info) => {
  faults.expect(refusal(422));
  const name = `Roof ${info.project.name}`;
  await open(page, scripted, 'engineer', '/network/devices');
  await page.getByRole('link', { name: 'Add device' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Add device');

  // Nothing fits.
  await page.getByLabel('Name', { exact: true }).fill(name);
  await page.getByLabel('Address').fill('http://192.0.2.1/');
  await page.getByLabel('UDP port').fill('70000');
  await page.getByLabel('Seconds between polls').fill('5');
  await page.getByLabel('Community').fill('a secret community');
  await page.getByRole('button', { name: 'Add device' }).click();
  const told = page.getByRole('alert');
  await expect(told).toContainText('This could not be saved yet.');
  await ready(page, scripted);
  await expect(page).toHaveURL(address('engineer', '/network/devices/new'));
  await expect(told.getByRole('link')).toHaveText([/^Address/, /^UDP port/, /^Seconds between polls/]);
  for (const [label, value, fault] of [
    ['Address', 'http://192.0.2.1/', 'Enter a host name or one IP address, without port or path.'],
    ['UDP port', '70000', 'Enter a port from 1 to 65535.'],
    ['Seconds between polls', '5', 'Enter 10 to 300 seconds.'],
  ]) {
    const input = page.getByLabel(label, { exact: true });
    await expect(input).toHaveValue(value);
    await expect(input).toHaveAttribute('aria-invalid', 'true');
    await expect(input).toHaveAccessibleDescription(new RegExp(fault.replaceAll('.', '\\.')));
  }
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue(name);
  // Secrets never come back.
  await expect(page.getByLabel('Community')).toHaveValue('');
  expect(await page.content()).not.toContain('a secret community');

  // The list of faults leads to each input.
  await told.getByRole('link', { name: /^UDP port/ }).click();
  await expect(page.getByLabel('UDP port')).toBeFocused();

  // All of it fits.
  await page.getByLabel('Address').fill('127.0.0.1');
  await page.getByLabel('UDP port').fill('9');
  await page.getByLabel('Seconds between polls').fill('300');
  await page.getByLabel('Community').fill('a secret community');
  await page.getByRole('button', { name: 'Add device' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(name);
  await expect(page.getByRole('status').filter({ hasText: 'Device added.' })).toBeVisible();
  await expect(page.getByText('127.0.0.1:9', { exact: true })).toBeVisible();
  await ready(page, scripted);

  // Its name is taken now.
  await page.goto(address('engineer', '/network/devices/new'));
  await ready(page, scripted);
  await page.getByLabel('Name', { exact: true }).fill(name);
  await page.getByLabel('Address').fill('192.0.2.9');
  await page.getByLabel('Community').fill('x');
  await page.getByRole('button', { name: 'Add device' }).click();
  await expect(page.getByLabel('Name', { exact: true })).toHaveAccessibleDescription(/Another device has this name\./);

  // Changed, without typing the secret again.
  await page.goto(address('engineer', '/network/devices'));
  await ready(page, scripted);
  await row(page, name).getByRole('link').click();
  await page.getByRole('link', { name: 'Edit device' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Edit device');
  await expect(page.getByLabel('Community')).toHaveValue('');
  await page.getByLabel('UDP port').fill('10');
  await page.getByRole('button', { name: 'Save changes' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'Changes saved.' })).toBeVisible();
  await expect(page.getByText('127.0.0.1:10', { exact: true })).toBeVisible();
  await ready(page, scripted);
  await page.getByRole('link', { name: 'Dismiss' }).click();
  await expect(page.getByText('Changes saved.')).toHaveCount(0);

  // Removed, after a second thought.
  await page.getByRole('link', { name: 'Remove device' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(`Remove ${name}?`);
  await page.getByRole('link', { name: 'Keep it' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(name);
  await page.getByRole('link', { name: 'Remove device' }).click();
  await page.getByRole('button', { name: 'Remove device' }).click();
  await expect(page).toHaveURL(address('engineer', '/network/devices?done=device-removed'));
  await expect(page.getByRole('status').filter({ hasText: 'Device removed.' })).toBeVisible();
  await expect(page.locator('main tbody tr').filter({ hasText: 'Tower Zahlé' })).toHaveCount(1);
  await expect(row(page, name)).toHaveCount(0);
});

test('the form shows the credentials that the chosen version needs', { tag: ['@desktop', '@no-js'] }, async ({ page, scripted, faults }) => {
  faults.expect(refusal(422));
  await open(page, scripted, 'engineer', '/network/devices/new');
  await expect(page.getByLabel('Community')).toBeVisible();
  await expect(page.getByLabel('User name')).toBeHidden();
  await page.getByLabel('SNMP version').selectOption('v3');
  await expect(page.getByLabel('Community')).toBeHidden();
  await expect(page.getByLabel('User name')).toBeVisible();

  // A form that came back still shows them.
  await page.getByLabel('Encryption passphrase').fill('short');
  await page.getByRole('button', { name: 'Add device' }).click();
  await expect(page.getByRole('alert')).toBeVisible();
  await expect(page.getByLabel('SNMP version')).toHaveValue('v3');
  await expect(page.getByLabel('User name')).toHaveAccessibleDescription(/Please fill this in\./);
  await expect(page.getByLabel('Encryption passphrase')).toHaveAccessibleDescription(/Use at least 8 characters\./);
  await expect(page.getByLabel('Encryption passphrase')).toHaveValue('');
});

test('of two people who change the same device, the second is told', { tag: ['@desktop', '@no-js'] }, async ({ page, scripted, faults, context }, info) => {
  faults.expect(refusal(409));
  const name = `Mast ${info.project.name}`;
  await open(page, scripted, 'engineer', '/network/devices/new');
  await page.getByLabel('Name', { exact: true }).fill(name);
  await page.getByLabel('Address').fill('127.0.0.1');
  await page.getByLabel('UDP port').fill('9');
  await page.getByLabel('Seconds between polls').fill('300');
  await page.getByLabel('Community').fill('one');
  await page.getByRole('button', { name: 'Add device' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(name);
  const device = new URL(page.url()).pathname;

  const other = await context.newPage();
  faults.watch(other);
  for (const one of [page, other]) {
    await one.goto(address('engineer', `${device}/edit`));
    await ready(one, scripted);
  }
  await page.getByLabel('UDP port').fill('11');
  await page.getByRole('button', { name: 'Save changes' }).click();
  await expect(page.getByText('Changes saved.')).toBeVisible();

  for (let tries = 0; tries < 2; tries += 1) {
    await other.getByLabel('Seconds between polls').fill('200');
    await other.getByRole('button', { name: 'Save changes' }).click();
    await expect(other.getByRole('alert')).toContainText('Someone else has changed this meanwhile.');
    await ready(other, scripted);
    await expect(other.getByLabel('Seconds between polls')).toHaveValue('200');
  }
  await other.close();

  await page.goto(address('engineer', `${device}/remove`));
  await ready(page, scripted);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(`Remove ${name}?`);
  await page.getByRole('button', { name: 'Remove device' }).click();
  await expect(page.getByText('Device removed.')).toBeVisible();
});
