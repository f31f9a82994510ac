// Other people's vectors: RFC 9162 paths, ECDSA P-256 and Ed25519 signatures, disclosures, writing.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import test from 'node:test';
import { isDeepStrictEqual } from 'node:util';
import { Broken } from '../../static/js/source/broken.js';
import { bytesOf, decode, encode, hex, sha256, textOf } from '../../static/js/source/bytes.js';
import { open, readDisclosure } from '../../static/js/source/disclosures.js';
import { parse, parseExact, write } from '../../static/js/source/json.js';
import { mustBePoint, verifies } from '../../static/js/source/keys.js';
import { leafHash, verifyInclusion } from '../../static/js/source/tree.js';
import { skip, vector } from './support.mjs';

const json = (path) => JSON.parse(readFileSync(path, 'utf8'));
const fromStandard = (text) => Uint8Array.from(Buffer.from(text ?? '', 'base64'));
const holds = (work) => work().then(() => true, (error) => {
  if (error instanceof Broken) return false;
  throw error;
});

/** Counts the cases of one set; at the end it says how many passed, and all of them must. */
function count(t, name) {
  const wrong = [];
  let total = 0;
  return {
    check(passed, what) {
      total += 1;
      if (!passed) wrong.push(what);
    },
    end() {
      t.diagnostic(`${name}: ${total - wrong.length}/${total}`);
      assert.ok(total > 0, `${name} has no case`);
      assert.deepEqual(wrong, [], name);
    },
  };
}

function jsonFiles(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    return entry.isDirectory() ? jsonFiles(path) : [path];
  });
}

// n of P-256, SP 800-186 section 3.2.1.3.
const ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;

/** Whether a path holds, its hashes 32 bytes each: in evidence step `form` has seen to that. */
async function includes(root, size, index, leaf, path) {
  const hashes = [root, leaf, ...path].map(fromStandard);
  if (hashes.some((bytes) => bytes.length !== 32)) return false;
  const [top, hash, ...steps] = hashes;
  return holds(() => verifyInclusion(hex(top), size, index, hash, steps.map(encode)));
}

test('inclusion is judged as transparency-dev judges it', { skip: skip('trust/merkle') }, async (t) => {
  const counted = count(t, 'merkle/inclusion');
  for (const file of jsonFiles(vector('trust/merkle/inclusion'))) {
    const { root, treeSize, leafIdx, leafHash, proof, wantErr } = json(file);
    counted.check(await includes(root, treeSize, leafIdx, leafHash, proof ?? []) === !wantErr, file);
  }
  counted.end();
});

test('inclusion proofs of the Go library hold', { skip: skip('trust/tlog-tiles') }, async (t) => {
  const { inclusion } = json(vector('trust/tlog-tiles/go-xmod-give.json'));
  const counted = count(t, 'tlog-tiles/go-xmod inclusion');
  for (const { index, size, root, proof } of inclusion) {
    // Leaf i of that log is i in decimal digits.
    const leaf = Buffer.from(await leafHash(`${index}`)).toString('base64');
    counted.check(await includes(root, size, index, leaf, proof), `${index} in ${size}`);
    counted.check(!(await includes(root, size, index + 1, leaf, proof)), `not ${index + 1} in ${size}`);
  }
  counted.end();
});

test('sigsum proofs are judged as sigsum judges them', { skip: skip('trust/sigsum-merkle') }, async (t) => {
  const counted = count(t, 'sigsum-merkle');
  for (const [name, wanted] of [['inclusion-valid', true], ['inclusion-invalid', false]]) {
    for (const it of json(vector(`trust/sigsum-merkle/${name}.json`))) {
      counted.check(await includes(it.root_hash, it.tree_size, it.leaf_index, it.leaf_hash, it.inclusion_path ?? []) === wanted, JSON.stringify(it));
    }
  }
  counted.end();
});

/** The message as a text, for the module that takes texts. Nothing if it is none. */
function asText(message) {
  try {
    return textOf(message);
  } catch (error) {
    if (error instanceof Broken) return undefined;
    throw error;
  }
}

test('ECDSA P-256 as Wycheproof judges it, and of s and n - s one', { skip: skip('trust/wycheproof') }, async (t) => {
  const { testGroups } = json(vector('trust/wycheproof/ecdsa_secp256r1_sha256_p1363_test.json'));
  const plain = count(t, 'wycheproof/ecdsa p1363 by WebCrypto');
  const ours = count(t, 'wycheproof/ecdsa p1363 by the module, low-S');
  for (const { publicKey, tests } of testGroups) {
    const raw = Buffer.from(publicKey.uncompressed, 'hex');
    const jwk = { kty: 'EC', x: encode(raw.subarray(1, 33)), y: encode(raw.subarray(33)) };
    mustBePoint(jwk);
    const key = await crypto.subtle.importKey('raw', raw, { name: 'ECDSA', namedCurve: 'P-256' }, false, ['verify']);
    for (const { tcId, msg, sig, result } of tests) {
      const [signature, message] = [sig, msg].map((text) => Uint8Array.from(Buffer.from(text, 'hex')));
      const verified = await crypto.subtle.verify({ name: 'ECDSA', hash: 'SHA-256' }, key, signature, message);
      plain.check((verified && signature.length === 64) === (result === 'valid'), `tcId ${tcId}`);
      const text = asText(message);
      // Low-S is our own rule on top: it may refuse a valid signature, never take an invalid one.
      const wanted = result === 'valid' && 2n * BigInt(`0x${sig.slice(64)}`) < ORDER;
      if (text !== undefined) ours.check(await verifies(jwk, text, signature) === wanted, `tcId ${tcId}`);
    }
  }
  plain.end();
  ours.end();
});

/** Whether the module takes a key and the signature by it. */
async function holdsEd25519(key, message, signature) {
  const jwk = { kty: 'OKP', x: encode(key) };
  return await holds(async () => mustBePoint(jwk)) && signature.length === 64 && verifies(jwk, message, signature);
}

test('Ed25519 as Wycheproof judges it', { skip: skip('trust/wycheproof') }, async (t) => {
  const plain = count(t, 'wycheproof/ed25519 by WebCrypto');
  const ours = count(t, 'wycheproof/ed25519 by the module, where the message is a text');
  for (const { publicKey, tests } of json(vector('trust/wycheproof/ed25519_test.json')).testGroups) {
    const key = Uint8Array.from(Buffer.from(publicKey.pk, 'hex'));
    mustBePoint({ kty: 'OKP', x: encode(key) });
    const imported = await crypto.subtle.importKey('raw', key, { name: 'Ed25519' }, false, ['verify']);
    for (const { tcId, msg, sig, result } of tests) {
      const [signature, message] = [sig, msg].map((text) => Uint8Array.from(Buffer.from(text, 'hex')));
      const verified = await crypto.subtle.verify('Ed25519', imported, signature, message);
      plain.check(verified === (result === 'valid'), `tcId ${tcId}`);
      const text = asText(message);
      if (text !== undefined) ours.check(await holdsEd25519(key, text, signature) === (result === 'valid'), `tcId ${tcId}`);
    }
  }
  plain.end();
  ours.end();
});

// The strict rules: no cofactor, no A or R of small order, each point in its one spelling.
test('Ed25519 edge cases of CCTV', { skip: skip('trust/cctv') }, async (t) => {
  const refused = ['low_order_A', 'low_order_R', 'low_order_residue', 'non_canonical_A', 'non_canonical_R', 'reencoded_k'];
  const counted = count(t, 'cctv/ed25519');
  for (const { number, key, sig, msg, flags } of jsonFiles(vector('trust/cctv')).flatMap(json)) {
    const wanted = !(flags ?? []).some((flag) => refused.includes(flag));
    const [point, signature] = [key, sig].map((text) => Uint8Array.from(Buffer.from(text, 'hex')));
    counted.check(await holdsEd25519(point, msg, signature) === wanted, `${number}: ${flags}`);
  }
  counted.end();
});

test('keys of small order are refused', () => {
  const small = ['0100000000000000000000000000000000000000000000000000000000000000', '0000000000000000000000000000000000000000000000000000000000000000',
    'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f', 'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
    '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05'];
  for (const key of small) assert.throws(() => mustBePoint({ kty: 'OKP', x: encode(Buffer.from(key, 'hex')) }), Broken, key);
});

/** What a token's disclosures open in its payload, which stands for an event; refused as Broken. */
async function opened(token) {
  const [jws, ...tail] = token.replace(/\s/g, '').split('~');
  const payload = parse(textOf(decode(jws.split('.')[1])), 64);
  // Ours stands beside `iss`, not in the event.
  const alg = payload.get('_sd_alg') ?? 'sha-256';
  payload.delete('_sd_alg');
  if (alg !== 'sha-256') throw new Broken('digests are SHA-256');
  await open(payload, tail.filter((part) => part && !part.includes('.')).map(readDisclosure));
  return payload;
}

// The cases are of plain SD-JWTs; ours has the digests in an event. What they have in common is
// opening: the payload stands in for the event, and our profile's own rules come on top.
test('SD-JWTs that libraries get wrong', { skip: skip('sd-jwt-negative') }, async (t) => {
  const counted = count(t, 'sd-jwt-negative, as RFC 9901 decides');
  const refused = count(t, 'sd-jwt-negative, outside the profile and refused');
  for (const [name, token] of json(vector('sd-jwt-negative/cases.json')).cases) {
    const taken = await holds(() => opened(token));
    // Digests in lists and in any object: RFC 9901 knows them, the profile does not.
    if (/^[EF] /.test(name)) refused.check(!taken, name);
    else counted.check(taken === !name.includes('MUST reject'), name);
  }
  counted.end();
  refused.end();
});

test('tokens of the SD-JWT working group', { skip: skip('trust/sd-jwt') }, async (t) => {
  const counted = count(t, 'sd-jwt, opened');
  const refused = count(t, 'sd-jwt, outside the profile and refused');
  for (const file of jsonFiles(vector('trust/sd-jwt')).filter((path) => path.endsWith('sd_jwt_presentation.txt'))) {
    const token = readFileSync(file, 'utf8').replace(/\s/g, '');
    const [jws, ...tail] = token.split('~');
    const [payload, ...values] = [jws.split('.')[1], ...tail.filter((part) => part && !part.includes('.'))].map((part) => JSON.parse(textOf(decode(part))));
    const below = JSON.stringify([values, Object.values({ ...payload, _sd: [] })]);
    if (/"(_sd|\.\.\.)":/.test(below)) {
      // Digests in lists, in other objects or in disclosures: the profile has none.
      refused.check(!(await holds(() => opened(token))), file);
    } else {
      const found = JSON.parse(write(await opened(token)));
      delete found._sd;
      counted.check(isDeepStrictEqual(found, json(file.replace('sd_jwt_presentation.txt', 'verified_contents.json'))), file);
    }
  }
  counted.end();
  refused.end();
});

test('canonical JSON is written as RFC 8785 writes it', { skip: skip('trust/jcs') }, (t) => {
  const counted = count(t, 'jcs');
  for (const name of readdirSync(vector('trust/jcs/output'))) {
    const [text, given] = ['output', 'input'].map((folder) => readFileSync(vector(`trust/jcs/${folder}/${name}`), 'utf8'));
    const bytes = readFileSync(vector(`trust/jcs/outhex/${name.replace('.json', '.txt')}`), 'utf8').replace(/\s/g, '');
    counted.check(hex(bytesOf(write(parseExact(text, 8)))) === bytes, name);
    // The other spelling has the same values.
    const plain = (value) => JSON.parse(write(value));
    counted.check(isDeepStrictEqual(plain(parse(given, 8)), plain(parse(text, 8))), `${name}, as given`);
  }
  counted.end();
});

test('SHA-256 joins its parts', async () => {
  assert.equal(hex(await sha256(bytesOf('a'), bytesOf('bc'))), 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
});
