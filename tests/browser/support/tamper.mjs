// Changes of an evidence file, each with the step that must find it (docs/protocol/evidence.md).
// A change keeps the form right, so that it is the meaning that gives it away.

/** Another letter of base64url in front; the length and the unused bits at the end stay right. */
const flip = (text) => (text.startsWith('B') ? 'C' : 'B') + text.slice(1);

/** A statement with another last digit of its `jti`: other words under an old signature. */
function forge(jws) {
  const [head, payload, signature] = jws.split('.');
  const text = Buffer.from(payload, 'base64url').toString();
  const other = text.replace(/("jti":"[0-9a-f-]{35})([0-9a-f])"/, (_, start, digit) => `${start}${digit === '0' ? '1' : '0'}"`);
  return [head, Buffer.from(other).toString('base64url'), signature].join('.');
}

const later = (record) => record.replace(/"time_ms":(\d+)/, (_, ms) => `"time_ms":${Number(ms) + 1}`);
const withPath = (list) => list.find(({ path }) => path.length > 0);

/** What was done, the step that finds it, and the doing: `change(chain)` of the file's one chain. */
export const FORGERIES = [
  ['the founding document', 'chain', (chain) => { chain.genesis = chain.genesis.replace(/"nonce":"(.)/, (_, digit) => `"nonce":"${digit === '0' ? '1' : '0'}`); }],
  ['a signature for browsers under the checkpoint', 'quorum', ({ checkpoint }) => { checkpoint.cosigs[0].p256.sig = flip(checkpoint.cosigs[0].p256.sig); }],
  ['the other signature under the checkpoint', 'quorum', ({ checkpoint }) => { checkpoint.cosigs[0].ed25519.sig = flip(checkpoint.cosigs[0].ed25519.sig); }],
  ["the log's own signature", 'quorum', ({ checkpoint }) => { checkpoint.log[0].sig = flip(checkpoint.log[0].sig); }],
  ['the time of a signature', 'quorum', ({ checkpoint }) => { checkpoint.cosigs[0].p256.time += 60; }],
  ['the root of the record', 'quorum', ({ checkpoint }) => { checkpoint.root = flip(checkpoint.root); }],
  ['the signatures taken away', 'quorum', ({ checkpoint }) => { checkpoint.cosigs = []; }],
  ['the newest block', 'tip', ({ tip }) => { tip.record = later(tip.record); }],
  ['the path of the newest block', 'tip', ({ tip }) => { tip.path[0] = flip(tip.path[0]); }],
  ['the words of an entry', 'inclusion', ({ leaves }) => { leaves[0].jws = forge(leaves[0].jws); }],
  ['the path of an entry', 'inclusion', ({ leaves }) => { leaves.at(-1).path[0] = flip(leaves.at(-1).path[0]); }],
  ['the block of an entry', 'inclusion', ({ blocks }) => { blocks[0].record = later(blocks[0].record); }],
  ['a name in the list of companies', 'members', ({ members }) => {
    const row = members.find((member) => member.row.includes('"name":'));
    row.row = row.row.replace(/"name":"/, '"name":"The ');
  }],
  ['the path of a company', 'members', ({ members }) => { withPath(members).path[0] = flip(withPath(members).path[0]); }],
  ['a company taken away', 'key', ({ members }) => { members.splice(members.findIndex(({ row }) => row.includes('"kid":')), 1); }],
  ['the path of a recall proof', 'recalls', ({ recalls }) => {
    const proof = withPath(recalls.flatMap(({ rows }) => rows));
    proof.path[0] = flip(proof.path[0]);
  }],
  ['a row of a recall proof', 'recalls', ({ recalls }) => {
    const [row] = recalls.flatMap(({ rows }) => rows);
    row.row = row.row.replace(/"index":(\d+)/, (_, index) => `"index":${Number(index) + 1}`);
  }],
  ['the answer to one recall question taken away', 'recalls', ({ recalls }) => { recalls.pop(); }],
];

/** The bytes of a file after a change of its chain. */
export function changed(bytes, change) {
  const file = JSON.parse(bytes);
  change(file.chains[0]);
  return JSON.stringify(file);
}
