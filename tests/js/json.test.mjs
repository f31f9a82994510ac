// The strict reader: what it takes, what it refuses, and that numbers and names keep their text.
import assert from 'node:assert/strict';
import test from 'node:test';
import { decode, encode, isBefore, textOf } from '../../static/js/source/bytes.js';
import { Broken } from '../../static/js/source/broken.js';
import { parse, parseExact, write } from '../../static/js/source/json.js';

const taken = (text) => write(parse(text, 4));

test('what is JSON comes back as it was, without spaces', () => {
  for (const [text, written = text] of [
    ['null'], ['true'], ['[]'], ['{}'], ['""'], ['-0'], ['12.30'], ['1e300'], ['123456789012345678901234567890'],
    ['{"2":1,"1":2,"__proto__":3,"constructor":4}'],
    [' [ 1 , { "a" : "b" } ] ', '[1,{"a":"b"}]'],
    ['"\\u0041\\/\\u001f\\ud83d\\ude00\\u2028"', '"A/\\u001f\ud83d\ude00\u2028"'],
    ['"\\b\\t\\n\\f\\r\\"\\\\\u007f"'],
    ['[[[[]]]]'],
  ]) assert.equal(taken(text), written);
});

test('what is not is refused', () => {
  for (const text of [
    '', ' ', '{', '[1,]', '[,1]', '{"a":1,}', '{"a"}', '{a:1}', '{1:2}', '01', '-', '+1', '.5', '1.', '1e', 'NaN', 'nul', 'True', '[1] 2',
    '"\u0001"', '"\n"', '"\\x"', '"\\u12"', '"\\ud800"', '"\\udc00\\ud800"', '\ufeff{}', '\'a\'', '[[[[[]]]]]', '{"a":{"b":1,"\\u0062":2}}', '\u00a01', '[1\u20282]',
  ]) assert.throws(() => parse(text, 4), Broken, JSON.stringify(text));
});

test('bytes that are not UTF-8 are refused', () => {
  for (const bytes of [[0xff], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xf4, 0x90, 0x80, 0x80], [0xe2, 0x82]]) {
    assert.throws(() => textOf(Uint8Array.from(bytes)), Broken, String(bytes));
  }
});

test('a text in one spelling has no spaces and no needless escapes', () => {
  assert.equal(write(parseExact('{"a":[1,"\u00e9"]}', 4)), '{"a":[1,"\u00e9"]}');
  for (const text of ['{"a": 1}', '"\\u00e9"', '"\\/"', '"\\u000A"', '[1]\n']) assert.throws(() => parseExact(text, 4), Broken, text);
});

test('numbers that every reader sees alike', () => {
  for (const [text, exact, whole] of [
    ['0', true, 0], ['9007199254740991', true, 2 ** 53 - 1], ['-9007199254740991', true], ['9007199254740992', false], ['9007199254740993', false],
    ['12.30', true], ['31563.68030294531', true], ['0.123456789012345678', false], ['1e300', true], ['1e301', false], ['1E+5', true], ['100000000000000000000000', false],
    ['1.0', true], ['-0', true], ['-1', true],
    ['1e-300', true], ['1e-301', false], ['0.1e301', true], ['1000e297', true], ['1000e298', false], ['1e+00000000000000000000000000300', true], ['1e32767', false],
    ['-1e-32768', false], ['1E-9223372036854775808', false], ['1e9223372036854775807', false], ['12.5e-99999999999999999999999', false], ['0e99999999999999999999999', true],
    ['-0.000', true], ['0.00012345678901234567', true], ['123456789012345678.0', false], ['100000000000000000000.0', true],
    [`0.${'0'.repeat(299)}1`, true], [`0.${'0'.repeat(300)}1`, false],
  ]) {
    const number = parse(text, 1);
    assert.deepEqual([number.exact, number.whole], [exact, whole], text);
  }
});

test('a long number is judged in one look', () => {
  const started = performance.now();
  assert.equal(parse(`1.${'0'.repeat(4_000_000)}1`, 1).exact, false);
  assert.ok(performance.now() - started < 5_000);
});

test('base64url has one spelling', () => {
  for (const bytes of [[], [1], [1, 2], [1, 2, 3], [255, 254, 253, 252]]) {
    assert.deepEqual([...decode(encode(Uint8Array.from(bytes)))], bytes);
  }
  assert.deepEqual([...decode('AQ')], [1]);
  for (const text of ['AR', 'AQ==', 'A', 'A+', 'A/', 'A Q', 'AQ\n', 'AQI=', 'AQJ', 'AAAAA']) assert.equal(decode(text), undefined, text);
});

test('texts are ordered by their UTF-8 bytes, not by UTF-16', () => {
  assert.ok(isBefore('a', 'b') && isBefore('a', 'aa') && isBefore('', 'a'));
  assert.ok(isBefore('\uffee', '\u{1f600}') && !('\uffee' < '\u{1f600}'));
  assert.ok(!isBefore('a', 'a') && !isBefore('b', 'a'));
});
