// One product server for the whole run. Everyone signs in once, over HTTP: a password check costs the server real work
// on purpose, and it locks out who tries too often.
import { signInOverHttp } from './http.mjs';
import { untilMeasured } from './samples.mjs';
import { startServer } from './server.mjs';

export default async function globalSetup() {
  const started = Date.now();
  const server = await startServer(process.env.LASTMILE_BIN, process.env.LASTMILE_SITE);
  try {
    const sessions: Record<string, Awaited<ReturnType<typeof signInOverHttp>>> = {};
    for (const [who, account] of Object.entries(server.accounts)) {
      sessions[who] = await signInOverHttp(server.port, account);
    }
    await untilMeasured(server.port, sessions.owner, started);
    process.env.LASTMILE_E2E = JSON.stringify({ port: server.port, accounts: server.accounts, sessions });
  } catch (error) {
    console.error(`The server's log:\n${server.log()}`);
    await server.stop().catch((fault: Error) => console.error(fault.message.split('\n').at(-1)));
    throw error;
  }
  return () => server.stop();
}
