// Checks a file of evidence with the module that phones load:
//
//     node tests/js/check-file.mjs FILE --chain ORIGIN [--subject CODE] [--now S] [--max-age S] [--json]
//
// Ends with 0 if all holds, 1 if a step fails, 3 if all holds but no chain was named to trust, and
// 2 if the command is not understood.
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { STEPS, check, goods } from '../../static/js/check.js';

const EXITS = { holds: 0, broken: 1, unknown: 3 };

const text = { type: 'string' };
const options = { chain: { ...text, multiple: true }, subject: text, now: text, 'max-age': text, json: { type: 'boolean' } };

function usage(reason) {
  console.error(`${reason}\nusage: node tests/js/check-file.mjs FILE --chain ORIGIN [--subject CODE] [--now S] [--max-age S] [--json]`);
  process.exit(2);
}

function read() {
  try {
    const { values, positionals } = parseArgs({ options, allowPositionals: true });
    const seconds = (value) => (/^\d+$/.test(value ?? '0') ? value && Number(value) : usage(`${value} is no number of seconds`));
    if (positionals.length !== 1) usage('name one file of evidence');
    // As on the phone: the subject is the code of an address, whose dates need a proof too.
    const subject = values.subject && (goods(values.subject)?.uri ?? null);
    const ask = { anchor: values.chain, subject, extraCodes: [values.subject].flat().filter(Boolean), nowSeconds: seconds(values.now), maxAgeSeconds: seconds(values['max-age']) };
    return { bytes: readFileSync(positionals[0]), ask, json: values.json };
  } catch (error) {
    return usage(error.message);
  }
}

function sentence(result) {
  if (result.outcome === 'broken') return `${result.step} failed at ${result.at || 'the file'}: ${result.text}`;
  const lines = result.chains.flatMap((chain) => [
    `${chain.origin}: ${chain.leaves.length} statements are genuine; ${chain.confirmedBy} of ${chain.validators.length} validators confirm ${chain.size} leaves, as of ${new Date(chain.asOf * 1000).toISOString()}`,
    ...chain.recalled.map((found) => `  ${found.state} by ${found.iss}: ${found.code}`),
    ...chain.leaves.filter((leaf) => leaf.disputed).map((leaf) => `  disputed: leaf ${leaf.index}, its key was stolen`),
  ]);
  const trust = result.outcome === 'unknown' ? ['consistent, chain unknown: name it with --chain'] : [];
  return [`all ${STEPS.length} steps hold`, ...lines, ...trust].join('\n');
}

const { bytes, ask, json } = read();
const result = await check(bytes, ask);
console.log(json ? JSON.stringify(result) : sentence(result));
process.exitCode = EXITS[result.outcome];
