// Other people's vectors: RFC 9162 paths, ECDSA P-256 and Ed25519 signatures, disclosures.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import test from 'node:test';
import { Broken } from '../../static/js/source/broken.js';
import { bytesOf, decode, encode, hex, sha256 } from '../../static/js/source/bytes.js';
import { open, readDisclosure } from '../../static/js/source/disclosures.js';
import { parse } from '../../static/js/source/json.js';
import { isLowS, mustBePoint } from '../../static/js/source/keys.js';
import { verifyInclusion } from '../../static/js/source/tree.js';
import { skip, vector } from './support.mjs';

const json = (path) => JSON.parse(readFileSync(path));
const fromStandard = (text) => Uint8Array.from(Buffer.from(text ?? '', 'base64'));
const holds = (work) => work().then(() => true, (error) => {
  if (error instanceof Broken) return false;
  throw error;
});

function jsonFiles(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    return entry.isDirectory() ? jsonFiles(path) : [path];
  });
}

/** Whether a path holds, its hashes 32 bytes each: in evidence step `form` has seen to that. */
async function includes(root, size, index, leaf, path) {
  const hashes = [root, leaf, ...path].map(fromStandard);
  if (hashes.some((bytes) => bytes.length !== 32)) return false;
  const [top, hash, ...steps] = hashes;
  return holds(() => verifyInclusion(hex(top), size, index, hash, steps.map(encode)));
}

test('inclusion is judged as transparency-dev judges it', { skip: skip('trust/merkle') }, async () => {
  const files = jsonFiles(vector('trust/merkle/inclusion'));
  assert.ok(files.length > 20);
  for (const file of files) {
    const { root, treeSize, leafIdx, leafHash, proof, wantErr } = json(file);
    assert.equal(await includes(root, treeSize, leafIdx, leafHash, proof ?? []), !wantErr, file);
  }
});

test('sigsum proofs are judged as sigsum judges them', { skip: skip('trust/sigsum-merkle') }, async () => {
  for (const [name, wanted] of [['inclusion-valid', true], ['inclusion-invalid', false]]) {
    for (const it of json(vector(`trust/sigsum-merkle/${name}.json`))) {
      assert.equal(await includes(it.root_hash, it.tree_size, it.leaf_index, it.leaf_hash, it.inclusion_path ?? []), wanted, JSON.stringify(it));
    }
  }
});

test('ECDSA P-256 as Wycheproof judges it, and of s and n - s one', { skip: skip('trust/wycheproof') }, async () => {
  const { testGroups } = json(vector('trust/wycheproof/ecdsa_secp256r1_sha256_p1363_test.json'));
  let [good, high] = [0, 0];
  for (const { publicKey, tests } of testGroups) {
    const raw = Buffer.from(publicKey.uncompressed, 'hex');
    mustBePoint({ kty: 'EC', x: encode(raw.subarray(1, 33)), y: encode(raw.subarray(33)) });
    const key = await crypto.subtle.importKey('raw', raw, { name: 'ECDSA', namedCurve: 'P-256' }, false, ['verify']);
    for (const { tcId, msg, sig, result } of tests) {
      const signature = Uint8Array.from(Buffer.from(sig, 'hex'));
      const verified = await crypto.subtle.verify({ name: 'ECDSA', hash: 'SHA-256' }, key, signature, Buffer.from(msg, 'hex'));
      // Low-S is our own rule on top: it may refuse a valid signature, never take an invalid one.
      assert.equal(verified && signature.length === 64, result === 'valid', `tcId ${tcId}`);
      if (verified && isLowS(signature)) good += 1;
      if (verified && !isLowS(signature)) high += 1;
    }
  }
  assert.ok(good > 10 && high > 10, `${good} low, ${high} high`);
});

test('Ed25519 keys of Wycheproof are points; small-order ones are refused', { skip: skip('trust/wycheproof') }, () => {
  for (const { publicKey } of json(vector('trust/wycheproof/ed25519_test.json')).testGroups) {
    mustBePoint({ kty: 'OKP', x: encode(Buffer.from(publicKey.pk, 'hex')) });
  }
  const small = ['0100000000000000000000000000000000000000000000000000000000000000', '0000000000000000000000000000000000000000000000000000000000000000',
    'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f', 'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
    '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05'];
  for (const key of small) assert.throws(() => mustBePoint({ kty: 'OKP', x: encode(Buffer.from(key, 'hex')) }), Broken, key);
});

// The cases are of plain SD-JWTs; ours has the digests in an event. What they have in common is
// opening: the payload stands in for the event, and our profile's own rules come on top.
test('SD-JWTs that must be refused are', { skip: skip('sd-jwt-negative') }, async () => {
  const { cases } = json(vector('sd-jwt-negative/cases.json'));
  let refused = 0;
  for (const [name, token] of cases) {
    const [jws, ...tail] = token.split('~');
    const payload = parse(new TextDecoder().decode(decode(jws.split('.')[1])), 16);
    const opened = await holds(async () => open(payload, tail.filter(Boolean).map(readDisclosure)));
    if (!name.includes('MUST reject')) continue;
    assert.equal(opened, false, name);
    refused += 1;
  }
  assert.ok(refused >= 3, `${refused} cases`);
});

test('SHA-256 joins its parts', async () => {
  assert.equal(hex(await sha256(bytesOf('a'), bytesOf('bc'))), 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
});
