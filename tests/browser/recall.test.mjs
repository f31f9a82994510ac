// A recall on the page: how soon, how it looks, and how it goes again.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { contextOf } from './support/browser.mjs';
import { mince, packs } from './support/journeys.mjs';
import { recallOf, sendRecall } from './support/recall.mjs';
import { stageFor } from './support/stage.mjs';

/** The promise is 5 s; a busy machine may take ten times as long before the test fails. */
const DEADLINE_MS = 50_000;

const stage = stageFor();

/** Loads the page until its first line has this tone; answers the tag of the answer. */
async function until(page, url, tone, deadline) {
  for (;;) {
    const answer = await page.goto(url);
    const tones = await page.locator('.band').getAttribute('class');
    if (tones === `band ${tone}`) return answer.headers().etag;
    assert.ok(Date.now() < deadline, `still "${tones}" and not "${tone}"`);
  }
}

async function opened(goods, lang) {
  const context = await contextOf(stage.browser, { lang });
  const page = await context.newPage();
  const url = `${stage.demo.url}/t${goods}`;
  const answer = await page.goto(url);
  assert.equal(await page.locator('.band').getAttribute('class'), 'band clear');
  return { page, url, etag: answer.headers().etag, close: () => context.close() };
}

/** The order of the page's parts, as a reader of the bytes or of the screen meets them. */
const partsOf = (page) => page.evaluate(() =>
  [...document.querySelectorAll('.band, header, h1, #check')].map((part) => part.id || part.className || part.localName));

test('a recall turns the page red, is the first thing on it, and can be withdrawn', async (t) => {
  const { page, url, etag, close } = await opened(mince);
  const entry = recallOf('beef.json');

  const started = Date.now();
  await sendRecall(stage.demo, 'publish', entry);
  const red = await until(page, url, 'recall', started + DEADLINE_MS);
  t.diagnostic(`from the command to the red page: ${((Date.now() - started) / 1_000).toFixed(2)} s (promised: 5 s)`);

  assert.notEqual(red, etag);
  assert.equal((await partsOf(page))[0], 'band recall');
  assert.equal(await page.locator('.band .state').innerText(), 'Do not eat this. It has been recalled.');
  const told = await page.locator('.band').innerText();
  for (const words of [entry.notice.reason.en, entry.notice.advice.en, entry.notice.phone, entry.notice.number]) {
    assert.ok(told.includes(words), `${words} in ${told}`);
  }
  assert.match(await page.title(), /^Recalled · /);
  // The old tag no longer saves the answer; the new one does.
  const again = await fetch(url, { headers: { 'if-none-match': etag, 'accept-language': 'en' } });
  assert.equal(again.status, 200);

  await sendRecall(stage.demo, 'withdraw', { ...entry, notice: entry.withdraw });
  const gone = await until(page, url, 'clear', Date.now() + DEADLINE_MS);
  assert.notEqual(gone, red);
  assert.match(await page.locator('.band').innerText(), /A recall of this food was called off on /);
  await close();
});

test('the notice is in the words of the reader', async () => {
  const { page, url, close } = await opened(packs.mango, 'zh-Hans');
  const entry = recallOf('mango.json');
  await sendRecall(stage.demo, 'publish', entry);
  await until(page, url, 'recall', Date.now() + DEADLINE_MS);
  const told = await page.locator('.band').innerText();
  assert.ok(told.includes(entry.notice.reason.zh) && told.includes(entry.notice.advice.zh), told);
  await close();
});

test('a hold shows first too, and is not called a recall', async () => {
  const { page, url, etag, close } = await opened(packs.hake);
  await sendRecall(stage.demo, 'hold', recallOf('hake.json'));
  const held = await until(page, url, 'hold', Date.now() + DEADLINE_MS);
  assert.notEqual(held, etag);
  assert.equal((await partsOf(page))[0], 'band hold');
  assert.equal(await page.locator('.band .state').innerText(), 'Do not eat this for now. It is being checked.');
  assert.doesNotMatch(await page.locator('.band').innerText(), /recalled/i);
  await close();
});

test('a pack beside the recalled one stays as it was', async () => {
  const context = await contextOf(stage.browser);
  const page = await context.newPage();
  await page.goto(`${stage.demo.url}/t${packs.steak}`);
  assert.equal(await page.locator('.band').getAttribute('class'), 'band clear');
  await context.close();
});
