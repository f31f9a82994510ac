// A demonstration and a browser for one test file, up before its tests and down after them.
import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import { openBrowser } from './browser.mjs';
import { startDemo } from './program.mjs';

/** `stage.demo` and `stage.browser` are there while tests run; `prepare(demo)` comes first. */
export function stageFor({ prepare = () => {} } = {}) {
  const stage = {};
  before(async () => {
    stage.demo = await startDemo();
    stage.browser = await openBrowser();
    await prepare(stage.demo);
  });
  after(async () => {
    await stage.browser?.close();
    const ended = await stage.demo?.stop();
    assert.deepEqual(ended?.code, 0, `the program ended badly: ${ended?.complaint}`);
  });
  return stage;
}
