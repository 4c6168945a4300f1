/** A number as it is dialled, without what people put between digits: one place has one spelling. */
export function dialled(number: string): string {
  return number.replace(/[^\d+]/g, '');
}

/** True for a British number that takes no texts: landlines, freephone and the like. Mobiles begin +447, and Manx ones too. */
export function isLandline(number: string): boolean {
  const digits = dialled(number).replace(/^0(?!0)/, '+44');
  if (!digits.startsWith('+44')) return false;
  return !/^\+447(?:[1-57-9]|624)/.test(digits);
}
