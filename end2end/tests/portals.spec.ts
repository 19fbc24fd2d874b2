// Each portal × {desktop, phone} × {light, dark} × {English, Arabic, Hindi}: it speaks the language throughout, fits and is
// accessible. Every combination opens the sign-in page and each portal's dashboard. The other pages of the navigation are
// spread over the combinations, so that each is seen once in each language and at least once on a phone, on a wide screen, in
// the light and in the dark. With SHOTS=1 each page that is seen is also painted into target/shots/.
import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { expect, expectAccessible, expectFits, open, ready, test } from '../fixtures';
import { address, type Who } from '../support/world';
import type { Page } from '@playwright/test';

const LANGUAGES = [
  { locale: 'en-GB', lang: 'en', dir: 'ltr' },
  { locale: 'ar-LB', lang: 'ar', dir: 'rtl' },
  { locale: 'hi-IN', lang: 'hi', dir: 'ltr' },
];

const SCREENS = [
  { screen: 'a wide screen', viewport: { width: 1440, height: 900 }, isMobile: false, hasTouch: false, deviceScaleFactor: 1 },
  { screen: 'a phone', viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, deviceScaleFactor: 2 },
];

const SCHEMES = ['light', 'dark'] as const;

/** One person of each level. */
const PORTALS: Who[] = ['founder', 'owner', 'branch', 'reseller', 'aroma'];

/** The pages besides the dashboard, with people whose role opens them, one language each. */
const PAGES: [path: string, people: Who[]][] = [
  ['/platform', ['founder']],
  ['/platform/health', ['founder']],
  ['/network/interfaces', ['owner', 'reseller', 'aroma']],
  ['/alerts', ['owner', 'reseller']],
  ['/network/devices', ['owner', 'branch']],
  ['/organisation', ['owner', 'reseller', 'branch']],
  ['/people', ['reseller', 'owner', 'founder']],
  ['/settings/general', ['founder', 'reseller', 'branch']],
  ['/settings/branding', ['reseller', 'owner', 'founder']],
  ['/settings/roles', ['owner']],
  ['/settings/domains', ['owner']],
  ['/settings/export', ['owner']],
  ['/settings/support-access', ['owner']],
  ['/settings/api-tokens', ['owner', 'founder', 'aroma']],
  ['/audit', ['founder', 'owner']],
  ['/sent-mail', ['owner', 'founder']],
  ['/account', ['aroma', 'founder', 'reseller']],
  ['/account/security', ['reseller', 'aroma', 'owner']],
];

/** The ids of all messages that no word of a language can be: a page that lacks one shows its id. */
const IDS = (() => {
  const folder = new URL('../../locales/en/', import.meta.url);
  const files = readdirSync(folder).filter((name) => name.endsWith('.ftl'));
  const ids = files.flatMap((name) => [...readFileSync(new URL(name, folder), 'utf8').matchAll(/^([a-z][a-z0-9]*(?:-[a-z0-9]+)+) =/gm)].map(([, id]) => id));
  return new Set(ids);
})();

/** The page is in this language, and says nothing by the id of a message that it lacks. */
async function expectSpoken(page: Page, { lang, dir }: (typeof LANGUAGES)[number]): Promise<void> {
  await expect(page.locator('html')).toHaveAttribute('lang', lang);
  await expect(page.locator('html')).toHaveAttribute('dir', dir);
  const texts = await page.evaluate(() => {
    const said = [document.title];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (!node.parentElement?.closest('script, style, template')) said.push(node.nodeValue ?? '');
    }
    for (const element of document.querySelectorAll('body *')) {
      for (const name of ['aria-label', 'aria-description', 'aria-valuetext', 'title', 'placeholder', 'alt', 'data-label']) said.push(element.getAttribute(name) ?? '');
    }
    return said;
  });
  const like = texts.flatMap((text) => text.match(/(?<![\w/.@-])[a-z][a-z0-9]*(?:-[a-z0-9]+)+(?![\w@/-])/g) ?? []);
  expect(like.filter((word) => IDS.has(word)), `ids of messages on ${page.url()}`).toEqual([]);
}

/** Paints a whole page, to be looked at by people. */
async function paint(page: Page, name: string): Promise<void> {
  if (process.env.SHOTS !== '1') return;
  await page.evaluate(() => document.fonts.ready.then(() => undefined));
  const path = fileURLToPath(new URL(`../../target/shots/${name}.png`, import.meta.url));
  await page.screenshot({ path, fullPage: true, animations: 'disabled' });
}

/** Where the navigation leads, the dashboard and the page of all actions aside. */
const places = (page: Page) =>
  page.locator('nav a.nav-item').evaluateAll((links) => [...new Set(links.map((link) => link.getAttribute('href') ?? ''))].filter((href) => href !== '/dashboard' && href !== '/go'));

for (const [language, spoken] of LANGUAGES.entries()) {
  for (const [at, { screen, ...device }] of SCREENS.entries()) {
    for (const [shade, colorScheme] of SCHEMES.entries()) {
      test(`every portal on ${screen}, ${colorScheme}, in ${spoken.lang}`, { tag: '@desktop' }, async ({ browser, faults }) => {
        test.setTimeout(240_000);
        const { locale } = spoken;
        const context = await browser.newContext({ ...device, colorScheme, locale, timezoneId: 'Asia/Beirut', reducedMotion: 'reduce', serviceWorkers: 'block' });
        const page = await context.newPage();
        faults.watch(page);
        const see = async (who: Who | 'stranger', path: string, axe: boolean) => {
          await paint(page, [who, path.slice(1).replaceAll('/', '-'), device.viewport.width, colorScheme, spoken.lang].join('-'));
          await expect(page.getByRole('heading', { level: 1 })).toHaveCount(1);
          await expect(page.getByRole('main').getByRole('alert')).toHaveCount(0);
          await expectSpoken(page, spoken);
          await expectFits(page);
          if (axe) await expectAccessible(page);
        };

        await test.step('sign-in page', async () => {
          await page.goto(address('owner', '/sign-in'));
          await ready(page, true);
          expect(await page.evaluate((scheme) => matchMedia(`(prefers-color-scheme: ${scheme})`).matches, colorScheme)).toBe(true);
          await see('stranger', '/sign-in', at * 2 + shade === language);
        });

        const covered = new Set(PAGES.map(([path]) => path));
        for (const who of PORTALS) {
          await test.step(`${who} /dashboard`, async () => {
            await open(page, true, who, '/dashboard');
            await expect(page).toHaveURL(address(who, '/dashboard'));
            expect(await page.locator('main .tile').count()).toBeGreaterThanOrEqual(3);
            expect((await places(page)).filter((path) => !covered.has(path)), 'places in the navigation that no combination opens').toEqual([]);
            await see(who, '/dashboard', true);
          });
        }

        // Three combinations in a row of four hold both screens and both schemes.
        const here = PAGES.map(([path, people], number) => ({ path, who: people[language % people.length], number })).filter(({ number }) => (number + language) % 4 === shade * 2 + at);
        for (const { path, who, number } of here) {
          await test.step(`${who} ${path}`, async () => {
            await open(page, true, who, path);
            await expect(page).toHaveURL(address(who, path));
            // Once for each page here; accessible.spec.ts looks at most of them in every project.
            await see(who, path, number % 3 === language);
          });
        }
        await context.close();
        expect(faults.left(), 'faults on the pages').toEqual([]);
      });
    }
  }
}
