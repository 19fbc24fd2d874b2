// Who may depend on whom: compares the crates' edges with the table of docs/ARCHITECTURE.md, and sees to it that the
// browser's half carries no database and no runtime of the server.
import { execFileSync } from 'node:child_process';

const allowed = {
  icmp: [],
  kernel: [],
  store: ['kernel'],
  tenancy: ['kernel', 'store'],
  network: ['kernel', 'store', 'tenancy'],
  messaging: ['kernel', 'store'],
  ui: ['kernel'],
  app: ['kernel', 'store', 'tenancy', 'network', 'messaging', 'ui'],
  frontend: ['app'],
  bundler: [],
  server: ['icmp', 'kernel', 'store', 'tenancy', 'network', 'messaging', 'ui', 'app'],
  testkit: ['icmp', 'kernel', 'store', 'tenancy', 'network', 'messaging', 'ui', 'app', 'server'],
};
// Never in the browser's half.
const serverOnly = ['sqlx', 'sqlx-core', 'tokio', 'store', 'axum', 'async-snmp', 'lettre', 'redis', 'argon2', 'chrono-tz', 'rustls'];

// The browser's half is built with an unfinished option (.cargo/config.toml), which even a question about it has to allow.
const env = { ...process.env, RUSTC_BOOTSTRAP: '1' };
const cargo = (...args) => execFileSync('cargo', args, { encoding: 'utf8', maxBuffer: 1 << 28, env });
const faults = [];

const metadata = JSON.parse(cargo('metadata', '--format-version', '1', '--no-deps'));
const ours = new Set(metadata.packages.map((entry) => entry.name));
for (const entry of metadata.packages) {
  const may = allowed[entry.name];
  if (!may) {
    faults.push(`crate ${entry.name} has no row in the table of doors`);
    continue;
  }
  for (const dependency of entry.dependencies) {
    // Tests may use the test kit; nothing else may.
    const forTests = dependency.kind === 'dev' && dependency.name === 'testkit';
    if (ours.has(dependency.name) && !may.includes(dependency.name) && !forTests) {
      faults.push(`${entry.name} must not use ${dependency.name}`);
    }
  }
}

const tree = cargo('tree', '-p', 'frontend', '--target', 'wasm32-unknown-unknown', '-e', 'normal,no-proc-macro', '--prefix', 'none', '-f', '{p}');
const inBrowser = new Set(tree.split('\n').map((line) => line.split(' ')[0]));
if (!inBrowser.has('leptos')) faults.push('the browser half was not found in the dependency tree');
for (const name of serverOnly) {
  if (inBrowser.has(name)) faults.push(`the browser's half carries ${name}`);
}

for (const fault of faults) console.error(`doors: ${fault}`);
if (faults.length) process.exit(1);
console.error(`doors: ${metadata.packages.length} crates and ${inBrowser.size} packages of the browser's half are as they should be`);
