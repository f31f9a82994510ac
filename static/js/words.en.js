// What the check on a phone says, in English. Never "safe", never "complete".
const some = (n, one, more) => `${n} ${n === 1 ? one : more}`;

export default {
  busy: 'Checking …',
  unreachable: 'The proofs could not be loaded, so nothing was checked. Try again, or download the proof file.',
  broken: 'This page does not pass the check. Do not rely on it.',
  failed: {
    form: 'The proof is damaged, or it is about another pack.',
    chain: 'The proof comes from another record than the one this site names or this phone saw before.',
    quorum: 'Too few of the companies that keep the record have signed it, or a signature of theirs is false.',
    tip: 'The newest part of the record is not the one that the companies signed.',
    inclusion: 'An entry shown here is not in the record that the companies signed.',
    members: 'The list of those who may sign is not the one that the companies signed.',
    key: 'An entry was signed with a key that could not be used then.',
    recalls: 'The site does not prove whether this pack is recalled.',
    signature: 'A signature of an entry is false.',
    disclosures: 'A detail shown here is not the one that was signed.',
    freshness: 'The answer is out of date: more than 24 hours old, or older than one that this phone has seen.',
  },
  conflict: 'Another company has a different record, signed by the same companies.',
  recalled: (time) => `A recall is recorded for this pack, as of ${time}. Do not eat it.`,
  hold: (time) => `This pack is on hold while it is being checked, as of ${time}.`,
  recalledElsewhere: (time) => `A recall or hold is recorded for something in this journey, as of ${time}.`,
  noRecall: (n, time) => `No recall recorded: ${some(n, 'company confirms', 'companies confirm')}, ${time}.`,
  noRecallAsOf: (time) => `No recall was recorded as of ${time}. There may be newer news.`,
  genuine: (n, bare) => {
    const which = bare ? 'with proof' : 'shown';
    return n === 1 ? `The 1 record ${which} is genuine.` : `All ${n} records ${which} are genuine.`;
  },
  unproved: (n) => `${some(n, 'more record has', 'more records have')} no proof on this page.`,
  oneSite: 'The proofs this site gave agree with each other.',
  others: (asked, confirmed) => `Asked ${some(asked, 'other company', 'other companies')}: ${confirmed || 'none'} confirmed.`,
  alone: 'No other company could be asked.',
  leftOut: (n) => `This page leaves out ${some(n, 'record', 'records')}.`,
  newer: 'This page is behind: another company confirmed the record later.',
  disputed: (n) => `${some(n, 'record is', 'records are')} disputed: the key that signed may have been stolen.`,
  unchecked: (n) => `This phone could not check ${some(n, 'signature', 'signatures')} of one kind; the others were enough.`,
  clock: 'The clock of this phone seems to be wrong, so the age was not checked.',
  steps: (done, all, time) => `${done} of ${all} steps checked on this phone, ${time}.`,
};
