// One product server with the demo world, on a free port and a data folder of its own; ends without a trace.
import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import { ask } from './http.mjs';
import { people } from './people.mjs';

const START_MS = 120_000;
const STOP_MS = 60_000;

const freePort = () =>
  new Promise((resolve, reject) => {
    const probe = net.createServer();
    probe.on('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });

/** Calls `check` until it answers something true; throws what it last threw, or `what`, when `milliseconds` are over. */
export async function until(what, milliseconds, check) {
  const end = Date.now() + milliseconds;
  let last;
  do {
    try {
      const found = await check();
      if (found) return found;
      last = undefined;
    } catch (error) {
      if (error.fatal) throw error;
      last = error;
    }
    await pause(200);
  } while (Date.now() < end);
  throw new Error(`${what}: not within ${milliseconds / 1000} s${last ? ` (${last.message})` : ''}`);
}

/** Processes whose command line names the folder. */
function processesOf(folder) {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .flatMap((pid) => {
      try {
        const line = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
        return line.includes(folder) ? [`${pid} ${line}`] : [];
      } catch {
        return [];
      }
    });
}

/**
 * Starts `bin serve --demo` with the browser files of `site`, and waits until it is ready. Answers its port, its accounts
 * by name (see people.mjs) and `stop`, which throws unless everything ended well. `settings` are environment variables.
 */
export async function startServer(bin, site, settings = {}) {
  if (!bin || !site) throw new Error('LASTMILE_BIN (the server) and LASTMILE_SITE (the browser files) must be set; ./lastmile e2e does so');
  const folder = mkdtempSync(join(tmpdir(), 'lastmile-e2e-'));
  // The private Postgres runs as another user and must be able to reach its own folder within.
  chmodSync(folder, 0o755);
  const port = await freePort();
  const log = [];
  const env = { ...process.env, LASTMILE_DATA_DIR: folder, LASTMILE_HTTP_LISTEN: `127.0.0.1:${port}`, LASTMILE_HTTP_SITE_DIR: site, LASTMILE_DEV_PAGES: 'true' };
  // All browsers of the tests come from one address.
  for (const what of ['SIGN_INS_PER_ORIGIN', 'SIGN_INS_PER_PORTAL', 'MAILS_PER_ORIGIN', 'MAILS_PER_PORTAL']) env[`LASTMILE_LIMITS_${what}`] = '100000';
  Object.assign(env, settings);
  // What the surroundings say of other databases is not meant for this server.
  for (const name of ['DATABASE_URL', 'REDIS_URL', 'LASTMILE_CONFIG']) delete env[name];
  const child = spawn(bin, ['serve', '--demo'], { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const keep = (text) => {
    log.push(String(text));
    if (log.length > 5_000) log.splice(0, 1_000);
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  const ended = new Promise((resolve) => {
    child.once('error', (error) => resolve({ error }));
    child.once('exit', (code, signal) => resolve({ code, signal }));
  });
  let result;
  ended.then((value) => (result = value));

  const stop = async () => {
    const faults = [];
    if (result) faults.push('the server ended before it was told to');
    else child.kill('SIGTERM');
    const end = await Promise.race([ended, pause(STOP_MS, undefined, { ref: false })]);
    if (!end) {
      faults.push(`the server did not end within ${STOP_MS / 1000} s of SIGTERM`);
      child.kill('SIGKILL');
      await ended;
    } else if (end.code !== 0) {
      faults.push(`the server ended with ${end.error?.message ?? `code ${end.code}, signal ${end.signal}`}`);
    }
    const left = processesOf(folder);
    if (left.length) {
      faults.push(`processes of the data folder are left:\n  ${left.join('\n  ')}`);
      for (const line of left) process.kill(Number(line.split(' ')[0]), 'SIGQUIT');
    }
    rmSync(folder, { recursive: true, force: true });
    if (faults.length) throw new Error(`The server's log:\n${log.join('')}\n${faults.join('\n')}`);
  };

  try {
    await until('the server was ready', START_MS, async () => {
      if (result) throw Object.assign(new Error(`the server ended early with ${result.error?.message ?? `code ${result.code}, signal ${result.signal}`}`), { fatal: true });
      return (await ask(port, '127.0.0.1', '/readyz')).status === 200;
    });
    const { passwords } = JSON.parse(readFileSync(join(folder, 'demo.json'), 'utf8'));
    const accounts = Object.fromEntries(
      Object.entries(people).map(([who, { email, label, portal }]) => {
        const password = passwords[`${email}@${label}`];
        if (!password) throw new Error(`the demo world has no account ${email} at ${label}`);
        return [who, { host: `${portal}.localhost`, email, password }];
      }),
    );
    return { port, folder, accounts, stop, log: () => log.join('') };
  } catch (error) {
    console.error(`The server's log:\n${log.join('')}`);
    await stop().catch((fault) => console.error(fault.message.split('\n').at(-1)));
    throw error;
  }
}
