/** Whose name and phone stand in everything that leaves, and who answers there, such as “the attendance office”. */
export type College = { name: string; phone?: string; contact?: string };

/** A text longer than this is shortened: the longest GOV.UK Notify takes, and hardly anybody reads more on a phone. */
const mostParts = 6;

// Every sign of the phone networks' own alphabet; those of the second list take two places.
const basic =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà';
const extended = '^{}\\[~]|€';

/** Signs that are only typography, by what phones write: one of them would halve what fits into a part. */
const plain: Record<string, string> = {
  '‘': "'",
  '’': "'",
  '“': '"',
  '”': '"',
  '–': '-',
  '—': '-',
  '…': '...',
  '•': '-',
  '·': '-',
  '\u00a0': ' ',
  '\u2009': ' ',
};
const typography = new RegExp(`[${Object.keys(plain).join('')}]`, 'g');

/** The same words without typography. Letters of names and of Welsh stay as they are. */
export function plainSigns(text: string): string {
  return text.replace(typography, (sign) => plain[sign] ?? sign);
}

/** How many parts a text is sent in: 160 signs, or 153 each; 70 or 67 where it has a sign outside the alphabet (ŵ, ŷ, â). */
export function partsOf(text: string): number {
  const isGsm = [...text].every((sign) => basic.includes(sign) || extended.includes(sign));
  const length = isGsm ? text.length + [...text].filter((sign) => extended.includes(sign)).length : text.length;
  const [alone, each] = isGsm ? [160, 153] : [70, 67];
  return length <= alone ? 1 : Math.ceil(length / each);
}

/** As much of the words as fits, whole sentences where there are any, and that there is more. */
function shortened(words: string, isFitting: (words: string) => boolean, phone: string | undefined): string {
  const more = phone ? 'There is more: please call us.' : 'There is more: please ask your college.';
  const fits = (pieces: readonly string[], end: string) => {
    let count = pieces.length;
    while (count > 0 && !isFitting(`${pieces.slice(0, count).join('').trim()}${end} ${more}`)) count--;
    return count > 0 ? `${pieces.slice(0, count).join('').trim()}${end} ${more}` : undefined;
  };
  const sentences = words.match(/[^.!?\n]+(?:[.!?]+\s*|\n+|$)/g) ?? [];
  return fits(sentences, '') ?? fits(words.split(/(?<=\s)/), ' ...') ?? fits([...words], ' ...') ?? more;
}

/** The text as it is sent: who writes, the words, whom to call (G6). At most six parts. */
export function smsText(body: string, { name, phone, contact = 'us' }: College): string {
  const call = phone && !body.includes(phone) ? ` Call ${contact}: ${phone}` : '';
  const whole = (words: string) => plainSigns(`${name}: ${words}${call}`);
  const isFitting = (words: string) => partsOf(whole(words)) <= mostParts;
  return whole(isFitting(body) ? body : shortened(body, isFitting, phone));
}
