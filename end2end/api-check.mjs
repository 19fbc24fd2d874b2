// The API against its own document: schemathesis makes requests of it, valid and not, as every role of the demo world, and
// holds every answer against what the document promises. api-check.mjs SITE BIN SCHEMATHESIS.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { ask } from './support/http.mjs';
import { startServer } from './support/server.mjs';

// Who may change most comes last: a founder can pause what the others stand on.
const ROLES = ['cedar', 'reseller', 'branch', 'support', 'engineer', 'owner', 'founder'];
const SECONDS_A_ROLE = 25;

const here = dirname(fileURLToPath(import.meta.url));
const [site, bin, schemathesis] = process.argv.slice(2);
// Made-up devices must not be polled, and the limits have tests of their own.
const server = await startServer(bin, site, {
  LASTMILE_COLLECTORS_ENABLED: 'false',
  LASTMILE_API_TOKEN_PER_MINUTE: '1000000',
  LASTMILE_API_TENANT_PER_MINUTE: '1000000',
  LASTMILE_API_ADDRESS_PER_MINUTE: '1000000',
});
const folder = mkdtempSync(join(tmpdir(), 'lastmile-api-'));

async function tokenOf({ host, email, password }) {
  const body = JSON.stringify({ email, password });
  const answer = await ask(server.port, host, '/api/v1/auth/token', { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  if (answer.status !== 200) throw new Error(`${email} gets no token at ${host}: ${answer.status}\n${answer.body}`);
  return JSON.parse(answer.body).access_token;
}

function run(who, host, token) {
  const document = join(folder, 'openapi.json');
  const options = ['--config-file', join(here, 'schemathesis.toml'), 'run', document, '--url', `http://127.0.0.1:${server.port}/api/v1`];
  options.push('--header', `Host: ${host}:${server.port}`, '--header', `Authorization: Bearer ${token}`);
  options.push('--checks', 'all', '--max-examples', '15', '--max-time', String(SECONDS_A_ROLE), '--continue-on-failure', '--warnings', 'off');
  options.push('--report', 'ndjson', '--report-dir', join(folder, who), '--seed', '1');
  return new Promise((resolve, reject) => {
    const child = spawn(schemathesis, options, { cwd: folder, stdio: ['ignore', 'inherit', 'inherit'], env: { ...process.env, NO_COLOR: '1' } });
    child.once('error', reject);
    child.once('exit', (code) => resolve(code));
  });
}

const broken = [];
try {
  // All before the first run, which uses up what one address may try: they last longer than the runs.
  const tokens = {};
  for (const who of ROLES) tokens[who] = await tokenOf(server.accounts[who]);
  for (const who of ROLES) {
    const account = server.accounts[who];
    const document = await ask(server.port, account.host, '/api/v1/openapi.json');
    if (document.status !== 200) throw new Error(`the document: ${document.status}`);
    writeFileSync(join(folder, 'openapi.json'), document.body);
    console.error(`==> the API as ${who} at ${account.host}`);
    if ((await run(who, account.host, tokens[who])) !== 0) broken.push(who);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
  await server.stop();
}
if (broken.length) {
  console.error(`the API breaks its promises as: ${broken.join(', ')}`);
  process.exit(1);
}
console.error('the API keeps its promises as every role');
