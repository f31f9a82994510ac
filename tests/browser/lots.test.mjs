// The lots that a page lists: the phone asks for the recall state of each.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { contextOf, tap } from './support/browser.mjs';
import { mince, packs } from './support/journeys.mjs';
import { stageFor } from './support/stage.mjs';

const stage = stageFor();

async function on(goods, use) {
  const context = await contextOf(stage.browser);
  try {
    const page = await context.newPage();
    await page.goto(`${stage.demo.url}/t${goods}`);
    await use(page, page.locator('#check'));
  } finally {
    await context.close();
  }
}

const LISTED = {
  [mince]: 'https://id.gs1.org/01/09520107000112/10/MRC-2871',
  [packs.hake]: 'https://id.gs1.org/01/09520201011014/10/NSS41-A',
  '/00/095201020004170069': 'https://id.gs1.org/01/09520102003118/10/SOL-7083M',
};

for (const [goods, lot] of Object.entries(LISTED)) {
  test(`${goods} lists a lot behind it, and its check holds`, async () => {
    await on(goods, async (page, button) => {
      const codes = (await button.getAttribute('data-codes')).split(' ');
      assert.ok(codes.includes(lot), `${codes}`);
      await page.locator('summary', { hasText: 'made from' }).click();
      const links = await page.locator('.lots a').evaluateAll((all) => all.map(({ pathname }) => decodeURIComponent(pathname)));
      assert.equal(links.length, codes.length);
      assert.ok(links.includes(`/t${new URL(lot).pathname}`), `${links}`);
      const { outcome, text } = await tap(page);
      assert.equal(outcome, 'holds', text);
    });
  });
}

test('a listed lot without a proof fails the check in the step of the recalls', async () => {
  await on(mince, async (page, button) => {
    await button.evaluate((element) => { element.dataset.codes += ' https://id.gs1.org/01/09520102003118/10/NOBODY'; });
    const { outcome, step, text } = await tap(page);
    assert.deepEqual([outcome, step], ['broken', 'recalls'], text);
  });
});
