// The worked examples that the Rust code writes (docs/protocol/examples.md) are true for this checker
// too: hashes, key ids, statements, disclosures, rows, checkpoints.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { bytesOf, decode, hex } from '../../static/js/source/bytes.js';
import { CHECKPOINT, believe, checkForm } from '../../static/js/source/checkpoint.js';
import { open, readDisclosure } from '../../static/js/source/disclosures.js';
import { parse } from '../../static/js/source/json.js';
import { thumbprint, verifies } from '../../static/js/source/keys.js';
import { readGenesis, readMember, readRecall, readRecord } from '../../static/js/source/rows.js';
import { readStatement } from '../../static/js/source/statement.js';
import { leafHash } from '../../static/js/source/tree.js';

const page = readFileSync(new URL('../../docs/protocol/examples.md', import.meta.url), 'utf8');
const examples = Object.fromEntries([...page.matchAll(/### (.*)\n\n```text\n([^]*?)\n```\n/g)].map(([, name, text]) => [name, text]));
const sha = (bytes) => createHash('sha256').update(bytes).digest('hex');
const leaf = async (text) => hex(await leafHash(text));

test('keys and the genesis', async () => {
  assert.equal(await thumbprint(JSON.parse(examples['P-256 key 5'])), examples['its kid']);
  assert.equal(await thumbprint(JSON.parse(examples['Ed25519 key 2'])), examples['its kid of Ed25519']);
  const genesis = readGenesis(examples['genesis.json']);
  assert.equal(examples.origin, `${genesis.name}/${sha(examples['genesis.json'])}`);
  const { key } = JSON.parse(examples['the statement that brings it']);
  assert.ok(await verifies(key.jwk, `${examples['what key 6 signs to be added for events']}\n`, decode(key.proof)));
});

test('rows, records and headers', async () => {
  for (let index = 0; examples[`row ${index}`]; index += 1) {
    readMember(examples[`row ${index}`]);
    assert.equal(await leaf(examples[`row ${index}`]), examples[`leaf hash of row ${index}`]);
  }
  readRecall(examples['recall row']);
  assert.equal(await leaf(examples['recall row']), examples['recalls_root of that row alone']);
  for (const height of [0, 1]) {
    const record = readRecord(examples[`block record ${height}`]);
    assert.equal(record.origin, examples.origin);
    assert.equal(record.members_root, examples.members_root);
    const header = Buffer.from(examples[`header ${height}`], 'hex');
    const numbers = [record.height, record.end].map((number) => BigInt(number).toString(16).padStart(16, '0'));
    const parts = [Buffer.from('furlong/header/v1').toString('hex'), sha(examples.origin), numbers[0], record.prev, numbers[1], examples[`tree root after block ${height}`]];
    assert.equal(header.toString('hex'), parts.join(''));
    assert.equal(sha(header), examples[`block id ${height}`]);
  }
  assert.equal(readRecord(examples['block record 1']).prev, examples['block id 0']);
});

test('a statement and what it conceals', async () => {
  const statement = readStatement(examples['the leaf'], examples.origin);
  assert.equal(await leaf(examples['the leaf']), examples['leaf hash of the statement']);
  assert.ok(await verifies(JSON.parse(examples['P-256 key 5']), statement.input, statement.signature));
  assert.equal(new TextDecoder().decode(decode(examples['as it travels'])), examples.disclosure);
  assert.deepEqual(statement.body.get('_sd'), [examples['its digest']]);
  await open(statement.body, [readDisclosure(examples['as it travels'])]);
  assert.ok(statement.body.has('bizTransactionList'));
});

test('a checkpoint and its three signatures', async () => {
  const checkpoint = CHECKPOINT(parse(examples['checkpoint.json'], 8));
  checkForm(checkpoint);
  const { validators } = readGenesis(examples['genesis.json']);
  assert.equal((await believe(checkpoint, examples.origin, validators)).confirmedBy, 1);
  const [validator] = validators;
  const [{ ed25519, p256 }] = checkpoint.cosigs;
  assert.ok(await verifies(validator.log, `${examples['checkpoint text']}\n`, decode(checkpoint.log[0].sig)));
  assert.ok(await verifies(validator.cosign, `${examples['what a 0x04 cosignature signs']}\n`, decode(ed25519.sig)));
  assert.ok(await verifies(validator.cosign_p256, `${examples['what an ES256 cosignature signs']}\n`, decode(p256.sig)));
  // The lines of the note: key id, then the signature, a cosignature's with its time before it.
  const lines = examples['as a note'].split('\n\n')[1].split('\n').map((line) => /^\u2014 (\S+) (\S+)$/.exec(line).slice(1));
  const keyId = (name, kind, { x }) => sha(Buffer.concat([bytesOf(name), Buffer.of(10, kind), decode(x)])).slice(0, 8);
  const time = BigInt(ed25519.time).toString(16).padStart(16, '0');
  const note = lines.map(([name, text]) => [name, Buffer.from(text, 'base64').toString('hex')]);
  assert.deepEqual(note, [
    [examples.origin, keyId(examples.origin, 1, validator.log) + hex(decode(checkpoint.log[0].sig))],
    [`${validator.host}/9521001000017`, keyId(`${validator.host}/9521001000017`, 4, validator.cosign) + time + hex(decode(ed25519.sig))],
  ]);
});
