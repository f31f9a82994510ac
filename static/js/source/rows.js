// Block records, rows of the two state trees, and the genesis (docs/protocol/formats.md).
import { must } from './broken.js';
import { byIss, bytesOf, isRising } from './bytes.js';
import { list, maybe, numbersPass, oneOf, parseExact, shape, text, whole } from './json.js';
import { isP256, jwk, mustBePoint } from './keys.js';
import { isChainName, org } from './statement.js';

// The genesis is the longest of these texts.
const ROW_BYTES_MAX = 65_535;

const digest = (value) => {
  must(/^[\da-f]{64}$/.test(text(value)), '64 hexadecimal digits are needed here');
  return value;
};

const RECORD = shape({
  v: whole, origin: text, height: whole, time_ms: whole, proposer: org, prev: digest, start: whole, count: whole,
  rules: whole, epoch: whole, members_size: whole, members_root: digest, recalls_size: whole, recalls_root: digest,
});

const VALIDATOR = shape({ cosign: jwk, cosign_p256: jwk, host: text, iss: org, log: jwk, node: jwk, vote: jwk });
const EPOCH = shape({ epoch: whole, rules: whole, validators: list(VALIDATOR) });
const ORG = shape({
  iss: org, name: text, prefixes: list(text), roles: list(text), since: whole, sponsor: maybe(org),
  status: oneOf('active', 'suspended', 'ended', 'expelled'),
});
const KEY = shape({
  added: whole, compromised_since: maybe(whole), held_by: maybe(org), iss: org, jwk, kid: text, not_after: maybe(whole),
  purpose: oneOf('admin', 'event', 'system', 'registrar', 'agree'), retired: maybe(whole),
});
const RECALL = shape({ by: list(shape({ index: whole, iss: org, state: oneOf('hold', 'recalled') })), code: text });
const GENESIS = shape({
  v: whole, name: text, nonce: digest, created_ms: whole, rules: whole,
  validators: list(VALIDATOR), orgs: list(ORG), keys: list(KEY),
});

/** A tree of JSON with whole numbers only, in its one spelling. */
function strict(source) {
  must(bytesOf(source).length <= ROW_BYTES_MAX, 'the text is too long');
  const value = parseExact(source, 8);
  must(numbersPass(value, (number) => number.whole !== undefined), 'a whole number is needed here');
  return value;
}

/** A block record; `end` is the size of the tree after its block. */
export function readRecord(source) {
  const record = RECORD(parseExact(source, 8));
  const end = record.start + record.count + 1;
  must(record.v === 1 && record.rules >= 1 && Number.isSafeInteger(end), 'a number is not possible');
  return { ...record, end };
}

/** A member row: { kind, row }. Whether its keys are points is asked where the row is proven. */
export function readMember(source) {
  const value = strict(source);
  if (value instanceof Map && value.has('added')) return { kind: 'key', row: KEY(value) };
  if (value instanceof Map && value.has('status')) return { kind: 'org', row: ORG(value) };
  return { kind: 'epoch', row: EPOCH(value) };
}

export function readRecall(source) {
  const row = RECALL(strict(source));
  must(row.by.length && isRising(row.by, byIss), 'a recall row names who says so, sorted');
  return row;
}

/** What the form of a genesis is before its hash is known. */
export const checkGenesisForm = (source) => void strict(source);

const keysOf = ({ vote, log, cosign, cosign_p256, node }) => [vote, log, cosign, cosign_p256, node];

/** Refuses member rows whose keys are not points. */
export function mustHavePoints({ kind, row }) {
  if (kind === 'key') mustBePoint(row.jwk);
  if (kind === 'epoch') row.validators.flatMap(keysOf).forEach(mustBePoint);
}

const isHost = (value) => {
  const [, name, port = '443'] = /^([^:]*)(?::([1-9]\d{0,4}))?$/.exec(value) ?? [];
  return isChainName(name ?? '') && Number(port) <= 65_535;
};

/** The genesis whose hash is known. Who may stand in it is vouched for by that hash; that its
 * validators can sign is checked. */
export function readGenesis(source) {
  const genesis = GENESIS(strict(source));
  const { v, rules, name, validators, keys } = genesis;
  must(v === 1 && rules === 1 && isChainName(name), 'this genesis cannot begin a chain');
  must(validators.length >= 1 && validators.length <= 21 && isRising(validators, byIss), 'the validators are not 1 to 21, sorted');
  const hosts = new Set(validators.map(({ host }) => host));
  const signing = new Set(validators.flatMap(keysOf).map(({ x, y }) => `${x}.${y}`));
  must(hosts.size === validators.length && [...hosts].every(isHost), 'two validators share a host, or one is no host');
  must(signing.size === 5 * validators.length, 'two validators share a key');
  for (const row of validators) {
    const kinds = keysOf(row).map(isP256).join();
    must(kinds === 'true,false,false,true,false', 'a key is of the wrong kind');
  }
  mustHavePoints({ kind: 'epoch', row: genesis });
  for (const row of keys) {
    must(isP256(row.jwk), 'a key is of the wrong kind');
    mustBePoint(row.jwk);
  }
  return genesis;
}
