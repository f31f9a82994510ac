// Checkpoints: size and root of the tree, and which validators stand behind them.
import { must } from './broken.js';
import { byIss, decode, isCoded, isRising } from './bytes.js';
import { list, maybe, shape, whole } from './json.js';
import { isLowS, verifies } from './keys.js';
import { org } from './statement.js';

const coded = (length) => (value) => {
  must(isCoded(value, length), 'base64url is needed here');
  return value;
};

export const hash = coded(32);
const signature = coded(64);
const timed = maybe(shape({ time: whole, sig: signature }));

export const CHECKPOINT = shape({
  size: whole, root: hash,
  log: list(shape({ iss: org, sig: signature }), 21),
  cosigs: list(shape({ iss: org, ed25519: timed, p256: timed }), 21),
});

/** Numbers, order and low-S: all that needs no key. */
export function checkForm({ size, log, cosigs }) {
  must(size > 0, 'the tree is empty');
  must(isRising(log, byIss) && isRising(cosigs, byIss), 'a list is not sorted, or repeats');
  must(cosigs.every(({ ed25519, p256 }) => ed25519 ?? p256), 'a cosignature is empty');
  must(cosigs.every(({ p256 }) => !p256 || isLowS(decode(p256.sig))), 'a signature is not low-S');
}

/** q(n) = floor(2n/3) + 1. */
export const quorum = (validators) => Math.floor((2 * validators) / 3) + 1;

/** Every signature must verify under these validators, and a quorum of them must have cosigned.
 * Answers { asOf, confirmedBy, unchecked }: when a quorum last confirmed, how many do, and how many
 * signatures this browser could not check because it lacks Ed25519. */
export async function believe(checkpoint, origin, validators) {
  const { size, root, log, cosigs } = checkpoint;
  const body = `${origin}\n${size}\n${root.replace(/-/g, '+').replace(/_/g, '/')}=\n`;
  let unchecked = 0;
  const holds = async (iss, key, message, sig) => {
    const row = validators.find((validator) => validator.iss === iss);
    must(row, `${iss} is no validator of the epoch`);
    const verdict = await verifies(row[key], message, decode(sig));
    must(verdict !== false, `a signature of ${iss} is false`);
    if (verdict === undefined) unchecked += 1;
    return verdict === true;
  };
  for (const { iss, sig } of log) await holds(iss, 'log', body, sig);
  const times = [];
  for (const { iss, ed25519, p256 } of cosigs) {
    const both = [
      ed25519 && (await holds(iss, 'cosign', `cosignature/v1\ntime ${ed25519.time}\n${body}`, ed25519.sig)),
      p256 && (await holds(iss, 'cosign_p256', `furlong-cosignature-p256/v1\ntime ${p256.time}\n${body}`, p256.sig)),
    ];
    // A time that could not be checked can only make the answer look older.
    if (both.includes(true)) times.push(Math.min(ed25519?.time ?? Infinity, p256?.time ?? Infinity));
  }
  const needed = quorum(validators.length);
  must(times.length >= needed, `${times.length} validators cosigned, ${needed} are needed`);
  const asOf = times.sort((left, right) => right - left)[needed - 1];
  return { asOf, confirmedBy: times.length, unchecked };
}
