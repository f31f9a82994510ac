// The one way in which a check says no.

/** A rule that does not hold: `at` is an RFC 6901 pointer into the file, `message` one sentence. */
export class Broken extends Error {
  constructor(text, at = '') {
    super(text);
    this.at = at;
  }
}

/** Refuses unless `holds`. */
export function must(holds, text, at) {
  if (!holds) throw new Broken(text, at);
}

/** Runs `read` and puts `at` in front of where it fails. */
export function within(at, read) {
  try {
    return read();
  } catch (error) {
    if (error instanceof Broken) error.at = at + error.at;
    throw error;
  }
}

/** The same for what takes its time. */
export async function placed(at, work) {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Broken) error.at = at + error.at;
    throw error;
  }
}

/** `read` for each item of a list, with its place. */
export const each = (list, at, read) =>
  list.map((item, index) => within(`${at}/${index}`, () => read(item, index)));
