// What several tests need: the sample evidence, the vectors of others, and a way to change a file.
import { existsSync, readFileSync } from 'node:fs';

const here = new URL('.', import.meta.url);

/** When the samples are read (docs/protocol/evidence.md, Trying a checker). */
export const NOW = 1_772_444_760;

export const sampleBytes = (name) => readFileSync(new URL(`../fixtures/evidence/${name}.json`, here));

/** Its own origin as the anchor, its own subject, and the time at which it is read. */
export const askOf = (bytes) => {
  const { subject, chains } = JSON.parse(bytes);
  return { anchor: chains[0].origin, subject, nowSeconds: NOW };
};

/** A sample with a change to its only chain, as a text. */
export function changed(name, change) {
  const file = JSON.parse(sampleBytes(name));
  change(file.chains[0], file);
  return JSON.stringify(file);
}

/** A file of the vectors that nobody in this project wrote, or nothing where they are not there. */
export function vector(path) {
  const root = process.env.FURLONG_VECTORS ?? new URL('../../../shared/vectors', here).pathname;
  const file = `${root}/${path}`;
  return existsSync(file) ? file : undefined;
}

export const skip = (path) => (vector(path) ? false : 'skipped: no vectors');
