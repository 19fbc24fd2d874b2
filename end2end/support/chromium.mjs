// The browser: Debian's Chromium, never one that Playwright downloads.
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

const find = (name) => {
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    const path = join(folder, name);
    try {
      accessSync(path, constants.X_OK);
      return path;
    } catch {
      // Not in this folder.
    }
  }
  return undefined;
};

const executablePath = process.env.LASTMILE_CHROMIUM ?? find('chromium') ?? find('chromium-browser');
if (!executablePath) throw new Error('no chromium on PATH: install the package chromium, or name the program in LASTMILE_CHROMIUM');

/** What Playwright launches. */
export const launchOptions = {
  executablePath,
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
};
