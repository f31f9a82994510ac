// What a shopper may not see is in no page, in no data face of a page and in no proof file.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { LANGUAGES } from './support/browser.mjs';
import { pages } from './support/journeys.mjs';
import { startDemo } from './support/program.mjs';
import { AMOUNTS, SECRETS } from './support/secrets.mjs';

let demo;
before(async () => {
  demo = await startDemo();
});
after(() => demo.stop());

async function fetched(path, headers = {}) {
  const answer = await fetch(`${demo.url}${path}`, { headers });
  assert.equal(answer.status, 200, path);
  return answer.text();
}

const ENTITIES = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#38;': '&', '&#39;': "'", '&#34;': '"', '&#60;': '<', '&#62;': '>' };
const unescaped = (html) => html.replace(/&(amp|lt|gt|quot|#\d+);/g, (entity) => ENTITIES[entity] ?? entity);

/** Every face of a page: all steps, both languages, and the data. */
async function facesOf(goods) {
  const faces = [];
  for (const lang of LANGUAGES) faces.push(unescaped(await fetched(`/t${goods}?all=1&lang=${lang}`)));
  faces.push(await fetched(`/t${goods}?all=1`, { accept: 'application/json' }));
  return faces;
}

const decoded = (part) => Buffer.from(part, 'base64url').toString();

/** A proof file with its statements in clear, without the founding list, which names every firm of the chain and no goods. */
function openedProof(text) {
  const file = JSON.parse(text);
  for (const chain of file.chains) {
    delete chain.genesis;
    chain.leaves = chain.leaves.map(({ jws, disclosures }) => [JSON.parse(decoded(jws.split('.')[1])), disclosures.map(decoded)]);
  }
  return file;
}

/** Its own code is no secret of a page. */
const secretsFor = (kind, goods) => SECRETS[kind].filter((text) => !goods.includes(text));

for (const [kind, texts] of Object.entries(SECRETS)) {
  test(`no page and no proof holds: ${kind}`, async (t) => {
    assert.ok(texts.length >= 10, `there are secrets of this kind: ${texts}`);
    for (const { goods } of pages) {
      const faces = [...(await facesOf(goods)), JSON.stringify(openedProof(await fetched(`/t${goods}/evidence`)))];
      const found = secretsFor(kind, goods).filter((secret) => faces.some((face) => face.includes(secret)));
      assert.deepEqual(found, [], `on ${goods}`);
    }
    t.diagnostic(`${texts.length} texts, ${pages.length} pages`);
  });
}

test('no page tells an amount that was traded', async () => {
  for (const { goods } of pages) {
    for (const face of (await facesOf(goods)).slice(0, 2)) {
      const text = face.replace(/<style>.*?<\/style>/s, '').replace(/[\u00a0\u202f]/g, ' ').replace(/(\d)[,\u2009 ](?=\d{3}\b)/g, '$1');
      const found = AMOUNTS.filter((amount) => new RegExp(`(?<![\\d.:/-])${amount.replace('.', '\\.')} ?(kg|t\\b|pieces|件|公斤|千克)`).test(text));
      assert.deepEqual(found, [], `on ${goods}`);
    }
  }
});

const HIDDEN = ['sourceList', 'destinationList', 'bizTransactionList', 'parentID', 'childQuantityList'];
const LISTS = ['quantityList', 'inputQuantityList', 'outputQuantityList'];

/** Members of an event's clear bytes that a shopper may not have. */
function clearIn(event) {
  const members = HIDDEN.filter((name) => event[name] !== undefined);
  const amounts = LISTS.filter((list) => (event[list] ?? []).some(({ quantity, uom }) => quantity !== undefined || uom !== undefined));
  const places = ['readPoint', 'bizLocation'].filter((place) => event[place]?.id !== undefined);
  return [...members, ...amounts, ...places];
}

test('no proof that a shopper gets opens anything or names an amount', async (t) => {
  let events = 0;
  for (const { goods } of pages) {
    for (const chain of openedProof(await fetched(`/t${goods}/evidence`)).chains) {
      for (const [claims, disclosures] of chain.leaves) {
        assert.deepEqual(disclosures, [], `on ${goods}`);
        if (!claims.epcis) continue;
        events += 1;
        assert.deepEqual(clearIn(claims.epcis), [], `on ${goods}: ${claims.epcis.eventID}`);
      }
    }
  }
  t.diagnostic(`${events} signed events`);
  assert.ok(events > 0);
});

test('the operator sees more, so that the tests above can fail', async () => {
  const token = (await readFile(join(demo.dir, 'operator.token'), 'utf8')).trim();
  const authorization = `Bearer ${token}`;
  const [{ goods }] = pages;
  const data = await fetched(`/t${goods}?all=1`, { accept: 'application/json', authorization });
  const proof = JSON.stringify(openedProof(await fetched(`/t${goods}/evidence`, { authorization })));
  for (const kind of ['documents of a trade', 'exact places', 'firms that do not name themselves']) {
    assert.ok(SECRETS[kind].some((secret) => data.includes(secret) || proof.includes(secret)), kind);
  }
  const wrong = await fetch(`${demo.url}/t${goods}`, { headers: { authorization: 'Bearer guess' } });
  assert.equal(wrong.status, 401);
});
