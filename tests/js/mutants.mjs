// The phone's checker over the files that come on standard input, one line of answer each: the step
// that fails, `holds`, or `unknown`. Each file stands behind its length (4 bytes, the lowest first);
// the first one is no file but what is asked of all. `cargo run -p ledger --features sample --example
// evidence_mutants` starts it, and compares.
import { check } from '../../static/js/check.js';

async function* framed(input) {
  let held = Buffer.alloc(0);
  for await (const chunk of input) {
    held = held.length ? Buffer.concat([held, chunk]) : chunk;
    while (held.length >= 4 && held.length - 4 >= held.readUInt32LE()) {
      const end = 4 + held.readUInt32LE();
      yield held.subarray(4, end);
      held = held.subarray(end);
    }
  }
}

async function answer(bytes, ask) {
  try {
    const { outcome, step } = await check(bytes, ask);
    return step ?? outcome;
  } catch (error) {
    return `nothing: ${error}`.replaceAll('\n', ' ');
  }
}

let ask;
for await (const bytes of framed(process.stdin)) {
  if (ask) process.stdout.write(`${await answer(bytes, ask)}\n`);
  else ask = JSON.parse(bytes);
}
