// What a shopper may not see (design: "Who sees what"), collected from the journeys as they were
// written and not from any answer of the program.
import { eventsOf, setup } from './journeys.mjs';

const NAMED_BY_DEFAULT = ['producer', 'packer'];

/** Firms that shoppers may read the names of. */
function isNamed({ id, roles }) {
  const told = setup.name_us.find(({ org }) => org === id);
  return told ? told.show : roles.some((role) => NAMED_BY_DEFAULT.includes(role));
}

/** Names that a firm without a GLN tells of itself as of a place. */
const farmNamesOf = (firm) => setup.places.filter(({ owner, gln }) => owner === firm && !gln).flatMap(({ names }) => Object.values(names));

const unnamed = setup.organisations.filter((org) => !isNamed(org));
const events = setup.journeys.flatMap(eventsOf);

/** Every member of every object and list, with its name. */
function* members(value, name = '') {
  yield [name, value];
  if (Array.isArray(value)) for (const item of value) yield* members(item, name);
  else if (value && typeof value === 'object') for (const [key, item] of Object.entries(value)) yield* members(item, key);
}

/** Documents of a trade. Certificates and laboratory reports, which CBV also lists there, are shown on purpose. */
const trades = events.flatMap(({ bizTransactionList = [] }) => bizTransactionList).filter(({ type }) => !['cert', 'testres'].includes(type));

const valuesOf = (wanted) => [...members(events)].filter(([name, value]) => wanted(name, value)).map(([, value]) => String(value));
const once = (list) => [...new Set(list)].sort();

/** An SSCC in a Digital Link or in an EPC URN (prefix.extension and reference), as 17 digits without the check digit. */
function ssccBody(text) {
  const link = /\/00\/(\d{17})\d$/.exec(text);
  if (link) return [link[1], `${text.slice(-18)}`];
  const urn = /^urn:epc:id:sscc:(\d+)\.(\d)(\d+)$/.exec(text);
  return urn ? [`${urn[2]}${urn[1]}${urn[3]}`, `${urn[1]}.${urn[2]}${urn[3]}`] : [];
}

const partyGlns = new Set(setup.organisations.map(({ gln }) => gln));

/** Name of a kind of secret: the texts that may stand nowhere. */
export const SECRETS = {
  'documents of a trade': once(trades.flatMap(({ bizTransaction }) => [bizTransaction, bizTransaction.replace(/^.*[:/]/, '')])),
  'pallets and cases': once(valuesOf((_, value) => typeof value === 'string').flatMap(ssccBody)),
  'exact places': once([
    ...setup.places.map(({ gln }) => gln).filter((gln) => gln && !partyGlns.has(gln)),
    ...valuesOf((_, value) => typeof value === 'string' && value.startsWith('geo:')),
  ]),
  'firms that do not name themselves': once(unnamed.flatMap(({ id, name, names = {}, gln }) => [name, ...Object.values(names), ...farmNamesOf(id), gln]).filter(Boolean)),
};

/** Amounts that were traded, as the documents write them; single digits stand everywhere. */
export const AMOUNTS = once(valuesOf((name) => name === 'quantity')).filter((text) => text.length >= 3);
