// The real program: `furlong demo` on a free port of loopback, in a folder of its own.
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/** What a start may take where the machine is busy. */
const START_MS = 180_000;
const run = promisify(execFile);

// Variables with this prefix are the program's settings; the tests' own are not for it.
const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('FURLONG_')));

const program = process.env.FURLONG_BIN ?? fileURLToPath(new URL('../../../target/debug/furlong', import.meta.url));

/** Runs a command to its end; answers with what it printed. */
export const furlong = (...words) => run(program, words, { env }).then(({ stdout }) => stdout);

/**
 * A served demonstration: `url` without a slash at its end, `dir`, what it has `told` so far,
 * `furlong(...arguments)` which runs a command and answers what it printed, and `stop()`. `words` are
 * more arguments of `furlong demo`.
 */
export async function startDemo(words = ['--quiet']) {
  if (!existsSync(program)) throw new Error(`${program} is missing: cargo build --bin furlong`);
  const dir = await mkdtemp(join(tmpdir(), 'furlong-browser-'));
  const listen = `127.0.0.1:${await freePort()}`;
  const child = spawn(program, ['demo', '--dir', dir, '--listen', listen, ...words], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = once(child, 'exit');
  let complaint = '';
  child.stderr.on('data', (data) => { complaint = (complaint + data).slice(-4_000); });
  const stop = async () => {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
    const [code, signal] = await ended;
    await rm(dir, { recursive: true, force: true });
    return { code, signal, complaint };
  };
  try {
    const told = [];
    const url = await addressFrom(child, told);
    return { url, dir, told, stop, furlong };
  } catch (error) {
    await stop();
    throw new Error(`the demonstration did not start: ${error.message}\n${complaint}`);
  }
}

/** The line that says where it listens: alone, or behind the words "Search box". */
function addressFrom(child, told) {
  const late = AbortSignal.timeout(START_MS);
  return new Promise((resolve, reject) => {
    late.addEventListener('abort', () => reject(new Error(`no address after ${START_MS / 1_000} s`)));
    child.on('error', reject);
    child.on('exit', (code) => reject(new Error(`it ended with ${code}`)));
    createInterface({ input: child.stdout }).on('line', (line) => {
      told.push(line);
      const [, address] = /^(?:Search box: +)?(https?:\/\/[\w.:]+)\/?$/.exec(line.trim()) ?? [];
      if (address) resolve(address);
    });
  });
}

/** A port that is free now. The program takes it a moment later. */
async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}
