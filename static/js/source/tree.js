// RFC 9162: the tree of all leaves, and the trees of rows.
import { must } from './broken.js';
import { bytesOf, decode, hex, sha256 } from './bytes.js';

const [LEAF, NODE] = [Uint8Array.of(0), Uint8Array.of(1)];

/** SHA-256(0x00 || leaf), section 2.1.1. */
export const leafHash = (text) => sha256(LEAF, bytesOf(text));

/** Section 2.1.3.2: the tree of `size` leaves with this `root` has `hash` at `index`. `root` is
 * hexadecimal, the path base64url. Sizes go to 2^53, where bit operators would cut them: so division. */
export async function verifyInclusion(root, size, index, hash, path) {
  must(index < size, 'the leaf is outside the tree');
  const half = (value) => Math.floor(value / 2);
  let [node, last, found] = [index, size - 1, hash];
  for (const step of path) {
    must(last > 0, 'the path is too long');
    const other = decode(step);
    if (node % 2 === 1 || node === last) {
      found = await sha256(NODE, other, found);
      while (node % 2 === 0 && node !== 0) [node, last] = [half(node), half(last)];
    } else {
      found = await sha256(NODE, found, other);
    }
    [node, last] = [half(node), half(last)];
  }
  must(last === 0, 'the path is too short');
  must(hex(found) === root, 'the path leads to another root');
}

/** The same for a leaf's text. */
export const mustHold = async (root, size, index, leaf, path) =>
  verifyInclusion(root, size, index, await leafHash(leaf), path);
