// HTTP without a browser. Browsers resolve *.localhost by themselves, Node asks the system, which may not know it: so
// requests go to 127.0.0.1 and carry the portal's name in the Host header.
import http from 'node:http';

/**
 * One request. `headers` come on top of Host; a `form` makes it a POST that a browser of the same origin would send.
 * Answers status, headers and the body as a Buffer; redirects are not followed.
 */
export function ask(port, host, path, { method, headers = {}, form, body: given } = {}) {
  const body = form ? new URLSearchParams(form).toString() : given;
  const posted = form ? { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin' } : {};
  return new Promise((resolve, reject) => {
    const request = http.request(
      { host: '127.0.0.1', port, path, method: method ?? (form ? 'POST' : 'GET'), headers: { host: `${host}:${port}`, ...posted, ...headers }, agent: false },
      (response) => {
        const parts = [];
        response.on('data', (part) => parts.push(part));
        response.on('error', reject);
        response.on('end', () => resolve({ status: response.statusCode, headers: response.headers, body: Buffer.concat(parts) }));
      },
    );
    request.on('error', reject);
    request.end(body);
  });
}

/** Signs in and answers the session's cookie as Playwright stores it. */
export async function signInOverHttp(port, { host, email, password }) {
  const answer = await ask(port, host, '/sign-in', { form: { email, password, next: '/' } });
  const cookie = (answer.headers['set-cookie'] ?? []).map((line) => /^(__Host-session)=([^;]+)/.exec(line)).find(Boolean);
  if (answer.status !== 303 || !cookie) throw new Error(`${email} cannot sign in at ${host}: ${answer.status}\n${answer.body}`);
  return { name: cookie[1], value: cookie[2], domain: host, path: '/', secure: true, httpOnly: true, sameSite: 'Lax', expires: -1 };
}
