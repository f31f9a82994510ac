// Somebody between the browser and the node: an HTTP proxy of the test's own on loopback, which can
// change an answer. The browser keeps the node's address in its bar, as on a hostile network.
import { once } from 'node:events';
import { createServer, request } from 'node:http';

/** `url` for the browser's proxy setting; `change(path, bytes)` may answer other bytes; `stop()`. */
export async function standBetween() {
  const between = { change: (_path, bytes) => bytes };
  const server = createServer((asked, answer) => pass(asked, answer, between));
  // A tunnel would hide what is said; nothing here needs one.
  server.on('connect', (_asked, socket) => socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n'));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  between.url = `http://127.0.0.1:${server.address().port}`;
  between.stop = async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  };
  return between;
}

function pass(asked, answer, between) {
  // Uncompressed and in full, so that there are bytes to change.
  const { 'if-none-match': _known, ...headers } = { ...asked.headers, 'accept-encoding': 'identity' };
  const onward = request(asked.url, { method: asked.method, headers }, async (given) => {
    const parts = await given.toArray();
    const bytes = Buffer.from(between.change(new URL(asked.url).pathname, Buffer.concat(parts)));
    const { 'transfer-encoding': _chunked, ...told } = given.headers;
    answer.writeHead(given.statusCode, { ...told, 'content-length': bytes.length });
    answer.end(bytes);
  });
  onward.on('error', () => answer.destroy());
  asked.pipe(onward);
}
