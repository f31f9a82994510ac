// Every state that a page can be in, as an address of a prepared demonstration.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { tap } from './browser.mjs';
import { mince, packs } from './journeys.mjs';
import { recallOf, sendRecall } from './recall.mjs';

/** A lot of steaks that was packed and eaten last year; nobody withdrew its page. */
const PAST = '/01/09520108021017/10/CCS-4410';

const sirloin = { file: 'beef.json', by: 'meat-packer', codes: [`https://id.gs1.org${packs.steak}`] };

/** An event of the packer: a lot whose use-by day has passed. */
const past = {
  '@context': ['https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld', { cbvmda: 'urn:epcglobal:cbv:mda:' }],
  type: 'EPCISDocument',
  schemaVersion: '2.0',
  creationDate: '2025-10-30T10:00:00+01:00',
  epcisBody: {
    eventList: [{
      type: 'ObjectEvent',
      eventID: 'urn:uuid:019a34d2-7c00-7a10-9c01-5f1d2a6b7c01',
      eventTime: '2025-10-30T10:00:00+01:00',
      eventTimeZoneOffset: '+01:00',
      action: 'ADD',
      bizStep: 'commissioning',
      disposition: 'active',
      quantityList: [{ epcClass: `https://id.gs1.org${PAST}`, quantity: 40 }],
      readPoint: { id: 'https://id.gs1.org/414/9520108000012' },
      bizLocation: { id: 'https://id.gs1.org/414/9520108000012' },
      ilmd: { 'cbvmda:lotNumber': 'CCS-4410', 'cbvmda:itemExpirationDate': '2025-11-12' },
    }],
  },
};

/** Records what the demonstration does not bring: recalls, a hold, a withdrawal, an old lot. */
export async function prepare(demo) {
  await sendRecall(demo, 'publish', recallOf('beef.json'));
  await sendRecall(demo, 'hold', recallOf('mango.json'));
  const notice = { reason: { en: 'A scale was set wrong.', zh: '一台秤的设置有误。' } };
  await sendRecall(demo, 'publish', { ...sirloin, notice });
  await sendRecall(demo, 'withdraw', { ...sirloin, notice });
  const file = join(demo.dir, 'past.json');
  await writeFile(file, JSON.stringify(past));
  const key = join(demo.dir, 'keys', '417-9520108000005', 'event.key');
  await demo.furlong('record', '--node', demo.url, '--key', key, '--outbox', join(demo.dir, 'outbox'), file);
}

/** Name: path, and what is done on the page before it is looked at. */
export const STATES = {
  clear: { path: `/t${packs.hake}` },
  checked: { path: `/t${packs.hake}`, act: tap },
  unreachable: { path: `/t${packs.hake}`, act: async (page) => { await page.route('**/evidence', (route) => route.abort()); await tap(page); } },
  broken: { path: `/t${packs.hake}`, act: async (page) => { await page.route('**/evidence', (route) => route.fulfill({ body: '{}' })); await tap(page); } },
  recalled: { path: `/t${mince}` },
  'on-hold': { path: `/t${packs.mango}` },
  withdrawn: { path: `/t${packs.steak}` },
  'past-use-by': { path: `/t${PAST}` },
  unknown: { path: '/t/01/09520102003118/10/NOBODY' },
  product: { path: '/t/01/09520102003118' },
  pallet: { path: '/t/00/095201020004170069' },
  carton: { path: '/t/01/09520103000048/10/MV118-10' },
  grower: { path: '/t/x/9520103000000-2/lot/COL02-118' },
  corrected: { path: '/t/x/9520103000000-11/lot/COL11-118' },
  serial: { path: '/t/01/09520108010028/10/CCS-5512/21/R0103' },
  group: { path: '/t/x/9520201090002/group/BOX-7' },
  animal: { path: '/t/x/9520201080003/animal/FR7195201104' },
  home: { path: '/' },
  'wrong-digit': { path: '/t?code=9520102003117&lot=SOL-7083M' },
  found: { path: '/t?code=hake' },
  'found-nothing': { path: '/t?code=halibut' },
  'not-found': { path: '/t?code=9520102003118&lot=ZZZ' },
  missing: { path: '/nothing' },
  about: { path: '/about' },
};
