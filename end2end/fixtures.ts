// What every browser test is held to, and the steps that they share.
//
// A test fails when the page logs an error or a warning, throws, cannot load something, or is wider than its window,
// unless the test said beforehand that this will happen (`faults.expect`).
import AxeBuilder from '@axe-core/playwright';
import { expect, test as base, type Page } from '@playwright/test';

import { signInOverHttp } from './support/http.mjs';
import { address, world, type Who } from './support/world';

export { expect };

/** What a page says that is left while the browser still fetches a chunk of its code: the fetch is given up and fails. */
const LEFT_BEHIND = [
  /^console error: TypeError: (Failed to fetch|WebAssembly compilation aborted: Network error: Response body loading was aborted)[\s\S]*__wasm_split/,
  /^console error: panicked at \S+\s+load callback should succeed: SplitLoaderError/,
  /^page error: RuntimeError: unreachable/,
];

/** What went wrong on the test's pages. */
export class Faults {
  readonly #found: string[] = [];
  #chunksGivenUp = 0;
  readonly #expected: RegExp[] = [];

  /** Says that this will happen: matched against `kind: text`. */
  expect(...patterns: RegExp[]): void {
    this.#expected.push(...patterns);
  }

  /** Watches a page from its beginning. */
  watch(page: Page): void {
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') {
        this.#found.push(`console ${message.type()}: ${message.text()} (${message.location().url})`);
      }
    });
    page.on('pageerror', (error) => this.#found.push(`page error: ${error.stack ?? error.message}`));
    page.on('requestfailed', (request) => {
      const reason = request.failure()?.errorText ?? '';
      // The browser itself gives up what the next page does not need.
      if (reason !== 'net::ERR_ABORTED') this.#found.push(`request failed: ${request.url()} ${reason}`);
      else if (/\/pkg\/.*\.wasm$/.test(request.url())) this.#chunksGivenUp += 1;
    });
    page.on('response', (response) => {
      if (response.status() >= 400) this.#found.push(`answer ${response.status()}: ${response.url()}`);
    });
  }

  /** What was found and not expected. */
  left(): string[] {
    // Once for each chunk that the browser itself gave up, and not at all where none was: a chunk that is not there or
    // broken fails for another reason, and the page never wakes up.
    const excused = LEFT_BEHIND.map(() => this.#chunksGivenUp);
    return this.#found.filter((fault) => {
      if (this.#expected.some((pattern) => pattern.test(fault))) return false;
      const kind = LEFT_BEHIND.findIndex((pattern) => pattern.test(fault));
      if (kind < 0 || excused[kind] === 0) return true;
      excused[kind] -= 1;
      return false;
    });
  }
}

export const test = base.extend<{ faults: Faults; scripted: boolean }>({
  scripted: async ({ javaScriptEnabled }, use) => {
    await use(javaScriptEnabled !== false);
  },
  faults: async ({ scripted }, use) => {
    const faults = new Faults();
    // Playwright keeps the service worker out of all tests but its own, and says so.
    faults.expect(/^console warning: Service Worker registration blocked by Playwright/);
    // A browser that runs no scripts does not load them either, and says so.
    if (!scripted) faults.expect(/^request failed: .*\.js csp$/, /^console warning: The resource .* was preloaded using link preload but not used/);
    await use(faults);
  },
  page: async ({ page, faults }, use) => {
    faults.watch(page);
    await use(page);
    if (!page.isClosed() && page.url() !== 'about:blank') await expectFits(page);
    expect(faults.left(), 'faults on the page').toEqual([]);
  },
});

/** Refused pages show as errors in the console too. */
export function refusal(status: number): RegExp {
  return new RegExp(`^answer ${status}: |^console error: Failed to load resource: the server responded with a status of ${status} `);
}

/** The page is not wider than its window. */
export async function expectFits(page: Page): Promise<void> {
  const [wide, room] = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
  if (wide <= room) return;
  const culprits = await page.evaluate((room) => {
    const name = (element: Element) => `<${element.tagName.toLowerCase()} class="${element.getAttribute('class') ?? ''}">`;
    return [...document.querySelectorAll('body *')].filter((element) => element.getBoundingClientRect().right > room + 0.5).slice(0, 8).map(name);
  }, room);
  throw new Error(`${page.url()} is ${wide} px wide in a window of ${room} px: ${culprits.join(' ')}`);
}

/** The session that the global setup started, put into the browser: tests that are not about signing in do not sign in. */
export async function signIn(page: Page, who: Who): Promise<void> {
  await page.context().addCookies([world().sessions[who]]);
}

/** Waits until the page is awake; without JavaScript it is as soon as it is there. */
export async function ready(page: Page, scripted: boolean): Promise<void> {
  if (scripted) await page.locator('html[data-hydrated]').waitFor({ state: 'attached' });
}

/** Signs in and opens a path of that person's portal. */
export async function open(page: Page, scripted: boolean, who: Who, path: string): Promise<void> {
  await signIn(page, who);
  await page.goto(address(who, path));
  await ready(page, scripted);
}

/** The same with a session of one's own that has just begun: for what asks who one is where that was not proved lately. */
export async function openFresh(page: Page, scripted: boolean, who: Who, path: string): Promise<void> {
  const { port, accounts } = world();
  await page.context().addCookies([await signInOverHttp(port, accounts[who])]);
  await page.goto(address(who, path));
  await ready(page, scripted);
}

/** No violation of WCAG 2.2 A and AA nor of axe's best practices. */
export async function expectAccessible(page: Page): Promise<void> {
  // All in the page itself: there are no frames of others, and a second page for the result costs as much as the rules.
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
  const told = violations.map(({ id, help, nodes }) => `${id}: ${help}\n${nodes.map(({ target, failureSummary }) => `  ${target.join(' ')}: ${failureSummary}`).join('\n')}`);
  expect(told, 'axe').toEqual([]);
}
