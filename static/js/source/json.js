// Strict JSON. `JSON.parse` keeps the last of two equal names, rounds numbers and reorders names
// that look like indices; signed bytes must not be seen in two ways. So objects are read as Maps
// (unique names, sender's order), numbers keep their text, and depth has a bound.
import { each, must, within } from './broken.js';

/** A number as its sender wrote it. */
export class Num {
  constructor(text) {
    this.text = text;
  }

  /** The value, if it is a plain whole number from 0 to 2^53 - 1. */
  get whole() {
    const value = Number(this.text);
    return /^\d+$/.test(this.text) && Number.isSafeInteger(value) ? value : undefined;
  }

  /** Whether every I-JSON reader (RFC 7493 section 2.2) sees this very value. */
  get exact() {
    const unsigned = this.text.replace(/^-/, '');
    if (/^\d+$/.test(unsigned)) return Number.isSafeInteger(Number(unsigned));
    const [mantissa, exponent = 0] = unsigned.toLowerCase().split('e');
    const digits = mantissa.replace('.', '');
    const first = digits.search(/[1-9]/);
    // Where the first digit that is not 0 stands: 0 for the ones, -1 for the tenths.
    const place = Number(exponent) + mantissa.split('.')[0].length - 1 - first;
    return first < 0 || (!/[1-9]/.test(digits.slice(first + 17)) && Math.abs(place) <= 300);
  }
}

const TOKEN = /[ \t\n\r]*([[\]{},:]|"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)?/y;

const WORDS = { true: true, false: false, null: null };

class Reader {
  constructor(text, depth) {
    this.text = text;
    this.depth = depth;
    this.from = 0;
  }

  /** The next token; '' at the end, and at what is none. */
  next() {
    TOKEN.lastIndex = this.from;
    const [whole, token = ''] = TOKEN.exec(this.text);
    this.from += whole.length;
    return token;
  }

  string(token) {
    must(token[0] === '"', 'this is not JSON');
    const value = JSON.parse(token);
    // Only an escape can bring half of a surrogate pair in.
    must(!/\p{Surrogate}/u.test(value), 'this is not Unicode');
    return value;
  }

  value(token) {
    if (token === '{' || token === '[') {
      must(this.depth > 0, 'this is too deep');
      this.depth -= 1;
      const value = token === '{' ? this.object() : this.list();
      this.depth += 1;
      return value;
    }
    if (token[0] === '"') return this.string(token);
    if (token in WORDS) return WORDS[token];
    must(/^[-\d]/.test(token), 'this is not JSON');
    return new Num(token);
  }

  list() {
    const items = [];
    let token = this.next();
    if (token === ']') return items;
    for (;;) {
      items.push(this.value(token));
      token = this.next();
      if (token === ']') return items;
      must(token === ',', 'this is not JSON');
      token = this.next();
    }
  }

  object() {
    const members = new Map();
    let token = this.next();
    if (token === '}') return members;
    for (;;) {
      const name = this.string(token);
      must(!members.has(name), 'a member stands twice');
      must(this.next() === ':', 'this is not JSON');
      members.set(name, this.value(this.next()));
      token = this.next();
      if (token === '}') return members;
      must(token === ',', 'this is not JSON');
      token = this.next();
    }
  }
}

/** Reads one text, whole, with at most so many lists and objects inside one another. */
export function parse(text, depth) {
  const reader = new Reader(text, depth);
  const value = reader.value(reader.next());
  must(reader.next() === '' && reader.from === text.length, 'this is not JSON');
  return value;
}

/** Writes without spaces, strings escaped as RFC 8785 section 3.2.2.2 does. */
export function write(value) {
  if (value instanceof Num) return value.text;
  if (Array.isArray(value)) return `[${value.map(write).join()}]`;
  if (!(value instanceof Map)) return JSON.stringify(value);
  return `{${Array.from(value, ([name, below]) => `${JSON.stringify(name)}:${write(below)}`).join()}}`;
}

/** Reads a text that must be in its one spelling: written again it is the same. */
export function parseExact(text, depth) {
  const value = parse(text, depth);
  must(write(value) === text, 'this is not in its one spelling');
  return value;
}

/** Whether all numbers of a tree pass. */
export const numbersPass = (value, pass) => {
  if (value instanceof Num) return pass(value);
  if (Array.isArray(value)) return value.every((item) => numbersPass(item, pass));
  return !(value instanceof Map) || [...value.values()].every((item) => numbersPass(item, pass));
};

// Shapes. Each takes a value and gives what it stands for, or refuses.

export const text = (value) => {
  must(typeof value === 'string', 'a text is needed here');
  return value;
};

export const whole = (value) => {
  must(value instanceof Num && value.whole !== undefined, 'a whole number is needed here');
  return value.whole;
};

export const maybe = (shape) => (value) => (value === null ? null : shape(value));

export const oneOf = (...words) => (value) => {
  must(words.includes(value), `one of ${words.join()} is needed here`);
  return value;
};

/** A text that holds more than the default is too long itself. */
export const list = (shape, max = 65_535) => (value) => {
  must(Array.isArray(value) && value.length <= max, `a list of at most ${max} is needed here`);
  return each(value, '', (item) => shape(item));
};

/** An object with exactly these members in this order. */
export const shape = (members) => (value) => {
  const names = Object.keys(members);
  must(value instanceof Map && [...value.keys()].join() === names.join(), `${names.join()} are needed here`);
  return Object.fromEntries(names.map((name) => [name, within(`/${name}`, () => members[name](value.get(name)))]));
};
