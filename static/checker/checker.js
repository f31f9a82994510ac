// The page that checks a proof file where it is opened: no server, no network. The steps and their
// order are those of check.js, which stands above this in the same script, and so do the words.

const FILE_BYTES_MAX = 8 << 20;

const find = (id) => document.getElementById(id);
const [form, file, drop] = ['form', 'file', 'drop'].map(find);
let language = navigator.language.startsWith('zh') ? 'zh' : 'en';
let last = null;

const line = (name, text, kind) => Object.assign(document.createElement(name), { textContent: text, className: kind ?? '' });

function speak() {
  const words = WORDS[language];
  document.documentElement.lang = language === 'zh' ? 'zh-Hans' : 'en';
  document.title = words.title;
  for (const place of document.querySelectorAll('[data-t]')) place.textContent = words[place.dataset.t];
  const other = find('language');
  [other.textContent, other.lang] = language === 'zh' ? ['English', 'en'] : ['中文', 'zh-Hans'];
  if (last) show(last);
}

/** What stands in the form, or the sentence that says what is wrong with it. */
async function asked(words) {
  const [chosen] = file.files;
  if (!globalThis.crypto?.subtle) return { fault: words.noCrypto };
  if (!chosen) return { fault: words.noFile };
  if (chosen.size > FILE_BYTES_MAX) return { fault: words.tooLong };
  const anchor = find('anchor').value.split('\n').map((text) => text.trim()).filter(Boolean);
  const wrong = anchor.find((text) => !/^[^/\s]+\/[0-9a-f]{64}$/.test(text));
  if (wrong) return { fault: words.noAnchor(wrong) };
  const address = find('code').value.trim();
  const subject = address ? goods(address)?.uri : undefined;
  if (address && !subject) return { fault: words.noCode(address) };
  const bytes = new Uint8Array(await chosen.arrayBuffer());
  const nowSeconds = Math.floor(Date.now() / 1000);
  return { bytes, ask: { anchor: anchor.length ? anchor : undefined, subject, extraCodes: address ? [address] : [], nowSeconds } };
}

async function onSubmit(event) {
  event.preventDefault();
  last = { busy: true };
  show(last);
  // The words of a fault are chosen when it is shown: the language may change.
  const wanted = await asked(WORDS[language]);
  last = wanted.fault ? wanted : await check(wanted.bytes, wanted.ask);
  show(last);
  find('verdict').focus();
}

function show(result) {
  const words = WORDS[language];
  const section = find('result');
  section.hidden = false;
  Object.assign(section.dataset, { outcome: result.outcome ?? 'none', step: result.step ?? '' });
  const [verdict, ...told] = result.busy ? [words.busy] : result.fault ? [result.fault] : sentences(words, result);
  find('verdict').textContent = verdict;
  find('told').replaceChildren(...told.map((text) => line('li', text)));
  find('steps').replaceChildren(...(result.outcome ? STEPS.map((step) => stepLine(words, step, result)) : []));
}

function stepLine(words, step, { outcome, step: failed }) {
  const [at, broken] = [STEPS.indexOf(step), STEPS.indexOf(failed)];
  const isOpen = outcome === 'unknown' && step === 'chain';
  const kind = isOpen || (outcome === 'broken' && at > broken) ? 'skipped' : outcome === 'broken' && at === broken ? 'failed' : 'held';
  return line('li', `${words.step[step][0]}: ${words[kind]}`, kind);
}

function sentences(words, result) {
  if (result.outcome === 'broken') {
    const at = STEPS.indexOf(result.step) + 1;
    return [words.broken(at, STEPS.length), words.step[result.step][1], words.nothing, words.detail(result.text, result.at)];
  }
  const head = result.outcome === 'holds' ? [words.holds] : [words.unknown, words.unknownHelp];
  return [...head, ...result.chains.flatMap((chain) => chainSentences(words, chain))];
}

function chainSentences(words, chain) {
  const time = new Date(chain.asOf * 1000).toLocaleString(document.documentElement.lang, { dateStyle: 'long', timeStyle: 'short' });
  const disputed = chain.leaves.filter((leaf) => leaf.disputed).length;
  const recalled = chain.recalled.map(({ state, code }) => (state === 'recalled' ? words.recalled(code) : words.hold(code)));
  return [
    ...(recalled.length ? recalled : [words.noRecall]),
    words.leaves(chain.leaves.length),
    words.confirmed(chain.confirmedBy, chain.validators.length, time),
    disputed && words.disputed(disputed),
    chain.unchecked && words.unchecked(chain.unchecked),
    words.from(chain.origin),
  ].filter(Boolean);
}

form.addEventListener('submit', onSubmit);
find('language').addEventListener('click', () => {
  language = language === 'zh' ? 'en' : 'zh';
  speak();
});
for (const name of ['dragover', 'dragleave', 'drop']) {
  drop.addEventListener(name, (event) => {
    event.preventDefault();
    drop.classList.toggle('over', name === 'dragover');
    if (name === 'drop' && event.dataTransfer.files.length) file.files = event.dataTransfer.files;
  });
}
speak();
