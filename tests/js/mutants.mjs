// The phone's checker over the files that come on standard input, one line of answer each: the step
// that fails, `holds`, or `unknown`. Each file stands behind its length (4 bytes, the lowest first);
// the first one is no file but what is asked of all. `cargo run -p ledger --features sample --example
// evidence_mutants` starts it, and compares.
import { check } from '../../static/js/check.js';

// Most of a changed file is as it was, and so are most of its signatures: what WebCrypto said of the
// very same key, signature and message is not asked again. All else runs as it does on a phone.
const { subtle } = crypto;
const [verify, importKey] = [subtle.verify.bind(subtle), subtle.importKey.bind(subtle)];
const REMEMBERED_MAX = 4_000;
const told = new Map();

function once(name, act) {
  if (told.size >= REMEMBERED_MAX) told.clear();
  if (!told.has(name)) told.set(name, act());
  return told.get(name);
}

const hex = (bytes) => Buffer.from(bytes.buffer ?? bytes, bytes.byteOffset, bytes.byteLength).toString('hex');
const keyNames = new WeakMap();

subtle.importKey = async (form, data, ...more) => {
  const name = `key ${form} ${ArrayBuffer.isView(data) ? hex(data) : JSON.stringify(data)} ${JSON.stringify(more)}`;
  const key = await once(name, () => importKey(form, data, ...more));
  keyNames.set(key, name);
  return key;
};

subtle.verify = (algorithm, key, signature, message) =>
  once(`${JSON.stringify(algorithm)} ${keyNames.get(key)} ${hex(signature)} ${hex(message)}`, () =>
    verify(algorithm, key, signature, message));

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
