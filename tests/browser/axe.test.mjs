// axe on every state of the pages, in both languages, by day and by night, on a phone and a desk.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { LANGUAGES, WIDTHS, contextOf } from './support/browser.mjs';
import { stageFor } from './support/stage.mjs';
import { STATES, prepare } from './support/states.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

const stage = stageFor({ prepare });

async function violations(page) {
  const found = await page.evaluate((values) => globalThis.axe.run(document, { runOnly: { type: 'tag', values } }), TAGS);
  assert.ok(found.passes.length > 10, 'axe looked at the page');
  return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}

for (const [state, { path, act }] of Object.entries(STATES)) {
  for (const lang of LANGUAGES) {
    test(`axe finds nothing on: ${state}, ${lang}`, async () => {
      const context = await contextOf(stage.browser, { lang });
      const page = await context.newPage();
      await page.goto(`${stage.demo.url}${path}`);
      await page.evaluate(() => document.querySelectorAll('details').forEach((part) => { part.open = true; }));
      await act?.(page);
      await page.evaluate(axe);
      for (const width of WIDTHS) {
        await page.setViewportSize({ width, height: 800 });
        const tooWide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        assert.ok(tooWide <= 0, `${tooWide} px too wide at ${width} px`);
        for (const colorScheme of ['light', 'dark']) {
          await page.emulateMedia({ colorScheme });
          assert.deepEqual(await violations(page), [], `${width} px, ${colorScheme}`);
        }
      }
      await context.close();
    });
  }
}
