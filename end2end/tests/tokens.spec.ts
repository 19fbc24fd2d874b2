// Tokens for programs: made and shown once, what they open, what they do not, their end; and the page that describes the API.
import { expect, expectAccessible, expectFits, open, openFresh, ready, refusal, test } from '../fixtures';
import { ask } from '../support/http.mjs';
import { address, world, type Who } from '../support/world';

/** Calls the API with a token at someone's portal. */
async function call(who: Who, token: string, path: string): Promise<{ status: number; type: string; body: any }> {
  const { port, accounts } = world();
  const { status, headers, body } = await ask(port, accounts[who].host, `/api/v1${path}`, { headers: { authorization: `Bearer ${token}` } });
  return { status, type: String(headers['content-type']), body: JSON.parse(body.toString()) };
}

test('a token is made, shown once, opens what it was made for, and nothing once it is revoked', { tag: ['@desktop', '@mobile', '@no-js'] }, async ({ page, scripted, faults }, info) => {
  test.setTimeout(120_000);
  faults.expect(refusal(422));
  const name = `Rack script ${info.project.name}`;
  await openFresh(page, scripted, 'owner', '/settings/api-tokens');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('API tokens');
  const form = page.locator('main form').filter({ has: page.getByRole('heading', { name: 'New token', exact: true }) });
  const devices = form.getByRole('checkbox', { name: 'See devices', exact: true });
  // No token opens these.
  for (const never of ['Manage roles', 'Act as others', 'Oversee support access']) await expect(form.getByRole('checkbox', { name: never, exact: true })).toHaveCount(0);

  // Nothing ticked, and too many days.
  await form.getByLabel('Name', { exact: true }).fill(name);
  await form.getByLabel('Days it works').fill('400');
  await form.getByRole('button', { name: 'Make token' }).click();
  const told = form.getByRole('alert');
  await expect(told).toContainText('This could not be saved yet.');
  await ready(page, scripted);
  await expect(told.getByRole('link')).toHaveText(['Days it works', 'What it may do']);
  await expect(form.getByLabel('Days it works')).toHaveValue('400');
  await expect(form.getByLabel('Days it works')).toHaveAttribute('aria-invalid', 'true');
  await expect(form.getByLabel('Days it works')).toHaveAccessibleDescription(/Enter 1 to 365 days\./);
  await expect(form.locator('#personal-scopes')).toContainText('Choose at least one.');
  await expect(form.getByLabel('Name', { exact: true })).toHaveValue(name);
  await expectFits(page);
  if (scripted) await expectAccessible(page);
  await told.getByRole('link', { name: 'Days it works' }).click();
  await expect(form.getByLabel('Days it works')).toBeFocused();

  // What is ticked stays ticked.
  await devices.check();
  await form.getByLabel('Days it works').fill('0');
  await form.getByRole('button', { name: 'Make token' }).click();
  await expect(told.getByRole('link')).toHaveText(['Days it works']);
  await ready(page, scripted);
  await expect(devices).toBeChecked();

  await form.getByLabel('Days it works').fill('1');
  await form.getByRole('button', { name: 'Make token' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Your new token');
  await ready(page, scripted);
  const token = ((await page.locator('main code.copy').textContent()) ?? '').trim();
  expect(token).toMatch(/^lm_pat_[\w-]{49}$/);
  await expectFits(page);
  if (scripted) await expectAccessible(page);

  await page.getByRole('link', { name: 'I have kept it' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('API tokens');
  await ready(page, scripted);
  const row = page.locator('main tbody tr').filter({ hasText: name });
  await expect(row).toHaveCount(1);
  await expect(row).toContainText(`${token.slice(0, 12)}…`);
  await expect(row).toContainText('See devices');
  await expect(row).toContainText('Never used');
  expect(await page.content()).not.toContain(token.slice(13));

  const me = await call('owner', token, '/me');
  expect(me.status).toBe(200);
  expect(me.body).toMatchObject({ kind: 'person', name: 'Omar Saleh', email: world().accounts.owner.email, role: 'isp_owner', scopes: ['device_read'] });
  expect((await call('owner', token, '/devices')).status).toBe(200);
  // More than it was made for, and the other ISP's portal.
  expect((await call('owner', token, '/people')).status).toBe(403);
  expect((await call('zenith', token, '/me')).status).toBe(401);
  // It is for the API: no page opens by it.
  const { port, accounts } = world();
  const asPage = await ask(port, accounts.owner.host, '/network/devices', { headers: { authorization: `Bearer ${token}` } });
  expect([asPage.status, asPage.headers.location]).toEqual([303, '/sign-in?next=/network/devices']);

  await page.goto(address('owner', '/settings/api-tokens'));
  await ready(page, scripted);
  await expect(row).not.toContainText('Never used');
  await row.getByRole('button', { name: 'Revoke' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'Token revoked. It opens nothing any more.' })).toBeVisible();
  await ready(page, scripted);
  await expect(row).toHaveCount(0);
  const over = await call('owner', token, '/me');
  expect([over.status, over.type]).toEqual([401, 'application/problem+json']);
});

test('everybody has tokens of their own, and no more than their role gives', { tag: ['@desktop', '@no-js'] }, async ({ page, scripted }) => {
  await openFresh(page, scripted, 'aroma', '/account/security');
  await page.getByRole('main').getByRole('link', { name: 'API tokens' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('API tokens');
  await expect(page.getByRole('main').getByRole('checkbox')).toHaveCount(1);
  await expect(page.getByRole('checkbox', { name: 'See interfaces and traffic' })).toBeVisible();
  for (const others of ['Tokens of programs', 'Calls from other sites']) await expect(page.getByRole('heading', { name: others })).toHaveCount(0);
});

test('the page about the API opens, fits and leads to each operation', { tag: ['@desktop', '@mobile', '@arabic', '@no-js'] }, async ({ page, scripted }, info) => {
  await open(page, scripted, 'owner', '/settings/api-tokens');
  await page.locator('main a[href="/docs"]').click();
  await expect(page).toHaveURL(address('owner', '/docs'));
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Acme Fibre');
  const arabic = info.project.name === 'arabic';
  await expect(page.locator('html')).toHaveAttribute('lang', arabic ? 'ar' : 'en');
  await expect(page.locator('html')).toHaveAttribute('dir', arabic ? 'rtl' : 'ltr');
  await expectFits(page);
  const operation = page.getByRole('navigation').getByRole('link', { name: /^GET \/me$/ });
  const target = (await operation.getAttribute('href')) ?? '';
  await operation.click();
  await expect(page).toHaveURL(address('owner', `/docs${target}`));
  await expect(page.locator(`section${target}`)).toBeInViewport();
  await expect(page.locator(`section${target} pre`)).toContainText(`curl -X GET '${address('owner', '/api/v1/me')}'`);

  const { port, accounts } = world();
  const document = await ask(port, accounts.owner.host, (await page.locator('a[href$="/openapi.json"]').getAttribute('href')) ?? '');
  expect(document.status).toBe(200);
  expect(JSON.parse(document.body.toString()).openapi).toMatch(/^3\.1/);
});

test('the page about the API is accessible', { tag: ['@desktop', '@dark', '@mobile', '@arabic'] }, async ({ page }) => {
  await page.goto(address('owner', '/docs'));
  await expectAccessible(page);
});
