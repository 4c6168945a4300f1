/** Letters that do not come apart into a plain letter and a mark. */
const whole: Record<string, string> = {
  ł: 'l', đ: 'd', ð: 'd', ø: 'o', ß: 'ss', æ: 'ae', œ: 'oe', þ: 'th', ı: 'i', ħ: 'h',
}; // biome-ignore format: one line reads best

/** The letters people type for one another: lower case, without accents, with one kind of apostrophe and dash. */
export function fold(text: string): string {
  if (/^[\x20-\x7e]*$/.test(text)) return text.toLowerCase().replaceAll('`', "'");
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[łđðøßæœþıħ]/g, (letter) => whole[letter] ?? letter)
    .replace(/[‘’ʼ`´′]/g, "'")
    .replace(/[‐‑‒–—−]/g, '-')
    .replace(/\p{M}/gu, '');
}
