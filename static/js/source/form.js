// Step `form`: the file, read strictly, and everything in it that needs no hash and no key.
import { each, must, within } from './broken.js';
import { bytesOf, isRising, textOf } from './bytes.js';
import { CHECKPOINT, checkForm, hash } from './checkpoint.js';
import { isCode } from './codes.js';
import { readDisclosure } from './disclosures.js';
import { list, maybe, parseExact, shape, text, whole } from './json.js';
import { checkGenesisForm, readMember, readRecall, readRecord } from './rows.js';
import { readStatement } from './statement.js';

const FILE_BYTES_MAX = 8 << 20;
const CHAINS_MAX = 16;
const LIST_MAX = 4_096;

const many = (shape) => list(shape, LIST_MAX);
// A tree of 2^53 leaves is 53 high.
const path = list(hash, 64);
const RECORD_PROOF = shape({ record: text, path });
const ROW_PROOF = shape({ row: text, index: whole, path });
const FILE = shape({
  v: whole,
  subject: maybe(text),
  chains: list(shape({
    origin: text,
    genesis: text,
    epochs: many(shape({ checkpoint: CHECKPOINT, record: text, record_path: path, row: text, row_path: path })),
    checkpoint: CHECKPOINT,
    tip: RECORD_PROOF,
    members: many(ROW_PROOF),
    recalls: many(shape({ code: text, rows: list(ROW_PROOF, 2) })),
    blocks: many(RECORD_PROOF),
    leaves: many(shape({ index: whole, jws: text, disclosures: list(text, 64), path })),
  }), CHAINS_MAX),
});

const mustRise = (items, key, at) => must(isRising(items, key), 'a list is not sorted, or repeats', at);

/** Reads the file: { subject, chains }, each chain with its parts read. */
export function readFile(input, subject) {
  const isText = typeof input === 'string';
  must(!isText || !/\p{Surrogate}/u.test(input), 'this is not Unicode');
  const length = isText ? bytesOf(input).length : input.byteLength;
  must(length <= FILE_BYTES_MAX, 'a file of evidence has at most 8 MiB');
  const file = FILE(parseExact(isText ? input : textOf(input), 16));
  must(file.v === 1, 'v is not 1', '/v');
  must(file.subject === null || isCode(file.subject), 'the subject is no canonical code that may be recalled', '/subject');
  must(subject === undefined || subject === file.subject, 'the file is about another code', '/subject');
  must(file.chains.length, 'a file has 1 to 16 chains', '/chains');
  must(new Set(file.chains.map(({ origin }) => origin)).size === file.chains.length, 'a chain has one section', '/chains');
  return { subject: file.subject, chains: each(file.chains, '/chains', readChain) };
}

function readChain(file, index) {
  const record = (source) => within('/record', () => {
    const read = readRecord(source);
    must(read.origin === file.origin, 'the record is another chain\'s');
    return read;
  });
  within('/genesis', () => checkGenesisForm(file.genesis));
  within('/checkpoint', () => checkForm(file.checkpoint));
  const chain = {
    ...file,
    at: `/chains/${index}`,
    epochs: each(file.epochs, '/epochs', (boundary) => {
      within('/checkpoint', () => checkForm(boundary.checkpoint));
      return { ...boundary, read: record(boundary.record), next: within('/row', () => readMember(boundary.row)) };
    }),
    tip: within('/tip', () => ({ ...file.tip, read: record(file.tip.record) })),
    members: each(file.members, '/members', (proof) => ({ ...proof, ...within('/row', () => readMember(proof.row)), text: proof.row })),
    recalls: each(file.recalls, '/recalls', readRecallProof),
    blocks: each(file.blocks, '/blocks', (block) => ({ ...block, read: record(block.record) })),
    leaves: each(file.leaves, '/leaves', (leaf) => readLeaf(leaf, file.origin)),
  };
  mustRise(chain.members, (row) => row.index, '/members');
  mustRise(chain.recalls, (proof) => proof.code, '/recalls');
  mustRise([...chain.blocks, chain.tip], (block) => block.read.height, '/blocks');
  mustRise(chain.leaves, (leaf) => leaf.index, '/leaves');
  return chain;
}

function readRecallProof({ code, rows }) {
  mustRise(rows, (row) => row.index, '/rows');
  return { code, rows: each(rows, '/rows', (proof) => ({ ...proof, read: within('/row', () => readRecall(proof.row)) })) };
}

function readLeaf(leaf, origin) {
  const statement = within('/jws', () => readStatement(leaf.jws, origin));
  // The statement that says what happened: `orig` of a vouched one, else itself.
  const event = statement.orig ?? statement;
  must(!leaf.disclosures.length || event.vct === 'event', 'only an event has disclosures', '/disclosures');
  return { ...leaf, statement, event, disclosures: each(leaf.disclosures, '/disclosures', readDisclosure) };
}
