// Counting: passed/total of a kind, and the end of the program.
import { readFileSync } from 'node:fs';

const scores = new Map();

export const material = JSON.parse(readFileSync(process.argv[2], 'utf8'));

export function add(name, passed, what) {
  const score = scores.get(name) ?? { passed: 0, total: 0 };
  score.total += 1;
  if (passed) score.passed += 1;
  else console.log(`  ${name}: not so: ${what}`);
  scores.set(name, score);
}

export function end() {
  for (const [name, { passed, total }] of scores) {
    console.log(`${name} ${passed}/${total}`);
    if (passed < total || total === 0) process.exitCode = 1;
  }
  if (scores.size === 0) process.exitCode = 1;
}
