// Who sees what: assignment, resellers and clients, the other ISP, roles.
import { expect, open, ready, refusal, signIn, test } from '../fixtures';
import { ask } from '../support/http.mjs';
import { callServerFn } from '../support/samples.mjs';
import { address, at, world, type Who } from '../support/world';
import type { Page } from '@playwright/test';

const names = async (page: Page) => (await page.locator('main tbody tr').getByRole('rowheader').getByRole('link').allTextContents()).map((name) => name.trim());

interface Item {
  id: string;
  name: string;
  device: [string, string] | null;
}

/** An interface of acme, by ifName. */
async function acmeInterface(name: string): Promise<Item> {
  const { port, sessions } = world();
  const { value } = await callServerFn(port, sessions.owner, 'network/list_interfaces', { query: { search: name } });
  return value.items.find((item: Item) => item.name === name);
}

test('an assigned interface appears at its reseller, and leaves again', { tag: ['@desktop', '@no-js'] }, async ({ page, scripted, browser }, info) => {
  const name = info.project.name === 'no-js' ? 'ether1' : 'GigabitEthernet0/5';
  const { id } = await acmeInterface(name);
  const theirs = await browser.newPage({ javaScriptEnabled: scripted });
  await open(theirs, scripted, 'reseller', '/network/interfaces');
  expect(await names(theirs)).not.toContain(name);

  await open(page, scripted, 'engineer', `/network/interfaces/${id}`);
  await page.getByRole('link', { name: 'Assign' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Assign interface');
  await page.getByLabel('Serves').selectOption({ label: 'Metro Wireless' });
  await page.getByRole('button', { name: 'Assign interface' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'Interface assigned.' })).toBeVisible();
  await expect(page.locator('dl.facts')).toContainText('Metro Wireless');

  await theirs.reload();
  await ready(theirs, scripted);
  await expect(theirs.getByRole('heading', { level: 1 })).toHaveText('Your lines');
  expect(await names(theirs)).toContain(name);
  await theirs.getByRole('link', { name, exact: true }).click();
  await expect(theirs.getByRole('heading', { level: 1 })).toHaveText(name);
  await expect(theirs.getByRole('link', { name: 'Assign' })).toHaveCount(0);

  await page.goto(address('engineer', `/network/interfaces/${id}/assign`));
  await ready(page, scripted);
  await expect(page.getByLabel('Serves').locator('option:checked')).toHaveText('Metro Wireless');
  await page.getByLabel('Serves').selectOption({ index: 0 });
  await page.getByRole('button', { name: 'Assign interface' }).click();
  await expect(page.getByText('Interface assigned.')).toBeVisible();
  await theirs.goto(address('reseller', '/network/interfaces'));
  await ready(theirs, scripted);
  expect(await names(theirs)).not.toContain(name);
  await theirs.close();
});

test('resellers see their part of the tree, clients their own line', { tag: ['@desktop', '@mobile', '@no-js'] }, async ({ page, scripted }) => {
  await open(page, scripted, 'reseller', '/network/interfaces');
  const metro = await names(page);
  expect(metro).toEqual(expect.arrayContaining(['ge-0/1/0', 'wlan1', 'GigabitEthernet0/2', 'GigabitEthernet0/3']));
  for (const foreign of ['xe-0/0/0', 'ge-0/1/1', 'GigabitEthernet0/1', 'GigabitEthernet0/4', 'sfp2', 'ether3']) expect(metro).not.toContain(foreign);

  for (const [who, line] of [['cedar', 'GigabitEthernet0/2'], ['aroma', 'GigabitEthernet0/4'], ['green', 'ether3']] as const) {
    await open(page, scripted, who, '/network/interfaces');
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Your lines');
    expect(await names(page)).toEqual([line]);
    // Devices are the provider's business.
    await expect(page.getByRole('main')).not.toContainText(/Access switch|Edge Pune|Core router/);
  }
});

test('what belongs to the other ISP is not there, exactly like what does not exist', { tag: ['@desktop', '@no-js'] }, async ({ page, scripted, faults }) => {
  faults.expect(refusal(404));
  const { id, device } = await acmeInterface('xe-0/0/0');
  const ghost = '00000000-0000-7000-8000-000000000000';
  for (const path of [`/network/interfaces/${id}`, `/network/interfaces/${id}?range=24h&view=table`, `/network/interfaces/${id}/assign`, `/network/devices/${device?.[0]}`, `/network/devices/${device?.[0]}/edit`, `/network/devices/${device?.[0]}/remove`]) {
    const shown = [];
    for (const tried of [path, path.replace(id, ghost).replace(device?.[0] ?? '', ghost)]) {
      await signIn(page, 'zenith');
      const answer = await page.goto(address('zenith', tried));
      await ready(page, scripted);
      const main = await page.getByRole('main').innerText();
      shown.push({ status: answer?.status(), main: main.replace(/Request number: \S+/, 'Request number') });
      expect(main).not.toMatch(/xe-0\/0\/0|Transit|Core router|Acme/);
    }
    expect(shown[0].status, path).toBe(404);
    expect(shown[0], path).toEqual(shown[1]);
    expect(shown[0].main).toContain('This is not here');
  }
});

test('a session of one host opens nothing on another', { tag: '@desktop' }, async ({ page, scripted }) => {
  const { port, accounts, sessions } = world();
  for (const [whose, where] of [['owner', 'zenith'], ['zenith', 'owner'], ['owner', 'founder'], ['founder', 'owner'], ['cedar', 'owner'], ['aroma', 'reseller'], ['owner', 'reseller']] as [Who, Who][]) {
    const { name, value } = sessions[whose];
    const { host } = accounts[where];
    const answer = await ask(port, host, '/network/interfaces', { headers: { cookie: `${name}=${value}` } });
    expect([answer.status, answer.headers.location], `${whose} at ${host}`).toEqual([303, '/sign-in?next=/network/interfaces']);
    // The same in a browser, were the cookie to come along.
    if (whose === 'owner' && where === 'zenith') {
      await page.context().addCookies([{ ...sessions[whose], domain: host }]);
      await page.goto(at(host, '/network/interfaces'));
      await ready(page, scripted);
      await expect(page).toHaveURL(at(host, '/sign-in?next=/network/interfaces'));
      await page.context().clearCookies();
    }
  }
  // Where one signs in decides nothing about where else the browser sends the cookie.
  await open(page, scripted, 'owner', '/network/interfaces');
  await page.goto(address('zenith', '/network/interfaces'));
  await expect(page).toHaveURL(address('zenith', '/sign-in?next=/network/interfaces'));
});

test('pages made at the same time for different people never mix', { tag: '@desktop' }, async () => {
  const { port, accounts, sessions } = world();
  const names: Partial<Record<Who, string>> = { owner: 'Omar Saleh', zenith: 'Asha Rao', aroma: 'Lina Daher', cedar: 'Karim Frem', founder: 'Farah Haddad', branch: 'Nadim Fares', reseller: 'Maya Aoun', green: 'Meera Iyer', support: 'Sami Nasser' };
  const ofAcme = ['xe-0/0/0', 'Core router', 'GigabitEthernet'];
  const ofZenith = ['Edge Pune', 'sfp1', 'ether3'];
  const asked: [Who, string, number, string[]][] = [
    ['owner', '/network/interfaces', 200, ofZenith],
    ['owner', '/network/devices', 200, ofZenith],
    ['owner', '/network/devices/new', 200, [...ofAcme, ...ofZenith]],
    ['support', '/network/devices/new', 403, [...ofAcme, ...ofZenith]],
    ['zenith', '/network/interfaces', 200, ofAcme],
    ['zenith', '/network/devices', 200, ofAcme],
    ['branch', '/network/interfaces', 200, ['xe-0/0/0', 'Core router', 'GigabitEthernet0/4', ...ofZenith]],
    ['reseller', '/network/interfaces', 200, ['xe-0/0/0', 'Core router', ...ofZenith]],
    ['cedar', '/network/interfaces', 200, ['xe-0/0/0', 'Core router', 'GigabitEthernet0/4', ...ofZenith]],
    ['aroma', '/network/interfaces', 200, ['xe-0/0/0', 'Core router', 'GigabitEthernet0/2', ...ofZenith]],
    ['aroma', '/network/devices', 403, [...ofAcme, ...ofZenith]],
    ['green', '/network/interfaces', 200, ['Edge Pune', 'sfp1', ...ofAcme]],
    ['founder', '/platform', 200, [...ofAcme, ...ofZenith]],
    ['founder', '/dashboard', 200, [...ofAcme, ...ofZenith]],
    ['owner', '/search?q=xe-', 200, ofZenith],
    ['cedar', '/dashboard', 200, ['xe-0/0/0', 'Core router', 'GigabitEthernet0/4', ...ofZenith]],
    ['aroma', '/search?q=giga', 200, ['xe-0/0/0', 'Core router', 'GigabitEthernet0/2', ...ofZenith]],
  ];
  for (let rounds = 0; rounds < 25; rounds += 1) {
    const answers = await Promise.all(
      asked.map(([who, path]) => ask(port, accounts[who].host, path, { headers: { cookie: `${sessions[who].name}=${sessions[who].value}` } })),
    );
    for (const [at, { status, body }] of answers.entries()) {
      const [who, path, expected, foreign] = asked[at];
      const text = body.toString();
      const nonces = new Set([...text.matchAll(/(?:nonce|crossorigin)="([^"]+)"/g)].map(([, nonce]) => nonce).filter((nonce) => nonce !== 'anonymous'));
      expect(nonces.size, `nonces in a page to ${who} at ${path}`).toBe(1);
      const others = Object.entries(names).filter(([other]) => other !== who).map(([, name]) => name);
      expect(status, `${who} at ${path}`).toBe(expected);
      expect(text.includes(names[who] ?? ''), `${who} at ${path} is greeted by name`).toBe(true);
      expect([...others, ...foreign].filter((word) => text.includes(word)), `of others, to ${who} at ${path}`).toEqual([]);
    }
  }
});

test('navigation offers what the role includes, and the rest is refused in words', { tag: ['@desktop', '@mobile', '@no-js'] }, async ({ page, scripted, faults }) => {
  faults.expect(refusal(403));
  const { id, device } = await acmeInterface('GigabitEthernet0/4');
  const edit = `/network/devices/${device?.[0]}/edit`;
  const table: [Who, string[], string[]][] = [
    ['support', ['Dashboard', 'Interfaces', 'Alerts', 'Devices', 'Organisation', 'People'], ['/platform/new', '/settings/branding', '/network/devices/new', edit, `/network/interfaces/${id}/assign`, '/platform', '/platform/health']],
    ['branch', ['Dashboard', 'Interfaces', 'Alerts', 'Devices', 'Organisation', 'People', 'General'], ['/platform/new', '/settings/branding', '/network/devices/new', '/platform', '/platform/health', '/audit']],
    ['reseller', ['Dashboard', 'Your lines', 'Alerts', 'Organisation', 'People', 'General', 'Branding'], ['/network/devices', '/network/devices/new', '/platform']],
    ['aroma', ['Dashboard', 'Your lines', 'Profile'], ['/network/devices', `/network/devices/${device?.[0]}`, `/network/interfaces/${id}/assign`, '/platform', '/people', '/organisation', '/settings/branding', '/audit', '/alerts']],
    ['founder', ['Dashboard', 'Providers', 'System health', 'People', 'Audit log', 'General', 'Branding', 'API tokens', 'Sent mail'], ['/network/interfaces', '/network/devices', '/alerts']],
  ];
  for (const [who, offered, refused] of table) {
    await open(page, scripted, who, '/');
    const nav = page.getByRole('navigation', { name: 'Main navigation' }).filter({ visible: true });
    const more = nav.locator('.nav-more > summary');
    if (await more.count()) await more.click();
    // The palette stands among the further places on a phone.
    await expect(nav.getByRole('listitem').getByRole('link').filter({ hasNotText: 'Go to or do' })).toHaveText(offered);
    await expect(page.getByRole('link', { name: /^(Add device|Assign)$/ })).toHaveCount(0);
    for (const path of refused) {
      const answer = await page.goto(address(who, path));
      await ready(page, scripted);
      expect(answer?.status(), `${who} at ${path}`).toBe(403);
      await expect(page.getByRole('alert')).toContainText('Your role does not include this');
    }
  }
});

test('the founder sees every provider in figures and nothing of their customers', { tag: ['@desktop', '@mobile', '@no-js'] }, async ({ page, scripted }) => {
  await open(page, scripted, 'founder', '/platform');
  const rows = page.locator('main tbody tr');
  await expect(rows).toHaveCount(2);
  const acme = rows.filter({ hasText: 'Acme Fibre' });
  await expect(acme).toContainText('acme.localhost');
  await expect(acme).toContainText(/[\d.]+\sGbit\/s/);
  await expect(rows.filter({ hasText: 'Zenith Net' })).toContainText('The only one answers');
  await expect(page.getByRole('main')).not.toContainText(/Hotel Cedar|Metro Wireless|Green School|xe-0/);
});
