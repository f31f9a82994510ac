// The box of the first page: words, brand, number and date lead to lots, without any script.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LANGUAGES, WIDTHS, contextOf } from './support/browser.mjs';
import { packs } from './support/journeys.mjs';
import { stageFor } from './support/stage.mjs';

const stage = stageFor();

const SAYS = {
  en: { box: 'Number under the bar code', lot: 'Lot', found: 'What we found', none: 'We found nothing that fits all of this' },
  'zh-Hans': { box: '条形码下方的数字', lot: '批号', found: '查到以下结果', none: '没有查到全部符合的结果' },
};

/** Types into the box of the first page, as a reader does; answers with the lots that are listed. */
async function found(page, lang, text) {
  await page.goto(`${stage.demo.url}/?lang=${lang}`);
  await page.getByLabel(SAYS[lang].box).fill(text);
  await page.getByRole('button').click();
  return page.locator('.choices a').evaluateAll((links) => links.map((link) => link.pathname));
}

/** The day that the page of the hake gives as its use-by date, as the API writes it. */
async function useBy() {
  const answer = await fetch(`${stage.demo.url}/t${packs.hake}`, { headers: { accept: 'application/json' } });
  const { facts } = await answer.json();
  return facts.find(({ topic }) => topic === 'use_by').value.is;
}

for (const lang of LANGUAGES) {
  for (const width of WIDTHS) {
    test(`the box finds by words, brand, number and date, in ${lang} at ${width} px`, async () => {
      const context = await contextOf(stage.browser, { lang, width, javaScriptEnabled: false });
      try {
        const page = await context.newPage();
        const [year, month, day] = (await useBy()).split('-');
        for (const text of ['hake portion', 'MERLUZA', '无须鳕带皮', 'solpor', '952010200311', `${day}.${month}.${year} solpor`, `hake ${year}-${month}-${day}`, 'hake SOL-7O83m']) {
          const lots = await found(page, lang, text);
          assert.ok(lots.includes(`/t${packs.hake}`), `${text}: ${lots}`);
          assert.equal(await page.locator('h1').innerText(), SAYS[lang].found);
          assert.ok(lots.length <= 20, `${text}: ${lots.length}`);
        }
        await page.locator('.choices a').first().click();
        assert.match(new URL(page.url()).pathname, /^\/t\/01\//);
        assert.equal(await page.locator('html').getAttribute('lang'), lang);
        assert.deepEqual(await found(page, lang, 'halibut'), []);
        assert.ok((await page.getByRole('alert').innerText()).startsWith(SAYS[lang].none));
        assert.equal(await page.getByLabel(SAYS[lang].box).inputValue(), 'halibut', 'what was typed can be mended');
      } finally {
        await context.close();
      }
    });
  }
}

test('an exact code still leads straight to its page, and data say the same as the page', async () => {
  const context = await contextOf(stage.browser, { javaScriptEnabled: false });
  const page = await context.newPage();
  await found(page, 'en', 'SOL-7083M');
  assert.equal(new URL(page.url()).pathname, `/t${packs.hake}`);
  const lots = await found(page, 'en', 'hake');
  const data = await (await fetch(`${stage.demo.url}/api/v1/search?q=hake`)).json();
  assert.deepEqual(data.hits.groups.flatMap((group) => group.lots.map(({ path }) => path)), lots);
  await context.close();
});
