// Flips bits of an evidence file and writes which step finds each, as one JSON object a line
// `{"offset":n,"bit":n,"step":".."}`, at the places and in the form of the Rust example
// `evidence_flips`, so that the two lists can be compared with `cmp`:
//
//     node tests/js/flips.mjs FILE [COUNT] > OUT
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { check } from '../../static/js/check.js';

/** `count` places spread evenly over the file; three is prime to eight, so every bit has its turn. */
export const places = (length, count) =>
  Array.from({ length: count }, (_, number) => ({ offset: Math.floor((number * length) / count), bit: (number * 3) % 8 }));

export function flipped(bytes, { offset, bit }) {
  const changed = Uint8Array.from(bytes);
  changed[offset] ^= 1 << bit;
  return changed;
}

/** The step that finds each flip, in order. */
export async function flips(bytes, count) {
  const { subject, chains } = JSON.parse(bytes);
  const ask = { anchor: chains.map(({ origin }) => origin), subject: subject ?? undefined };
  const found = [];
  for (const place of places(bytes.length, count)) {
    const { step = 'holds' } = await check(flipped(bytes, place), ask);
    found.push({ ...place, step });
  }
  return found;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [, , file, count = '500'] = process.argv;
  for (const line of await flips(readFileSync(file), Number(count))) console.log(JSON.stringify(line));
}
