// Passkeys in a real browser, with Chromium's virtual authenticator (WebAuthn in the DevTools protocol). The person is made for
// this test: a passkey ends all other sessions of whoever adds it.
import { expect, ready, test } from '../fixtures';
import { ask } from '../support/http.mjs';
import { callServerFn } from '../support/samples.mjs';
import { until } from '../support/server.mjs';
import { at, world } from '../support/world';
import type { CDPSession, Page } from '@playwright/test';

const PASSWORD = 'seven violet tractors cross a bridge';

/** Somebody new at zenith, by invitation. */
async function someone(): Promise<{ host: string; email: string }> {
  const { port, accounts, sessions } = world();
  const { host } = accounts.zenith;
  const email = `passkey-${Date.now()}-${Math.floor(Math.random() * 1e6)}@zenith.example`;
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
  const accepted = await ask(port, host, path, { form: { name: 'Pia Key', password: PASSWORD } });
  expect(accepted.status).toBe(303);
  return { host, email };
}

/** An authenticator in the browser that answers by itself. */
async function authenticator(page: Page): Promise<CDPSession> {
  const session = await page.context().newCDPSession(page);
  await session.send('WebAuthn.enable');
  await session.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return session;
}

test('a passkey is added and signs in, alone and after the password', { tag: '@desktop' }, async ({ page, scripted }) => {
  const { host, email } = await someone();
  await authenticator(page);
  const signOut = async () => {
    await page.getByLabel('Account', { exact: true }).click();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await expect(page).toHaveURL(at(host, '/sign-in'));
    await ready(page, scripted);
  };
  const password = async () => {
    await page.getByLabel('E-mail address').fill(email);
    await page.getByLabel('Password').fill(PASSWORD);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  };
  await page.goto(at(host, '/sign-in?next=/account/security'));
  await ready(page, scripted);
  await password();
  await expect(page).toHaveURL(at(host, '/account/security'));
  await ready(page, scripted);
  await page.getByRole('link', { name: 'Manage passkeys' }).click();
  await ready(page, scripted);
  await page.getByLabel('Name').fill('Test browser');
  await page.getByRole('button', { name: 'Add a passkey' }).click();
  await expect(page.getByRole('heading', { name: 'Recovery codes' })).toBeVisible();
  await page.getByRole('link', { name: 'I have kept them' }).click();
  await expect(page.getByRole('row', { name: /Test browser/ })).toContainText('Never');

  await ready(page, scripted);
  await signOut();
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
  await expect(page).toHaveURL(at(host, '/dashboard'));
  await ready(page, scripted);

  await signOut();
  await password();
  await expect(page).toHaveURL(/\/sign-in\/code/);
  await ready(page, scripted);
  await page.getByRole('button', { name: 'Use a passkey' }).click();
  await expect(page).toHaveURL(at(host, '/dashboard'));
});

test('without JavaScript there is no passkey to be seen, and everything else works', { tag: '@no-js' }, async ({ page }) => {
  await page.goto(at(world().accounts.zenith.host, '/sign-in'));
  await expect(page.getByRole('button', { name: 'Sign in with a passkey' })).toBeHidden();
  await expect(page.getByLabel('E-mail address')).toBeVisible();
});
