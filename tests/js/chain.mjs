// A chain in memory with one validator, made with fresh keys, for cases that no sample has: keys that
// may not sign, false signatures, several chains in one file.
import { createHash, sign as ed25519Sign, generateKeyPairSync } from 'node:crypto';

const N = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
const b64 = (bytes) => Buffer.from(bytes).toString('base64url');
const sha = (...parts) => createHash('sha256').update(Buffer.concat(parts.map((part) => Buffer.from(part)))).digest();
const leafHash = (text) => sha([0], text);

const NAME = 'one.furlong.example';
export const ISS = 'https://id.gs1.org/417/9521001000017';
export const SECONDS = 1_772_444_700;

function keyPair(kind) {
  const { privateKey, publicKey } = generateKeyPairSync(...kind);
  const { crv, kty, x, y } = publicKey.export({ format: 'jwk' });
  const jwk = y ? { crv, kty, x, y } : { crv, kty, x };
  return { privateKey, jwk, kid: b64(sha(JSON.stringify(jwk))) };
}

export const p256 = () => keyPair(['ec', { namedCurve: 'P-256' }]);
const ed25519 = () => keyPair(['ed25519', {}]);

/** ES256 as r and s, of s and n - s the lower (or the higher, if asked). */
export function signP256({ privateKey }, message, high = false) {
  const signature = ed25519Sign('sha256', Buffer.from(message), { key: privateKey, dsaEncoding: 'ieee-p1363' });
  const s = BigInt(`0x${signature.subarray(32).toString('hex')}`);
  const wanted = s > N / 2n === high ? s : N - s;
  return b64(Buffer.concat([signature.subarray(0, 32), Buffer.from(wanted.toString(16).padStart(64, '0'), 'hex')]));
}

function rootOf(hashes) {
  if (hashes.length === 0) return sha('');
  if (hashes.length === 1) return hashes[0];
  const split = 2 ** Math.ceil(Math.log2(hashes.length) - 1);
  return sha([1], rootOf(hashes.slice(0, split)), rootOf(hashes.slice(split)));
}

function pathOf(hashes, index) {
  if (hashes.length <= 1) return [];
  const split = 2 ** Math.ceil(Math.log2(hashes.length) - 1);
  const [left, right] = [hashes.slice(0, split), hashes.slice(split)];
  return index < split ? [...pathOf(left, index), b64(rootOf(right))] : [...pathOf(right, index - split), b64(rootOf(left))];
}

export const keyRow = ({ jwk, kid }, purpose, more = {}) => ({
  added: 0, compromised_since: null, held_by: null, iss: ISS, jwk, kid, not_after: null, purpose, retired: null, ...more,
});

let count = 0;
export const jti = () => `01890a5d-ac96-774b-bcce-${(count += 1).toString(16).padStart(12, '0')}`;

/** The JWS of claims; `aud` and the other plain claims are filled in. */
export function jwsOf(origin, key, claims, high = false) {
  const header = { alg: 'ES256', typ: 'dc+sd-jwt', kid: key.kid };
  const payload = { iss: ISS, aud: origin, jti: jti(), iat: SECONDS, ...claims };
  const input = [header, payload].map((part) => b64(JSON.stringify(part))).join('.');
  return `${input}.${signP256(key, input, high)}`;
}

/**
 * A file about `subject` on a chain whose rows are an organisation and `keys`, with one block at
 * height 1 that holds the statements that `say(origin)` answers, and these recall rows, sorted.
 */
export function fileOf({ keys, say, subject = null, recallRows = [], recalls = [], disclosures = [], name = NAME }) {
  const parts = { cosign: ed25519(), cosign_p256: p256(), log: ed25519(), node: ed25519(), vote: p256() };
  const jwks = Object.fromEntries(Object.entries(parts).map(([use, { jwk }]) => [use, jwk]));
  const { cosign, cosign_p256, log, node, vote } = jwks;
  const validator = { cosign, cosign_p256, host: name, iss: ISS, log, node, vote };
  const org = { iss: ISS, name: 'Ría Clara Fishing', prefixes: ['9521001'], roles: ['producer'], since: 0, sponsor: null, status: 'active' };
  const nonce = sha(name).toString('hex');
  const genesis = JSON.stringify({ v: 1, name, nonce, created_ms: 1, rules: 1, validators: [validator], orgs: [org], keys: [] });
  const origin = `${name}/${sha(genesis).toString('hex')}`;
  const rows = [{ epoch: 0, rules: 1, validators: [validator] }, org, ...keys].map((row) => JSON.stringify(row));
  const rowHashes = rows.map(leafHash);
  const recallTexts = recallRows.map((row) => JSON.stringify(row));
  const recallHashes = recallTexts.map(leafHash);
  const statements = say(origin);
  const record = (height, start, many) => JSON.stringify({
    v: 1, origin, height, time_ms: SECONDS * 1000 + height, proposer: ISS, prev: '0'.repeat(64), start, count: many, rules: 1, epoch: 0,
    members_size: rows.length, members_root: rootOf(rowHashes).toString('hex'),
    recalls_size: recallTexts.length, recalls_root: rootOf(recallHashes).toString('hex'),
  });
  const tip = record(1, 2, statements.length);
  const leaves = [record(0, 0, 1), genesis, tip, ...statements];
  const hashes = leaves.map(leafHash);
  const [size, root] = [leaves.length, rootOf(hashes)];
  const body = `${origin}\n${size}\n${root.toString('base64')}\n`;
  const time = SECONDS + 60;
  const byEd25519 = (key, message) => b64(ed25519Sign(null, Buffer.from(message), key.privateKey));
  const proof = (index) => ({ row: recallTexts[index], index, path: pathOf(recallHashes, index) });
  const chain = {
    origin, genesis, epochs: [],
    checkpoint: {
      size, root: b64(root), log: [{ iss: ISS, sig: byEd25519(parts.log, body) }],
      cosigs: [{
        iss: ISS,
        ed25519: { time, sig: byEd25519(parts.cosign, `cosignature/v1\ntime ${time}\n${body}`) },
        p256: { time, sig: signP256(parts.cosign_p256, `furlong-cosignature-p256/v1\ntime ${time}\n${body}`) },
      }],
    },
    tip: { record: tip, path: pathOf(hashes, 2) },
    members: rows.map((row, index) => ({ row, index, path: pathOf(rowHashes, index) })),
    recalls: recalls.map(([code, ...indices]) => ({ code, rows: indices.map(proof) })),
    blocks: [],
    leaves: statements.map((jws, place) => ({ index: place + 3, jws, disclosures: disclosures[place] ?? [], path: pathOf(hashes, place + 3) })),
  };
  return { v: 1, subject, chains: [chain] };
}
