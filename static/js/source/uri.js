// Absolute URIs and their one spelling (RFC 3986 section 6.2, RFC 3987 section 3.1).
// Every function gives nothing where the text has a fault.
import { bytesOf } from './bytes.js';

const URI_BYTES_MAX = 1024;

// Schemes that carry a program or a file, not a name.
const PROGRAMS = /^(?:javascript|vbscript|data|blob|file)$/;

/** Whether all characters leave ink: no space, no control, no mark that cannot be seen. */
export const isPrintable = (text) => !/[\0- \x7f]/.test(text) && !/[\p{Cc}\p{White_Space}\xad\u{e000}-\u{f8ff}\u{200b}-\u{200f}\u{2028}-\u{202e}\u{2060}-\u{206f}\u{fe00}-\u{fe0f}\u{feff}\u{fff0}-\u{ffff}\u{e0000}-\u{e0fff}\u{f0000}-\u{10ffff}]/u.test(text);

/** All bytes but unreserved ones encoded; `encodeURIComponent` leaves five more as they are. */
export const percentEncode = (text) =>
  encodeURIComponent(text).replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);

export function percentDecode(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/** The five components, as sent. */
export function split(text) {
  if (bytesOf(text).length > URI_BYTES_MAX || !isPrintable(text) || /["<>\\^`{|}]/.test(text)) return undefined;
  const [, scheme, rest] = /^([a-z][a-z\d+.-]*):(.*)$/i.exec(text) ?? [];
  if (scheme === undefined || PROGRAMS.test(scheme.toLowerCase())) return undefined;
  const [, authority, path, query, fragment] = /^(?:\/\/([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/.exec(rest);
  const isWeb = /^https?$/i.test(scheme);
  if (isWeb ? !authority : authority === undefined && !path) return undefined;
  return { scheme: scheme.toLowerCase(), authority, path, query, fragment, isWeb };
}

/** The one spelling; nothing if the URI has a fault or grows too long. */
export function normalise(text) {
  const parts = split(text);
  if (!parts) return undefined;
  const { scheme, isWeb } = parts;
  const [authority, query, fragment] = [normalAuthority(parts.authority, scheme), normalText(parts.query), normalText(parts.fragment)];
  let path = normalText(parts.path);
  if ([authority, query, fragment, path].includes(undefined)) return undefined;
  if (scheme === 'urn') path = path.replace(/^[^:]*:/, (space) => space.toLowerCase());
  else if (authority !== null) path = withoutDots(path);
  const uri = [`${scheme}:`, authority === null ? '' : `//${authority}`, path || (isWeb ? '/' : ''),
    query === null ? '' : `?${query}`, fragment === null ? '' : `#${fragment}`].join('');
  return uri.length > URI_BYTES_MAX ? undefined : uri;
}

/** Unreserved characters stand plain, what may not stand plain is encoded, triplets are upper case.
 * Null for a component that is not there. */
function normalText(text) {
  if (text === undefined) return null;
  if (/%(?![\da-f]{2})/i.test(text)) return undefined;
  return text
    .replace(/[[\]#]|[^\0-\x7f]/gu, (character) => encodeURIComponent(character))
    .replace(/%../g, (triplet) => {
      const plain = String.fromCharCode(parseInt(triplet.slice(1), 16));
      return /[\w.~-]/.test(plain) ? plain : triplet.toUpperCase();
    });
}

function normalAuthority(authority, scheme) {
  if (authority === undefined) return null;
  if (/[^\0-\x7f]/.test(authority)) return undefined;
  const [, user, hostAndPort] = /^(?:(.*)@)?([^@]*)$/.exec(authority);
  const colon = hostAndPort.endsWith(']') ? -1 : hostAndPort.lastIndexOf(':');
  const [host, port] = colon < 0 ? [hostAndPort] : [hostAndPort.slice(0, colon), hostAndPort.slice(colon + 1)];
  const name = /^\[[\w.~!$&'()*+,;=:-]+\]$/.test(host) ? host.toLowerCase() : normalHost(host);
  const account = normalText(user);
  if (name === undefined || account === undefined || /\D/.test(port ?? '')) return undefined;
  if (!name && (user !== undefined || port !== undefined || scheme.startsWith('http'))) return undefined;
  const own = { http: '80', https: '443' }[scheme];
  return `${account === null ? '' : `${account}@`}${name}${port && port !== own ? `:${port}` : ''}`;
}

function normalHost(host) {
  const plain = normalText(host.toLowerCase());
  if (plain === undefined || /[:@[\]]|%5B|%5D/.test(plain)) return undefined;
  return plain.replace(/%..|[A-Z]/g, (found) => (found[0] === '%' ? found : found.toLowerCase()));
}

/** RFC 3986 section 5.2.4, of an empty or absolute path. */
function withoutDots(path) {
  const kept = [];
  const segments = path.split('/').slice(1);
  segments.forEach((segment, index) => {
    if (segment === '..') kept.pop();
    if (!/^\.\.?$/.test(segment)) kept.push(segment);
    else if (index === segments.length - 1) kept.push('');
  });
  return kept.map((segment) => `/${segment}`).join('');
}
