// What the run's server serves: its port, its people and their sessions.
import { people } from './people.mjs';

export type Who = keyof typeof people;

export interface Account {
  host: string;
  email: string;
  password: string;
}

export interface Cookie {
  name: string;
  value: string;
  domain: string;
  path: string;
  secure: boolean;
  httpOnly: boolean;
  sameSite: 'Lax';
  expires: number;
}

export interface World {
  port: number;
  accounts: Record<Who, Account>;
  sessions: Record<Who, Cookie>;
}

/** The run's server, as the global setup left it in the environment. */
export function world(): World {
  const text = process.env.LASTMILE_E2E;
  if (!text) throw new Error('no server: start the tests through Playwright, whose global setup starts one');
  return JSON.parse(text) as World;
}

/** A full address in someone's own portal. */
export function address(who: Who, path: string): string {
  const { port, accounts } = world();
  return at(accounts[who].host, path, port);
}

/** A full address on a host. */
export function at(host: string, path: string, port = world().port): string {
  return `http://${host}:${port}${path}`;
}
