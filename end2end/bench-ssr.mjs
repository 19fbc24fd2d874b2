// Processor time of one interface-list page of 100 rows, with the database's fence up and with it taken down, in turns.
// bench-ssr.mjs SITE BIN: the last line is one JSON object.
import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

import { ask, signInOverHttp } from './support/http.mjs';
import { startServer } from './support/server.mjs';

const ROWS = 400;
const WARM = 30;
const PAGES = 200;
const ROUNDS = 3;

const [site, bin] = process.argv.slice(2);
const server = await startServer(bin, site);
const socket = join(server.folder, 'postgres/run');
const sql = (text) => execFileSync('psql', ['-qAt', '-v', 'ON_ERROR_STOP=1', '-h', socket, '-U', 'postgres', '-d', 'lastmile', '-c', text], { encoding: 'utf8' }).trim();

/** Clock ticks (10 ms) that the server and all of its Postgres have used. */
function ticks() {
  let sum = 0;
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      const line = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      const parent = fields[1];
      const ours = line.includes(server.folder) || (Number(pid) !== process.pid && parent === String(process.pid) && line.includes('serve')) || isBackend(parent);
      if (ours) sum += Number(fields[11]) + Number(fields[12]);
    } catch {
      // Ended meanwhile.
    }
  }
  return sum;
}

const postmaster = readFileSync(join(server.folder, 'postgres/pg/postmaster.pid'), 'utf8').split('\n')[0];
function isBackend(parent) {
  return parent === postmaster;
}

try {
  const cookie = await signInOverHttp(server.port, server.accounts.owner);
  // A device that is never due, so that polling does not disturb the measurement; collectors have nothing else to do.
  sql(`
    update device_polls set next_at = now() + interval '1 day', lease_until = null;
    with one as (select * from devices where name = 'Core router' limit 1)
    insert into interfaces (tenant_id, id, org_id, device_id, if_name, if_index, speed_bps, oper_up, counter_kind, last_from, last_at, last_in_bps, last_out_bps, created_at)
    select tenant_id, gen_random_uuid(), org_id, id, 'bench-' || lpad(n::text, 4, '0'), 10000 + n, 1000000000, true, 'hc64', now() - interval '10 s', now(), n * 1000000, n * 300000, now()
    from one, generate_series(1, ${ROWS}) n;
    insert into rollups_5m (tenant_id, interface_id, org_id, bucket, in_octets, out_octets, measured_ms, in_peak_bps, out_peak_bps)
    select tenant_id, id, org_id, date_bin('5 min', now(), 'epoch') - s * interval '5 min', 1000000, 300000, 300000, 1, 1
    from interfaces, generate_series(0, 23) s where if_name like 'bench-%';
    analyze;`);
  const tables = sql(`select string_agg(c.oid::regclass::text, ',') from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'public' and c.relkind in ('r', 'p') and c.relrowsecurity`).split(',');
  const fence = (up) => sql(tables.map((table) => `alter table ${table} ${up ? 'enable' : 'disable'} row level security`).join(';'));
  const page = async () => {
    const answer = await ask(server.port, server.accounts.owner.host, '/network/interfaces?q=bench', { headers: { cookie: `${cookie.name}=${cookie.value}`, accept: 'text/html' } });
    const rows = (answer.body.toString().match(/bench-\d{4}/g) ?? []).length;
    if (answer.status !== 200 || rows < 100) throw new Error(`page of ${rows} rows, status ${answer.status}`);
    return answer.body.length;
  };
  const measure = async () => {
    for (let i = 0; i < WARM; i += 1) await page();
    const before = ticks();
    const started = performance.now();
    for (let i = 0; i < PAGES; i += 1) await page();
    return { cpu: ((ticks() - before) * 10) / PAGES, wall: (performance.now() - started) / PAGES };
  };
  const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
  const on = [];
  const off = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    fence(true);
    on.push(await measure());
    fence(false);
    off.push(await measure());
  }
  fence(true);
  const ours = median(on.map((run) => run.cpu));
  const peer = median(off.map((run) => run.cpu));
  console.log(
    JSON.stringify({
      name: 'ssr',
      ours,
      peer,
      ratio: Number((ours / peer).toFixed(3)),
      unit: 'CPU-ms a page (server and Postgres)',
      conditions: {
        page: `interface list, 100 rows of ${ROWS} that match, sparklines of 24 steps`,
        ours: 'row level security on',
        peer: 'row level security off, same server, same run',
        html_bytes: await page(),
        wall_ms: { on: median(on.map((run) => Number(run.wall.toFixed(2)))), off: median(off.map((run) => Number(run.wall.toFixed(2)))) },
        rounds: ROUNDS,
        pages: PAGES,
        one_at_a_time: true,
      },
    }),
  );
} finally {
  await server.stop();
}
