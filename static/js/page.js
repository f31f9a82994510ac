// From static/js/source/, where the comments are.
const button = document.getElementById('check');
const result = document.getElementById('check-result');
const DAY_SECONDS = 86_400;
const FRESH_SECONDS = 600;
const PARTS = [['form', 'chain'], ['quorum', 'tip'], ['inclusion', 'members', 'key'], ['recalls'], ['signature', 'disclosures'], ['freshness']];
if (button && result && globalThis.crypto?.subtle) {
button.hidden = false;
button.addEventListener('click', onTap);
}
async function onTap() {
button.disabled = true;
const { default: words } = await import(document.documentElement.lang.startsWith('zh') ? './words.zh.js' : './words.en.js');
say('busy', '', [words.busy]);
try {
say(...(await run(words)));
} catch {
say('none', '', [words.unreachable]);
}
button.disabled = false;
}
function say(outcome, step, sentences) {
Object.assign(result.dataset, { outcome, step });
result.innerText = sentences.filter(Boolean).join('\n');
}
async function ask(url) {
const answer = await fetch(url, { cache: 'no-store', credentials: 'omit', signal: AbortSignal.timeout?.(8_000) });
if (!answer.ok) throw Error(url);
return answer;
}
const listIn = (text = '') => text.split(' ').filter(Boolean);
async function run(words) {
const { evidence, origin, codes } = button.dataset;
const [checker, answer] = await Promise.all([import('./check.js'), ask(evidence)]);
const bytes = new Uint8Array(await answer.arrayBuffer());
const anchor = listIn(origin);
const subject = subjectOf(checker.goods, anchor[0]);
const nowSeconds = Math.floor(Date.now() / 1000);
const pins = anchor.map(pinOf).filter((seen) => seen?.origin);
const found = await checker.check(bytes, { anchor, subject, nowSeconds, pins, extraCodes: listIn(codes), maxAgeSeconds: DAY_SECONDS });
if (found.outcome === 'broken') {
const done = PARTS.findIndex((steps) => steps.includes(found.step));
return ['broken', found.step, [words.broken, words.failed[found.step], words.steps(done, 6, clock(nowSeconds))]];
}
const others = await askOthers(checker, found.chains[0], subject);
if (others.conflict) return ['broken', 'quorum', [words.broken, words.conflict]];
found.chains.forEach(pin);
return ['holds', '', sentencesOf(words, found, others, checker.goods, nowSeconds)];
}
function subjectOf(goods, origin) {
const path = location.pathname.slice('/t'.length);
const home = path.startsWith('/x/') ? origin.split('/')[0] : 'id.gs1.org';
const text = path ? `https://${home}${path}${location.search}` : new URLSearchParams(location.search).get('id');
return goods(text ?? '')?.uri ?? null;
}
const placeOf = (origin) => `furlong ${origin.split('/')[0]}`;
function pinOf(origin) {
try {
return JSON.parse(localStorage.getItem(placeOf(origin)));
} catch {
return null;
}
}
function pin({ origin, epoch, size, root }) {
try {
localStorage.setItem(placeOf(origin), JSON.stringify({ origin, epoch, size, root }));
} catch {
}
}
async function askOthers(checker, chain, subject) {
const hosts = chain.validators.map(({ host }) => host).filter((host) => host !== location.host);
const chosen = hosts.sort(() => Math.random() - 0.5).slice(0, chain.validators[1] ? 2 : 0);
const answers = await Promise.all(chosen.map((host) => askOther(checker, chain, subject, `https://${host}`).catch(() => ({}))));
return {
asked: chosen.length,
confirmed: answers.filter((answer) => answer.isGood).length,
conflict: answers.some((answer) => answer.conflict),
newer: answers.some((answer) => answer.asOf > chain.asOf + FRESH_SECONDS),
count: Math.max(...answers.map((answer) => answer.count || 0)),
};
}
async function askOther({ readCheckpoint }, { origin, validators, size, root }, subject, host) {
const heads = subject && ask(`${host}/api/v1/heads/${encodeURIComponent(subject)}?size=${size}`).then((answer) => answer.json()).catch(() => null);
const theirs = await readCheckpoint(await (await ask(`${host}/log/checkpoint.json`)).text(), origin, validators);
if (!theirs) return {};
const conflict = theirs.size === size && theirs.root !== root;
return { ...theirs, conflict, isGood: theirs.size >= size, count: (await heads)?.count };
}
function clock(seconds) {
const time = new Date(seconds * 1000);
const today = time.toDateString() === new Date().toDateString();
const day = today ? {} : { day: 'numeric', month: 'short' };
return time.toLocaleString(document.documentElement.lang, { ...day, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
}
function sentencesOf(words, found, others, goods, nowSeconds) {
const leaves = found.chains.flatMap((chain) => chain.leaves);
const disputed = leaves.filter((leaf) => leaf.disputed).length;
const leftOut = others.count - leaves.filter((leaf) => leaf.isAbout).length;
const unchecked = found.chains.reduce((sum, chain) => sum + chain.unchecked, 0);
const isEarly = found.asOf > nowSeconds + FRESH_SECONDS;
return [
recallSentence(words, found, goods, isEarly),
others.confirmed ? words.genuine(leaves.length) : words.oneSite,
others.asked ? words.others(others.asked, others.confirmed) : words.alone,
leftOut > 0 && words.leftOut(leftOut),
others.newer && words.newer,
disputed > 0 && words.disputed(disputed),
unchecked > 0 && words.unchecked(unchecked),
isEarly && words.clock,
words.steps(isEarly ? 5 : 6, 6, clock(nowSeconds)),
];
}
function recallSentence(words, { subject, chains, ageSeconds, asOf }, goods, isEarly) {
const code = goods(subject ?? '');
const own = [...(code?.wider ?? []), code?.uri];
const recalled = chains.flatMap((chain) => chain.recalled);
const states = recalled.filter((word) => own.includes(word.code)).map((word) => word.state);
const time = clock(asOf);
if (states.includes('recalled')) return words.recalled(time);
if (states.length) return words.hold(time);
if (recalled.length) return words.recalledElsewhere(time);
if (!code) return '';
if (isEarly || ageSeconds > FRESH_SECONDS) return words.noRecallAsOf(time);
return words.noRecall(Math.min(...chains.map((chain) => chain.confirmedBy)), time);
}
