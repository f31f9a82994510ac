// Somebody between the phone and the node changes the proofs: the phone names the step that fails.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { standBetween } from './support/between.mjs';
import { contextOf, tap } from './support/browser.mjs';
import { mince, packs } from './support/journeys.mjs';
import { recallOf, sendRecall } from './support/recall.mjs';
import { stageFor } from './support/stage.mjs';
import { FORGERIES, changed } from './support/tamper.mjs';

const DAY_MS = 86_400_000;

// Two recalls of other packs, so that "not recalled" has rows to be proven by.
const stage = stageFor({
  prepare: async (demo) => {
    for (const file of ['beef.json', 'mango.json']) await sendRecall(demo, 'publish', recallOf(file));
  },
});
let between;
before(async () => { between = await standBetween(); });
after(() => between.stop());

const isProof = (path) => path.endsWith('/evidence');

/** A phone whose every word goes past the man in the middle. */
async function phone(goods, use) {
  const context = await contextOf(stage.browser, { proxy: { server: between.url } });
  try {
    const page = await context.newPage();
    await page.goto(`${stage.demo.url}/t${goods}`);
    await use(page);
  } finally {
    between.change = (_path, bytes) => bytes;
    await context.close();
  }
}

async function names(page, step, what) {
  const said = await tap(page);
  assert.deepEqual([said.outcome, said.step], ['broken', step], `${what}: ${said.text}`);
  assert.match(said.text, /^This page does not pass the check\. Do not rely on it\.$/m);
  assert.match(said.text, /^\d of 6 steps checked on this phone, \d\d:\d\d\.$/m);
  assert.doesNotMatch(said.text, /No recall/);
}

const proofOf = async (goods) => (await fetch(`${stage.demo.url}/t${goods}/evidence`)).text();

test('an answer that nobody changed holds, also past a stranger', async () => {
  const proof = await proofOf(packs.hake);
  assert.equal(changed(proof, () => {}), proof, 'a change keeps every byte that it does not mean');
  await phone(packs.hake, async (page) => {
    const { outcome, text } = await tap(page);
    assert.equal(outcome, 'holds', text);
  });
});

for (const [what, step, change] of FORGERIES) {
  test(`${what}: found in the step ${step}`, async () => {
    await phone(packs.hake, async (page) => {
      between.change = (path, bytes) => {
        if (!isProof(path)) return bytes;
        const forged = changed(bytes, change);
        assert.notEqual(forged, bytes.toString());
        return forged;
      };
      await names(page, step, what);
    });
  });
}

test('the proofs of another pack: found in the step form', async () => {
  const other = await proofOf(packs.steak);
  await phone(packs.hake, async (page) => {
    between.change = (path, bytes) => (isProof(path) ? other : bytes);
    await names(page, 'form', 'another pack');
  });
});

test('a proof that breaks off: found in the step form', async () => {
  await phone(packs.hake, async (page) => {
    between.change = (path, bytes) => (isProof(path) ? bytes.subarray(0, bytes.length / 2) : bytes);
    await names(page, 'form', 'cut off');
  });
});

test('no proof at all is said, and is neither good nor bad', async () => {
  await phone(packs.hake, async (page) => {
    await page.route('**/evidence', (route) => route.abort());
    const { outcome, text } = await tap(page);
    assert.deepEqual([outcome, text], ['none', 'The proofs could not be loaded, so nothing was checked. Try again, or download the proof file.']);
  });
});

test('an answer from before a recall, after a newer visit: found in the step freshness', async () => {
  const goods = packs.hake;
  const before = await proofOf(goods);
  const pageBefore = await (await fetch(`${stage.demo.url}/t${goods}`)).text();
  await phone(goods, async (page) => {
    await sendRecall(stage.demo, 'publish', recallOf('hake.json'));
    await page.reload();
    const newer = await tap(page);
    assert.match(newer.text, /A recall is recorded for this pack/);

    const past = new Map([[`/t${goods}`, pageBefore], [`/t${goods}/evidence`, before]]);
    between.change = (path, bytes) => past.get(path) ?? bytes;
    await page.reload();
    assert.equal(await page.locator('.band .state').innerText(), 'No recall recorded', 'the old page came');
    await names(page, 'freshness', 'replay');
    assert.equal(await page.locator('.band').getAttribute('class'), 'band recall', 'nothing green stands over it');
    assert.match(await page.locator('.band').innerText(), /does not pass the check/);

    // Without the replay the same phone sees the recall again.
    between.change = (_path, bytes) => bytes;
    await page.reload();
    assert.match((await tap(page)).text, /A recall is recorded for this pack/);
  });
});

test('a checkpoint older than 24 hours: found in the step freshness', async () => {
  await phone(packs.steak, async (page) => {
    await page.clock.setFixedTime(Date.now() + DAY_MS + 120_000);
    await names(page, 'freshness', 'a day later');
  });
});

test('an hour-old answer holds, but says how old its knowledge is', async () => {
  await phone(packs.steak, async (page) => {
    await page.clock.setFixedTime(Date.now() + DAY_MS / 24);
    const { outcome, text } = await tap(page);
    assert.equal(outcome, 'holds', text);
    // An hour ago may have been yesterday, and then the day is said, too.
    assert.match(text, /^No recall was recorded as of (\w+ \d+, )?\d\d:\d\d\. There may be newer news\.$/m);
    assert.doesNotMatch(text, /No recall recorded/);
  });
});

test('a page cannot show one pack and prove another', async () => {
  const other = await (await fetch(`${stage.demo.url}/t${packs.steak}`)).text();
  await phone(mince, async (page) => {
    between.change = (path, bytes) => (path === `/t${mince}` ? other : bytes);
    await page.reload();
    await names(page, 'form', 'the page names the proofs of another pack');
  });
});
