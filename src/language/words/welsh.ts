import { fold } from './fold.ts';
import { mutationsOf } from './mutations.ts';
import { unchanging } from './welsh-forms.ts';
import { changing } from './welsh-words.ts';

/** Forms that are words of other meaning, English names, or the same as another word's. */
const notForms = new Set('fai fab dau don'.split(' '));

function allForms(): Map<string, string> {
  const found = new Map<string, string>();
  for (const [typed, word] of changing)
    for (const form of mutationsOf(typed)) if (form.length > 2 && !notForms.has(form)) found.set(form, word);
  for (const [typed, word] of [...changing, ...unchanging]) found.set(typed, word);
  return found;
}

/** How Welsh messages are written, every form of a word, in the words of the English ones; their order is seen to elsewhere. */
export const welsh: ReadonlyMap<string, string> = allForms();

/** Words that show a message to be Welsh; the Welsh spellings hold only then, because many are English words too. */
export const welshSigns = new Set(
  (
    "rydw dwi dwi'n dwim dwi'm dw fydda bydda fydd bydd heddiw heddi yfory fory ddoe ddim mae sori ffwrdd byddaf fyddaf munud wedi gwyliau wyliau bws deintydd meddyg apwyntiad hwyr bore wythnos coleg goleg methu gadael ysbyty angladd prynhawn pnawn llun mercher gwener fedra rwy rwyf " +
    "sai'n sai fi'n fi'm fyddai fyddai'm allai'm fedrai'm ddydd dydd mewn efo gyda bant gwylie mae'r ma'r mae'n ma'n cyrraedd neithiwr gorfod wedi'r cwbl rhaid awr muned ysgol sy'n ga'i nos lun mawrth fawrth fercher wener ionawr chwefror ebrill mehefin gorffennaf tachwedd rhagfyr ragfyr sdim ydi ydy ydw fyddan nath"
  ).split(' '),
);

/** True for a message to be answered in Welsh: two words of it are, so that “a bore” in an English one is none. */
export function isInWelsh(text: string): boolean {
  const words = fold(text).match(/[\p{L}'’]{2,}/gu) ?? [];
  const own = new Set(words.filter((word) => welsh.has(word) || welshSigns.has(word)));
  return own.size > 1 && words.some((word) => welshSigns.has(word));
}
