const smallNumbers: Record<string, number> = {
  one: 1, two: 2, three: 3, four: 4, five: 5, six: 6, ten: 10, fifteen: 15, twenty: 20, thirty: 30, forty: 40,
}; // biome-ignore format: one line reads best

const rewrites: [RegExp, string | ((...groups: string[]) => string)][] = [
  [/[‘’`´]/g, "'"],
  [/[–—]/g, '-'],
  [/\p{Extended_Pictographic}/gu, ' '],
  [/\b(tmrw|tmr|tmw|tomoz|tomos|tomorow|tommorow|tommorrow|2moro|2moz|2morrow|2mrw|tmoz|tmro|2mro)\b/g, 'tomorrow'],
  [/\b(2day|tday|todya|2dy)\b/g, 'today'],
  [/\b(2nite|2night|tonite)\b/g, 'tonight'],
  [/\bmon\b/g, 'monday'],
  [/\b(tues?|teusday|tuseday)\b/g, 'tuesday'],
  [/\b(weds?|wensday|wednesay|wendsday)\b/g, 'wednesday'],
  [/\b(thurs?|thu|thirsday)\b/g, 'thursday'],
  [/\bfri\b/g, 'friday'],
  [/\b(w\/c|wc|week beginning|w\/b)\b/g, 'week commencing'],
  [/\b(won'?t|wnt|wont)\b/g, 'will not'],
  [/\b(can'?t|cannot|cudn'?t|couldn'?t|cant|carnt)\b/g, 'can not'],
  [/\b(isn'?t|isnt|ain'?t|aint)\b/g, 'is not'],
  [/\b(didn'?t|didnt)\b/g, 'did not'],
  [/\b(don'?t|dont)\b/g, 'do not'],
  [/\b(theres|there's)\b/g, 'there is'],
  [/\b(wasn'?t|wasnt)\b/g, 'was not'],
  [/\b(he|she|it|that)'s\b/g, '$1 is'],
  [/\b(hes|shes)\b/g, (word) => `${word.slice(0, -1)} is`],
  [/\b(i'm|im)\b/g, 'i am'],
  [/\bwe r\b/g, 'we are'],
  [/\b(i'?ll|ill)(?= (be|prob|not|have|come|get|miss|need)\b)/g, 'i will'],
  [/\b(half|1\/2) (an )?h(ou)?r\b/g, '30 mins'],
  [/\bquarter of an hour\b/g, '15 mins'],
  [/\b(an|1) hour\b/g, '60 mins'],
  [/\b(a )?fortnight\b/g, '2 weeks'],
  [/\bcouple of\b/g, '2'],
  [/\ba (day|week)\b/g, '1 $1'],
  [
    /\b(one|two|three|four|five|six|ten|fifteen|twenty|thirty|forty) (?=min|day|week|hour|late)/g,
    (word) => `${smallNumbers[word.trim()]} `,
  ],
  [/\bhalf (?:past )?(\d{1,2})\b/g, '$1:30'],
  [/\bhalf (?:past )?(nine|ten|eleven|eight|one|two)\b/g, (_, word) => `${hourWords[word ?? '']}:30`],
  [/\bquarter past (\d{1,2})\b/g, '$1:15'],
  [/\bquarter to (\d{1,2})\b/g, (_, hour) => `${Number(hour) - 1}:45`],
  [/\b(\d{1,2})\.([0-5]\d)(?=\s*(?:am|pm)?\b)(?![./]\d)/g, '$1:$2'],
  [/\b(at|by|for|til|till|until|about|around|from) ([012]?\d)([0-5]\d)\b/g, '$1 $2:$3'],
  [/\b(midday|noon)\b/g, '12:00'],
  [/\s+/g, ' '],
];

const hourWords: Record<string, number> = { eight: 8, nine: 9, ten: 10, eleven: 11, one: 1, two: 2 };

/** Brings a chat message to plain lower-case words: spellings, contractions, clock times and durations of one form. */
export function normalise(text: string): string {
  let plain = text.normalize('NFKC').toLowerCase();
  for (const [from, to] of rewrites)
    plain = typeof to === 'string' ? plain.replace(from, to) : plain.replace(from, to as (match: string) => string);
  return plain.trim();
}
