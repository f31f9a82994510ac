// The command: what it prints and how it ends.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import test from 'node:test';
import { NOW, askOf, sampleBytes } from './support.mjs';

const command = fileURLToPath(new URL('check-file.mjs', import.meta.url));
const sample = fileURLToPath(new URL('../fixtures/evidence/recalled.json', import.meta.url));
const run = (...args) => spawnSync(process.execPath, [command, ...args], { encoding: 'utf8' });

test('it ends with 0 under its anchor, 3 without one, 1 when broken, 2 when misused', () => {
  const { anchor } = askOf(sampleBytes('recalled'));
  const good = run(sample, '--chain', anchor);
  assert.equal(good.status, 0, good.stderr);
  assert.match(good.stdout, /^all 11 steps hold\n/);
  assert.match(good.stdout, /recalled by https:\/\/id\.gs1\.org\/417\/\d{13}: https:\/\/id\.gs1\.org\/01\/09521003000015\/10\/M0304/);
  const open = run(sample);
  assert.equal(open.status, 3);
  assert.match(open.stdout, /consistent, chain unknown/);
  const old = run(sample, '--chain', anchor, '--now', String(NOW + 90_000), '--max-age', '86400', '--json');
  assert.equal(old.status, 1);
  assert.equal(JSON.parse(old.stdout).step, 'freshness');
  for (const args of [[], ['--bogus', 'x'], [sample, '--now', 'soon'], ['/nowhere.json']]) assert.equal(run(...args).status, 2, args.join(' '));
});
