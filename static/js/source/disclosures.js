// Fields that their signer keeps back: where digests may stand, and opening them (RFC 9901 section
// 7.1, for the profile in docs/protocol/formats.md).
import { must } from './broken.js';
import { bytesOf, decode, encode, isCoded, sha256, textOf } from './bytes.js';
import { dateNamed } from './codes.js';
import { numbersPass, parse } from './json.js';

const QUANTITIES = ['quantityList', 'childQuantityList', 'inputQuantityList', 'outputQuantityList'];
const SITES = ['readPoint', 'bizLocation'];

// Names of the event that everybody always sees: without them a lot cannot be followed.
const CLEAR = new Set([...QUANTITIES, ...SITES, '@context', 'action', 'bizStep', 'childEPCs', 'disposition', 'epcList', 'errorDeclaration', 'eventID', 'eventTime', 'eventTimeZoneOffset', 'ilmd', 'inputEPCList', 'outputEPCList', 'parentID', 'transformationID', 'type']);

const RESERVED = ['_sd', '_sd_alg', '...'];

const DIGESTS_MAX = 64;

/** What the member of that name is to the profile, seen from where its object stands. */
function spotBelow(spot, name) {
  if (spot !== 'event') return 'elsewhere';
  if (QUANTITIES.includes(name)) return 'quantities';
  if (SITES.includes(name)) return 'site';
  if (name === 'ilmd') return 'ilmd';
  return name.includes(':') ? 'extension' : 'elsewhere';
}

/** Whether a member of that name may be hidden there. */
const hides = {
  event: (name) => !CLEAR.has(name),
  // By its dates a pack may be recalled: everybody sees them.
  ilmd: (name) => !dateNamed(name),
  extension: () => true,
  quantity: (name) => name === 'quantity' || name === 'uom',
  site: (name) => name === 'id',
};

/** Every digest with its object: { spot, members } by digest. Rules S13 and S14. */
export function digestsOf(body, spot) {
  const found = new Map();
  let extensions = 0;
  const list = (members, digests, place) => {
    must(place in hides, 'no digest may stand here');
    if (place === 'extension') extensions += 1;
    must(extensions <= 1, 'no digest may stand here');
    must(Array.isArray(digests) && digests.length > 0, '_sd is a list of digests');
    for (const digest of digests) {
      must(isCoded(digest, 32), '_sd is a list of digests');
      must(!found.has(digest), 'a digest stands twice');
      found.set(digest, { spot: place, members });
      must(found.size <= DIGESTS_MAX, 'there are more than 64 digests');
    }
  };
  const walk = (value, place) => {
    if (Array.isArray(value)) {
      for (const item of value) walk(item, place === 'quantities' ? 'quantity' : 'elsewhere');
    } else if (value instanceof Map) {
      for (const [name, member] of value) {
        must(name !== '...' && name !== '_sd_alg', `no member can be named ${name}`);
        if (name === '_sd') list(value, member, place);
        else walk(member, spotBelow(place, name));
      }
    }
  };
  walk(body, spot);
  return found;
}

const namesPass = (value) => {
  if (Array.isArray(value)) return value.every(namesPass);
  return !(value instanceof Map) || [...value].every(([name, member]) => !RESERVED.includes(name) && namesPass(member));
};

/** Reads one, as it stands between tildes. */
export function readDisclosure(text) {
  must(text.length <= 47_000, 'a disclosure is too long');
  const bytes = decode(text);
  must(bytes, 'a disclosure is base64url');
  const list = parse(textOf(bytes), 16);
  must(Array.isArray(list) && list.length === 3, 'a disclosure is a list of salt, name and value');
  const [salt, name, value] = list;
  must(typeof salt === 'string' && decode(salt)?.length >= 16, 'a salt is 16 bytes or more');
  must(typeof name === 'string' && !RESERVED.includes(name), 'a name is not one that can be disclosed');
  must(namesPass(value), 'a disclosure holds digests of its own');
  must(numbersPass(value, (number) => number.exact), 'a number is not the same for every reader');
  return { text, name, value };
}

/** Opens an event, in place: each disclosure must be referenced, once, where its name may be hidden. */
export async function open(epcis, disclosures) {
  const digests = digestsOf(epcis, 'event');
  for (const { text, name, value } of disclosures) {
    const digest = encode(await sha256(bytesOf(text)));
    const place = digests.get(digest);
    must(place, 'no digest stands for a disclosure');
    digests.delete(digest);
    must(hides[place.spot](name), `"${name}" cannot be disclosed at that place`);
    must(!place.members.has(name), `"${name}" stands there already`);
    place.members.set(name, value);
  }
}
