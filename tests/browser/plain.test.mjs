// What a page tells where no script runs, and what it costs to fetch.
import assert from 'node:assert/strict';
import { get } from 'node:http';
import { test } from 'node:test';
import { brotliCompressSync } from 'node:zlib';
import { LANGUAGES, contextOf } from './support/browser.mjs';
import { packs, pages, setup } from './support/journeys.mjs';
import { stageFor } from './support/stage.mjs';

/** The first window of a TCP connection holds about so much (research/ux.md 2.3). */
const BROTLI_MAX = 14 * 1024;

const SAYS = {
  en: { state: 'No recall recorded', journey: 'Its journey', check: 'Check it yourself', facts: { hake: ['Caught', 'Use by', 'Keep at'], mango: ['Picked', 'Grown by', 'Variety'], steak: ['Born in', 'Slaughtered in'] } },
  'zh-Hans': { state: '没有召回记录', journey: '它的旅程', check: '自己核对', facts: { hake: ['捕捞'], mango: ['品种'], steak: ['出生'] } },
};

const STEPS = { hake: ['Caught', 'Landed', 'Packed'], mango: ['Picked', 'Treated', 'Packed again'], steak: ['Born', 'Slaughtered', 'Cut'] };

const stage = stageFor();

const nameOf = (goods, lang) => {
  const { names } = setup.products.find(({ gtin }) => goods.startsWith(`/01/${gtin}`));
  return names[lang.slice(0, 2)];
};

async function without(lang, use) {
  const context = await contextOf(stage.browser, { lang, javaScriptEnabled: false });
  try {
    await use(await context.newPage(), context);
  } finally {
    await context.close();
  }
}

for (const lang of LANGUAGES) {
  for (const [pack, goods] of Object.entries(packs)) {
    test(`without script the page of the ${pack} tells state, name, facts and journey in ${lang}`, async () => {
      await without(lang, async (page) => {
        const answer = await page.goto(`${stage.demo.url}/t${goods}`);
        assert.equal(answer.status(), 200);
        assert.equal(await page.locator('html').getAttribute('lang'), lang);
        assert.equal(await page.locator('.band .state').innerText(), SAYS[lang].state);
        assert.equal(await page.locator('h1').innerText(), nameOf(goods, lang));
        assert.equal(await page.locator('.stamp code').innerText(), goods.split('/').at(-1));
        const facts = await page.locator('.facts dt').allTextContents();
        for (const fact of SAYS[lang].facts[pack]) assert.ok(facts.some((label) => label.startsWith(fact)), `${fact} in ${facts}`);
        const headings = await page.locator('h2').allInnerTexts();
        assert.ok(headings.includes(SAYS[lang].journey) && headings.includes(SAYS[lang].check), `${headings}`);
        const steps = await page.locator('.furrow h3').allInnerTexts();
        assert.ok(steps.length >= 5 && steps.length <= 30, `${steps}`);
        if (lang === 'en') for (const step of STEPS[pack]) assert.ok(steps.includes(step), `${step} in ${steps}`);
        assert.equal(await page.locator('#check').isVisible(), false, 'no button that does nothing');
      });
    });
  }
}

test('the box finds the pack without script, from what is printed on it', async () => {
  await without('en', async (page) => {
    await page.goto(`${stage.demo.url}/`);
    await page.getByLabel('Number under the bar code').fill('9520102003118');
    await page.getByLabel('Lot', { exact: true }).fill('sol-7O83m');
    await page.getByRole('button').click();
    assert.equal(new URL(page.url()).pathname, `/t${packs.hake}`);
  });
});

test('a page is one request, from one host, and leaves no cookie', async () => {
  for (const { goods } of pages) {
    await without('en', async (page, context) => {
      const asked = [];
      page.on('request', (request) => asked.push(request.url()));
      await page.goto(`${stage.demo.url}/t${goods}`);
      const outward = asked.filter((url) => !url.startsWith('data:'));
      assert.deepEqual(outward, [`${stage.demo.url}/t${goods}`]);
      assert.deepEqual(await context.cookies(), []);
    });
  }
});

test('with script a page asks for one small module of its own and nothing else', async () => {
  const context = await contextOf(stage.browser);
  const page = await context.newPage();
  const asked = [];
  page.on('request', (request) => asked.push(request.url()));
  await page.goto(`${stage.demo.url}/t${packs.hake}`);
  await page.locator('#check').waitFor({ state: 'visible' });
  assert.deepEqual(asked.filter((url) => !url.startsWith('data:')), [`${stage.demo.url}/t${packs.hake}`, `${stage.demo.url}/static/js/page.js`]);
  assert.deepEqual(await context.cookies(), []);
  await context.close();
});

/** Status, headers and the bytes as they travelled. */
const fetched = (path, headers) => new Promise((resolve, reject) => {
  get(`${stage.demo.url}${path}`, { headers }, async (answer) => {
    const bytes = Buffer.concat(await answer.toArray());
    resolve({ status: answer.statusCode, headers: answer.headers, bytes });
  }).on('error', reject);
});

test('every page fits into the first packets and tells the browser what may run', async (t) => {
  let largest = 0;
  for (const { goods } of pages) {
    for (const lang of LANGUAGES) {
      const { status, headers, bytes } = await fetched(`/t${goods}`, { 'accept-encoding': 'br', 'accept-language': lang });
      assert.equal(status, 200, goods);
      assert.equal(headers['content-encoding'], 'br');
      assert.equal(headers['content-language'], lang);
      assert.match(headers['content-security-policy'], /^default-src 'none'; style-src 'sha256-[^ ;]+'; script-src 'self'; /);
      assert.equal(headers['cache-control'], 'no-cache');
      assert.match(headers.etag, /^(W\/)?"[\w-]{43}"$/);
      assert.equal(headers['set-cookie'], undefined);
      assert.ok(bytes.length <= BROTLI_MAX, `${goods} in ${lang} takes ${bytes.length} bytes`);
      largest = Math.max(largest, bytes.length);
    }
  }
  t.diagnostic(`largest page: ${largest} bytes of brotli`);
});

test('the checker with its words is at most 15 KiB', async (t) => {
  let packed = 0;
  let travelled = 0;
  for (const name of ['check.js', 'words.en.js']) {
    const { bytes } = await fetched(`/static/js/${name}`, { 'accept-encoding': 'identity' });
    packed += brotliCompressSync(bytes).length;
    travelled += (await fetched(`/static/js/${name}`, { 'accept-encoding': 'br' })).bytes.length;
  }
  t.diagnostic(`on the tap: ${packed} bytes of the best brotli, ${travelled} as sent`);
  assert.ok(packed <= 15 * 1024, `${packed} bytes`);
});
