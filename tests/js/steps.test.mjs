// What no sample has: keys that may not sign, false signatures, statements against the rules, recalls
// without their statement, several chains. Every chain here is made afresh.
import assert from 'node:assert/strict';
import test from 'node:test';
import { check } from '../../static/js/check.js';
import { ISS, SECONDS, fileOf, jti, jwsOf, keyRow, p256 } from './chain.mjs';

const LOT = 'https://id.gs1.org/01/09521001000017/10/H0302';
const GTIN = 'https://id.gs1.org/01/09521001000017';
const OTHER_LOT = 'https://id.gs1.org/01/09521001000017/10/Z';

const EPCIS = { type: 'ObjectEvent', epcList: [LOT] };
const event = (epcis = EPCIS, more = {}) => ({ vct: 'event', epcis, ...more });
const absent = [[GTIN], [LOT]];

const run = (file, ask = {}) => check(JSON.stringify(file), { anchor: file.chains.map(({ origin }) => origin), ...ask });

/** The step at which a file with one statement by an event key fails, or `holds`. */
async function stepOf({ claims = event(), row = {}, purpose = 'event', high, recalls = absent, ...more } = {}) {
  const key = p256();
  const file = fileOf({ keys: [keyRow(key, purpose, row)], say: (origin) => [jwsOf(origin, key, claims, high)], recalls, ...more });
  const { step = 'holds', text } = await run(file);
  return [step, text];
}

const expect = async (step, options, what) => {
  const [found, text] = await stepOf(options);
  assert.equal(found, step, `${what}: ${text}`);
};

test('a chain of one holds, and says that one confirms', async () => {
  const key = p256();
  const result = await run(fileOf({ keys: [keyRow(key, 'event')], subject: LOT, recalls: absent, say: (origin) => [jwsOf(origin, key, event())] }), { subject: LOT });
  assert.equal(result.outcome, 'holds', result.text);
  const [{ confirmedBy, notRecalled, leaves: [leaf] }] = result.chains;
  assert.deepEqual([confirmedBy, notRecalled, leaf.isAbout, leaf.purpose, leaf.name], [1, [GTIN, LOT], true, 'event', 'Ría Clara Fishing']);
});

test('a key must be of its time and purpose', async () => {
  await expect('holds', { row: { retired: 1, not_after: SECONDS * 1000 + 1 } }, 'the last block and instant of a key');
  await expect('key', { row: { retired: 0 } }, 'retired before');
  await expect('key', { row: { not_after: SECONDS * 1000 } }, 'expired before');
  await expect('key', { row: { added: 1 } }, 'added in the same block');
  await expect('key', { row: { iss: 'https://id.gs1.org/417/9521002000016' } }, 'another organisation\'s');
  const claims = {
    event: event(), governance: { vct: 'governance', gov: {} }, recall: { vct: 'recall', recall: {} }, access: { vct: 'access', access: {} },
  };
  const may = { admin: 'governance,recall,access', event: 'event,recall,access', system: 'event,access', registrar: 'governance,access', agree: '' };
  for (const [purpose, kinds] of Object.entries(may)) {
    for (const [vct, said] of Object.entries(claims)) {
      await expect(kinds.split(',').includes(vct) ? 'holds' : 'key', { purpose, claims: said }, `${purpose} ${vct}`);
    }
  }
});

test('a false signature, a high one, and a key that is not the kid\'s', async () => {
  const [key, other] = [p256(), p256()];
  const file = (signer, row) => fileOf({ keys: [row], recalls: absent, say: (origin) => [jwsOf(origin, { ...signer, kid: key.kid }, event())] });
  assert.equal((await run(file(other, keyRow(key, 'event')))).step, 'signature');
  assert.equal((await run(file(other, keyRow({ jwk: other.jwk, kid: key.kid }, 'event')))).step, 'signature');
  const off = { ...key.jwk, y: key.jwk.x };
  assert.equal((await run(file(key, keyRow({ jwk: off, kid: key.kid }, 'event')))).step, 'members');
  await expect('form', { high: true }, 'a high s');
});

test('vouched statements: both keys count, and a stolen one makes it disputed', async () => {
  const [old, now] = [p256(), p256()];
  const vouch = (row, origClaims = event(), more = {}) => fileOf({
    keys: [keyRow(old, 'event', row), keyRow(now, 'event')], recalls: absent,
    say: (origin) => [jwsOf(origin, now, { vct: 'vouched', vouched: { orig: jwsOf(origin, old, origClaims), reason: 'At sea.', ...more } })],
  });
  const good = await run(vouch({ retired: 0 }));
  assert.deepEqual([good.outcome, good.chains?.[0].leaves[0].disputed], ['holds', false], good.text);
  assert.equal((await run(vouch({ retired: 0, compromised_since: 5 }))).chains[0].leaves[0].disputed, true);
  assert.equal((await run(vouch({ added: 1 }))).step, 'key');
  assert.equal((await run(vouch({}, { vct: 'access', access: {} }))).step, 'form');
  assert.equal((await run(vouch({}, event(), { more: 1 }))).step, 'form');
  assert.equal((await run(vouch({}, event(), { reason: '' }))).step, 'form');
  assert.equal((await run(vouch({}, event({ epcList: [OTHER_LOT] })))).step, 'recalls');
});

test('claims against the rules are a matter of form', async () => {
  const uuid4 = '01890a5d-ac96-474b-bcce-b302099a8057';
  for (const [what, more] of [
    ['an unknown claim', { more: 1 }], ['another aud', { aud: 'x' }], ['iss in another form', { iss: 'https://id.gs1.org/417/9521001000018' }],
    ['a UUID of version 4', { jti: uuid4 }], ['an id in a list', { jti: [jti()] }], ['iat with a fraction', { iat: 1.5 }], ['iat before 1970', { iat: -1 }],
    ['an unknown vct', { vct: 'toString', toString: {} }], ['no body', { epcis: undefined }], ['a list as body', { epcis: [] }],
    ['_sd_alg without _sd', { _sd_alg: 'sha-256' }], ['corrects that is no id', { corrects: uuid4 }],
    ['digests in the wrong place', { epcis: { ...EPCIS, sensorElementList: { _sd: ['A'.repeat(43)] } }, _sd_alg: 'sha-256' }],
    ['_sd without _sd_alg', { epcis: { ...EPCIS, _sd: ['A'.repeat(43)] } }],
    ['a digest twice', { epcis: { ...EPCIS, _sd: ['A'.repeat(43)], ilmd: { _sd: ['A'.repeat(43)] } }, _sd_alg: 'sha-256' }],
    ['a member named ...', { epcis: { ...EPCIS, ilmd: { '...': 1 } } }],
    ['17 deep', { epcis: JSON.parse(`${'{"a":'.repeat(16)}1${'}'.repeat(16)}`) }],
    ['too long', { epcis: { ...EPCIS, 'ext:note': 'a'.repeat(36_000) } }],
  ]) await expect('form', { claims: event(EPCIS, more) }, what);
  await expect('holds', { claims: event(EPCIS, { corrects: jti() }) }, 'a correction');
  await expect('form', { claims: { vct: 'access', access: {}, corrects: jti() } }, 'a correction that is no event');
});

test('a state needs the statement that set it, and each code its proof', async () => {
  const key = p256();
  const recalled = (codes, index) => fileOf({
    keys: [keyRow(key, 'event')], recalls: [[GTIN, 0], [LOT, 0]],
    recallRows: [{ by: [{ index, iss: ISS, state: 'recalled' }], code: LOT }],
    say: (origin) => [jwsOf(origin, key, event()), jwsOf(origin, key, { vct: 'recall', recall: { action: 'publish', codes } })],
  });
  const good = await run(recalled([LOT], 4));
  assert.deepEqual(good.chains?.[0].recalled, [{ code: LOT, index: 4, iss: ISS, state: 'recalled' }], good.text);
  assert.equal((await run(recalled([OTHER_LOT], 4))).step, 'recalls');
  assert.equal((await run(recalled([LOT], 3))).step, 'recalls');
  await expect('recalls', { recalls: [[GTIN]] }, 'a lot without proof');
  const dated = event({ ...EPCIS, ilmd: { 'cbvmda:itemExpirationDate': '2026-03-16T00:00:00Z' } });
  await expect('recalls', { claims: dated }, 'a use-by date without proof');
  await expect('holds', { claims: dated, recalls: [...absent, [`${GTIN}?17=260316`]] }, 'with it');
});

test('several chains: every step over all of them, each anchored', async () => {
  const key = p256();
  const part = (name, keys) => fileOf({ name, keys, recalls: absent, say: (origin) => [jwsOf(origin, key, event())] }).chains[0];
  const [one, two, bad] = [part('one.furlong.example', [keyRow(key, 'event')]), part('two.furlong.example', [keyRow(key, 'event')]), part('two.furlong.example', [])];
  const both = { v: 1, subject: null, chains: [one, two] };
  assert.equal((await run(both)).outcome, 'holds');
  assert.equal((await run(both, { anchor: one.origin })).step, 'chain');
  assert.equal((await run({ ...both, chains: [one, bad] })).step, 'key');
  assert.equal((await run({ ...both, chains: [one, one] })).step, 'form');
  // A later step of the first chain does not come before an earlier one of the second.
  assert.deepEqual(await run({ ...both, chains: [bad, { ...two, genesis: one.genesis }] }).then(({ step, at }) => [step, at]), ['chain', '/chains/1']);
});
