// The page of `furlong checker`, opened from the disk: what it says of good, of forged and of foreign files.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { LANGUAGES, WIDTHS, contextOf, openBrowser } from './support/browser.mjs';
import { furlong } from './support/program.mjs';

const sample = (name) => JSON.parse(readFileSync(new URL(`../fixtures/evidence/${name}.json`, import.meta.url)));
const good = sample('recalled');
const [{ origin }] = good.chains;

const SAYS = {
  en: { title: 'Check a proof file', holds: 'All of it is proven', unknown: 'It fits together, but you named no record that you trust', broken: /^Not proven: step (\d+) of 11 failed$/ },
  'zh-Hans': { title: '核对证明文件', holds: '全部得到证明', unknown: '内容彼此一致，但您没有指明信任的记录', broken: /^没有得到证明：11 步中的第 (\d+) 步未通过$/ },
};

let folder;
let browser;
let url;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'furlong-checker-'));
  const file = join(folder, 'checker.html');
  await furlong('checker', '-o', file);
  url = pathToFileURL(file).href;
  browser = await openBrowser();
});
after(async () => {
  await browser?.close();
  if (folder) await rm(folder, { recursive: true, force: true });
});

/** Gives the page a file; answers with what it says. */
async function asked(file, { anchor = origin, code = '', lang = 'en' } = {}) {
  const context = await contextOf(browser, { lang });
  try {
    const page = await context.newPage();
    const [outward, faults] = [[], []];
    page.on('request', (request) => outward.push(request.url()));
    page.on('pageerror', (error) => faults.push(error.message));
    page.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
    await page.goto(url);
    assert.equal(await page.locator('h1').innerText(), SAYS[lang].title);
    const path = join(folder, 'evidence.json');
    await writeFile(path, typeof file === 'string' ? file : JSON.stringify(file));
    await page.locator('#file').setInputFiles(path);
    await page.locator('#anchor').fill(anchor);
    await page.locator('#code').fill(code);
    await page.locator('#check').click();
    await page.waitForFunction(() => document.activeElement?.id === 'verdict');
    const { outcome, step } = await page.locator('#result').evaluate((element) => ({ ...element.dataset }));
    const verdict = await page.locator('#verdict').innerText();
    const told = await page.locator('#told li').allInnerTexts();
    const steps = await page.locator('#steps li').evaluateAll((items) => items.map((item) => item.className));
    assert.deepEqual(faults, []);
    assert.deepEqual(outward, [url], 'nothing is asked for');
    return { outcome, step, verdict, told, steps };
  } finally {
    await context.close();
  }
}

for (const lang of LANGUAGES) {
  test(`a good file under its record is proven, in ${lang}`, async () => {
    const { outcome, verdict, told, steps } = await asked(good, { lang });
    assert.deepEqual([outcome, verdict], ['holds', SAYS[lang].holds]);
    assert.deepEqual(steps, Array(11).fill('held'));
    assert.ok(told.some((text) => text.includes(good.subject)), `${told}`);
    assert.ok(told.some((text) => text.includes(origin)), `${told}`);
  });

  test(`a forged file names its step, in ${lang}`, async () => {
    const forged = structuredClone(good);
    const [leaf] = forged.chains[0].leaves;
    const at = leaf.jws.length - 20;
    leaf.jws = leaf.jws.slice(0, at) + (leaf.jws[at] === 'A' ? 'B' : 'A') + leaf.jws.slice(at + 1);
    const { outcome, step, verdict, steps } = await asked(forged, { lang });
    assert.deepEqual([outcome, step], ['broken', 'inclusion']);
    const [, number] = SAYS[lang].broken.exec(verdict);
    assert.equal(number, '5');
    assert.deepEqual(steps, [...Array(4).fill('held'), 'failed', ...Array(6).fill('skipped')]);
  });
}

test('another record, none, and another pack are told apart', async () => {
  const other = `${origin.split('/')[0]}/${'0'.repeat(64)}`;
  assert.deepEqual(await asked(good, { anchor: other }).then(({ outcome, step }) => [outcome, step]), ['broken', 'chain']);
  const open = await asked(good, { anchor: '' });
  assert.deepEqual([open.outcome, open.verdict, open.steps[1]], ['unknown', SAYS.en.unknown, 'skipped']);
  const wrong = await asked(good, { code: 'https://id.gs1.org/01/09521003000015/10/OTHER' });
  assert.deepEqual([wrong.outcome, wrong.step], ['broken', 'form']);
  assert.equal((await asked(good, { code: good.subject })).outcome, 'holds');
});

test('what is no file, no record or no code is a sentence, not an answer', async () => {
  const form = await asked('{}');
  assert.deepEqual([form.outcome, form.step], ['broken', 'form']);
  for (const more of [{ anchor: 'demo' }, { code: 'hello' }]) {
    const { outcome, verdict, steps } = await asked(good, more);
    assert.deepEqual([outcome, steps], ['none', []]);
    assert.match(verdict, /names no record|no address of a pack/);
  }
});

test('it fits a phone and a desk, and speaks both languages at a tap', async () => {
  const context = await contextOf(browser, { lang: 'en' });
  const page = await context.newPage();
  await page.goto(url);
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 800 });
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${width} px`);
  }
  await page.locator('#language').click();
  assert.equal(await page.locator('h1').innerText(), SAYS['zh-Hans'].title);
  assert.equal(await page.locator('html').getAttribute('lang'), 'zh-Hans');
  await page.locator('#language').click();
  assert.equal(await page.locator('h1').innerText(), SAYS.en.title);
  await context.close();
});
