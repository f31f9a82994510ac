// The demonstration's own data, as the program reads it.
import { readFileSync } from 'node:fs';

const read = (name) => JSON.parse(readFileSync(new URL(`../../../journeys/${name}`, import.meta.url)));

export const setup = read('setup.json');
export const recalls = read('recall.json').recalls;

/** The events of a journey as they were written, before dates are shifted. */
export const eventsOf = ({ file }) => read(file).epcisBody.eventList;

/** Every page of the demonstration: path without `/t`, and its journey's file. */
export const pages = setup.journeys.flatMap(({ file, pages: listed }) => listed.map(({ goods, title }) => ({ goods, title, file })));

/** The packs that a shopper holds: the first page of each journey. */
export const packs = { hake: '/01/09520102003118/10/SOL-7083M', mango: '/01/09520104005127/10/KS7741', steak: '/01/09520108021017/10/CCS-5531' };
export const mince = '/01/09520109000417/10/CCS-M640';
