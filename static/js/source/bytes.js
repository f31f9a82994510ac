// Bytes and the texts that stand for them, each in its one spelling.
import { must } from './broken.js';

const utf8 = new TextEncoder();

export const bytesOf = (text) => utf8.encode(text);

/** Strict UTF-8; a byte order mark stays and is refused by the reader of JSON. */
export function textOf(bytes) {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    must(false, 'this is not Unicode');
  }
}

/** base64url without padding (RFC 4648 section 5). */
export function encode(bytes) {
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary).replace(/\+/g, '-').replace(/\//g, '_').replace(/=/g, '');
}

/** The bytes of canonical base64url: no padding, spare bits zero. Nothing if it is not. */
export function decode(text) {
  if (!/^[\w-]*$/.test(text) || text.length % 4 === 1) return undefined;
  const bytes = Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (character) => character.charCodeAt(0));
  // `atob` drops spare bits in the last character: a second spelling shows when written again.
  return encode(bytes) === text ? bytes : undefined;
}

/** Whether a value is canonical base64url of that many bytes. */
export const isCoded = (value, length) => typeof value === 'string' && decode(value)?.length === length;

export const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

export async function sha256(...parts) {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let from = 0;
  for (const part of parts) {
    whole.set(part, from);
    from += part.length;
  }
  return new Uint8Array(await crypto.subtle.digest('SHA-256', whole));
}

/** Whether a text stands before another in the order of their UTF-8 bytes. */
export function isBefore(left, right) {
  const [a, b] = [bytesOf(left), bytesOf(right)];
  const at = a.findIndex((byte, index) => byte !== b[index]);
  return at < 0 ? a.length < b.length : at < b.length && a[at] < b[at];
}

/** Whether a list rises by a key, a number or a text, without repeats. */
export function isRising(items, key) {
  const before = (left, right) => (typeof left === 'string' ? isBefore(left, right) : left < right);
  return items.every((item, index) => index === 0 || before(key(items[index - 1]), key(item)));
}

export const byIss = ({ iss }) => iss;
