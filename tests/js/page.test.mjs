// The button: what it shows, asks, remembers and says. The page, the network and the storage are
// small stand-ins here; the browser tests have the real ones.
import assert from 'node:assert/strict';
import test from 'node:test';
import { check } from '../../static/js/check.js';
import { fileOf, jwsOf, keyRow, p256 } from './chain.mjs';
import { NOW, askOf, changed, sampleBytes } from './support.mjs';

const PATH = '/t/01/09521003000015/10/M0304';
let visit = 0;

/** Opens the page and taps the button: the attributes and lines of the result. */
async function tap(t, { file = sampleBytes('four-validators'), now = NOW, lang = 'en', path = PATH, search = '', host = 'boat.furlong.example', storage = new Map(), others = {}, codes, unproved, origin } = {}) {
  const { anchor } = askOf(sampleBytes('four-validators'));
  const asked = [];
  const button = { hidden: true, dataset: { evidence: `${PATH}/evidence`, origin: origin ?? anchor, codes, unproved }, addEventListener: (_, work) => { button.tap = work; } };
  const result = { dataset: {}, innerText: '' };
  const globals = {
    document: { getElementById: (id) => ({ check: button, 'check-result': result })[id], documentElement: { lang } },
    location: { pathname: path, search, host },
    localStorage: { getItem: (name) => storage.get(name) ?? null, setItem: (name, value) => storage.set(name, value) },
    fetch: async (url) => {
      asked.push(url);
      const body = url === `${PATH}/evidence` ? file ?? undefined : others[Object.keys(others).find((start) => url.includes(start))];
      return body === undefined ? new Response('', { status: 404 }) : new Response(body);
    },
  };
  for (const [name, value] of Object.entries(globals)) Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
  t.mock.timers.enable({ apis: ['Date'], now: now * 1000 });
  visit += 1;
  await import(`../../static/js/page.js?visit=${visit}`);
  const shown = !button.hidden;
  await button.tap();
  t.mock.timers.reset();
  return { shown, ...result.dataset, lines: result.innerText.split('\n'), asked, storage };
}

const hasLine = ({ lines }, pattern) => assert.ok(lines.some((line) => pattern.test(line)), `${pattern} in ${JSON.stringify(lines)}`);
const lacksLine = ({ lines }, pattern) => assert.ok(!lines.some((line) => pattern.test(line)), `${pattern} in ${JSON.stringify(lines)}`);

test('with one host the proofs agree with each other, and no more is said', async (t) => {
  const seen = await tap(t);
  assert.deepEqual([seen.shown, seen.outcome, seen.step], [true, 'holds', '']);
  hasLine(seen, /^No recall recorded: 4 companies confirm, \d\d:\d\d\.$/);
  hasLine(seen, /^The proofs this site gave agree with each other\.$/);
  hasLine(seen, /^Asked 2 other companies: none confirmed\.$/);
  hasLine(seen, /^6 of 6 steps checked on this phone/);
  lacksLine(seen, /genuine/);
});

const checkpointOf = (bytes) => JSON.stringify(JSON.parse(bytes).chains[0].checkpoint);

test('two others that confirm let it say that the records are genuine', async (t) => {
  const file = sampleBytes('four-validators');
  const others = { 'checkpoint.json': checkpointOf(file), '/api/v1/heads/': '{"code":"","size":21,"count":2,"last_index":20}' };
  const seen = await tap(t, { others });
  hasLine(seen, /^All 8 records shown are genuine\.$/);
  hasLine(seen, /^Asked 2 other companies: 2 confirmed\.$/);
  lacksLine(seen, /leaves out/);
  const hosts = seen.asked.filter((url) => url.endsWith('/log/checkpoint.json'));
  assert.equal(hosts.length, 2);
  assert.ok(hosts.every((url) => /^https:\/\/(?:auction|plant|haulier)\.furlong\.example\/log\/checkpoint\.json$/.test(url)), String(hosts));
  const heads = seen.asked.find((url) => url.includes('/heads/'));
  assert.ok(heads.endsWith('/api/v1/heads/https%3A%2F%2Fid.gs1.org%2F01%2F09521003000015%2F10%2FM0304?size=21'), heads);
});

test('a higher count elsewhere names what the page leaves out', async (t) => {
  const file = sampleBytes('four-validators');
  const about = (await check(file, askOf(file))).chains[0].leaves.filter((leaf) => leaf.isAbout).length;
  assert.equal(about, 2);
  const seen = await tap(t, { others: { 'checkpoint.json': checkpointOf(file), '/heads/': `{"count":${about + 3}}` } });
  hasLine(seen, /^This page leaves out 3 records\.$/);
});

test('records without proof are told of, and excuse none that is left out', async (t) => {
  const others = (count) => ({ 'checkpoint.json': checkpointOf(sampleBytes('four-validators')), '/heads/': `{"count":${count}}` });
  const shown = await tap(t, { others: others(2), unproved: '3' });
  hasLine(shown, /^3 more records have no proof on this page\.$/);
  hasLine(shown, /^All 8 records with proof are genuine\.$/);
  lacksLine(shown, /leaves out/);
  const more = await tap(t, { others: others(4), unproved: '3' });
  hasLine(more, /^This page leaves out 2 records\.$/);
  const odd = await tap(t, { others: others(2), unproved: 'many' });
  lacksLine(odd, /no proof on this page/);
  const negative = await tap(t, { others: others(2), unproved: '-9' });
  lacksLine(negative, /leaves out|no proof/);
});

test('under a brand\'s own name one confirmation may be the site\'s own', async (t) => {
  const checkpoint = checkpointOf(sampleBytes('four-validators'));
  const both = await tap(t, { host: 'food.brand.example', others: { 'checkpoint.json': checkpoint } });
  hasLine(both, /^All 8 records shown are genuine\.$/);
  let count = 0;
  const once = { get 'checkpoint.json'() { count += 1; return count === 1 ? checkpoint : 'no'; } };
  const one = await tap(t, { host: 'food.brand.example', others: once });
  hasLine(one, /^Asked 2 other companies: 1 confirmed\.$/);
  hasLine(one, /agree with each other/);
  count = 0;
  const own = await tap(t, { others: once });
  hasLine(own, /^All 8 records shown are genuine\.$/);
});

test('of several chains each is asked about, and one that nobody confirms spoils the sentence', async (t) => {
  const sample = JSON.parse(sampleBytes('four-validators'));
  const key = p256();
  const lot = 'https://id.gs1.org/01/09521001000017/10/H0302';
  const [one] = fileOf({
    keys: [keyRow(key, 'event')], say: (at) => [jwsOf(at, key, { vct: 'event', epcis: { type: 'ObjectEvent', epcList: [lot] } })],
    recalls: ['https://id.gs1.org/01/09521001000017', lot, 'https://id.gs1.org/01/09521003000015', sample.subject].sort().map((code) => [code]),
  }).chains;
  const file = JSON.stringify({ ...sample, chains: [...sample.chains, one] });
  const origin = `${sample.chains[0].origin} ${one.origin}`;
  const seen = await tap(t, { file, origin, others: { 'checkpoint.json': checkpointOf(sampleBytes('four-validators')) } });
  assert.deepEqual([seen.outcome, seen.step], ['holds', ''], seen.lines.join());
  hasLine(seen, /^Asked 2 other companies: 2 confirmed\.$/);
  hasLine(seen, /agree with each other/);
  lacksLine(seen, /genuine/);
  assert.ok(seen.storage.size === 2);
});

test('a page that names no record is broken, not passed over', async (t) => {
  const seen = await tap(t, { origin: ' ' });
  assert.deepEqual([seen.outcome, seen.step], ['broken', 'chain']);
});

test('the dates of the address need a proof too', async (t) => {
  const seen = await tap(t, { search: '?17=260316&utm=x' });
  assert.equal(seen.outcome, 'holds', seen.lines.join());
  const other = await tap(t, { search: '?15=260316' });
  assert.deepEqual([other.outcome, other.step], ['broken', 'recalls']);
});

test('no site can fill the phone', async (t) => {
  let pulled = 0;
  const endless = (size) => new ReadableStream({ pull(to) { pulled += size; to.enqueue(new Uint8Array(size)); } });
  const file = await tap(t, { file: endless(1 << 20) });
  assert.equal(file.outcome, 'none');
  assert.ok(pulled <= 12 << 20, `${pulled} bytes`);
  pulled = 0;
  const others = await tap(t, { others: { get 'checkpoint.json'() { return endless(1 << 12); } } });
  hasLine(others, /none confirmed/);
  assert.ok(pulled <= 2 * (80 << 10), `${pulled} bytes`);
});

test('a false answer of another company confirms nothing', async (t) => {
  const checkpoint = JSON.parse(checkpointOf(sampleBytes('four-validators')));
  checkpoint.size += 1;
  const seen = await tap(t, { others: { 'checkpoint.json': JSON.stringify(checkpoint) } });
  hasLine(seen, /none confirmed/);
});

test('two trees of one size under one quorum are a conflict', async (t) => {
  const seen = await tap(t, { others: { 'checkpoint.json': checkpointOf(sampleBytes('absent-left')) } });
  assert.deepEqual([seen.outcome, seen.step], ['broken', 'quorum']);
  hasLine(seen, /different record/);
});

test('an answer from before, replayed after a newer visit, fails at freshness', async (t) => {
  const newer = sampleBytes('recalled');
  const { storage, ...first } = await tap(t, { file: newer });
  hasLine(first, /A recall is recorded for this pack/);
  const seen = await tap(t, { storage });
  assert.deepEqual([seen.outcome, seen.step], ['broken', 'freshness']);
  hasLine(seen, /^5 of 6 steps checked on this phone/);
  assert.equal((await tap(t, { file: newer, storage })).outcome, 'holds');
});

test('after ten minutes the time is told, after a day it fails', async (t) => {
  const late = await tap(t, { now: NOW + 3_600 });
  hasLine(late, /^No recall was recorded as of \d\d:\d\d/);
  assert.deepEqual(await tap(t, { now: NOW + 90_000 }).then(({ outcome, step }) => [outcome, step]), ['broken', 'freshness']);
  const early = await tap(t, { now: NOW - 7_200 });
  hasLine(early, /clock of this phone/);
  hasLine(early, /^5 of 6 steps/);
});

test('the subject comes from the address bar', async (t) => {
  const seen = await tap(t, { path: '/t/01/09521003000015/10/M0305' });
  assert.deepEqual([seen.outcome, seen.step], ['broken', 'form']);
});

test('a code that the page lists needs its proof', async (t) => {
  const seen = await tap(t, { codes: 'https://id.gs1.org/01/09521003000015/10/M0399' });
  assert.deepEqual([seen.outcome, seen.step], ['broken', 'recalls']);
  hasLine(seen, /^3 of 6 steps/);
});

test('a tampered answer names its step, in the language of the page', async (t) => {
  const file = changed('four-validators', (it) => { it.members[0].row = it.members[0].row.replace('"active"', '"ended"'); });
  const seen = await tap(t, { file, lang: 'zh-Hans' });
  assert.deepEqual([seen.outcome, seen.step], ['broken', 'members']);
  hasLine(seen, /本页未通过核对/);
});

test('without an answer nothing is claimed', async (t) => {
  const seen = await tap(t, { file: null });
  assert.equal(seen.outcome, 'none');
  hasLine(seen, /nothing was checked/);
  assert.deepEqual([...seen.storage], []);
});
