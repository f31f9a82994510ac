// Checks a file of evidence: docs/protocol/evidence.md, the same steps by the same names as
// `furlong verify`. No dependency; for browsers and Node 20 or newer.
import { Broken, must, placed, within } from './broken.js';
import { bytesOf, decode, hex, sha256 } from './bytes.js';
import { CHECKPOINT, believe, checkForm, quorum } from './checkpoint.js';
import { goods, named } from './codes.js';
import { open } from './disclosures.js';
import { readFile } from './form.js';
import { parse } from './json.js';
import { isP256, thumbprint, verifies } from './keys.js';
import { checkRecalls } from './recalls.js';
import { mustHavePoints, readGenesis } from './rows.js';
import { mustHold } from './tree.js';

/** The steps, in order. */
export const STEPS = ['form', 'chain', 'quorum', 'tip', 'inclusion', 'members', 'key', 'recalls', 'signature', 'disclosures', 'freshness'];

// Each step over one chain. What a later step needs, it leaves on `chain`.
const WORK = {
  chain: checkChain,
  quorum: checkQuorum,
  tip: checkTip,
  inclusion: checkInclusion,
  members: checkMembers,
  key: checkKeys,
  recalls: async (chain, ask, subject) => {
    chain.found = await checkRecalls(chain, subject, ask.extraCodes ?? []);
  },
  signature: checkSignatures,
  disclosures: checkDisclosures,
  freshness: checkFreshness,
};

/**
 * Checks a file.
 *
 * `ask`, all of it optional: `anchor` the trusted origin, or a list of them (an empty one is none);
 * `subject` the code that the reader asked about, null if the file should be about none; `extraCodes`
 * codes that the page lists, in any spelling: each, its dates and its more general codes need a proof; `nowSeconds` the time now;
 * `maxAgeSeconds` the age at which the check fails; `pins` what was seen before, a list of
 * `{ origin, epoch, size, root }`; others are passed over.
 *
 * Answers `{ outcome: 'holds' | 'unknown' | 'broken', ... }`: of a broken file the `step`, the place
 * `at` and a `text`; otherwise `subject`, `chains` and `ageSeconds` (null without a time now).
 * `unknown` means that all holds but no anchor was given.
 */
export async function check(bytesOrText, ask = {}) {
  let step = 'form';
  const anchors = [ask.anchor ?? []].flat();
  ask = { ...ask, anchors, pins: (ask.pins ?? []).filter(isPin) };
  try {
    const file = readFile(bytesOrText, ask.subject);
    for (step of STEPS.slice(1)) {
      for (const chain of file.chains) await WORK[step](chain, ask, file.subject);
    }
    const asOf = Math.min(...file.chains.map((chain) => chain.cosigned.asOf));
    return {
      outcome: anchors.length ? 'holds' : 'unknown',
      subject: file.subject,
      ageSeconds: ask.nowSeconds === undefined ? null : Math.max(0, ask.nowSeconds - asOf),
      asOf,
      chains: file.chains.map((chain) => report(chain, file.subject)),
    };
  } catch (error) {
    if (!(error instanceof Broken)) throw error;
    return { outcome: 'broken', step, at: error.at, text: error.message };
  }
}

/**
 * What another member's node says of its newest checkpoint (`/log/checkpoint.json`), judged by the
 * validators of a file that holds. Nothing if it is not believed: it may be of a later epoch.
 */
export async function readCheckpoint(text, origin, validators) {
  try {
    const checkpoint = CHECKPOINT(parse(text, 8));
    checkForm(checkpoint);
    return { ...checkpoint, ...(await believe(checkpoint, origin, validators)) };
  } catch (error) {
    if (!(error instanceof Broken)) throw error;
    return undefined;
  }
}

export { goods };

/** What comes from a phone's storage may be of any form: what is none was never seen. */
const isPin = (pin) => typeof pin?.origin === 'string' && typeof pin.root === 'string' && [pin.epoch, pin.size].every(Number.isSafeInteger);

async function checkChain(chain, { anchors, pins }) {
  const { origin, genesis, at } = chain;
  const slash = origin.indexOf('/');
  const digest = hex(await sha256(bytesOf(genesis)));
  must(slash > 0 && origin.slice(slash + 1) === digest, 'the genesis is not the one that the origin names', at);
  chain.first = within(at, () => readGenesis(genesis));
  const { name } = chain.first;
  must(origin.slice(0, slash) === name, 'the genesis has another name', at);
  must(!anchors.length || anchors.includes(origin), 'this is another chain than the trusted one', at);
  const isKnown = (pin) => pin.origin === origin || !pin.origin.startsWith(`${name}/`);
  must(pins.every(isKnown), 'another chain of this name was seen here before', at);
}

async function checkQuorum(chain) {
  let [epoch, { validators }, size] = [0, chain.first, 0];
  for (const [index, boundary] of chain.epochs.entries()) {
    const at = `${chain.at}/epochs/${index}`;
    await placed(at, () => believe(boundary.checkpoint, chain.origin, validators));
    must(size < boundary.checkpoint.size, 'the checkpoints of epochs rise in size', at);
    ({ validators } = await placed(at, () => nextEpoch(boundary, epoch)));
    epoch += 1;
    size = boundary.checkpoint.size;
  }
  const at = `${chain.at}/checkpoint`;
  chain.cosigned = await placed(at, () => believe(chain.checkpoint, chain.origin, validators));
  const { size: newest, root } = chain.checkpoint;
  const isSame = newest === size && root === chain.epochs.at(-1)?.checkpoint.root;
  must(size < newest || isSame, 'the checkpoint is older than its epoch', at);
  Object.assign(chain, { epoch, validators });
}

/** Row 0 after the block of a boundary, if that block ends `epoch`. */
async function nextEpoch({ checkpoint, read, next, record, record_path, row, row_path }, epoch) {
  must(read.end === checkpoint.size && read.epoch === epoch, 'its record does not end the epoch');
  await mustHold(rootOf(checkpoint), checkpoint.size, read.start, record, record_path);
  await mustHold(read.members_root, read.members_size, 0, row, row_path);
  must(next.kind === 'epoch' && next.row.epoch === epoch + 1, 'its row does not open the next epoch');
  mustHavePoints(next);
  return next.row;
}

const rootOf = ({ root }) => hex(decode(root));

/** Whether a leaf's text stands in the log at that index. */
const inLog = ({ checkpoint }, at, index, text, path) =>
  placed(at, () => mustHold(rootOf(checkpoint), checkpoint.size, index, text, path));

/** The newest block closes the tree and is of the epoch that signed it. */
async function checkTip(chain) {
  const { tip, checkpoint, epochs, epoch } = chain;
  const at = `${chain.at}/tip`;
  must(tip.read.end === checkpoint.size, 'its block does not end where the checkpoint does', at);
  await inLog(chain, at, tip.read.start, tip.record, tip.path);
  // Until the first block of a new epoch, the newest block is the one that ended the old.
  const back = epochs.at(-1)?.checkpoint.size === checkpoint.size ? 1 : 0;
  must(tip.read.epoch + back === epoch, 'its block is of another epoch', at);
}

const holds = ({ read }, index) => read.start < index && index < read.end;

async function checkInclusion(chain) {
  const { blocks, leaves, tip } = chain;
  for (const [place, block] of blocks.entries()) {
    const at = `${chain.at}/blocks/${place}`;
    await inLog(chain, at, block.read.start, block.record, block.path);
    must(leaves.some(({ index }) => holds(block, index)), 'no leaf of the file is in this block', at);
  }
  for (const [place, leaf] of leaves.entries()) {
    const at = `${chain.at}/leaves/${place}`;
    await inLog(chain, at, leaf.index, leaf.jws, leaf.path);
    leaf.block = [...blocks, tip].find((block) => holds(block, leaf.index))?.read;
    must(leaf.block, 'no block of the file holds this leaf', at);
  }
}

async function checkMembers(chain) {
  const { members_root: root, members_size: size } = chain.tip.read;
  chain.keys = new Map();
  chain.orgs = new Map();
  for (const [place, proof] of chain.members.entries()) {
    const { text, index, path, kind, row } = proof;
    await placed(`${chain.at}/members/${place}`, async () => {
      await mustHold(root, size, index, text, path);
      mustHavePoints(proof);
    });
    if (kind === 'key' && !chain.keys.has(row.kid)) chain.keys.set(row.kid, row);
    if (kind === 'org' && !chain.orgs.has(row.iss)) chain.orgs.set(row.iss, row);
  }
}

// Which purposes sign which kinds of statement (`protocol.md` section 6).
const MAY_SIGN = {
  event: ['event', 'system'],
  vouched: ['event', 'system'],
  governance: ['admin', 'registrar'],
  recall: ['admin', 'event'],
  access: ['admin', 'event', 'system', 'registrar'],
};

function keyOf(chain, statement, height) {
  const key = chain.keys.get(statement.kid);
  must(key, 'there is no row of the key');
  must(key.iss === statement.iss, 'the key is another organisation\'s');
  must(key.added < height, 'the key was added later');
  must(MAY_SIGN[statement.vct].includes(key.purpose), 'a key of this purpose may not sign this');
  return key;
}

function checkKeys(chain) {
  for (const [place, leaf] of chain.leaves.entries()) within(`${chain.at}/leaves/${place}`, () => checkKey(chain, leaf));
}

function checkKey(chain, leaf) {
  const { statement, block } = leaf;
  const key = keyOf(chain, statement, block.height);
  must(key.retired === null || block.height <= key.retired, 'the key was retired before the block');
  must(key.not_after === null || block.time_ms <= key.not_after, 'the key had expired before the block');
  const org = chain.orgs.get(statement.iss);
  must(org, 'there is no row of the organisation');
  const origKey = statement.orig && keyOf(chain, statement.orig, block.height);
  const isAfter = key.compromised_since !== null && key.compromised_since <= block.height;
  // A vouched statement says that its key is gone; if it was ever stolen, nobody can say when the
  // statement was made.
  const disputed = isAfter || (origKey?.compromised_since ?? null) !== null;
  Object.assign(leaf, { key, origKey, name: org.name, disputed });
}

async function checkSignatures({ leaves, at }) {
  for (const [place, { statement, key, origKey }] of leaves.entries()) {
    const signed = (await isSigned(statement, key)) && (!origKey || (await isSigned(statement.orig, origKey)));
    must(signed, 'the signature is not by the key of its row', `${at}/leaves/${place}/jws`);
  }
}

/** The row is proven, but no more of it is trusted than must be: its key has to be the one that the
 * kid names. */
async function isSigned({ input, signature, kid }, { jwk }) {
  return isP256(jwk) && (await thumbprint(jwk)) === kid && verifies(jwk, input, signature);
}

async function checkDisclosures({ leaves, at }) {
  for (const [place, { event, disclosures }] of leaves.entries()) {
    if (disclosures.length) await placed(`${at}/leaves/${place}/disclosures`, () => open(event.body, disclosures));
  }
}

function checkFreshness({ cosigned, checkpoint, origin, epoch, at }, { nowSeconds, maxAgeSeconds, pins }) {
  for (const pin of pins.filter((seen) => seen.origin === origin)) {
    must(pin.epoch <= epoch && pin.size <= checkpoint.size, 'a newer answer was seen here before', at);
    must(pin.size < checkpoint.size || pin.root === checkpoint.root, 'another answer of this size was seen here before', at);
  }
  if (maxAgeSeconds === undefined) return;
  must(nowSeconds !== undefined, 'the time now is not known', at);
  const age = nowSeconds - cosigned.asOf;
  must(age <= maxAgeSeconds, `a quorum last confirmed it ${age} seconds ago`, at);
}

/** What one chain proves. */
function report(chain, subject) {
  const { origin, epoch, validators, cosigned, checkpoint, tip, leaves, found } = chain;
  return {
    origin,
    epoch,
    validators,
    confirmedBy: cosigned.confirmedBy,
    needed: quorum(validators.length),
    asOf: cosigned.asOf,
    unchecked: cosigned.unchecked,
    size: checkpoint.size,
    root: checkpoint.root,
    height: tip.read.height,
    leaves: leaves.map((leaf) => leafReport(leaf, subject)),
    recalled: found.recalled,
    notRecalled: found.notRecalled,
  };
}

function leafReport({ index, block, statement, event, key, name, disputed }, subject) {
  return {
    index,
    height: block.height,
    timeMs: block.time_ms,
    vct: statement.vct,
    iss: statement.iss,
    name,
    purpose: key.purpose,
    heldBy: key.held_by,
    disputed,
    // Whether the event names the subject itself, as heads count it.
    isAbout: event.vct === 'event' && named(event.body).some((text) => goods(text)?.uri === subject),
  };
}
