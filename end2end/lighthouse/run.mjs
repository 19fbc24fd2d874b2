// Lighthouse (mobile, lab) on the sign-in page and on the first page of each portal, signed in.
// run.mjs SITE BIN: the last line is one JSON object; ends with an error where a score is under the aim.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { chromium } from 'playwright-core';
import lighthouse from 'lighthouse';

import { launchOptions } from '../support/chromium.mjs';
import { signInOverHttp } from '../support/http.mjs';
import { untilMeasured } from '../support/samples.mjs';
import { startServer } from '../support/server.mjs';

const AIM = 95;
const CATEGORIES = ['performance', 'accessibility', 'best-practices'];
/** Scores of one page differ between runs: the median of this many counts. */
const RUNS = 3;

const [site, bin, reports] = process.argv.slice(2);
const freePort = () =>
  new Promise((resolve) => {
    const probe = net.createServer();
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

const started = Date.now();
const server = await startServer(bin, site);
const scores = {};
const missed = [];
try {
  const visits = [
    ['sign-in', null, server.accounts.owner.host, '/sign-in'],
    ...['founder', 'owner', 'reseller', 'aroma'].map((who) => [who, who, server.accounts[who].host, '/']),
  ];
  await untilMeasured(server.port, await signInOverHttp(server.port, server.accounts.owner), started);
  for (const [name, who, host, path] of visits) {
    // A browser of its own for each visit: nothing is cached that a first visitor would not have.
    const results = [];
    for (let run = 0; run < RUNS; run += 1) {
      const profile = mkdtempSync(join(tmpdir(), 'lastmile-lighthouse-'));
      const port = await freePort();
      const context = await chromium.launchPersistentContext(profile, { ...launchOptions, headless: true, args: [...launchOptions.args, `--remote-debugging-port=${port}`] });
      try {
        const base = `http://${host}:${server.port}`;
        if (who) {
          const cookie = await signInOverHttp(server.port, server.accounts[who]);
          await context.addCookies([{ name: cookie.name, value: cookie.value, domain: host, path: '/', httpOnly: true, secure: true, sameSite: 'Lax' }]);
        }
        const result = await lighthouse(base + path, { port, output: 'json', logLevel: 'error', onlyCategories: CATEGORIES, disableStorageReset: true });
        if (result.lhr.runtimeError) throw new Error(`${name}: ${result.lhr.runtimeError.message}`);
        if (who && new URL(result.lhr.finalDisplayedUrl).pathname === '/sign-in') throw new Error(`${name}: not signed in`);
        results.push(result.lhr);
        if (reports) writeFileSync(join(reports, `${name}-${run}.json`), result.report);
      } finally {
        await context.close();
        rmSync(profile, { recursive: true, force: true });
      }
    }
    scores[name] = Object.fromEntries(CATEGORIES.map((category) => [category, Math.round(median(results.map((lhr) => lhr.categories[category].score)) * 100)]));
    for (const category of CATEGORIES) if (scores[name][category] < AIM) missed.push(`${name} ${category}`);
    const audits = results[0].audits;
    const failed = Object.values(audits).filter(({ score, scoreDisplayMode }) => score !== null && score < 0.9 && ['binary', 'numeric', 'metricSavings'].includes(scoreDisplayMode));
    console.error(`${name}: ${JSON.stringify(scores[name])}; LCP ${audits['largest-contentful-paint'].displayValue}, TBT ${audits['total-blocking-time'].displayValue}; below 0.9: ${failed.map(({ id }) => id).join(', ') || 'nothing'}`);
  }
} finally {
  await server.stop();
}
console.log(JSON.stringify({ name: 'lighthouse', aim: AIM, unit: 'score of 100, median', runs: RUNS, conditions: 'mobile emulation, simulated throttling, cold cache, loopback, demo world', scores, missed }));
if (missed.length > 0) {
  console.error(`below ${AIM}: ${missed.join(', ')}`);
  process.exitCode = 1;
}
