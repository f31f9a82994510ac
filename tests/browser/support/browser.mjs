// The system's Chromium. Each launch has a profile of its own, which goes when it closes.
import { chromium } from 'playwright-core';

const FLAGS = [
  '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync',
];

export const openBrowser = (...more) => chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: [...FLAGS, ...more], headless: true });

export const LANGUAGES = ['en', 'zh-Hans'];
export const WIDTHS = [360, 1280];

/** A phone or a desk; `more` as Playwright's `newContext` takes it. */
export const contextOf = (browser, { lang = 'en', width = 360, ...more } = {}) =>
  browser.newContext({ locale: lang, timezoneId: 'Europe/Madrid', viewport: { width, height: width < 600 ? 740 : 900 }, ...more });

/** Presses the button and answers what the phone said: `{outcome, step, text}`. */
export async function tap(page) {
  const result = page.locator('#check-result');
  await page.locator('#check').click();
  await page.waitForFunction(() => ['holds', 'broken', 'none'].includes(document.getElementById('check-result').dataset.outcome));
  const { outcome, step } = await result.evaluate((element) => ({ ...element.dataset }));
  return { outcome, step, text: await result.innerText() };
}
