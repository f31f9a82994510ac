// Writes static/js/check.js and static/js/page.js, which phones load, from static/js/source/: each
// module after those that it imports, without comments, imports and needless spaces, so that a tap costs
// one small file. Names stay as they are: what runs can be read beside its source. A test compares.
//
//     node tests/js/bundle.mjs
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const served = new URL('../../static/js/', import.meta.url);
const folder = new URL('source/', served);

const BANNER = '// From static/js/source/, where the comments are.\n';

/** What phones load, each from the module of the same name. */
export const TARGETS = ['check.js', 'page.js'];

const source = (name) => readFileSync(new URL(name, folder), 'utf8');
const importsOf = (text) => [...text.matchAll(/^import [^;]* from '\.\/([\w.]+)';$/gm)].map((match) => match[1]);

function inOrder(name, order = []) {
  for (const needed of importsOf(source(name))) inOrder(needed, order);
  if (!order.includes(name)) order.push(name);
  return order;
}

function plain(name, isTop) {
  const text = source(name).replace(/\/\*\*[^]*?\*\//g, '').replace(/^import [^;]*;$/gm, '');
  const lines = text.split('\n').map((line) => line.trim()).filter((line) => line && !line.startsWith('//'));
  const joined = `${lines.join('\n')}\n`;
  return tight(isTop ? joined : joined.replace(/^export /gm, ''));
}

// A text in quotes; a regular expression, which cannot follow a value; a word; anything else.
const TOKEN = /('(?:[^'\\\n]|\\.)*')|(\/(?:[^/\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/[a-z]*)|[\w$]+|[^]/y;

/** Where the template that begins at `from` ends: it may hold code, and that code templates. */
function endOfTemplate(text, from) {
  for (let at = from + 1; at < text.length; at += 1) {
    if (text[at] === '`') return at + 1;
    if (text[at] === '\\') at += 1;
    if (text[at] !== '$' || text[at + 1] !== '{') continue;
    at += 2;
    for (let depth = 1; depth; ) {
      if (text[at] === '{') depth += 1;
      if (text[at] === '}') depth -= 1;
      if (text[at] === '`') at = endOfTemplate(text, at);
      else if (text[at] === "'") at = text.indexOf("'", at + 1) + 1;
      else if (depth) at += 1;
    }
  }
  throw new Error('a template does not end');
}

/** Tokens of a module without comments; a template is one. */
function tokens(text) {
  const found = [];
  let before = '';
  for (let at = 0; at < text.length; ) {
    TOKEN.lastIndex = at;
    let [token, , pattern] = TOKEN.exec(text);
    if (token === '`') token = text.slice(at, endOfTemplate(text, at));
    else if (pattern && !/^(?:|[(,=:[!&|?{};\n]|return)$/.test(before)) token = '/';
    found.push(token);
    if (token !== ' ') before = token;
    at += token.length;
  }
  return found;
}

/** The same code without spaces where no two words or signs would run together. */
function tight(text) {
  let out = '';
  const all = tokens(text);
  all.forEach((token, index) => {
    const [last, next] = [out.at(-1) ?? '', all[index + 1]?.[0] ?? ''];
    const divides = [/[\w$]/, /[+-]/].some((kind) => kind.test(last) && kind.test(next));
    if (token === ' ' ? divides : token !== '\n' || !/[{,([]/.test(last)) out += token;
  });
  return out;
}

/** Two modules may not use one name at their top: in one file they would meet. */
function refuseClashes(names) {
  const seen = new Map();
  for (const name of names) {
    for (const [, ...found] of source(name).matchAll(/^(?:export )?(?:async )?(?:(?:const|let|class) (\w+)|function (\w+)|const \[(.*)\] =)/gm)) {
      for (const word of found.filter(Boolean).flatMap((words) => words.split(', '))) {
        if (seen.has(word)) throw new Error(`${word} stands in ${seen.get(word)} and ${name}`);
        seen.set(word, name);
      }
    }
  }
}

/** The text of a file that phones load. */
export function bundle(target) {
  const names = inOrder(target);
  refuseClashes(names);
  return BANNER + names.map((name) => plain(name, name === target)).join('');
}

/** Modules that no target needs. */
export const unused = () => readdirSync(folder).filter((name) => !TARGETS.some((target) => inOrder(target).includes(name)));

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const target of TARGETS) writeFileSync(new URL(target, served), bundle(target));
}
