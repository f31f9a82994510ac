// Disclosures, opened by the npm package `@sd-jwt/core`: the payload must be the one that we open.
// Usage: node disclosures.mjs MATERIAL.json
import { SDJwtInstance } from '@sd-jwt/core';
import { createHash, createPublicKey, verify } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { add, end, material } from './score.mjs';

async function open({ sdJwt, jwk }) {
  const key = createPublicKey({ key: jwk, format: 'jwk' });
  const instance = new SDJwtInstance({
    hasher: async (data) => new Uint8Array(createHash('sha256').update(data).digest()),
    hashAlg: 'sha-256',
    verifier: async (data, signature) =>
      verify('sha256', Buffer.from(data), { key, dsaEncoding: 'ieee-p1363' }, Buffer.from(signature, 'base64url')),
  });
  try {
    return (await instance.verify(sdJwt)).payload;
  } catch {
    return null;
  }
}

for (const [at, one] of material.disclosures.entries()) {
  const payload = await open(one);
  const same = isDeepStrictEqual(payload?.epcis, JSON.parse(one.opened));
  add('openings', same, `${at}: ${JSON.stringify(payload?.epcis)} is not ${one.opened}`);
  add('nothing is left hidden in sight', payload !== null && !JSON.stringify(payload.epcis).includes('"_sd"'), `${at}`);
  const spoilt = one.sdJwt.replace('.', 'A.');
  add('tampered tokens refused', await open({ ...one, sdJwt: spoilt }) === null, `${at}`);
  const texts = one.sdJwt.split('~').slice(1, -1);
  for (const text of texts) {
    // A value that was changed has no digest: the library may refuse it or leave it out.
    const [salt, name] = JSON.parse(Buffer.from(text, 'base64url'));
    const other = Buffer.from(JSON.stringify([salt, name, 'changed'])).toString('base64url');
    const opened = await open({ ...one, sdJwt: one.sdJwt.replace(text, other) });
    add('changed values not believed', opened === null || !JSON.stringify(opened).includes('"changed"'), `${at}: ${name}`);
  }
}
end();
