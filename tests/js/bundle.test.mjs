// What phones load is what the sources say, is small, and shows no word that a shopper cannot know.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { brotliCompressSync, constants } from 'node:zlib';
import { TARGETS, bundle, unused } from './bundle.mjs';
import en from '../../static/js/words.en.js';
import zh from '../../static/js/words.zh.js';

const served = (name) => readFileSync(new URL(`../../static/js/${name}`, import.meta.url));
const squeezed = (name) => brotliCompressSync(served(name), { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length;

test('the served files are written from the sources: node tests/js/bundle.mjs', () => {
  for (const name of TARGETS) assert.equal(served(name).toString(), bundle(name), name);
  assert.deepEqual(unused(), []);
});

test('a tap costs at most 15 KiB, the page at most 2.5 KiB', () => {
  for (const words of ['words.en.js', 'words.zh.js']) {
    const tap = squeezed('check.js') + squeezed(words);
    assert.ok(tap <= 15 * 1024, `check.js and ${words} have ${tap} bytes`);
  }
  assert.ok(squeezed('page.js') <= 2_560, `page.js has ${squeezed('page.js')} bytes`);
});

/** Every sentence that a set of words can make. */
function sentences(words) {
  return Object.values(words).flatMap((value) => {
    if (typeof value === 'function') return [value(1, 1, '12:31'), value(3, 2, '12:31')];
    return typeof value === 'string' ? [value] : sentences(value);
  });
}

test('both languages say the same things, in words that a shopper knows', () => {
  assert.deepEqual(Object.keys(zh), Object.keys(en));
  assert.deepEqual(Object.keys(zh.failed), Object.keys(en.failed));
  const forbidden = /blockchain|\bhash|ledger|\bnodes?\b|token|epcis|quorum|checkpoint|merkle|\bsafe\b|complete|verified|区块链|哈希|账本|节点|令牌|安全|完整/i;
  for (const words of [en, zh]) {
    for (const sentence of sentences(words)) assert.doesNotMatch(sentence, forbidden, sentence);
  }
  assert.equal(en.noRecall(3, '12:31'), 'No recall recorded: 3 companies confirm, 12:31.');
  assert.equal(en.steps(4, 6, '12:31'), '4 of 6 steps checked on this phone, 12:31.');
});
