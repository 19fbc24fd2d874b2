// How a portal looks before and after signing in, and the form that sets it. Nothing is saved here: every portal of the
// demo world is looked at by other tests. That saving works, crates/testkit/tests/it/branding.rs sees to.
import { expect, expectAccessible, expectFits, open, ready, refusal, test } from '../fixtures';
import { ask } from '../support/http.mjs';
import { address, world, type Who } from '../support/world';

/** Width and height of a PNG. */
function size(png: Buffer): string {
  expect(png.subarray(1, 4).toString()).toBe('PNG');
  return `${png.readUInt32BE(16)}x${png.readUInt32BE(20)}`;
}

test('every portal is an app of its own', { tag: '@desktop' }, async () => {
  const { port, accounts } = world();
  for (const [who, name] of [['founder', 'Lastmile'], ['owner', 'Acme Fibre'], ['reseller', 'Metro Wireless'], ['zenith', 'Zenith Net']] as [Who, string][]) {
    const { host } = accounts[who];
    const answer = await ask(port, host, '/manifest.webmanifest', { headers: { 'accept-language': 'ar' } });
    expect(answer.status, who).toBe(200);
    expect(answer.headers['content-type']).toBe('application/manifest+json');
    const manifest = JSON.parse(answer.body.toString());
    expect(manifest).toMatchObject({ id: '/', name, start_url: '/', scope: '/', display: 'standalone', lang: 'ar', dir: 'rtl' });
    expect(manifest.theme_color).toMatch(/^#[0-9a-f]{6}$/);
    expect(manifest.background_color).toMatch(/^#[0-9a-f]{6}$/);
    expect(manifest.icons.map((icon: { sizes: string; purpose: string }) => `${icon.sizes} ${icon.purpose}`)).toEqual(['192x192 any', '512x512 any', '512x512 maskable']);
    for (const icon of manifest.icons) {
      const drawn = await ask(port, host, icon.src);
      expect(drawn.status, icon.src).toBe(200);
      expect(drawn.headers['content-type']).toBe('image/png');
      expect(size(drawn.body)).toBe(icon.sizes);
    }
    for (const path of ['/favicon.ico', '/favicon.svg', '/favicon.png', '/brand/0.css']) expect((await ask(port, host, path)).status, path).toBe(200);
  }
  expect((await ask(port, 'nowhere.localhost', '/manifest.webmanifest')).status).toBe(421);
});

test('the sign-in page carries the portal’s name, colours and app', { tag: ['@desktop', '@mobile', '@no-js'] }, async ({ page, scripted }) => {
  await page.goto(address('zenith', '/sign-in'));
  await ready(page, scripted);
  await expect(page).toHaveTitle(/Zenith Net$/);
  await expect(page.locator('link[rel="manifest"]')).toHaveAttribute('href', '/manifest.webmanifest');
  await expect(page.locator('link[rel="apple-touch-icon"]')).toHaveCount(1);
  await expect(page.locator('meta[name="theme-color"]')).toHaveCount(2);
  expect((await page.content()).includes('Lastmile')).toBe(false);
});

test('the form comes back with what was typed and what is wrong', { tag: ['@desktop', '@mobile', '@no-js'] }, async ({ page, scripted, faults }) => {
  faults.expect(refusal(422));
  await open(page, scripted, 'owner', '/settings/branding');
  await expect(page.getByRole('heading', { level: 1, name: 'Branding' })).toBeVisible();
  await expect(page.getByRole('region', { name: 'Preview of what is saved' })).toBeVisible();
  await page.getByLabel('Product name').fill('Skyline');
  await page.getByLabel('Brand colour').fill('red');
  await page.getByLabel('Footer').fill('One\nTwo </textarea>');
  await page.locator('#logo').setInputFiles({ name: 'logo.png', mimeType: 'image/png', buffer: Buffer.from('no picture at all') });
  await page.getByRole('button', { name: 'Save changes' }).click();
  await expect(page.getByRole('alert')).toContainText('This could not be saved yet.');
  await ready(page, scripted);
  await expect(page.locator('#accent-error')).toContainText('six hexadecimal digits');
  await expect(page.locator('#logo-error')).toContainText('This is no PNG, JPEG, WebP or SVG.');
  await expect(page.getByLabel('Product name')).toHaveValue('Skyline');
  await expect(page.getByLabel('Brand colour')).toHaveValue('red');
  await expect(page.getByLabel('Footer')).toHaveValue('One\nTwo </textarea>');
  await expectFits(page);
  if (scripted) await expectAccessible(page);
});
