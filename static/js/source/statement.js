// Statements: rules S1 to S16 of docs/protocol/formats.md, all that needs no hash and no key.
import { must, within } from './broken.js';
import { decode, isCoded, textOf } from './bytes.js';
import { isKey } from './codes.js';
import { digestsOf } from './disclosures.js';
import { Num, numbersPass, parse } from './json.js';
import { isLowS } from './keys.js';

const STATEMENT_MAX = 47_000;
const VOUCHED_MAX = 65_535;

const MEMBER = { event: 'epcis', vouched: 'vouched', governance: 'gov', recall: 'recall', access: 'access' };

const HEADER = /^\{"alg":"ES256","typ":"dc\+sd-jwt","kid":"([\w-]{43})"\}$/;
const JTI = /^[\da-f]{8}-[\da-f]{4}-7[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/;
const LABEL = '[a-z\\d](?:[a-z\\d-]*[a-z\\d])?';
const NAME = new RegExp(`^(?=.{1,63}$)${LABEL}(?:\\.${LABEL})*$`);

/** Whether a text may name a chain: a lower-case DNS name of 1 to 63 characters. */
export const isChainName = (text) => NAME.test(text);

/** An organisation: https://id.gs1.org/417/<GLN>, or https://<chain>/party/<sponsor GLN>/<number>. */
export function org(value) {
  const [, gln] = /^https:\/\/id\.gs1\.org\/417\/(.*)$/s.exec(value) ?? [];
  const [, chain, sponsor] = /^https:\/\/([^/]+)\/party\/(\d{13})\/[1-9]\d{0,8}$/.exec(value) ?? [];
  const holds = gln !== undefined ? isKey(gln, 13) : chain && isChainName(chain) && isKey(sponsor, 13);
  must(typeof value === 'string' && holds, 'an organisation is needed here');
  return value;
}

/** Reads a leaf of the chain `origin`; a vouched one with the statement in it. */
export function readStatement(jws, origin) {
  const statement = readOne(jws, origin);
  return statement.vct === 'vouched' ? { ...statement, orig: within('/vouched', () => readOrig(statement, origin)) } : statement;
}

/** Without a look at what a vouched one carries, so that nothing nests. */
function readOne(jws, origin) {
  must(jws.length <= VOUCHED_MAX, 'S1: a statement is too long');
  const parts = jws.split('.');
  const [header, payload, signature] = parts.map(decode);
  must(parts.length === 3 && header?.length && payload?.length && signature?.length, 'S2: a statement is three parts of base64url');
  const kid = HEADER.exec(String.fromCharCode(...header.subarray(0, 128)))?.[1];
  must(isCoded(kid, 32), 'S3: the header is exactly alg, typ and kid');
  must(isLowS(signature), 'S4: a signature is 64 bytes, low-S');
  const claims = parse(textOf(payload), 16);
  must(claims instanceof Map, 'S5: the payload is an object');
  must(numbersPass(claims, (number) => number.exact), 'S6: a number is not the same for every reader');
  const { vct, body } = checkClaims(claims, origin);
  must(jws.length <= STATEMENT_MAX || vct === 'vouched', 'S1: a statement is too long');
  return { kid, iss: claims.get('iss'), jti: claims.get('jti'), vct, body, signature, input: parts.slice(0, 2).join('.') };
}

function checkClaims(claims, origin) {
  const vct = claims.get('vct');
  must(typeof vct === 'string' && Object.hasOwn(MEMBER, vct), 'S12: vct is unknown');
  const needed = ['iss', 'aud', 'jti', 'iat', 'vct', MEMBER[vct]];
  must(needed.every((name) => claims.has(name)), 'S7: a claim is missing');
  must([...claims.keys()].every((name) => [...needed, '_sd_alg', 'corrects'].includes(name)), 'S7: a claim is unknown');
  org(claims.get('iss'));
  must(claims.get('aud') === origin, 'S9: aud is another chain');
  for (const name of ['jti', 'corrects'].filter((id) => claims.has(id))) {
    const id = claims.get(name);
    must(typeof id === 'string' && JTI.test(id), 'S10: an id is a lower-case UUID of version 7');
  }
  const iat = claims.get('iat');
  must(iat instanceof Num && iat.whole !== undefined, 'S11: iat is whole seconds');
  const body = claims.get(MEMBER[vct]);
  must(body instanceof Map, 'S12: the body is an object');
  const concealed = digestsOf(body, vct === 'event' ? 'event' : 'elsewhere').size > 0;
  must(claims.get('_sd_alg') === (concealed ? 'sha-256' : undefined), 'S13: _sd_alg does not fit');
  must(!claims.has('corrects') || vct === 'event' || vct === 'vouched', 'S15: only an event corrects another');
  return { vct, body };
}

/** Rule S16. */
function readOrig({ iss, jti, body }, origin) {
  const [jws, reason] = [body.get('orig'), body.get('reason')];
  must(body.size === 2 && typeof jws === 'string' && typeof reason === 'string', 'S16: vouched has orig and reason');
  must(/^.{1,500}$/su.test(reason), 'S16: a reason has 1 to 500 characters');
  const orig = readOne(jws, origin);
  must(orig.vct === 'event', 'S16: orig is no event');
  must(orig.iss === iss, 'S16: orig is of another organisation');
  must(orig.jti !== jti, 'S16: orig has the same id');
  return orig;
}
