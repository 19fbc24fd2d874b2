// What owners can do with power: make roles of the ISP's own, act as somebody further down, and see and end it when somebody
// acts as one of theirs.
import { expect, expectAccessible, expectFits, open, ready, refusal, test } from '../fixtures';
import { ask, signInOverHttp } from '../support/http.mjs';
import { callServerFn } from '../support/samples.mjs';
import { until } from '../support/server.mjs';
import { address, at, world, type Account, type Who } from '../support/world';
import type { Locator, Page } from '@playwright/test';

const PASSWORD = 'seven violet tractors cross a bridge';

/** The row of a table that says this; on phones a card. */
const row = (page: Page, text: string): Locator => page.locator('main tbody tr').filter({ hasText: text });

/** Somebody new at zenith with the role of support, by invitation: what becomes of their role is no other test's business. */
async function someone(name: string, label: string): Promise<Account & { user: string }> {
  const { port, accounts, sessions } = world();
  const { host } = accounts.zenith;
  const email = `${label}-${Date.now()}-${Math.floor(Math.random() * 1e6)}@zenith.example`;
  const cookie = `${sessions.zenith.name}=${sessions.zenith.value}`;
  const tree = await callServerFn(port, sessions.zenith, 'tenancy/list_orgs', {});
  const root = tree.nodes.find((node: { kind: string }) => node.kind === 'isp');
  const invited = await ask(port, host, '/people/invite', { form: { org: root.id, email, name: '', role: 'support' }, headers: { cookie } });
  expect(invited.status).toBe(303);
  const path = await until('the invitation was kept', 30_000, async () => {
    const { value } = await callServerFn(port, sessions.zenith, 'messaging/list_kept', {});
    const item = value.items.find((kept: { to: string }) => kept.to === email);
    if (!item) return undefined;
    const { value: mail } = await callServerFn(port, sessions.zenith, 'messaging/get_kept', { id: item.id });
    return /\/invitation\/[\w-]{43}/.exec(mail.text)?.[0];
  });
  const accepted = await ask(port, host, path, { form: { name, password: PASSWORD } });
  expect(accepted.status).toBe(303);
  const { value } = await callServerFn(port, sessions.zenith, 'tenancy/list_people', { search: email });
  return { host, email, password: PASSWORD, user: value.people[0].user };
}

test('an owner makes a role, gives it, changes it and deletes it', { tag: ['@desktop', '@mobile', '@no-js'] }, async ({ page, scripted, faults, browser }, info) => {
  test.setTimeout(240_000);
  faults.expect(refusal(422), refusal(403));
  const name = `Night desk ${info.project.name}`;
  const person = await someone('Nora Night', `night-${info.project.name}`);
  const tick = (permission: string) => page.getByRole('checkbox', { name: permission, exact: true });
  const said = (notice: string) => expect(page.getByRole('status').filter({ hasText: notice })).toBeVisible();

  // It begins as a built-in one.
  await open(page, scripted, 'zenith', '/settings/roles');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Roles');
  await page.getByLabel('Begin as').selectOption({ label: 'Support (of the provider)' });
  await page.getByRole('button', { name: 'Continue' }).click();
  await expect(page).toHaveURL(address('zenith', '/settings/roles/new?from=isp.support'));
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('New role');
  await ready(page, scripted);
  const support = ['See alerts', 'See devices', 'See interfaces and traffic', 'See the organisation', 'See people'];
  for (const permission of support) await expect(tick(permission)).toBeChecked();
  await expect(tick('Manage devices')).not.toBeChecked();
  await expect(tick('Manage devices')).toHaveAccessibleDescription('Add, change and remove them, with their credentials.');
  // The platform's permissions are not an ISP's to give.
  await expect(tick('Manage providers')).toHaveCount(0);
  if (scripted) await expectAccessible(page);

  // Without a name and with nothing ticked.
  for (const permission of support) await tick(permission).uncheck();
  await page.getByRole('button', { name: 'Create role' }).click();
  const told = page.getByRole('main').getByRole('alert');
  await expect(told).toContainText('This could not be saved yet.');
  await ready(page, scripted);
  await expect(told.getByRole('link')).toHaveText(['Name', 'Permissions']);
  await expect(page.getByLabel('Name', { exact: true })).toHaveAccessibleDescription(/Please fill this in\./);
  await expect(page.locator('#permissions')).toContainText('Tick at least one permission.');
  for (const permission of support) await expect(tick(permission)).not.toBeChecked();
  await expectFits(page);
  if (scripted) await expectAccessible(page);
  await told.getByRole('link', { name: 'Permissions' }).click();
  await expect(page.locator('#permissions')).toBeFocused();

  await page.getByLabel('Name', { exact: true }).fill(name);
  for (const permission of ['See devices', 'See interfaces and traffic', 'See the organisation']) await tick(permission).check();
  await page.getByRole('button', { name: 'Create role' }).click();
  await said('Role created.');
  await ready(page, scripted);
  await expect(row(page, name)).toContainText('of the provider');
  await expect(row(page, name).locator('.figure')).toHaveText(['3', '0']);
  await expectFits(page);
  if (scripted) await expectAccessible(page);

  // Given to somebody, it holds from the next click on.
  const theirs = await browser.newPage({ javaScriptEnabled: scripted });
  faults.watch(theirs);
  await theirs.context().addCookies([await signInOverHttp(world().port, person)]);
  await theirs.goto(at(person.host, '/people'));
  await ready(theirs, scripted);
  await expect(theirs.getByRole('heading', { level: 1 })).toHaveText('People');
  await expect(theirs.getByRole('main').getByRole('alert')).toHaveCount(0);

  const give = async (role: string) => {
    await page.goto(address('zenith', `/people/${person.user}`));
    await ready(page, scripted);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Nora Night');
    await page.getByLabel('Role', { exact: true }).selectOption({ label: role });
    await page.getByRole('button', { name: 'Save changes' }).click();
    await said('Role changed. It holds from the next click on.');
    await ready(page, scripted);
    await expect(page.getByText(`${role} (Provider)`, { exact: true })).toBeVisible();
    await expect(page.getByLabel('Role', { exact: true }).locator('option:checked')).toHaveText(role);
  };
  await give(name);
  const refused = await theirs.goto(at(person.host, '/people'));
  await ready(theirs, scripted);
  expect(refused?.status()).toBe(403);
  await expect(theirs.getByRole('main').getByRole('alert')).toContainText('Your role does not include this');
  await expect(theirs.locator('.menu-who')).toContainText(name);
  const devices = await theirs.goto(at(person.host, '/network/devices'));
  await ready(theirs, scripted);
  expect(devices?.status()).toBe(200);

  // Changed, it holds for whoever has it. Who has it keeps it from being deleted.
  await page.goto(address('zenith', '/settings/roles'));
  await ready(page, scripted);
  await expect(row(page, name).locator('.figure')).toHaveText(['3', '1']);
  await row(page, name).getByRole('link', { name }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(name);
  const main = page.getByRole('main');
  await expect(main).toContainText('1 person has it');
  await expect(main).toContainText('Somebody has this role. Give them another one first.');
  await expect(page.getByRole('button', { name: 'Delete role' })).toHaveCount(0);
  await expectFits(page);
  if (scripted) await expectAccessible(page);
  await expect(tick('See people')).not.toBeChecked();
  await tick('See people').check();
  await page.getByRole('button', { name: 'Save changes' }).click();
  await said('Role changed. It holds from everybody’s next click on.');
  await ready(page, scripted);
  await expect(row(page, name).locator('.figure')).toHaveText(['4', '1']);
  const people = await theirs.goto(at(person.host, '/people'));
  await ready(theirs, scripted);
  expect(people?.status()).toBe(200);
  await expect(theirs.getByRole('main').getByRole('alert')).toHaveCount(0);

  // Everything as it was.
  await give('Support');
  await page.goto(address('zenith', '/settings/roles'));
  await ready(page, scripted);
  await row(page, name).getByRole('link', { name }).click();
  await expect(main).toContainText('Nobody has this role. It cannot be brought back.');
  await page.getByRole('button', { name: 'Delete role' }).click();
  await said('Role deleted.');
  await expect(row(page, name)).toHaveCount(0);
  await page.goto(address('zenith', `/people/${person.user}`));
  await ready(page, scripted);
  await page.getByRole('button', { name: 'Take access away' }).click();
  await said('Access taken away.');
  await theirs.goto(at(person.host, '/people'));
  await expect(theirs).toHaveURL(at(person.host, '/sign-in?next=/people'));
  await ready(theirs, scripted);
  await theirs.close();
});

/** The form that asks why, on a person's page and on the platform's page of an ISP. */
const actForm = (page: Page): Locator => page.locator('section.panel').filter({ has: page.getByRole('heading', { name: 'Act as somebody', exact: true }) });

/** Every page says who acts as whom. */
const banner = (page: Page): Locator => page.getByRole('region', { name: 'Acting as somebody else' });

/** None of these pages opens: their own status, their own words, and the way out stays in sight. */
async function expectRefused(page: Page, scripted: boolean, who: Who, paths: string[]): Promise<void> {
  for (const path of paths) {
    await test.step(`refused: ${path}`, async () => {
      const answer = await page.goto(address(who, path));
      await ready(page, scripted);
      expect(answer?.status(), path).toBe(403);
      await expect(page.getByRole('main').getByRole('alert')).toContainText('Your role does not include this');
      await expect(page.getByRole('main').locator('form, code, .secret')).toHaveCount(0);
      await expect(banner(page)).toBeVisible();
      await expectFits(page);
    });
  }
}

const OWN_SECRETS = ['/settings/api-tokens', '/account/security', '/account/security/password', '/account/security/authenticator', '/account/security/passkeys'];

test('an owner acts as a reseller, says why, reaches no secrets, and ends it', { tag: ['@desktop', '@mobile', '@no-js'] }, async ({ page, scripted, faults }, info) => {
  test.setTimeout(240_000);
  faults.expect(refusal(403), refusal(404), refusal(422));
  const { port, accounts, sessions } = world();
  const reason = `The hand-off is slow at night, seen from ${info.project.name}`;
  const ticket = `T-4711 ${info.project.name}`;
  const { value } = await callServerFn(port, sessions.owner, 'tenancy/list_people', { search: accounts.reseller.email });
  await open(page, scripted, 'owner', `/people/${value.people[0].user}`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Maya Aoun');

  // A reason that says nothing.
  const form = actForm(page);
  await form.getByLabel('Reason').fill('because');
  await form.getByLabel('Ticket (may stay empty)').fill(ticket);
  await form.getByRole('button', { name: 'Continue' }).click();
  await expect(form.getByRole('alert')).toContainText('This could not be saved yet.');
  await ready(page, scripted);
  await expect(form.getByLabel('Reason')).toHaveAccessibleDescription(/Write at least 10 characters\./);
  await expect(form.getByLabel('Reason')).toHaveValue('because');
  await expect(form.getByLabel('Ticket (may stay empty)')).toHaveValue(ticket);
  await expectFits(page);
  if (scripted) await expectAccessible(page);

  await form.getByLabel('Reason').fill(reason);
  await form.getByRole('button', { name: 'Continue' }).click();
  const way = form.getByRole('link', { name: `Go to ${accounts.reseller.host}` });
  await expect(way).toBeVisible();
  await ready(page, scripted);
  const over = (await way.getAttribute('href')) ?? '';
  expect(over).toMatch(/\/support-access\/[\w-]{43}$/);
  expect(new URL(over).origin).toBe(address('reseller', ''));
  // Thirty seconds: nothing is looked at closely before it has begun.
  await way.click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Act as somebody else?');
  await expect(page.getByRole('main')).toContainText('Omar Saleh acts as Maya Aoun, Metro Wireless.');
  await expect(page.getByRole('main')).toContainText(reason);
  await ready(page, scripted);
  await page.getByRole('button', { name: 'Begin' }).click();
  await expect(page).toHaveURL(address('reseller', '/dashboard'));
  await ready(page, scripted);
  await expect(banner(page)).toContainText(/Omar Saleh acts as Maya Aoun until \d/);
  await expect(page.getByRole('heading', { level: 1 })).toHaveCount(1);
  await expectFits(page);
  if (scripted) await expectAccessible(page);
  // What is the person's own is not offered.
  await expect(page.locator('a[href^="/account"], nav a[href="/settings/api-tokens"]')).toHaveCount(0);
  await expect(page.locator('nav a[href="/network/interfaces"]').filter({ visible: true })).toHaveCount(1);

  await expectRefused(page, scripted, 'reseller', [...OWN_SECRETS, '/people/invite']);
  // What the reseller does day by day can be seen.
  const lines = await page.goto(address('reseller', '/network/interfaces'));
  await ready(page, scripted);
  expect(lines?.status()).toBe(200);
  await expect(page.getByRole('main')).toContainText('wlan1');
  await expect(banner(page)).toBeVisible();

  // The tenant sees it while it runs. The owner's own portal is another host with another session.
  await page.goto(address('owner', '/settings/support-access'));
  await ready(page, scripted);
  const entry = row(page, reason);
  await expect(entry).toHaveCount(1);
  for (const text of ['Omar Saleh', 'Own staff', 'Maya Aoun', 'Metro Wireless', `Ticket ${ticket}`, 'Now']) await expect(entry).toContainText(text);
  await expect(entry.getByRole('button', { name: 'End' })).toBeVisible();
  await expect(banner(page)).toHaveCount(0);
  await expectFits(page);
  if (scripted) await expectAccessible(page);

  // The end, from the banner.
  await page.goto(address('reseller', '/network/interfaces'));
  await ready(page, scripted);
  await banner(page).getByRole('button', { name: 'End' }).click();
  await expect(page).toHaveURL(address('reseller', '/sign-in?done=acting-ended'));
  await expect(page.getByRole('status').filter({ hasText: 'You act as yourself again.' })).toBeVisible();
  await ready(page, scripted);
  await expect(banner(page)).toHaveCount(0);
  await page.goto(address('reseller', '/dashboard'));
  await expect(page).toHaveURL(address('reseller', '/sign-in?next=/dashboard'));
  await ready(page, scripted);
  // The way over was good once.
  await page.goto(over);
  await ready(page, scripted);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('This way is closed');

  await page.goto(address('owner', '/settings/support-access'));
  await ready(page, scripted);
  await expect(entry).toContainText(`Ticket ${ticket}`);
  await expect(entry.locator('.badge')).toHaveCount(0);
  await expect(entry.getByRole('button')).toHaveCount(0);
  await expect(entry).not.toContainText('ended from here');
  await page.getByRole('link', { name: 'Everything done this way, in the audit log' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Audit log');
  await expect(row(page, 'Support access begun').filter({ hasText: 'Maya Aoun' }).first()).toContainText('Omar Saleh');
});

test('the fault of a reason leads to the input that it is about', { tag: '@desktop' }, async ({ page, scripted, faults }) => {
  faults.expect(refusal(422));
  const { port, accounts, sessions } = world();
  const { value } = await callServerFn(port, sessions.owner, 'tenancy/list_people', { search: accounts.cedar.email });
  await open(page, scripted, 'owner', `/people/${value.people[0].user}`);
  const form = actForm(page);
  await form.getByRole('button', { name: 'Continue' }).click();
  await expect(form.getByRole('alert')).toContainText('Please fill this in.');
  await ready(page, scripted);
  await form.getByRole('alert').getByRole('link', { name: 'Reason' }).click();
  await expect(form.getByLabel('Reason')).toBeFocused();
});

// One project: it switches off for a while what belongs to the whole ISP.
test('the platform acts as an owner; the owner sees it, ends it and switches it off', { tag: '@desktop' }, async ({ page, scripted, faults, browser }) => {
  test.setTimeout(240_000);
  faults.expect(refusal(403));
  const { port, accounts, sessions } = world();
  const reason = 'The owner asked us to look at the branding';
  await open(page, scripted, 'founder', '/platform');
  await page.getByRole('main').getByRole('link', { name: 'Zenith Net', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Zenith Net');
  await ready(page, scripted);
  const isp = page.url();
  const form = actForm(page);
  await form.getByLabel('As whom').selectOption({ label: 'Asha Rao (Owner, Zenith Net)' });
  await form.getByLabel('Reason').fill(reason);
  await form.getByRole('button', { name: 'Continue' }).click();
  const way = form.getByRole('link', { name: `Go to ${accounts.zenith.host}` });
  await expect(way).toBeVisible();
  await ready(page, scripted);
  await way.click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Act as somebody else?');
  await ready(page, scripted);
  await expect(page.getByRole('main')).toContainText('Farah Haddad acts as Asha Rao, Zenith Net.');
  // Looking at it begins nothing.
  await expectAccessible(page);
  await expectFits(page);
  await page.getByRole('button', { name: 'Begin' }).click();
  await expect(page).toHaveURL(address('zenith', '/dashboard'));
  await ready(page, scripted);
  await expect(banner(page)).toContainText(/Farah Haddad acts as Asha Rao until \d/);
  await expectAccessible(page);
  const kept = ['/settings/roles', '/settings/support-access', '/settings/domains', '/settings/export', '/sent-mail'];
  for (const path of kept) await expect(page.locator(`nav a[href="${path}"]`)).toHaveCount(0);
  await expect(page.locator('nav a[href="/settings/branding"]').filter({ visible: true })).toHaveCount(1);
  await expectRefused(page, scripted, 'zenith', [...OWN_SECRETS, ...kept, '/settings/roles/new?from=isp.support', '/people/invite', '/network/devices/new']);
  const branding = await page.goto(address('zenith', '/settings/branding'));
  await ready(page, scripted);
  expect(branding?.status()).toBe(200);
  await expect(banner(page)).toBeVisible();

  // The owner, in a browser of their own.
  const theirs = await (await browser.newContext()).newPage();
  faults.watch(theirs);
  await open(theirs, scripted, 'zenith', '/settings/support-access');
  const entry = row(theirs, reason);
  for (const text of ['Farah Haddad', 'Platform', 'Asha Rao', 'Now']) await expect(entry).toContainText(text);
  await entry.getByRole('button', { name: 'End' }).click();
  await expect(theirs.getByRole('status').filter({ hasText: 'Support access ended.' })).toBeVisible();
  await ready(theirs, scripted);
  await expect(entry).toContainText('ended from here');
  await expect(entry.locator('.badge')).toHaveCount(0);
  await page.goto(address('zenith', '/settings/branding'));
  await expect(page).toHaveURL(address('zenith', '/sign-in?next=/settings/branding'));
  await ready(page, scripted);

  try {
    await expect(theirs.getByRole('main')).toContainText('The platform’s people may act as yours to help.');
    await theirs.getByRole('button', { name: 'Switch off' }).click();
    await expect(theirs.getByRole('status').filter({ hasText: 'Support access switched off.' })).toBeVisible();
    await ready(theirs, scripted);
    await expect(theirs.getByRole('main')).toContainText('The platform’s people may not act as yours.');
    await expectAccessible(theirs);
    await page.goto(isp);
    await ready(page, scripted);
    await expect(form).toContainText('This provider has switched support access off. Ask its owner to switch it on.');
    await expect(form.getByRole('button')).toHaveCount(0);
    await theirs.getByRole('button', { name: 'Switch on' }).click();
    await expect(theirs.getByRole('status').filter({ hasText: 'Support access switched on.' })).toBeVisible();
  } finally {
    const { name, value } = sessions.zenith;
    await ask(port, accounts.zenith.host, '/settings/support-access', { form: { do: 'on' }, headers: { cookie: `${name}=${value}` } });
  }
  await page.reload();
  await ready(page, scripted);
  await expect(form.getByLabel('As whom')).toBeVisible();
  await expectFits(theirs);
  await theirs.close();
});
