import { isWord as is, type Token } from '../words/tokens.ts';

const manner = /^(nearly|almost|only|just|then|also|always|never|still|somehow|[a-z]{3,}ly)$/;
/** What somebody did, and no thing does: "nearly died laughing", "sat with a resident". */
const deed =
  /^(sat|fell|came|went|got|had|took|ran|hit|cut|lost|broke|rung|swore|bent|sang|drank|stuck|put|locked|died|(?!moved|cancelled|delayed|closed|failed|packed|conked|collapsed|flooded|burned|rearranged|postponed|changed|blocked|opened|leaked|jammed|rescheduled|booked|needed|called|supposed)[a-z]{3,}ed|always|does|works?|loves?|struggles)$/;
/** "… so he's not in": the one that was spoken of first. */
const heIsNot = /^(he|she) (is|'s|has|will|can|am) (not|off|away|unable|going to (be|miss)|staying|stopping|missing)\b/;

/** "Dale nearly died laughing when …, so he's not in Monday": a name first, then "he". */
export function isThenHe(tokens: readonly Token[], stop: number): boolean {
  if (tokens[stop - 1]!.plain.length < 3) return false;
  const verb = manner.test(tokens[stop]?.word ?? '') ? tokens[stop + 1] : tokens[stop];
  if (!deed.test(verb?.word ?? '')) return false;
  return tokens.some(
    (token, at) =>
      at > stop &&
      is(token, 'he', 'she') &&
      heIsNot.test(
        tokens
          .slice(at, at + 4)
          .map((one) => one.word)
          .join(' '),
      ),
  );
}
