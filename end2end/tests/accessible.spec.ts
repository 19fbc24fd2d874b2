// Every page through axe, in light, dark and on a phone; how it fits from right to left and in Devanagari; landmarks and what assistive technology reads of the list.
import { expect, expectAccessible, expectFits, open, refusal, test } from '../fixtures';
import { callServerFn } from '../support/samples.mjs';
import { address, world, type Who } from '../support/world';

const tag = ['@desktop', '@dark', '@mobile'];
const everywhere = [...tag, '@arabic', '@hindi'];

async function paths(): Promise<[Who, string][]> {
  const { port, sessions } = world();
  const { value } = await callServerFn(port, sessions.owner, 'network/list_interfaces', { query: { search: 'xe-0/0/0' } });
  const { id, device } = value.items[0];
  const { value: devices } = await callServerFn(port, sessions.owner, 'network/list_devices', {});
  const dead = devices.find((item: { name: string }) => item.name === 'Tower Zahlé');
  const { value: own } = await callServerFn(port, sessions.aroma, 'network/list_interfaces', { query: {} });
  const tree = await callServerFn(port, sessions.owner, 'tenancy/list_orgs', {});
  const reseller = tree.nodes.find((node: { kind: string }) => node.kind === 'reseller');
  const { value: people } = await callServerFn(port, sessions.owner, 'tenancy/list_people', { search: '' });
  const engineer = people.people.find((person: { email: string }) => person.email.startsWith('engineer@'));
  const isps = await callServerFn(port, sessions.founder, 'platform/overview', {});
  return [
    ['owner', '/dashboard'],
    ['reseller', '/dashboard'],
    ['aroma', '/dashboard'],
    ['aroma', '/account'],
    ['owner', '/search'],
    ['owner', '/search?q=e'],
    ['owner', '/search?q=nothing-like-this'],
    ['founder', '/dashboard'],
    ['founder', '/platform/health'],
    ['owner', '/organisation'],
    ['owner', `/organisation/${reseller.id}`],
    ['owner', '/people'],
    ['owner', '/people?q=nothing-like-this'],
    ['owner', '/people/invite'],
    ['owner', `/people/${engineer.user}`],
    ['reseller', '/organisation'],
    ['reseller', '/people'],
    ['founder', '/platform/new'],
    ['founder', `/platform/isps/${isps[0].tenant}`],
    ['founder', '/people'],
    ['owner', '/network/interfaces'],
    ['owner', '/network/interfaces?q=nothing-like-this'],
    ['owner', `/network/interfaces/${id}`],
    ['owner', `/network/interfaces/${id}?range=30d`],
    ['owner', `/network/interfaces/${id}?range=24h&view=table`],
    ['owner', `/network/interfaces/${id}/assign`],
    ['owner', '/network/groups'],
    ['owner', '/network/groups/new'],
    ['owner', '/alerts'],
    ['reseller', '/alerts'],
    ['owner', '/alerts/rules'],
    ['owner', '/alerts/rules/edit?kind=utilisation_high&try=yes&enabled=yes&raise_at=50&clear_below=40&raise_for=1&raise_of=1&clear_for=1'],
    ['owner', '/network/devices'],
    ['owner', '/network/devices?done=device-removed'],
    ['owner', `/network/devices/${device[0]}`],
    ['owner', `/network/devices/${dead.id}`],
    ['owner', '/network/devices/new'],
    ['owner', `/network/devices/${device[0]}/edit`],
    ['owner', `/network/devices/${device[0]}/remove`],
    ['owner', '/settings/branding'],
    ['owner', '/settings/domains'],
    ['owner', '/settings/export'],
    ['owner', '/settings/channels'],
    ['owner', '/nothing/here'],
    ['support', '/network/devices/new'],
    ['aroma', '/network/interfaces'],
    ['aroma', `/network/interfaces/${own.items[0].id}`],
    ['owner', '/go'],
    ['aroma', '/go?q=nothing-like-this'],
    ['owner', '/people?sort=-seen&show=name&show=role'],
    ['owner', '/network/devices?q=nothing-like-this'],
    ['owner', '/audit'],
    ['owner', '/audit?action=nothing-like-this'],
    ['support', '/audit'],
    ['founder', '/platform'],
    ['founder', '/sent-mail'],
    ['owner', '/account/security'],
    ['aroma', '/account/security/password'],
    ['owner', '/account/security/authenticator'],
    ['owner', '/account/security/recovery-codes'],
    ['owner', '/account/security/passkeys'],
    ['aroma', '/account/security/confirm'],
    ['aroma', '/account/links'],
    ['founder', '/recover/0'],
  ];
}

test('every page is accessible and fits', { tag: everywhere }, async ({ page, scripted, faults }, { project }) => {
  test.setTimeout(300_000);
  // Another language has other widths, not other markup; portals.spec.ts puts the main pages of each language through axe.
  const translated = project.name === 'arabic' || project.name === 'hindi';
  faults.expect(refusal(404), refusal(403));
  for (const [who, path] of await paths()) {
    await test.step(`${who} ${path}`, async () => {
      await open(page, scripted, who, path);
      if (/interfaces\/[^/?]+(\?range=30d)?$/.test(path)) await page.locator('#traffic-canvas canvas').first().waitFor();
      await expect(page.getByRole('heading', { level: 1 })).toHaveCount(1);
      await expectFits(page);
      if (!translated) await expectAccessible(page);
    });
  }
});

test('forms are accessible when they come back, and so is the sign-in page', { tag }, async ({ page, scripted, faults }) => {
  faults.expect(refusal(422));
  await page.goto(address('owner', '/sign-in'));
  await expectAccessible(page);
  await page.getByLabel('E-mail address').fill(`stranger-${Date.now()}@acme.example`);
  await page.getByLabel('Password').fill('whatever this is');
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByRole('alert').waitFor();
  await expectAccessible(page);

  await open(page, scripted, 'owner', '/network/devices/new');
  await page.getByRole('button', { name: 'Add device' }).click();
  await page.getByRole('alert').waitFor();
  await expectFits(page);
  await expectAccessible(page);
});

test('open menus are accessible', { tag }, async ({ page, scripted }) => {
  await open(page, scripted, 'owner', '/network/interfaces');
  await page.getByLabel('Account').click();
  await expect(page.getByRole('button', { name: 'Sign out' })).toBeInViewport();
  await expectFits(page);
  await expectAccessible(page);
});

test('the theme is switched, kept, and dark from the first paint on', { tag: ['@desktop', '@mobile'] }, async ({ page, scripted }) => {
  await open(page, scripted, 'owner', '/network/interfaces');
  const shade = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const light = await shade();
  const toggle = page.getByRole('button', { name: /^Theme: / });
  await toggle.click();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'light');
  await toggle.click();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  expect(await shade()).not.toBe(light);
  await page.reload({ waitUntil: 'commit' });
  await page.locator('main').waitFor();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await expectAccessible(page);
});

test('landmarks and the list as assistive technology reads them', { tag: '@desktop' }, async ({ page, scripted }) => {
  await open(page, scripted, 'aroma', '/network/interfaces');
  await expect(page.getByRole('banner')).toHaveCount(1);
  await expect(page.getByRole('main')).toHaveCount(1);
  await expect(page.getByRole('navigation', { name: 'Main navigation' }).filter({ visible: true })).toHaveCount(1);
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  await expect(page.getByRole('main')).toMatchAriaSnapshot(`
    - main:
      - heading "Your lines" [level=1]
      - search
      - region "Interfaces with their present traffic":
        - table "Interfaces with their present traffic":
          - rowgroup:
            - row:
              - columnheader "Line"
              - columnheader "Download"
              - columnheader "Upload"
              - columnheader "Used"
              - columnheader "Last 2 hours"
              - columnheader "State"
          - rowgroup:
            - row:
              - rowheader /GigabitEthernet0.4 Aroma Café/:
                - link "GigabitEthernet0/4"
              - cell /[\\d.]+ [kM]?bit.s/
              - cell /[\\d.]+ [kM]?bit.s/
              - cell /\\d+%/
              - cell:
                - img /Last 2 hours. Download up to .+ Upload up to .+/
              - cell "Up"
  `);
});
