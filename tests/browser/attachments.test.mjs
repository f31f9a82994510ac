// A curve whose readings lie in a file: the picture, its table, and the file itself.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { contextOf } from './support/browser.mjs';
import { packs } from './support/journeys.mjs';
import { stageFor } from './support/stage.mjs';

const stage = stageFor();

async function on(options, use) {
  const context = await contextOf(stage.browser, options);
  try {
    const page = await context.newPage();
    await page.goto(`${stage.demo.url}/t${packs.mango}`);
    await use(page);
  } finally {
    await context.close();
  }
}

test('the curve of a long series stands beside its table, without script', async () => {
  await on({ javaScriptEnabled: false }, async (page) => {
    const curve = page.locator('svg.curve');
    await curve.scrollIntoViewIfNeeded();
    const box = await curve.boundingBox();
    assert.ok(box.width > 200 && box.height > 80, JSON.stringify(box));
    const path = await curve.locator('path.line').getAttribute('d');
    const points = path.match(/[Ml]/g).length;
    assert.ok(points > 20 && points <= 104, `${points} points of some 700 readings`);
    assert.ok(path.match(/M/g).length >= 2, 'the eight hours without a reading interrupt it');
    assert.ok(await curve.locator('rect.gap').count() >= 1, 'and are drawn');
    const said = await curve.locator('title').textContent();
    assert.equal(said, await page.locator('.cold .verdict').innerText());
    await page.locator('.cold summary').click();
    const rows = await page.locator('.cold tbody tr').count();
    assert.ok(rows >= 10 && rows <= 13, `${rows} rows`);
  });
});

test('the page links the whole series and the certificate, and their addresses are their digests', async () => {
  await on({}, async (page) => {
    const links = await page.locator('a[href^="/api/v1/attachments/"]').evaluateAll((all) => all.map(({ href }) => href));
    assert.equal(links.length, 2, `${links}`);
    for (const link of links) {
      const answer = await page.request.get(link);
      assert.equal(answer.status(), 200);
      const headers = answer.headers();
      assert.match(headers['content-disposition'], /^attachment; filename="[0-9a-f]{12}\.(csv|pdf)"$/);
      assert.equal(headers['x-content-type-options'], 'nosniff');
      const digest = createHash('sha256').update(await answer.body()).digest('hex');
      assert.ok(link.endsWith(digest), link);
    }
  });
});
