// Compares our reasons to refuse objects with the API server's answers, and counts how often the words are the same.
import { excuseOf } from './excused.mjs';

const MOST_STATE = 0.01;
const LEAST_SAME_WORDS = 0.99;
const MOST_WORDS = 600;

/**
 * @param verdicts per item `{ create, apply }`, our reasons to refuse it when it is sent in that way, or nothing
 * @param answers per item the server's `{ create, apply? }`
 * @param part `engine`, whose words are compared as well, or `product`
 * @returns {{ results: { title: string, part: string, how?: string, excused?: string, difference?: string }[], notes: string[] }}
 */
export function compareVerdicts(items, verdicts, answers, part) {
  const results = [];
  const counts = { state: 0, notSent: 0, notJudged: 0 };
  const words = { create: { refused: 0, same: 0 }, apply: { refused: 0, same: 0 } };
  const otherWords = [];
  for (const [index, item] of items.entries()) {
    if (verdicts[index] === undefined) {
      counts.notJudged += 1;
      continue;
    }
    for (const way of ['create', 'apply']) {
      const theirs = answers[index][way];
      const ours = verdicts[index][way];
      if (theirs === undefined) {
        counts.notSent += 1;
        continue;
      }
      const title = `${item.title}, ${item.object.kind}, ${way}`;
      const compared = compareOne({ object: item.object, ours, theirs, way });
      if (compared.state) counts.state += 1;
      const misfit = compared.difference ?? fixtureMisfit(item, theirs, answers[index]);
      results.push({ title, part, how: way, excused: compared.excused, difference: misfit });
      if (ours.length === 0 || theirs.accepted) continue;
      words[way].refused += 1;
      if (hasSameWords(ours, theirs)) words[way].same += 1;
      else otherWords.push({ way, text: `${title}\n${bothSides(ours, theirs)}` });
    }
  }
  const beyond = limits({ ...counts, words, cases: results.length, otherWords }, part);
  return { results: [...results, ...beyond], notes: notesOf({ ...counts, words }, part) };
}

function compareOne(both) {
  const { ours, theirs } = both;
  const excuse = excuseOf(both);
  if (excuse?.state) return { state: true, excused: excuse.reason };
  if ((ours.length === 0) === theirs.accepted) return {};
  if (excuse !== undefined) return { excused: excuse.reason };
  return { difference: bothSides(ours, theirs) };
}

/** An object of ours that is called bad, and that the server takes in both ways, proves nothing. */
function fixtureMisfit({ expected }, theirs, both) {
  if (expected === 'accepted' && !theirs.accepted) return `called good, but the server says: ${theirs.message}`;
  const taken = Object.values(both).every(({ accepted }) => accepted);
  return expected === 'refused' && taken ? 'called bad, but the server accepts it' : undefined;
}

function hasSameWords(ours, { causes, message }) {
  const words = (list) =>
    list
      .map((one) => withoutIds(JSON.stringify([one.field, one.type, one.message])))
      .sort()
      .join();
  return words(ours) === words(causes) || ours.every((one) => withoutIds(message).includes(withoutIds(one.message)));
}

/** A Job is given a random id, which it then quotes. */
function withoutIds(words) {
  return words.replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'id');
}

function bothSides(ours, theirs) {
  const said = ours.map(({ field, type, message }) => `${field} ${type}: ${message}`).join('; ');
  const left = ours.length === 0 ? 'accepted' : `refused: ${said}`;
  const right = theirs.accepted ? 'accepted' : `${theirs.status}: ${theirs.message}`;
  return `  ours    ${left.slice(0, MOST_WORDS)}\n  server  ${right.slice(0, MOST_WORDS)}`;
}

function limits({ state, cases, words, otherWords }, part) {
  const results = [];
  if (state > cases * MOST_STATE) {
    const difference = `${state} of ${cases} cases are excused as cluster state; at most 1 % may be`;
    results.push({ title: 'cluster state', part, difference });
  }
  if (part !== 'engine') return results;
  for (const [way, { refused, same }] of Object.entries(words)) {
    if (same >= refused * LEAST_SAME_WORDS) continue;
    const own = otherWords.filter((one) => one.way === way).map((one) => one.text);
    const difference = `${same} of ${refused} rejections are in the server's words; 99 % must be\n${own.join('\n')}`;
    results.push({ title: `wording, ${way}`, part, difference });
  }
  return results;
}

function notesOf({ words, notSent, notJudged }, part) {
  const notes = Object.entries(words).map(([way, { refused, same }]) => {
    const percent = refused === 0 ? '' : `, ${((100 * same) / refused).toFixed(2)} %`;
    return `${part}: ${way}: refused by both ${refused}, in the server's words ${same}${percent}`;
  });
  if (notSent > 0) notes.push(`${part}: ${notSent} objects not applied: no URL can say their name`);
  if (notJudged > 0) notes.push(`${part}: ${notJudged} objects not judged: a key stands twice in the text`);
  return notes;
}
