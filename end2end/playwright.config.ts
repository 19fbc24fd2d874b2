import { defineConfig, type Project } from '@playwright/test';

import { launchOptions } from './support/chromium.mjs';

// A test names the projects it makes sense in by tags; see fixtures.ts for what every test is held to.
const project = (name: string, use: Project['use']): Project => ({ name, grep: new RegExp(`@${name}\\b`), use });

export default defineConfig({
  testDir: './tests',
  outputDir: './test-results',
  globalSetup: './support/global-setup.ts',
  forbidOnly: true,
  fullyParallel: true,
  workers: 2,
  retries: 0,
  timeout: 90_000,
  expect: { timeout: 15_000 },
  reporter: [['list']],
  use: {
    browserName: 'chromium',
    headless: true,
    launchOptions,
    locale: 'en-GB',
    timezoneId: 'America/Lima',
    reducedMotion: 'reduce',
    // A worker takes requests out of sight of the tests; pwa.spec.ts lets it in.
    serviceWorkers: 'block',
    screenshot: 'only-on-failure',
    trace: 'off',
  },
  projects: [
    project('desktop', { viewport: { width: 1440, height: 900 }, colorScheme: 'light' }),
    project('dark', { viewport: { width: 1440, height: 900 }, colorScheme: 'dark' }),
    project('mobile', { viewport: { width: 390, height: 844 }, colorScheme: 'light', deviceScaleFactor: 2, hasTouch: true, isMobile: true }),
    project('arabic', { viewport: { width: 390, height: 844 }, colorScheme: 'light', deviceScaleFactor: 2, hasTouch: true, isMobile: true, locale: 'ar-LB' }),
    project('hindi', { viewport: { width: 1440, height: 900 }, colorScheme: 'dark', locale: 'hi-IN' }),
    project('no-js', { viewport: { width: 1440, height: 900 }, colorScheme: 'light', javaScriptEnabled: false }),
  ],
});
