// Step `recalls`: every code that the file is about is proven present in the recalls tree or absent
// from it. Rows stand there sorted by code, so two neighbours show what does not stand between them.
import { must, placed } from './broken.js';
import { isBefore } from './bytes.js';
import { addCode, addDerived } from './codes.js';
import { mustHold } from './tree.js';

/** The codes that must have a proof: of the subject, of the page, and of every event. */
function wanted(chain, subject, extra) {
  const codes = new Set();
  for (const code of [subject ?? [], extra].flat()) addCode(code, codes);
  for (const { event } of chain.leaves) {
    if (event.vct === 'event') addDerived(event.body, codes);
  }
  return codes;
}

/** Answers { recalled: [{ code, iss, state, index }], notRecalled: [code] }. */
export async function checkRecalls(chain, subject, extra) {
  const proven = new Set(chain.recalls.map(({ code }) => code));
  for (const code of wanted(chain, subject, extra)) must(proven.has(code), `nothing is proven of ${code}`, `${chain.at}/recalls`);
  const found = { recalled: [], notRecalled: [] };
  const said = new Map(chain.leaves.map(({ index, statement }) => [index, statement]));
  for (const [index, { code, rows }] of chain.recalls.entries()) {
    const at = `${chain.at}/recalls/${index}`;
    await placed(at, () => mustStand(chain, rows));
    if (rows.length === 1 && rows[0].read.code === code) {
      const { by } = rows[0].read;
      must(by.every((word) => isBacked(said.get(word.index), word.iss, code)), 'the recall statement is not in the file', at);
      found.recalled.push(...by.map((word) => ({ code, ...word })));
    } else {
      must(isAbsent(chain.tip.read.recalls_size, rows, code), 'these rows do not show whether the code is recalled', at);
      found.notRecalled.push(code);
    }
  }
  return found;
}

async function mustStand({ tip }, rows) {
  const { recalls_root: root, recalls_size: size } = tip.read;
  for (const { row, index, path } of rows) await mustHold(root, size, index, row, path);
}

/** Whether the leaf that set a state is in the file: a recall statement of that organisation that
 * names the code. */
function isBacked(statement, iss, code) {
  const codes = statement?.body.get('codes');
  return statement?.vct === 'recall' && statement.iss === iss && Array.isArray(codes) && codes.includes(code);
}

function isAbsent(size, [left, right], code) {
  if (!left) return size === 0;
  if (right) return left.index + 1 === right.index && isBefore(left.read.code, code) && isBefore(code, right.read.code);
  const isFirst = left.index === 0 && isBefore(code, left.read.code);
  return isFirst || (left.index + 1 === size && isBefore(left.read.code, code));
}
