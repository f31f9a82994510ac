// The samples hold, and each kind of damage has its step: the table of the Rust tests, and more.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { STEPS, check } from '../../static/js/check.js';
import { verifies } from '../../static/js/source/keys.js';
import { flips } from './flips.mjs';
import { NOW, askOf, changed, sampleBytes } from './support.mjs';

const SUBJECT = 'https://id.gs1.org/01/09521003000015/10/M0304';

const stepOf = async (file, more = {}) => (await check(file, { ...askOf(sampleBytes('recalled')), ...more })).step ?? 'holds';

test('every sample holds under its anchor and says so', async () => {
  for (const name of ['four-validators', 'recalled', 'absent-left', 'absent-right', 'absent-empty', 'disputed']) {
    const bytes = sampleBytes(name);
    const result = await check(bytes, askOf(bytes));
    assert.equal(result.outcome, 'holds', `${name}: ${result.step} ${result.at} ${result.text}`);
    const [chain] = result.chains;
    assert.deepEqual([result.ageSeconds, chain.epoch, chain.confirmedBy, chain.needed, chain.unchecked], [59, 1, 4, 3, 0], name);
    assert.equal(chain.leaves.some((leaf) => leaf.disputed), name === 'disputed', name);
    assert.deepEqual(chain.recalled.map(({ code, state }) => [code, state]), name === 'recalled' ? [
      [SUBJECT, 'recalled'],
      ['https://id.gs1.org/01/09521003000015?17=260316', 'hold'],
    ] : [], name);
  }
});

test('without an anchor the chain is unknown, never trusted', async () => {
  assert.equal((await check(sampleBytes('recalled'))).outcome, 'unknown');
});

test('a text and its bytes give the same answer', async () => {
  const bytes = sampleBytes('recalled');
  assert.deepEqual(await check(bytes.toString(), askOf(bytes)), await check(bytes, askOf(bytes)));
});

/** Cosignatures by so many organisations, sorted. */
function parties(checkpoint, count) {
  const [one] = checkpoint.cosigs;
  checkpoint.cosigs = Array.from({ length: count }, (_, party) => ({ ...one, iss: `https://demo.furlong.example/party/9521001000017/${party + 10}` }));
}

const changeBy = (it, change) => {
  const [proof] = it.recalls[0].rows;
  proof.row = proof.row.replace(/\[(.*)\]/, (_, by) => `[${change(by)}]`);
};

const DAMAGE = [
  ['form', 'leaves out of order', (it) => it.leaves.reverse()],
  ['form', 'a leaf twice', (it) => it.leaves.unshift(it.leaves[0])],
  ['form', 'blocks out of order', (it) => it.blocks.reverse()],
  ['form', 'the tip among the blocks', (it) => it.blocks.push(it.tip)],
  ['form', 'a row with a space', (it) => { it.members[0].row += ' '; }],
  ['form', 'rules beyond 2^53', (it) => { it.tip.record = it.tip.record.replace('"rules":1,', '"rules":9007199254740992,'); }],
  ['form', 'a path of 65', (it) => { it.tip.path = Array(65).fill(it.checkpoint.root); }],
  ['tip', 'a path of 64', (it) => { it.tip.path = Array(64).fill(it.checkpoint.root); }],
  ['form', 'a row\'s path of 65', (it) => { it.recalls[0].rows[0].path = Array(65).fill(it.checkpoint.root); }],
  ['form', '4,097 entries', (it) => { it.recalls = Array(4_097).fill(it.recalls[0]); }],
  ['form', '65 disclosures', (it) => { it.leaves[0].disclosures = Array(65).fill(it.leaves[0].disclosures[0]); }],
  ['disclosures', '64 disclosures', (it) => { it.leaves[0].disclosures = Array(64).fill(it.leaves[0].disclosures[0]); }],
  ['form', '22 cosignatures', (it) => parties(it.checkpoint, 22)],
  ['quorum', '21 cosignatures', (it) => parties(it.checkpoint, 21)],
  ['form', 'a recall by nobody', (it) => changeBy(it, () => '')],
  ['form', 'a recall by one firm twice', (it) => changeBy(it, (by) => `${by},${by}`)],
  ['form', 'three rows for a code', (it) => { it.recalls[0].rows = Array(3).fill(it.recalls[0].rows[0]); }],
  ['form', 'a statement for another chain', (it) => { it.origin = it.origin.replace('demo', 'test'); }],
  ['form', 'disclosures of a recall', (it) => { it.leaves.at(-2).disclosures = it.leaves[0].disclosures; }],
  ['form', 'a cosignature with no signature', (it) => { Object.assign(it.checkpoint.cosigs[0], { ed25519: null, p256: null }); }],
  ['form', 'a list of 4,097', (it) => { it.epochs = Array(4097).fill(it.epochs[0]); }],
  ['form', 'a chain twice', (it, file) => file.chains.push(it)],
  ['form', 'another subject than asked', (it, file) => { file.subject = null; }],
  ['form', 'a number beyond 2^53', (it) => { it.checkpoint.size = 2 ** 53; }],
  ['form', 'half a surrogate pair', (it) => { it.genesis = it.genesis.replace('Mercado', '\ud800'); }],
  ['chain', 'another genesis', (it) => { it.genesis = it.genesis.replace('Mercado', 'Mercato'); }],
  ['quorum', 'two cosignatures', (it) => it.checkpoint.cosigs.splice(2)],
  ['quorum', 'no end of the first epoch', (it) => it.epochs.pop()],
  ['quorum', 'another time', (it) => { it.checkpoint.cosigs[0].p256.time += 1; }],
  ['quorum', 'another time of the other kind', (it) => { it.checkpoint.cosigs[0].ed25519.time += 1; }],
  ['quorum', 'the old set\'s checkpoint', (it) => { it.checkpoint = it.epochs[0].checkpoint; }],
  ['quorum', 'the record of another block', (it) => { it.epochs[0].record = it.tip.record; }],
  ['quorum', 'a row 0 that was not proven', (it) => { it.epochs[0].row = it.epochs[0].row.replace('haulier.', 'hauling.'); }],
  ['quorum', 'the same epoch twice', (it) => it.epochs.push(it.epochs[0])],
  ['tip', 'an older block', (it) => { it.tip = it.blocks.pop(); }],
  ['tip', 'a short path', (it) => it.tip.path.splice(1)],
  ['inclusion', 'another place', (it) => { it.leaves[0].index -= 1; }],
  ['inclusion', 'a long path', (it) => it.leaves[0].path.push(it.checkpoint.root)],
  ['inclusion', 'a block that is missing', (it) => it.blocks.shift()],
  ['inclusion', 'a block without a leaf', (it) => it.leaves.splice(3)],
  ['members', 'another place of a row', (it) => { it.members.at(-1).index += 1; }],
  ['members', 'a false row', (it) => { it.members[0].row = it.members[0].row.replace('"active"', '"ended"'); }],
  ['key', 'no row of a key', (it) => it.members.pop()],
  ['key', 'no row of an organisation', (it) => it.members.shift()],
  ['recalls', 'a code without proof', (it) => it.recalls.splice(3, 1)],
  ['recalls', 'one neighbour only', (it) => it.recalls[0].rows.pop()],
  ['recalls', 'no neighbours', (it) => { it.recalls[0].rows = []; }],
  ['recalls', 'the wrong neighbours', (it) => { it.recalls[0].rows = it.recalls[6].rows; }],
  ['disclosures', 'a disclosure twice', (it) => it.leaves[0].disclosures.push(it.leaves[0].disclosures[0])],
  ['disclosures', 'another leaf\'s disclosures', (it) => { it.leaves[3].disclosures = it.leaves[0].disclosures.splice(0); }],
];

test('each kind of damage has its step', async () => {
  for (const [step, what, damage] of DAMAGE) {
    assert.equal(await stepOf(changed('recalled', damage)), step, what);
  }
});

test('the spelling of the file is form', async () => {
  const text = sampleBytes('recalled').toString();
  for (const [what, bad] of [
    ['a space', text.replace('{"v":1,', '{"v": 1,')],
    ['a line end', `${text}\n`],
    ['another version', text.replace('{"v":1,', '{"v":2,')],
    ['a needless escape', text.replace('Mercado', '\\u004dercado')],
    ['an unknown member', text.replace('{"v":1,', '{"v":1,"w":1,')],
    ['a member twice', text.replace('{"v":1,', '{"v":1,"v":1,')],
    ['no subject', text.replace('"subject":', '"topic":')],
    ['no chain', '{"v":1,"subject":null,"chains":[]}'],
    ['a code that is not canonical', text.replace('https://id.gs1.org/01', 'https://a.example/01')],
    ['a byte order mark', `\ufeff${text}`],
    ['a byte that is not UTF-8', Buffer.concat([Buffer.from(text.slice(0, 20)), Buffer.of(0xff), Buffer.from(text.slice(21))])],
    ['nothing', ''],
    ['more than 8 MiB', ' '.repeat((8 << 20) + 1)],
  ]) assert.equal(await stepOf(bad), 'form', what);
});

test('the reader may ask for more', async () => {
  const listed = (...extraCodes) => ({ extraCodes });
  const file = sampleBytes('recalled');
  assert.equal(await stepOf(file, listed('https://id.gs1.org/01/09521001000017/10/H0302')), 'holds');
  assert.equal(await stepOf(file, listed('https://id.gs1.org/01/09521001000017/10/H0303')), 'recalls');
  assert.equal(await stepOf(file, { maxAgeSeconds: 59 }), 'holds');
  assert.equal(await stepOf(file, { maxAgeSeconds: 58 }), 'freshness');
  assert.equal(await stepOf(file, { nowSeconds: NOW + 86_400, maxAgeSeconds: 86_400 }), 'freshness');
  assert.equal(await stepOf(file, { nowSeconds: undefined, maxAgeSeconds: 86_400 }), 'freshness');
  assert.equal(await stepOf(file, { anchor: 'demo.furlong.example/00' }), 'chain');
});

test('the reader may ask about a code, or about none', async () => {
  const file = sampleBytes('recalled');
  assert.equal(await stepOf(file, { subject: undefined }), 'holds');
  assert.equal(await stepOf(file, { subject: null }), 'form');
  assert.equal(await stepOf(file, { subject: 'https://id.gs1.org/01/09521003000015' }), 'form');
  const dated = 'https://a.example/01/09521001000017/10/H0302?17=260316';
  assert.equal(await stepOf(file, { extraCodes: [dated] }), 'recalls', 'a date of the address');
  assert.equal((await check(file, { ...askOf(file), anchor: [] })).outcome, 'unknown', 'no anchor is none');
});

test('what is no pin was never seen', async () => {
  const file = sampleBytes('recalled');
  for (const pin of [null, 7, 'x', {}, { origin: 7 }, { origin: askOf(file).anchor }, { origin: 'demo.furlong.example/0', size: 1 }]) {
    assert.equal(await stepOf(file, { pins: [pin] }), 'holds', JSON.stringify(pin));
  }
});

test('each kind of bad genesis has its step, as in Rust', async () => {
  const { subject: _, chains: [sample], ...rest } = JSON.parse(sampleBytes('four-validators'));
  const cases = JSON.parse(readFileSync(new URL('../fixtures/evidence/genesis-cases.json', import.meta.url)));
  assert.ok(cases.length > 40);
  for (const { what, step, at, cut, put } of cases) {
    const genesis = sample.genesis.slice(0, at) + put + sample.genesis.slice(at + cut);
    const [, name] = /"name":"([^"]*)"/.exec(genesis);
    const origin = `${name}/${createHash('sha256').update(genesis).digest('hex')}`;
    const tip = { ...sample.tip, record: sample.tip.record.replace(sample.origin, origin) };
    const chain = { ...sample, origin, genesis, epochs: [], tip, members: [], recalls: [], blocks: [], leaves: [] };
    const { v } = rest;
    const found = await check(JSON.stringify({ v, subject: null, chains: [chain] }));
    assert.equal(found.step, step, `${what}: ${found.text}`);
  }
});

test('a signature whose R has a small order is none, though WebCrypto takes it', async () => {
  const key = { crv: 'Ed25519', kty: 'OKP', x: '6kpsY-KcUgq-9VB7Ey7F-ZVHdq6-vnuSQh7qaRRG0iw' };
  const signature = Buffer.from('AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAADqXjokLc6MrrVmALGUL22Wy4PVtZqYxd3GAl6oUBprCw', 'base64url');
  const imported = await crypto.subtle.importKey('jwk', key, 'Ed25519', false, ['verify']);
  assert.equal(await crypto.subtle.verify('Ed25519', imported, signature, Buffer.from('hake')), true);
  assert.equal(await verifies(key, 'hake', new Uint8Array(signature)), false);
});

test('what was seen before binds: the same chain, never an older or another tree', async () => {
  const file = sampleBytes('recalled');
  const { anchor } = askOf(file);
  const [{ size, root, epoch }] = (await check(file)).chains;
  const seen = (pin) => stepOf(file, { pins: [{ origin: anchor, epoch, size, root, ...pin }] });
  assert.equal(await seen({}), 'holds');
  assert.equal(await seen({ size: size - 1, root: 'other' }), 'holds');
  assert.equal(await seen({ size: size + 1, root: 'other' }), 'freshness');
  assert.equal(await seen({ epoch: epoch + 1 }), 'freshness');
  assert.equal(await seen({ root: 'other' }), 'freshness');
  assert.equal(await seen({ origin: `demo.furlong.example/${'0'.repeat(64)}` }), 'chain');
  assert.equal(await seen({ origin: `other.example/${'0'.repeat(64)}`, size: size + 1 }), 'holds');
});

test('every one of 500 flipped bits is found, at the step that Rust names', async () => {
  const found = await flips(sampleBytes('recalled'), 500);
  assert.deepEqual(found.filter(({ step }) => step === 'holds'), []);
  // The list of `cargo run -p ledger --features sample --example evidence_flips`.
  const theirs = process.env.FURLONG_FLIPS;
  if (!theirs) return;
  const lines = readFileSync(theirs, 'utf8').trim().split('\n').map(JSON.parse);
  assert.deepEqual(found, lines);
});

test('a browser without Ed25519 counts what it did not check, and still needs its quorum', async (t) => {
  const { subtle } = crypto;
  const { importKey } = subtle;
  t.mock.method(subtle, 'importKey', function only(format, key, algorithm, ...rest) {
    if (algorithm.name === 'Ed25519') return Promise.reject(new DOMException('no', 'NotSupportedError'));
    return importKey.call(subtle, format, key, algorithm, ...rest);
  });
  const { check: checkWithout } = await import('../../static/js/check.js?without-ed25519');
  const file = sampleBytes('recalled');
  const result = await checkWithout(file, askOf(file));
  assert.equal(result.outcome, 'holds', result.text);
  assert.ok(result.chains[0].unchecked >= 4);
  const few = changed('recalled', (it) => it.checkpoint.cosigs.slice(0, 2).forEach((cosig) => {
    if (cosig.ed25519) cosig.p256 = null;
  }));
  assert.equal((await checkWithout(few, askOf(file))).step, 'quorum');
  t.mock.restoreAll();
  assert.equal((await check(few, askOf(file))).outcome, 'holds');
});

test('the steps are those of the protocol, by name and in order', () => {
  assert.deepEqual(STEPS, ['form', 'chain', 'quorum', 'tip', 'inclusion', 'members', 'key', 'recalls', 'signature', 'disclosures', 'freshness']);
});
