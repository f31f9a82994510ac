// Keys and signatures: ECDSA over P-256 for statements and browser cosignatures, Ed25519 for the rest.
import { must } from './broken.js';
import { bytesOf, decode, encode, hex, isCoded, sha256 } from './bytes.js';

// SP 800-186 section 3.2.1.3.
const P = 0xffffffff00000001000000000000000000000000ffffffffffffffffffffffffn;
const B = 0x5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604bn;
const N = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;

// RFC 8032 section 5.1.
const Q = 2n ** 255n - 19n;
const D = 0x52036cee2b6ffe738cc740797779e89800700a4d4141d8ab75eb4dca135978a3n;
// The y of the points whose order is 8.
const Y8 = 0x7a03ac9277fdc74ec6cc392cfa53202a0f67100d760b3cba4fd84d3d706a17c7n;

const number = (bytes) => BigInt(`0x${hex(bytes)}`);

function power(base, exponent, modulus) {
  let result = 1n;
  for (; exponent; exponent >>= 1n) {
    if (exponent & 1n) result = result * base % modulus;
    base = base * base % modulus;
  }
  return result;
}

function onP256(x, y) {
  return x < P && y < P && (x * x * x - 3n * x + B - y * y) % P === 0n;
}

const yOf = (bytes) => BigInt.asUintN(255, number(bytes.slice().reverse())) % Q;

/** Whether 32 bytes are, if a point at all, one of small order: under such a key anything verifies. */
const isSmall = (bytes) => [0n, 1n, Q - 1n, Y8, Q - Y8].includes(yOf(bytes));

function onEd25519(bytes) {
  if (isSmall(bytes)) return false;
  const y = yOf(bytes);
  const u = y * y - 1n + Q;
  const v = D * y * y + 1n;
  // x^2 = u/v has a root exactly if u * v is a square (Euler's criterion).
  return power(u * v % Q, (Q - 1n) / 2n, Q) <= 1n;
}

/** Reads a JWK of one of the two kinds; whether it is a point of its curve is not judged yet. */
export function jwk(value) {
  const names = value instanceof Map ? [...value.keys()].join() : '';
  const [crv, kty] = names ? [value.get('crv'), value.get('kty')] : [];
  const isP256 = names === 'crv,kty,x,y' && crv === 'P-256' && kty === 'EC' && isCoded(value.get('y'), 32);
  const isEd25519 = names === 'crv,kty,x' && crv === 'Ed25519' && kty === 'OKP';
  must((isP256 || isEd25519) && isCoded(value.get('x'), 32), 'a key is needed here');
  return Object.fromEntries(value);
}

export const isP256 = (key) => key.kty === 'EC';

/** Refuses a key that is not a point that may be used. */
export function mustBePoint(key) {
  const x = decode(key.x);
  const holds = isP256(key) ? onP256(number(x), number(decode(key.y))) : onEd25519(x);
  must(holds, 'a key is not a point of its curve');
}

/** RFC 7638: SHA-256 of the JWK in its one spelling. */
export const thumbprint = async (key) => encode(await sha256(bytesOf(JSON.stringify(key))));

/** Whether 64 bytes are r and s with 0 < r < n and 0 < s <= n/2: of s and n - s only one is taken. */
export function isLowS(signature) {
  if (signature?.length !== 64) return false;
  const [r, s] = [number(signature.slice(0, 32)), number(signature.slice(32))];
  return 0n < r && r < N && 0n < s && s <= N / 2n;
}

/** Whether this browser has Ed25519 at all, tried with the base point as a key. */
let ed25519;
export const hasEd25519 = () => {
  ed25519 ??= imported({ kty: 'OKP', x: 'WGZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmY' }).then(() => true, () => false);
  return ed25519;
};

const ECDSA = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const algorithm = (key) => (isP256(key) ? ECDSA : { name: 'Ed25519' });

function imported(key) {
  const { subtle } = crypto;
  if (isP256(key)) return subtle.importKey('jwk', { kty: 'EC', crv: 'P-256', x: key.x, y: key.y }, ECDSA, false, ['verify']);
  return subtle.importKey('raw', decode(key.x), algorithm(key), false, ['verify']);
}

/** Whether the signature over a text is by this key. Nothing where the browser lacks Ed25519. */
export async function verifies(key, message, signature) {
  if (isP256(key) && !isLowS(signature)) return false;
  if (!isP256(key) && !(await hasEd25519())) return undefined;
  // WebCrypto takes a small R, which RFC 8032 allows; the strict rules (formats.md) do not.
  if (!isP256(key) && isSmall(signature.slice(0, 32))) return false;
  try {
    return await crypto.subtle.verify(algorithm(key), await imported(key), signature, bytesOf(message));
  } catch {
    // A key that WebCrypto does not take signs nothing.
    return false;
  }
}
