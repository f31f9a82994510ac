// Codes as crates/gs1 reads them: canonical spelling, more general codes, and what is none.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { addDerived, goods, isCode } from '../../static/js/source/codes.js';
import { open, readDisclosure } from '../../static/js/source/disclosures.js';
import { parse } from '../../static/js/source/json.js';
import { normalise, percentEncode } from '../../static/js/source/uri.js';

const GTIN = 'https://id.gs1.org/01/09506000134352';
const LOT = `${GTIN}/10/AB-1`;

test('one spelling for every way to write a code', () => {
  for (const [text, uri, ...wider] of [
    [LOT, LOT, GTIN],
    ['https://brand.example/01/09506000134352/10/AB-1?linkType=all', LOT, GTIN],
    ['http://brand.example:8080/shop/gtin/09506000134352/lot/AB-1/', LOT, GTIN],
    ['urn:epc:class:lgtin:9506000.013435.AB-1', LOT, GTIN],
    ['URN:EPC:class:lgtin:9506000.013435.AB-1', LOT, GTIN],
    ['urn:epc:id:sgtin:9506000.013435.a%2Fb', `${GTIN}/21/a%2Fb`, GTIN],
    ['urn:epc:idpat:sgtin:9506000.013435.*', GTIN],
    [`${GTIN}/22/x/10/AB-1/21/7`, `${GTIN}/21/7`, LOT, GTIN],
    [`${GTIN}/10/!'()*`, `${GTIN}/10/%21%27%28%29%2A`, GTIN],
    [`${GTIN}?17=260200&15=261231`, `${GTIN}?17=260200`, `${GTIN}?15=261231`, GTIN],
    [`${LOT}?15=261231&17=260200&x=y`, LOT, `${GTIN}?17=260200`, `${GTIN}?15=261231`, GTIN],
    [`${LOT}/21/7?15=261231`, `${GTIN}/21/7`, LOT, `${GTIN}?15=261231`, GTIN],
    [`${GTIN}?15=261231`, `${GTIN}?15=261231`, GTIN],
    ['https://x.example/%301/09506000134352', GTIN],
    ['https://x.example/2026/01/a/../01/09506000134352', GTIN],
    ['https://x.example/00/395210050000000014', 'https://id.gs1.org/00/395210050000000014'],
    ['https://Demo.furlong.example/x/9521001000017/lot/a%20b', 'https://demo.furlong.example/x/9521001000017/lot/a%20b'],
    ['https://demo.furlong.example/x/p/tank/水', 'https://demo.furlong.example/x/p/tank/%E6%B0%B4'],
  ]) {
    const code = goods(text);
    assert.deepEqual([code?.uri, ...(code?.wider ?? [])], [uri, ...wider], text);
    assert.equal(isCode(text), text === uri, text);
  }
});

test('what has a fault or cannot be recalled is no code', () => {
  for (const text of [
    '', 'hake', 'https://example.org/', 'urn:imo:9321483', `${GTIN.slice(0, -1)}3`, 'https://id.gs1.org/01/9506000134352', 'https://id.gs1.org/01',
    `${GTIN}/10`, `${GTIN}/10/${'a'.repeat(21)}`, `${GTIN}/10/..`, `${GTIN}/21/7/10/A`, `${GTIN}/10/A/10/B`, `${GTIN}/10/é`, `${GTIN}/10/%ff`, `${GTIN}/99/x`,
    `${GTIN}?17=260231`, `${GTIN}?17=261301`, `${GTIN}?10=A`, `${GTIN}?17=260101&17=260101`, `${GTIN}/235/abc`,
    'https://u@id.gs1.org/01/09506000134352', 'javascript://id.gs1.org/01/09506000134352', 'https://id.gs1.org/414/9521001000017', 'https://id.gs1.org/417/9521001000017',
    'urn:epc:id:lgtin:9506000.013435.A', 'urn:epc:id:sgtin:95060.0013435.7', 'urn:epc:id:sgtin:9506000.013435.a/b', 'urn:epc:idpat:sgtin:9506000.*.*',
    'https://demo.furlong.example/x/p/box/a', 'https://demo.furlong.example/x/p/lot/a%20%20b', 'https://demo.furlong.example/x/p/animal/E1', `https://demo.furlong.example/x/p/lot/${'a'.repeat(65)}`,
    'https://\u212a.example/x/p/lot/a', `https://x.example/${'a'.repeat(1_010)}/01/09506000134352`,
  ]) assert.equal(goods(text), undefined, text);
});

test('other names keep their RFC 3986 spelling', () => {
  for (const [text, wanted] of [
    ['HTTP://A.b:80/a/../b?x#y[z', 'http://a.b/b?x#y%5Bz'], ['https://a.b', 'https://a.b/'], ['https://a.b:/%7e', 'https://a.b/~'], ['urn:IMO:%39', 'urn:imo:9'],
    ['https://%41.b/', 'https://a.b/'], ['https://[::1]:443/', 'https://[::1]/'], ['https://a.b:x/', undefined], ['https://a b/', undefined], ['https:///x', undefined], ['https://a.b/%zz', undefined],
    ['https://a.b/é', 'https://a.b/%C3%A9'], ['mailto:a@b', 'mailto:a@b'],
  ]) assert.equal(normalise(text), wanted, text);
  assert.equal(percentEncode('a!\'()*~é'), 'a%21%27%28%29%2A~%C3%A9');
});

test('the codes of an event come from its clear members', () => {
  const found = new Set();
  const epcis = {
    parentID: 'https://id.gs1.org/00/395210050000000014',
    childEPCs: ['urn:epc:id:sgtin:9506000.013435.7', 7, null, 'hake'],
    quantityList: [{ epcClass: LOT, quantity: 1 }, { epcClass: 7 }, 'urn:imo:1'],
    ilmd: { 'cbvmda:itemExpirationDate': '2026-03-16', bestBeforeDate: '2026-13-01', 'a:b:bestBeforeDate': '2026-04-01T00:00Z', sellByDate: '2026-01-01' },
    readPoint: { id: 'https://id.gs1.org/01/09506000134376' },
  };
  addDerived(parse(JSON.stringify(epcis), 16), found);
  assert.deepEqual([...found].sort(), ['https://id.gs1.org/00/395210050000000014', GTIN, LOT, `${GTIN}/21/7`, `${GTIN}?15=260401`, `${GTIN}?17=260316`].sort());
});

test('a date is read whatever its name and shape', () => {
  for (const [name, date, wanted] of [
    ['https://ref.gs1.org/cbv/itemExpirationDate', '2026-03-16', '17=260316'],
    ['https://a.example/x#bestBeforeDate', '2026-03-16T00:00:00+02:00', '15=260316'],
    ['a:b:itemExpirationDate', { '@type': 'xsd:date', '@value': '2026-03-16' }, '17=260316'],
    ['itemExpirationDate', { '@value': 7 }], ['x', { itemExpirationDate: '2026-03-16' }], ['sellByDate', '2026-03-16'], ['toString', '2026-03-16'],
  ]) {
    const found = new Set();
    addDerived(parse(JSON.stringify({ epcList: [LOT], ilmd: { [name]: date } }), 16), found);
    assert.deepEqual([...found].sort(), [GTIN, LOT, wanted && `${GTIN}?${wanted}`].filter(Boolean).sort(), name);
  }
});

test('a date by which packs are recalled is always clear', async () => {
  const disclosed = async (name) => {
    const text = Buffer.from(JSON.stringify(['A'.repeat(22), name, '2026-03-16'])).toString('base64url');
    const digest = createHash('sha256').update(text).digest('base64url');
    await open(parse(JSON.stringify({ ilmd: { _sd: [digest] } }), 16), [readDisclosure(text)]);
  };
  await disclosed('cbvmda:sellByDate');
  for (const name of ['bestBeforeDate', 'cbvmda:itemExpirationDate', 'https://ref.gs1.org/cbv/bestBeforeDate', 'x#bestBeforeDate']) {
    await assert.rejects(disclosed(name), /cannot be disclosed/, name);
  }
});

test('the page about codes tells the truth', () => {
  const page = readFileSync(new URL('../../docs/protocol/codes.md', import.meta.url), 'utf8');
  const rows = page.split('## Try it')[1].split('\n').filter((line) => line.startsWith('| `'));
  assert.ok(rows.length > 30);
  for (const row of rows) {
    const [[text], [code], wider] = row.split(' | ').map((cell) => cell.split('`').filter((_, index) => index % 2));
    const found = goods(text);
    assert.equal(found?.uri, code, text);
    assert.deepEqual(new Set([found?.wider ?? []].flat()), new Set(wider), text);
    assert.ok(!code || isCode(code), code);
  }
});
