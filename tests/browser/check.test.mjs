// "Check on this phone" in a real browser: what it says when all is well.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { contextOf, tap } from './support/browser.mjs';
import { mince, packs, pages } from './support/journeys.mjs';
import { recallOf, sendRecall } from './support/recall.mjs';
import { stageFor } from './support/stage.mjs';

const stage = stageFor();

async function checked(goods, lang = 'en') {
  const context = await contextOf(stage.browser, { lang });
  try {
    const page = await context.newPage();
    const faults = [];
    page.on('pageerror', (error) => faults.push(error.message));
    // A company that cannot be reached is no fault; whatever the policy forbids is one.
    page.on('console', (message) => /Content Security Policy/i.test(message.text()) && faults.push(message.text()));
    await page.goto(`${stage.demo.url}/t${goods}`);
    const said = await tap(page);
    const kept = await page.evaluate(() => Object.keys(localStorage));
    return { ...said, kept, faults };
  } finally {
    await context.close();
  }
}

for (const [pack, goods] of Object.entries(packs)) {
  test(`the check of the ${pack} holds and says what it did`, async () => {
    const { outcome, step, text, kept, faults } = await checked(goods);
    assert.deepEqual([outcome, step], ['holds', ''], text);
    assert.match(text, /^No recall recorded: 1 company confirms, (\w+ \d+, )?\d\d:\d\d\.$/m);
    assert.match(text, /^The proofs this site gave agree with each other\.$/m);
    assert.match(text, /No other company could be asked\./);
    assert.match(text, /^6 of 6 steps checked on this phone, \d\d:\d\d\.$/m);
    // Never more than was checked.
    assert.doesNotMatch(text, /\bsafe\b|complete|genuine|verified/i);
    assert.deepEqual(kept, ['furlong demo.furlong.example']);
    assert.deepEqual(faults, []);
  });
}

test('the check says the same in Chinese', async () => {
  const { outcome, text } = await checked(packs.hake, 'zh-Hans');
  assert.equal(outcome, 'holds', text);
  assert.match(text, /没有召回记录：1 家公司确认/);
  assert.match(text, /核对 6 步中的 6 步/);
});

test('every page of the demonstration passes', async () => {
  for (const { goods } of pages) {
    const { outcome, text } = await checked(goods);
    assert.equal(outcome, 'holds', `${goods}: ${text}`);
  }
});

test('a recall is told by the phone from the proofs, not from the page', async () => {
  await sendRecall(stage.demo, 'publish', recallOf('beef.json'));
  const { outcome, text } = await checked(mince);
  assert.equal(outcome, 'holds', text);
  assert.match(text, /^A recall is recorded for this pack, as of (\w+ \d+, )?\d\d:\d\d\. Do not eat it\.$/m);
});
