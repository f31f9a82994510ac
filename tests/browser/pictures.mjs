// Pictures of every state in both languages on a phone and a desk, for people to look at:
//
//     npm run pictures [-- NAME...]
//
// They land in target/screenshots.
import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { LANGUAGES, WIDTHS, contextOf, openBrowser } from './support/browser.mjs';
import { startDemo } from './support/program.mjs';
import { STATES, prepare } from './support/states.mjs';

const folder = fileURLToPath(new URL('../../target/screenshots/', import.meta.url));
const wanted = process.argv.slice(2);

const [demo, browser] = await Promise.all([startDemo(), openBrowser()]);
try {
  await prepare(demo);
  await mkdir(folder, { recursive: true });
  for (const [state, { path, act }] of Object.entries(STATES)) {
    if (wanted.length && !wanted.includes(state)) continue;
    for (const lang of LANGUAGES) {
      for (const width of WIDTHS) {
        const context = await contextOf(browser, { lang, width });
        const page = await context.newPage();
        await page.goto(`${demo.url}${path}`);
        await act?.(page);
        await page.screenshot({ path: `${folder}${state}.${lang}.${width}.png`, fullPage: true });
        await context.close();
      }
    }
  }
} finally {
  await browser.close();
  await demo.stop();
}
