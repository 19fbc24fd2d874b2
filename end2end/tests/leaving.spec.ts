// Leaving well: domains of an ISP's own with the record that proves them, and everything there is as one archive.
import { expect, expectAccessible, expectFits, open, ready, refusal, test } from '../fixtures';
import { ask } from '../support/http.mjs';
import { callServerFn } from '../support/samples.mjs';
import { until } from '../support/server.mjs';
import { address, world, type Who } from '../support/world';
import type { Page } from '@playwright/test';

test('a domain is added with the record that proves it, checked and taken away; what cannot be one is told', { tag: ['@desktop', '@mobile', '@no-js'] }, async ({ page, scripted, faults }, info) => {
  test.setTimeout(180_000);
  faults.expect(refusal(422));
  const host = `portal.${info.project.name}-e2e.example`;
  await open(page, scripted, 'owner', '/settings/domains');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Domains');
  const input = page.getByLabel('Domain', { exact: true });
  const place = page.getByRole('main').locator('select[name="org"]');
  const add = page.getByRole('region', { name: 'Add a domain' }).getByRole('button', { name: 'Add', exact: true });
  const told = page.getByRole('main').getByRole('alert');

  const refused = async (typed: string, portal: string, fault: string) => {
    await test.step(`refused: ${typed}`, async () => {
      await place.selectOption({ label: portal });
      await input.fill(typed);
      await add.click();
      await expect(input).toHaveAccessibleDescription(new RegExp(fault.replaceAll('.', '\\.')));
      await ready(page, scripted);
      await expect(told).toContainText('This could not be saved yet.');
      await expect(told.getByRole('link')).toHaveText(['Domain']);
      // What was typed is kept.
      await expect(input).toHaveValue(typed);
      await expect(input).toHaveAttribute('aria-invalid', 'true');
      await expect(place.locator('option:checked')).toHaveText(portal);
      await expectFits(page);
    });
  };
  await refused('https://portal.example.com/', 'Metro Wireless', 'Enter a whole domain, for example portal.example.com.');
  await told.getByRole('link', { name: 'Domain' }).click();
  await expect(input).toBeFocused();
  if (scripted) await expectAccessible(page);
  await refused('shop.localhost', 'Metro Wireless', 'Names below the platform’s own domain are given out in the organisation.');
  await refused('co.uk', 'Acme Fibre', 'This is no domain of one owner.');

  await place.selectOption({ label: 'Metro Wireless' });
  await input.fill(host);
  await add.click();
  await expect(page.getByRole('status').filter({ hasText: 'Domain added. Put the record into its DNS now.' })).toBeVisible();
  await ready(page, scripted);
  const domain = page.getByRole('region', { name: host, exact: true });
  await expect(domain).toContainText('Waiting for the record');
  await expect(domain).toContainText('Metro Wireless');
  const value = (name: string) => domain.locator('dl.facts > div').filter({ has: page.locator('dt', { hasText: name }) }).locator('code.copy');
  await expect(value('Name of the TXT record')).toHaveText(`_lastmile.${host}`);
  await expect(value('Its value')).toHaveText(/^lastmile=[a-z2-7]{32}$/);
  const proof = await value('Its value').innerText();
  // A click chooses each value as a whole, to be copied.
  if (info.project.name === 'desktop') {
    for (const name of ['Name of the TXT record', 'Its value']) {
      await value(name).click();
      expect((await page.evaluate(() => getSelection()?.toString() ?? '')).trim()).toBe((await value(name).innerText()).trim());
    }
  }
  await expectFits(page);
  if (scripted) await expectAccessible(page);

  // The same name for another portal.
  await refused(host, 'Acme Fibre', 'This domain is in your list already, for another portal.');

  // Nobody has put the record anywhere; how the name servers say so depends on where the test runs.
  await domain.getByRole('button', { name: 'Check now' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'Checked. The result stands beside the domain.' })).toBeVisible({ timeout: 60_000 });
  await ready(page, scripted);
  await expect(domain).toContainText('Last check');
  await expect(domain).toContainText(/There is no record|The name servers did not answer|The name servers reported a fault/);
  await expect(domain).toContainText('Waiting for the record');
  await expect(value('Its value')).toHaveText(proof);

  await domain.locator('summary', { hasText: `Remove ${host}` }).click();
  await expect(domain).toContainText('For 30 days nobody else can have the name here.');
  await domain.getByRole('button', { name: 'Remove', exact: true }).click();
  await expect(page.getByRole('status').filter({ hasText: 'Domain removed.' })).toBeVisible();
  await expect(domain).toHaveCount(0);
});

test('only an owner brings domains along and takes everything along', { tag: '@desktop' }, async () => {
  const { port, accounts, sessions } = world();
  for (const who of ['engineer', 'support', 'reseller', 'aroma', 'founder'] as Who[]) {
    for (const path of ['/settings/domains', '/settings/export']) {
      const answer = await ask(port, accounts[who].host, path, { headers: { cookie: `${sessions[who].name}=${sessions[who].value}` } });
      expect(answer.status, `${who} at ${path}`).toBe(403);
    }
  }
});

/** Signs in by a mailed link: a session that has not proved by a password who its person is. Nobody else's session changes. */
async function signInByMail(page: Page, scripted: boolean, who: Who): Promise<void> {
  const { port, accounts, sessions } = world();
  const { email } = accounts[who];
  await page.goto(address(who, '/sign-in/link'));
  await ready(page, scripted);
  await page.getByLabel('E-mail address').fill(email);
  await page.getByRole('button', { name: 'Send the mail' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Look into your mail');
  // Newest first, so that the first link is the one that works.
  const path = await until('the mail with the link was kept', 30_000, async () => {
    const { value } = await callServerFn(port, sessions[who], 'messaging/list_kept', {});
    for (const { id } of value.items.filter((kept: { to: string }) => kept.to === email)) {
      const { value: mail } = await callServerFn(port, sessions[who], 'messaging/get_kept', { id });
      const found = /\/sign-in\/link\/[\w-]{43}/.exec(mail.text);
      if (found) return found[0];
    }
    return undefined;
  });
  await page.goto(address(who, path));
  await ready(page, scripted);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page).toHaveURL(address(who, '/dashboard'));
  await ready(page, scripted);
}

// Archives stay: each project asks in an ISP of its own.
test('an archive is asked for with the password, made, and fetched by a link', { tag: ['@desktop', '@no-js'] }, async ({ page, scripted }) => {
  test.setTimeout(360_000);
  const who = scripted ? 'owner' : 'zenith';
  const { port, accounts } = world();
  await signInByMail(page, scripted, who);
  await page.goto(address(who, '/settings/export'));
  await ready(page, scripted);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Take data along');

  // First the password.
  const request = page.getByRole('button', { name: 'Make an archive' });
  await request.click();
  await expect(page).toHaveURL(address(who, '/account/security/confirm?next=/settings/export%3Fdone%3Dexport-proved'));
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Is it you?');
  await ready(page, scripted);
  await page.getByLabel('Present password').fill(accounts[who].password);
  await page.getByRole('button', { name: 'Go on' }).click();
  await expect(page).toHaveURL(address(who, '/settings/export?done=export-proved'));
  await expect(page.getByRole('status').filter({ hasText: 'It is you. Press “Make an archive” once more' })).toBeVisible();
  await ready(page, scripted);
  const archives = page.getByRole('region', { name: /^Archive of / });
  await expect(archives).toHaveCount(0);

  await request.click();
  await expect(page.getByRole('status').filter({ hasText: 'The archive is being made.' })).toBeVisible();
  await ready(page, scripted);
  await expect(archives).toHaveCount(1);
  await expect(archives).toContainText(/Waiting|Being made|Ready/);
  await expectFits(page);
  if (scripted) await expectAccessible(page);
  await expect(async () => {
    const again = archives.getByRole('link', { name: 'Look again' });
    if (await again.count()) {
      // One at a time.
      await expect(request).toHaveCount(0, { timeout: 1_000 });
      await again.click({ timeout: 5_000 });
    }
    await expect(archives).toContainText(/Can be fetched until .+/, { timeout: 2_000 });
  }).toPass({ intervals: [1_000, 2_000, 5_000], timeout: 240_000 });
  await ready(page, scripted);
  await expect(archives.locator('.badge')).toHaveText('Ready');
  await expect(archives).toContainText(/[\d.,]+\s[kMG]?B/);
  await expect(request).toBeVisible();
  await expectFits(page);
  if (scripted) await expectAccessible(page);

  await archives.getByRole('button', { name: 'Make a link' }).click();
  const shown = page.getByRole('region', { name: 'The link to the archive' });
  await expect(shown).toBeVisible();
  await ready(page, scripted);
  const link = (await shown.getByRole('link').first().getAttribute('href')) ?? '';
  expect(link).toMatch(/\/exports\/[0-9a-f]{32}\.[\w-]{43}$/);
  expect(new URL(link).origin).toBe(address(who, ''));
  await expectFits(page);
  if (scripted) await expectAccessible(page);

  // Whoever has it, and without signing in; at another portal it is nothing.
  const { pathname } = new URL(link);
  const { status, headers, body } = await ask(port, accounts[who].host, pathname);
  expect(status).toBe(200);
  expect(headers['content-type']).toBe('application/zip');
  expect(headers['content-disposition']).toMatch(/^attachment; filename="export-\d{4}-\d\d-\d\d\.zip"$/);
  expect(body).toHaveLength(Number(headers['content-length']));
  expect(body.subarray(0, 4).toString('latin1')).toBe('PK\u0003\u0004');
  for (const name of ['README.md', 'manifest.json', 'audit/proof.json', 'data/orgs.jsonl', 'data/users.jsonl']) expect(body.includes(name), name).toBe(true);
  const elsewhere = await ask(port, accounts[scripted ? 'zenith' : 'owner'].host, pathname);
  expect([elsewhere.status, elsewhere.body.toString()]).toEqual([404, '404 This link is over, or was never one.\n']);

  await page.getByRole('link', { name: 'I have kept it' }).click();
  await expect(shown).toHaveCount(0);
  await expect(page).toHaveURL(address(who, '/settings/export'));
  expect(await page.content()).not.toContain(pathname);
});
