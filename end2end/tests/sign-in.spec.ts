// Signing in and out, the host that decides whose portal it is, and where one is led afterwards.
import { expect, open, ready, refusal, signIn, test } from '../fixtures';
import { ask } from '../support/http.mjs';
import { address, at, world, type Who } from '../support/world';
import type { Page } from '@playwright/test';

async function fillIn(page: Page, email: string, password: string): Promise<void> {
  await page.getByLabel('E-mail address').fill(email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

const credentials = (who: Who) => world().accounts[who];

test('a wrong password is told, the address is kept, the right one opens the portal', { tag: ['@desktop', '@mobile', '@no-js'] }, async ({ page, scripted, faults }) => {
  faults.expect(refusal(422));
  const { email, password } = credentials('engineer');
  await page.goto(address('engineer', '/network/interfaces'));
  await expect(page).toHaveURL(address('engineer', '/sign-in?next=/network/interfaces'));
  await ready(page, scripted);

  await fillIn(page, email, 'not the password');
  await expect(page.getByRole('alert')).toContainText('E-mail address and password do not fit together.');
  await ready(page, scripted);
  await expect(page.getByLabel('E-mail address')).toHaveValue(email);
  await expect(page.getByLabel('Password')).toHaveValue('');

  await fillIn(page, email, password);
  await expect(page).toHaveURL(address('engineer', '/network/interfaces'));
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Interfaces');
});

test('unknown people and known people with a wrong password are told the same', { tag: '@desktop' }, async () => {
  const { port, accounts } = world();
  const { host, email } = accounts.owner;
  const told = [];
  for (const typed of ['nobody-here@acme.example', email, accounts.zenith.email]) {
    const { status, body } = await ask(port, host, '/sign-in', { form: { email: typed, password: 'not the password', next: '' } });
    // Each answer has its own nonce.
    const text = body.toString().replaceAll(typed, '…').replaceAll(/(nonce|crossorigin)="[^"]*"/g, '');
    told.push({ status, text });
  }
  expect(told[0].status).toBe(422);
  expect(told[1]).toEqual(told[0]);
  expect(told[2]).toEqual(told[0]);
  // Leaves the account without failures.
  const right = await ask(port, host, '/sign-in', { form: { email, password: accounts.owner.password, next: '/' } });
  expect(right.status).toBe(303);
});

test('a host that is nobody’s gets a bare 421', { tag: ['@desktop', '@no-js'] }, async ({ page, faults }) => {
  faults.expect(refusal(421));
  const answer = await page.goto(at('nobody.localhost', '/network/interfaces'));
  expect(answer?.status()).toBe(421);
  await expect(page.locator('body')).toHaveText('421 Misdirected Request');
});

test('signing in leads on to the page that was asked for, query included', { tag: ['@desktop', '@no-js'] }, async ({ page }) => {
  const { email, password } = credentials('support');
  await page.goto(address('support', '/network/interfaces?q=Transit%20A'));
  await fillIn(page, email, password);
  await expect(page).toHaveURL(address('support', '/network/interfaces?q=Transit%20A'));
});

test('signing in never leads to another site', { tag: '@desktop' }, async ({ page }) => {
  const { port } = world();
  const { host, email, password } = credentials('support');
  const origin = at(host, '');
  for (const next of ['//evil.example', 'https://evil.example/', '/\\evil.example', '\\\\evil.example', '/\t/evil.example', ' //evil.example', 'javascript:alert(1)', '/sign-out', 'evil.example']) {
    const answer = await ask(port, host, '/sign-in', { form: { email, password, next } });
    expect(answer.status, next).toBe(303);
    const goal = new URL(String(answer.headers.location), origin);
    expect(goal.origin, next).toBe(origin);
    expect(goal.pathname, next).toBe('/');
  }
  await page.goto(address('support', '/sign-in?next=//evil.example/network'));
  await fillIn(page, email, password);
  await expect(page).toHaveURL(address('support', '/dashboard'));
});

test('signing out ends the session; going back shows the sign-in page', { tag: ['@desktop', '@mobile', '@no-js'] }, async ({ page, scripted }) => {
  const { email, password } = credentials('aroma');
  await page.goto(address('aroma', '/sign-in'));
  await ready(page, scripted);
  await fillIn(page, email, password);
  await expect(page).toHaveURL(address('aroma', '/dashboard'));
  await ready(page, scripted);
  const cookies = await page.context().cookies();

  await page.getByLabel('Account').click();
  await expect(page.getByText(email)).toBeVisible();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page).toHaveURL(address('aroma', '/sign-in'));
  await ready(page, scripted);
  // What stays says that somebody has signed in with this browser, and opens nothing.
  expect((await page.context().cookies()).map((cookie) => cookie.name)).toEqual(['__Host-lastmile-device']);

  await page.goBack();
  await expect(page).toHaveURL(/\/sign-in/);
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();

  // The session itself is gone, not only the browser's cookie.
  const kept = cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
  const answer = await ask(world().port, credentials('aroma').host, '/network/interfaces', { headers: { cookie: kept } });
  expect(answer.status).toBe(303);
  expect(answer.headers.location).toMatch(/^\/sign-in/);
});

test('a sign-in page is awake at once: it loads no code', { tag: ['@desktop', '@mobile'] }, async ({ page, scripted }) => {
  const { email, password } = credentials('cedar');
  const loaded: string[] = [];
  page.on('request', (request) => loaded.push(new URL(request.url()).pathname));
  await page.goto(address('cedar', '/sign-in'));
  await ready(page, scripted);
  await page.waitForLoadState('networkidle');
  expect(loaded.filter((path) => /^\/(pkg|words)\//.test(path))).toEqual([]);
  await page.getByLabel('E-mail address').fill(email);
  await page.getByLabel('Password').fill(password);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(address('cedar', '/dashboard'));
});

test('what is typed before the page is awake stays, and so does the focus', { tag: ['@desktop', '@mobile'] }, async ({ page, scripted }) => {
  let release = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  await page.route('**/*.wasm', async (route) => {
    await held;
    await route.continue();
  });
  await signIn(page, 'engineer');
  await page.goto(address('engineer', '/network/devices/new'), { waitUntil: 'commit' });
  const [name, port] = [page.getByRole('textbox', { name: /^Name/ }), page.getByRole('textbox', { name: /port/i })];
  await name.pressSequentially('Tower nine');
  await port.fill('1');
  await port.focus();
  await page.keyboard.press('End');
  await page.keyboard.type('6');
  await expect(page.locator('html')).not.toHaveAttribute('data-hydrated');

  release();
  await ready(page, scripted);
  await expect(name).toHaveValue('Tower nine');
  await expect(port).toBeFocused();
  await page.keyboard.type('1');
  await expect(port).toHaveValue('161');
});
