// Statements, read by the npm package `jose`: JWS compact, ES256, the header as the protocol has it.
// Usage: node statements.mjs MATERIAL.json
import { calculateJwkThumbprint, decodeProtectedHeader, importJWK, jwtVerify } from 'jose';
import { isDeepStrictEqual } from 'node:util';
import { add, end, material } from './score.mjs';

const keys = new Map();
for (const jwk of material.keys) keys.set(await calculateJwkThumbprint(jwk), await importJWK(jwk, 'ES256'));

/** The claims of a statement, if jose takes it. */
async function claimsOf(jws, { key, origin }) {
  const options = { algorithms: ['ES256'], typ: 'dc+sd-jwt', audience: origin };
  try {
    return (await jwtVerify(jws, key, options)).payload;
  } catch {
    return null;
  }
}

async function check({ jws, origin }, name) {
  const header = decodeProtectedHeader(jws);
  const key = keys.get(header.kid);
  const exact = isDeepStrictEqual(header, { alg: 'ES256', typ: 'dc+sd-jwt', kid: header.kid });
  add('headers', exact && key !== undefined, `${name}: ${JSON.stringify(header)}`);
  const claims = await claimsOf(jws, { key, origin });
  add('statements', claims !== null, name);
  if (claims?.vouched) await check({ jws: claims.vouched.orig, origin }, `${name}, the one vouched for`);
  for (const spoilt of tampered(jws)) add('tampered statements refused', await claimsOf(spoilt, { key, origin }) === null, `${name}: ${spoilt}`);
  const elsewhere = await claimsOf(jws, { key, origin: `${origin}0` });
  add('statements for another chain refused', elsewhere === null, name);
  const other = [...keys.values()].find((one) => one !== key);
  add('statements under another key refused', await claimsOf(jws, { key: other, origin }) === null, name);
}

/** One character of each part changed, a part of another statement, no signature, no algorithm. */
function tampered(jws) {
  const parts = jws.split('.');
  const changed = parts.map((part, at) => {
    const place = Math.floor(part.length / 2);
    const char = part[place] === 'A' ? 'B' : 'A';
    return parts.with(at, part.slice(0, place) + char + part.slice(place + 1)).join('.');
  });
  const none = Buffer.from('{"alg":"none","typ":"dc+sd-jwt"}').toString('base64url');
  const [, , foreign] = material.statements.find((one) => one.jws !== jws).jws.split('.');
  return [...changed, parts.with(2, '').join('.'), parts.with(2, foreign).join('.'), parts.with(0, none).join('.')];
}

for (const [at, statement] of material.statements.entries()) await check(statement, `statement ${at}`);
end();
