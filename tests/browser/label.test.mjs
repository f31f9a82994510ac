// A label on a screen is read by another firm's reader, and what it says leads to the page.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { contextOf } from './support/browser.mjs';
import { packs } from './support/journeys.mjs';
import { stageFor } from './support/stage.mjs';

const run = promisify(execFile);

const stage = stageFor();
let folder;
before(async () => { folder = await mkdtemp(join(tmpdir(), 'furlong-label-')); });
after(() => rm(folder, { recursive: true, force: true }));

const codes = { ...packs, serial: '/01/09520108010028/10/CCS-5512/21/R0103', pallet: '/00/095201020004170069' };

async function label(goods, format) {
  const answer = await fetch(`${stage.demo.url}/api/v1/labels?format=${format}&code=${encodeURIComponent(`https://id.gs1.org${goods}`)}`);
  assert.equal(answer.status, 200, await answer.clone().text());
  return Buffer.from(await answer.arrayBuffer());
}

/** What zbarimg reads from a picture. */
async function read(picture, name) {
  const file = join(folder, `${name}.png`);
  await writeFile(file, picture);
  const { stdout } = await run('zbarimg', ['--quiet', '--raw', '-Sdisable', '-Sqrcode.enable', file]);
  return stdout.trim();
}

/** Shows a label as a person would see it, and takes a picture of the screen. */
async function shown(source) {
  const context = await contextOf(stage.browser, { width: 1280, deviceScaleFactor: 2 });
  const page = await context.newPage();
  await page.setContent(`<body style="background: #ddd">${source}`);
  const picture = await page.screenshot();
  await context.close();
  return picture;
}

for (const [name, goods] of Object.entries(codes)) {
  test(`the label of the ${name} is read from the screen and leads to its page`, async () => {
    const svg = await label(goods, 'svg');
    const png = await label(goods, 'png');
    const fromSvg = await read(await shown(svg.toString()), `${name}-svg`);
    const fromPng = await read(await shown(`<img src="data:image/png;base64,${png.toString('base64')}">`), `${name}-png`);
    assert.equal(fromSvg, `https://id.gs1.org${goods}`);
    assert.equal(fromPng, fromSvg);

    // Whichever node stands behind the printed name answers the same path.
    const here = `${stage.demo.url}${new URL(fromSvg).pathname}`;
    const answer = await fetch(here, { redirect: 'manual' });
    assert.equal(answer.status, 307);
    assert.equal(answer.headers.get('location'), `/t${goods}`);
    const context = await contextOf(stage.browser);
    const page = await context.newPage();
    const shownPage = await page.goto(here);
    assert.equal(shownPage.status(), 200);
    assert.equal(new URL(page.url()).pathname, `/t${goods}`);
    // The digits of a pallet stand in groups of four.
    const stamp = await page.locator('.stamp code').innerText();
    assert.equal(stamp.replaceAll(/\s/g, ''), goods.split('/').at(-1));
    await context.close();
  });
}

test('a label is refused for a host that nobody listed', async () => {
  const code = encodeURIComponent(`https://id.gs1.org${packs.hake}`);
  for (const host of ['evil.example', '127.0.0.1', 'localhost']) {
    const answer = await fetch(`${stage.demo.url}/api/v1/labels?host=${host}&code=${code}`);
    assert.equal(answer.status, 400, host);
    assert.match(answer.headers.get('content-type'), /^application\/problem\+json/);
  }
});
