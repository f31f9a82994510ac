// Recalls from the command line, as a company's quality office would send them.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { recalls, setup } from './journeys.mjs';

/** The recall of journeys/recall.json that belongs to a journey. */
export const recallOf = (file) => recalls.find(({ journey }) => journey === file);

/** Sends `hold`, `publish` or `withdraw` for the codes of an entry of recall.json. */
export async function sendRecall(demo, verb, { by, codes, notice }) {
  const { gln } = setup.organisations.find(({ id }) => id === by);
  const key = join(demo.dir, 'keys', `417-${gln}`, 'event.key');
  const file = join(demo.dir, `notice-${verb}-${by}.json`);
  await writeFile(file, JSON.stringify(notice));
  return demo.furlong('recall', verb, '--node', demo.url, '--key', key, ...codes.flatMap((code) => ['--code', code]), '--notice', file);
}
