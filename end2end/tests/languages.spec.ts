// The language of a page: what the person chose, else this browser's choice, else what the browser asks for.
import { expect, open, ready, test } from '../fixtures';
import { address } from '../support/world';

const TITLES: Record<string, [language: string, direction: string, title: string]> = {
  English: ['en', 'ltr', 'Your lines'],
  Español: ['es', 'ltr', 'Sus líneas'],
  Français: ['fr', 'ltr', 'Vos lignes'],
  العربية: ['ar', 'rtl', 'خطوطك'],
  हिन्दी: ['hi', 'ltr', 'आपकी लाइनें'],
};

test('a person chooses a language, and it stays with the person', { tag: ['@desktop', '@no-js'] }, async ({ page, scripted, browser }) => {
  // People that no other test looks at: the choice is theirs everywhere.
  const who = scripted ? 'valley' : 'green';
  await open(page, scripted, who, '/network/interfaces?q=1');
  for (const [name, [language, direction, title]] of Object.entries(TITLES).reverse()) {
    await page.locator('.top-bar summary').first().click();
    await page.getByRole('button', { name, exact: true }).click();
    await expect(page.locator('html')).toHaveAttribute('lang', language);
    await expect(page.locator('html')).toHaveAttribute('dir', direction);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(title);
    await expect(page).toHaveURL(address(who, '/network/interfaces?q=1'));
    await ready(page, scripted);
    // The same person in another browser, which asks for something else.
    const other = await browser.newContext({ locale: 'de-DE', javaScriptEnabled: false });
    await other.addCookies((await page.context().cookies()).filter((cookie) => cookie.name !== '__Host-language'));
    const elsewhere = await other.newPage();
    await elsewhere.goto(address(who, '/network/interfaces'));
    await expect(elsewhere.getByRole('heading', { level: 1 })).toHaveText(title);
    await other.close();
  }
});

test('before signing in the browser decides, and a choice is remembered', { tag: ['@desktop', '@no-js'] }, async ({ browser, javaScriptEnabled }) => {
  const context = await browser.newContext({ locale: 'fr-CA', javaScriptEnabled: javaScriptEnabled !== false });
  const page = await context.newPage();
  await page.goto(address('owner', '/sign-in?next=/network/devices'));
  await expect(page.locator('html')).toHaveAttribute('lang', 'fr');
  await page.locator('.top-bar summary').first().click();
  await page.getByRole('button', { name: 'العربية', exact: true }).click();
  await expect(page.locator('html')).toHaveAttribute('lang', 'ar');
  await expect(page).toHaveURL(address('owner', '/sign-in?next=/network/devices'));
  await page.reload();
  await expect(page.locator('html')).toHaveAttribute('dir', 'rtl');
  await context.close();
});

test('a page that is opened later brings its words along', { tag: '@desktop' }, async ({ page, scripted }) => {
  await open(page, scripted, 'owner', '/network/interfaces');
  const asked: string[] = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  await page.getByRole('link', { name: 'Audit log', exact: true }).first().click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Audit log');
  await expect(page.getByRole('columnheader', { name: 'Who', exact: true })).toBeVisible();
  expect(asked.filter((path) => /^\/words\/[0-9a-f]{16}\/en\/audit$/.test(path))).toHaveLength(1);
  expect(asked).not.toContain('/audit');
});
