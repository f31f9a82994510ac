// Codes of goods: GS1 keys in Digital Links (URI Syntax 1.6) and EPC URNs (Tag Data Standard 2.0),
// and house lots. What is none of these, or has a fault, gives no code: it cannot be recalled.
import { isPrintable, normalise, percentDecode, percentEncode, split } from './uri.js';

const HOME = 'https://id.gs1.org';

// What stands after each key in a path: each qualifier with its place in the order.
const QUALIFIERS = {
  '00': {},
  '01': { 22: 1, 10: 2, 21: 3, 235: 1 },
  414: { 254: 1, 7040: 1 },
  417: { 7040: 1 },
};

// Short names of syntax 1.1, still found on labels.
const LONG = { sscc: '00', gtin: '01' };
const LONG_QUALIFIERS = { cpv: '22', lot: '10', ser: '21' };

// A short number after /01/ can be a month in a path, so only long ones count as a key.
const DIGITS_MIN = { '00': 17, '01': 8, 414: 12, 417: 12 };

const has = (object, name) => Object.hasOwn(object, name);

/** GS1 General Specifications 7.9: from the right, weights 3, 1, 3, 1, ... */
export function checkDigit(digits) {
  const sum = Array.from(digits).reverse().reduce((total, digit, index) => total + digit * (index % 2 ? 1 : 3), 0);
  return String((10 - (sum % 10)) % 10);
}

/** Whether a text is that many digits, the last of which checks the others. */
export const isKey = (text, length) =>
  text.length === length && /^\d+$/.test(text) && checkDigit(text.slice(0, -1)) === text.slice(-1);

// Set 82 of General Specifications 7.11.
const isValue = (text, max) => text !== undefined && text.length <= max && /^[!"%-?A-Z_a-z]+$/.test(text);
const isText = (text, max = 20) => isValue(text, max) && !/^\.\.?$/.test(text);

function isDate(text) {
  const [, year, month, day] = /^(\d\d)(\d\d)(\d\d)$/.exec(text) ?? [];
  // Day 00 is the month's last.
  return month >= 1 && month <= 12 && day <= new Date(Date.UTC(2000 + Number(year), month, 0)).getUTCDate();
}

/** What a code is: its canonical URI and those of more general codes, both dates included that the
 * text gives, and its GTIN if it has one. */
function goodsOf(gtin, { lot, serial, useBy, bestBefore } = {}) {
  const product = `${HOME}/01/${gtin}`;
  // From the finest on. A serial number is unique within its product, so the lot is no part of its name.
  const [uri, ...wider] = [
    serial && `${product}/21/${percentEncode(serial)}`,
    lot && `${product}/10/${percentEncode(lot)}`,
    useBy && `${product}?17=${useBy}`,
    bestBefore && `${product}?15=${bestBefore}`,
    product,
  ].filter(Boolean);
  return { gtin, uri, wider };
}

const unitOf = (sscc) => ({ uri: `${HOME}/00/${sscc}`, wider: [] });

/** The code in a text of any spelling. Nothing if it cannot be recalled. */
export function goods(text) {
  const first = recognise(text);
  if (first !== OTHER) return first;
  // "/%301/" becomes "/01/" in the one spelling: look again, so that no key hides.
  const uri = normalise(text);
  const second = uri === undefined || uri === text ? OTHER : recognise(uri);
  return second === OTHER ? undefined : second;
}

/** Whether a text is a code that may be recalled, in its one spelling. */
export const isCode = (text) => goods(text)?.uri === text;

// No key, but another name.
const OTHER = Symbol('other');

function recognise(text) {
  if (/^urn:epc:/i.test(text)) return urn(text.slice(8));
  const parts = split(text);
  if (!parts) return undefined;
  if (!parts.isWeb) return OTHER;
  const segments = parts.path.split('/').slice(1);
  if (segments.at(-1) === '') segments.pop();
  const link = digitalLink(parts, segments);
  return link === OTHER ? house(parts.authority, segments) : link;
}

/** The rightmost key in a path; under GS1's own domain the first segment is one anyway. */
function findKey(segments, authority) {
  const keyAt = (index) => {
    const name = has(LONG, segments[index]) ? LONG[segments[index]] : segments[index];
    return has(QUALIFIERS, name) ? { name, value: segments[index + 1] ?? '', rest: segments.slice(index + 2) } : undefined;
  };
  for (let index = segments.length - 1; index >= 0; index -= 1) {
    const key = keyAt(index);
    if (key && key.value.length >= DIGITS_MIN[key.name] && /^\d+$/.test(key.value)) return key;
  }
  return segments.length && authority.toLowerCase() === 'id.gs1.org' ? keyAt(0) : undefined;
}

function digitalLink({ authority, query }, segments) {
  const key = findKey(segments, authority);
  if (!key) return OTHER;
  if (!/^[\da-z.:-]+$/i.test(authority)) return undefined;
  const found = qualifiers(key);
  if (!found || !readQuery(key, found, query ?? '')) return undefined;
  const value = percentDecode(key.value) ?? '';
  if (key.name === '00') return isKey(value, 18) ? unitOf(value) : undefined;
  if (key.name !== '01' || !isKey(value, 14) || found.thirdParty) return undefined;
  return goodsOf(value, found);
}

function qualifiers({ name: key, rest }) {
  const found = {};
  let before = 0;
  for (let index = 0; index < rest.length; index += 2) {
    const name = has(LONG_QUALIFIERS, rest[index]) ? LONG_QUALIFIERS[rest[index]] : rest[index];
    const value = rest[index + 1] === undefined ? undefined : percentDecode(rest[index + 1]);
    if (value === undefined || !has(QUALIFIERS[key], name) || QUALIFIERS[key][name] <= before) return undefined;
    // 235 stands alone.
    before = name === '235' ? Infinity : QUALIFIERS[key][name];
    if (name === '235') found.thirdParty = isText(value, 28);
    if (name === '10') found.lot = value;
    if (name === '21') found.serial = value;
    const fits = { 22: isValue(value, 20), 7040: isValue(value, 20), 235: isText(value, 28) }[name] ?? isText(value);
    if (!fits) return undefined;
  }
  return found;
}

/** Judges every AI of a query; other names belong to resolvers and are passed over. */
function readQuery({ name: key }, found, query) {
  const seen = new Set([key]);
  for (const item of query.split('&')) {
    const [name, ...after] = item.split('=');
    if (!/^\d{2,4}$/.test(name)) continue;
    const inPath = has(QUALIFIERS[key], name) && !(name === '10' && found.thirdParty);
    if (seen.has(name) || inPath) return false;
    seen.add(name);
    const value = percentDecode(after.join('=').replace(/\+/g, ' '));
    if (name === '17' || name === '15' ? !isDate(value ?? '') : !isValue(value, 90)) return false;
    if (name === '17') found.useBy = value;
    if (name === '15') found.bestBefore = value;
  }
  return true;
}

function urn(body) {
  const [, kind, scheme, fields] = /^([^:]*):([^:]*):(.*)$/su.exec(body) ?? [];
  const [prefix, item, ...tail] = (fields ?? '').split('.');
  switch (`${kind}:${scheme}`) {
    case 'id:sgtin':
    case 'class:lgtin': {
      const [gtin, value] = [gtinOf(prefix, item), tail.length ? unescapeUrn(tail.join('.')) : undefined];
      if (!gtin || !isText(value)) return undefined;
      return goodsOf(gtin, kind === 'id' ? { serial: value } : { lot: value });
    }
    case 'idpat:sgtin': {
      const gtin = tail.join('.') === '*' && gtinOf(prefix, item);
      return gtin ? goodsOf(gtin) : undefined;
    }
    case 'id:sscc':
      if (tail.length || !areParts(prefix, item, 17)) return undefined;
      return unitOf(withCheckDigit(item[0] + prefix + item.slice(1)));
    default:
      return undefined;
  }
}

const withCheckDigit = (digits) => digits + checkDigit(digits);

/** Company prefix and reference, whose digits are `total` together. */
const areParts = (prefix, item, total) =>
  /^\d{6,12}$/.test(prefix) && /^\d+$/.test(item) && prefix.length + item.length === total;

// The indicator digit leads the item reference in the URN and the whole number in the GTIN.
const gtinOf = (prefix, item) =>
  areParts(prefix, item, 13) ? withCheckDigit(item[0] + prefix + item.slice(1)) : undefined;

// Tag Data Standard 2.0 section 6.3.1.
const unescapeUrn = (text) => (/["&/<>?]/.test(text) ? undefined : percentDecode(text));

function house(authority, segments) {
  const [x, party, kind, code] = segments;
  const chain = authority.toLowerCase();
  const looks = segments.length === 4 && x === 'x' && /^(?:lot|bin|tank|group|animal)$/.test(kind) && /^[a-z\d.-]{1,63}$/i.test(authority);
  if (!looks) return OTHER;
  const [owner, name] = [percentDecode(party), percentDecode(code)];
  return isParty(owner) && isHouseCode(kind, name)
    ? { uri: `https://${chain}/x/${owner}/${kind}/${percentEncode(name)}`, wider: [] }
    : undefined;
}

const isParty = (text) => text !== undefined && /^[\w.~-]{1,64}$/.test(text) && !/^\.\.?$/.test(text);

function isHouseCode(kind, code) {
  if (code === undefined || !/^.{1,64}$/su.test(code) || /^\.\.?$|^ | $| {2}/.test(code)) return false;
  // An animal's code is its ISO 3166 country and its official tag.
  return isPrintable(code.replaceAll(' ', '')) && (kind !== 'animal' || /^(?:[A-Z]{2}|\d{3})./su.test(code));
}

// Derived codes (docs/protocol/evidence.md).

/** Adds a code and its more general codes; nothing if it cannot be recalled. */
export function addCode(text, found) {
  const code = goods(text);
  for (const uri of code ? [...code.wider, code.uri] : []) found.add(uri);
}

const LISTS = ['epcList', 'childEPCs', 'inputEPCList', 'outputEPCList', 'parentID', 'quantityList', 'childQuantityList', 'inputQuantityList', 'outputQuantityList'];
// Of these goods an `ilmd` speaks: what the event makes or first sees.
const MADE = ['epcList', 'quantityList', 'outputEPCList', 'outputQuantityList'];
const DATES = { itemExpirationDate: '17', bestBeforeDate: '15' };

/** The application identifier of a date's name: bare, behind a prefix, or as a whole address. */
export const dateNamed = (name) => {
  const bare = name.split(/[:/#]/).at(-1);
  return has(DATES, bare) ? DATES[bare] : undefined;
};

const isString = (value) => typeof value === 'string';

/** The EPCs of a member: a text, a list of texts, or a list of objects with an `epcClass`. */
function texts(epcis, name) {
  const value = epcis.get(name);
  const items = Array.isArray(value) ? value : [];
  const inList = items.map((item) => (item instanceof Map && item.has('epcClass') ? item.get('epcClass') : item));
  return [value, ...inList].filter(isString);
}

/** The codes that an event names, in any of its lists. */
export const named = (epcis) => LISTS.flatMap((name) => texts(epcis, name));

/** Adds the codes of an event, from its clear members only. */
export function addDerived(epcis, found) {
  for (const text of named(epcis)) addCode(text, found);
  const ilmd = epcis.get('ilmd');
  const made = MADE.flatMap((name) => texts(epcis, name)).map((text) => goods(text)?.gtin).filter(Boolean);
  for (const [name, value] of ilmd instanceof Map ? ilmd : []) {
    const ai = dateNamed(name);
    const text = value instanceof Map ? value.get('@value') : value;
    const date = isString(text) && /^\d\d(\d\d)-(\d\d)-(\d\d)/.exec(text);
    if (!date || !ai) continue;
    for (const gtin of made) addCode(`${HOME}/01/${gtin}?${ai}=${date.slice(1).join('')}`, found);
  }
}
