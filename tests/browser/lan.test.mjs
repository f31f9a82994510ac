// `furlong demo --lan`: a phone in the same network, which is warned once and then checks as usual.
import assert from 'node:assert/strict';
import { X509Certificate, createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { contextOf, openBrowser, tap } from './support/browser.mjs';
import { packs, pages } from './support/journeys.mjs';
import { startDemo } from './support/program.mjs';

/** Another address of this machine, in the place of one in a home. */
const LAN = '127.0.0.2';

let demo;
let browser;
before(async () => {
  demo = await startDemo([`--lan=${LAN}`]);
  // As a person does who reads the warning and goes on: this certificate, and no other.
  browser = await openBrowser(`--ignore-certificate-errors-spki-list=${await pin()}`);
});
after(async () => {
  await browser?.close();
  const ended = await demo?.stop();
  assert.equal(ended?.code, 0, ended?.complaint);
});

async function pin() {
  const { publicKey } = new X509Certificate(await readFile(join(demo.dir, 'lan.pem')));
  return createHash('sha256').update(publicKey.export({ type: 'spki', format: 'der' })).digest('base64');
}

test('every link and code leads to the address in the network, and the warning is told before', async () => {
  assert.match(demo.url, new RegExp(`^https://${LAN}:\\d+$`));
  const links = demo.told.map((line) => line.trim()).filter((line) => line.includes('/t/'));
  assert.deepEqual(links, pages.map(({ goods }) => `${demo.url}/t${goods}`));
  assert.equal(demo.told.filter((line) => /will warn once/.test(line)).length, 1);
  const { mode } = await stat(join(demo.dir, 'lan.key'));
  assert.equal(mode & 0o777, 0o600);
});

test('a browser that was not told to go on warns', async () => {
  const careful = await openBrowser();
  try {
    const page = await (await contextOf(careful)).newPage();
    await assert.rejects(page.goto(`${demo.url}/`), /ERR_CERT_AUTHORITY_INVALID/);
  } finally {
    await careful.close();
  }
});

for (const lang of ['en', 'zh-Hans']) {
  test(`then the page loads and its check holds, in ${lang}`, async () => {
    const context = await contextOf(browser, { lang });
    const page = await context.newPage();
    const [asked, faults] = [[], []];
    page.on('request', (request) => asked.push(request.url()));
    page.on('pageerror', (error) => faults.push(error.message));
    page.on('console', (message) => /mixed content|content security policy/i.test(message.text()) && faults.push(message.text()));
    const answer = await page.goto(`${demo.url}/t${packs.hake}`);
    const headers = answer.headers();
    assert.match(headers['content-security-policy'], /^default-src 'none'; /);
    assert.deepEqual([headers['x-content-type-options'], headers['x-frame-options'], headers['referrer-policy']], ['nosniff', 'DENY', 'no-referrer']);
    assert.equal(await page.evaluate(() => isSecureContext), true);
    const { outcome, text } = await tap(page);
    assert.equal(outcome, 'holds', text);
    assert.deepEqual(faults, []);
    const outward = asked.filter((url) => !url.startsWith('data:'));
    assert.deepEqual(outward.filter((url) => !url.startsWith(`${demo.url}/`)), [], 'nothing from elsewhere, nothing without HTTPS');
    await context.close();
  });
}
